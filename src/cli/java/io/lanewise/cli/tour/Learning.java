package io.lanewise.cli.tour;

import io.lanewise.DType;
import io.lanewise.Tensor;
import io.lanewise.cli.Progress;
import io.lanewise.cli.Text;
import io.lanewise.cli.gpt.Corpus;
import io.lanewise.cli.gpt.Trainer;
import io.lanewise.cli.gpt.TrainingOptions;
import io.lanewise.grad.Derivatives;
import io.lanewise.grad.Variable;
import io.lanewise.nn.Gpt;
import io.lanewise.nn.GptOptions;
import java.nio.charset.StandardCharsets;

/** Gradients of any function, and a transformer that learns a sonnet. */
final class Learning implements Topic {
  /** Shakespeare's eighteenth sonnet, 1609. */
  private static final String SONNET =
      """
      Shall I compare thee to a summer's day?
      Thou art more lovely and more temperate:
      Rough winds do shake the darling buds of May,
      And summer's lease hath all too short a date:
      Sometime too hot the eye of heaven shines,
      And often is his gold complexion dimmed;
      And every fair from fair sometime declines,
      By chance, or nature's changing course, untrimmed;
      But thy eternal summer shall not fade,
      Nor lose possession of that fair thou ow'st;
      Nor shall death brag thou wander'st in his shade,
      When in eternal lines to time thou grow'st:
      So long as men can breathe, or eyes can see,
      So long lives this, and this gives life to thee.
      """;

  private static final int STEPS = 200;
  private static final int EVERY = 50;

  @Override
  public int number() {
    return 9;
  }

  @Override
  public String title() {
    return "Calculus, automatic differentiation, the transformer";
  }

  @Override
  public void show(Page page) {
    Tensor x = Tensor.of(1, -2, 0.5);
    Tensor gradient = Derivatives.gradient(v -> v.tanh().sum(), x);
    Tensor exact = x.tanh().mul(x.tanh()).rsub(1);
    page.fact("gradient of sum(tanh x)", vector(gradient), "  by one backward pass");
    page.fact("1 - tanh(x)^2", vector(exact), "  by hand");
    double off = gradient.sub(exact).abs().max();
    page.check(off < 1e-15, "they differ by " + off);
    Tensor hessian = Derivatives.hessian(v -> v.mul(v).mul(v).sum(), x);
    page.fact("Hessian of sum(x^3)", vector(hessian.diagonal()), "  its diagonal, 6 x");
    page.check(hessian.sub(Tensor.diag(x.mul(6))).abs().max() < 1e-14, "the Hessian is wrong");
    learn(page);
  }

  private static void learn(Page page) {
    GptOptions sizes = new GptOptions(256, 32, 32, 1, 2);
    Corpus corpus = new Corpus(SONNET.getBytes(StandardCharsets.US_ASCII), sizes.context());
    Gpt gpt = Gpt.random(DType.F32, sizes, 1);
    Trainer trainer = Trainer.of(gpt, corpus, new TrainingOptions(STEPS, 16, .005, 1, EVERY));
    long parameters = 0;
    for (Variable parameter : gpt.parameters().values()) {
      parameters += parameter.shape().elements();
    }
    page.line(
        Text.format(
            "a transformer of %d parameters reads a sonnet of 14 lines, %d times 16 pieces:",
            parameters, STEPS));
    double first = 0;
    double last = 0;
    StringBuilder bits = new StringBuilder();
    try (Progress progress = page.progress()) {
      for (int step = 0; step < STEPS; step++) {
        last = trainer.advance();
        first = step == 0 ? last : first;
        progress.show(Text.format("step %d: %.2f bits per byte", step, last));
        if (step % EVERY == 0 || step == STEPS - 1) {
          bits.append(Text.format("%s%.2f", bits.isEmpty() ? "" : "  ", last));
        }
      }
    }
    page.fact("bits per byte", bits.toString(), "  at steps 0, 50, 100, 150, 199");
    page.line("guessing costs 8; 'lanewise gpt train' does the same with a text of yours");
    page.check(first > 7 && last < 3.9, "it went from " + first + " to " + last);
  }

  private static String vector(Tensor v) {
    return Text.format("%.3f %.3f %.3f", v.get(0), v.get(1), v.get(2));
  }
}
