package io.lanewise.cli.tour;

import io.lanewise.DType;
import io.lanewise.Slice;
import io.lanewise.Tensor;
import io.lanewise.cli.Progress;
import io.lanewise.cli.Text;
import io.lanewise.nn.Attention;
import io.lanewise.nn.AttentionOptions;
import java.util.Objects;

/** Each word of a sequence looks at all the others. */
final class SelfAttention implements Topic {
  private static final int BATCH = 8;
  private static final int HEADS = 12;
  private static final int SEQUENCE = 512;
  private static final int D = 64;
  private static final String ATTENTION = "attention";

  @Override
  public int number() {
    return 7;
  }

  @Override
  public String title() {
    return "Self-attention: softmax(q k' / sqrt(d)) v";
  }

  @Override
  public void show(Page page) {
    weights(page);
    Tensor q = Tensor.randn(DType.F32, 1, BATCH, HEADS, SEQUENCE, D);
    Tensor k = Tensor.randn(DType.F32, 2, BATCH, HEADS, SEQUENCE, D);
    Tensor v = Tensor.randn(DType.F32, 3, BATCH, HEADS, SEQUENCE, D);
    Race race = new Race();
    race.add(ATTENTION, () -> Attention.scaledDotProduct(q, k, v));
    Race.Times times;
    try (Progress progress = page.progress()) {
      times = Objects.requireNonNull(race.run(3, progress).get(ATTENTION));
    }
    double flops = 4.0 * BATCH * HEADS * SEQUENCE * SEQUENCE * D;
    page.fact("q, k, v", q.shape().toString(), "batch, heads, sequence, d; f32");
    page.fact(
        "best time",
        Text.time(times.best()),
        Text.number(flops / times.best() * 1e-9, 3) + " GFLOP/s in its two products");
    long bytes = 4L * BATCH * HEADS * SEQUENCE * SEQUENCE;
    page.fact(
        "scores",
        bytes / 1_000_000 + " MB",
        "of memory beside 4 x " + 4 * q.elements() / 1_000_000 + " MB; grows as sequence^2");
    Tensor ones = Attention.scaledDotProduct(q, k, Tensor.ones(DType.F32, SEQUENCE, 1));
    double off = ones.sub(1).abs().max();
    page.fact("weights of each query - 1", Text.number(off, 2), "v of ones gives their sum");
    page.check(off <= SEQUENCE * DType.F32.epsilon(), "that is too much");
  }

  /** Three words, small enough to follow. */
  private static void weights(Page page) {
    Tensor x = Tensor.of(new double[][] {{1, 0}, {0, 1}, {1, 1}});
    Tensor weights = Attention.scaledDotProduct(x, x, Tensor.eye(DType.F64, 3));
    page.line("three words [1, 0], [0, 1], [1, 1], each both query and key");
    double e = Math.exp(1 / Math.sqrt(2));
    for (int i = 0; i < 3; i++) {
      Tensor row = weights.slice(Slice.at(i));
      page.fact(
          "weights of word " + (i + 1),
          vector(row),
          i == 2 ? "it agrees most with itself" : "sums of products, made positive, made shares");
    }
    double expected = e / (2 * e + 1);
    page.check(Math.abs(weights.get(0, 0) - expected) < 1e-15, "the first is not " + expected);
    Tensor causal =
        Attention.scaledDotProduct(
            x, x, Tensor.eye(DType.F64, 3), AttentionOptions.auto().withCausal(true));
    page.fact("causal, word 1", vector(causal.slice(Slice.at(0))), "sees no word after itself");
    page.check(causal.get(0, 0) == 1 && causal.get(1, 2) == 0, "it sees more");
  }

  private static String vector(Tensor v) {
    return Text.format("%.2f %.2f %.2f", v.get(0), v.get(1), v.get(2));
  }
}
