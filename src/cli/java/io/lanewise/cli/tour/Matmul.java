package io.lanewise.cli.tour;

import io.lanewise.DType;
import io.lanewise.Engine;
import io.lanewise.EngineOptions;
import io.lanewise.EngineUnavailableException;
import io.lanewise.Tensor;
import io.lanewise.cli.Progress;
import io.lanewise.cli.Text;
import io.lanewise.cli.bench.PeakLoop;
import java.util.Map;

/** The same product three ways: as on paper, in blocks that stay in the caches, in vectors. */
final class Matmul implements Topic {
  private static final int N = 512;
  private static final int ROUNDS = 5;
  private static final String ROW = "%-23s %8s %8s %8s %8s   %s";
  private static final String NAIVE = "naive triple loop";
  private static final String BLOCKED = "blocked, scalar kernels";
  private static final String SIMD = "blocked, SIMD kernels";

  private double peak = Double.NaN;

  @Override
  public int number() {
    return 4;
  }

  @Override
  public String title() {
    return "Matrix product, n = " + N + ", f32, one thread";
  }

  @Override
  public void show(Page page) {
    Tensor a = Tensor.randn(DType.F32, 1, N, N);
    Tensor b = Tensor.randn(DType.F32, 2, N, N);
    float[] left = a.toFloatArray();
    float[] right = b.toFloatArray();
    float[] naive = new float[N * N];
    Tensor blocked = Tensor.empty(DType.F32, N, N);
    Tensor simd = Tensor.empty(DType.F32, N, N);
    EngineOptions one = EngineOptions.auto().withThreads(1);
    Engine scalar = Engine.cpu(one.withKernels(EngineOptions.Kernels.SCALAR));
    Race race = new Race();
    race.add(
        "peak", () -> peak = Math.max(Double.isNaN(peak) ? 0 : peak, PeakLoop.measure(DType.F32)));
    race.add(NAIVE, () -> tripleLoop(left, right, naive));
    race.add(BLOCKED, () -> scalar.run(() -> a.matmulInto(b, blocked)));
    String missing = "";
    try {
      Engine vectors = Engine.cpu(one.withKernels(EngineOptions.Kernels.SIMD));
      race.add(SIMD, () -> vectors.run(() -> a.matmulInto(b, simd)));
    } catch (EngineUnavailableException reason) {
      missing = String.valueOf(reason.getMessage());
    }
    try (Progress progress = page.progress()) {
      table(page, race.run(ROUNDS, progress));
    }
    if (!missing.isEmpty()) {
      page.line(missing);
    }
    Tensor expected = Tensor.wrap(naive, N, N);
    checkSame(page, BLOCKED, blocked, expected);
    if (missing.isEmpty()) {
      checkSame(page, SIMD, simd, expected);
    }
  }

  /**
   * As on paper, and as it is written first: it walks down the columns of b, a cache line for each
   * number.
   */
  private static void tripleLoop(float[] a, float[] b, float[] c) {
    for (int i = 0; i < N; i++) {
      for (int j = 0; j < N; j++) {
        float sum = 0;
        for (int p = 0; p < N; p++) {
          sum += a[i * N + p] * b[p * N + j];
        }
        c[i * N + j] = sum;
      }
    }
  }

  private void table(Page page, Map<String, Race.Times> times) {
    page.line(Text.format(ROW, "", "best", "median", "GFLOP/s", peak > 0 ? "of peak" : "", "why"));
    Map<String, String> why =
        Map.of(
            NAIVE, "waits for memory at each step",
            BLOCKED, "packed panels stay in the caches",
            SIMD, "several numbers in one instruction");
    times.forEach(
        (name, taken) -> {
          if (why.containsKey(name)) {
            double rate = 2.0 * N * N * N / taken.best() * 1e-9;
            String share = peak > 0 ? Text.format("%.1f %%", 100 * rate / peak) : "";
            page.line(
                Text.format(
                    ROW,
                    name,
                    Text.time(taken.best()),
                    Text.time(taken.median()),
                    Text.number(rate, 3),
                    share,
                    why.get(name)));
          }
        });
    if (peak > 0) {
      page.line("peak of this core in the same minute: " + Text.number(peak, 3) + " GFLOP/s");
    }
  }

  /**
   * Two orders of summation differ by at most twice the bound of each; entries are about sqrt(n).
   */
  private static void checkSame(Page page, String name, Tensor actual, Tensor expected) {
    double difference = actual.sub(expected).abs().max();
    double allowed = 2 * (N + 2) * DType.F32.epsilon() * N;
    page.check(difference <= allowed, name + " differs by " + difference);
  }
}
