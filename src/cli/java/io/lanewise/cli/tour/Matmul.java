package io.lanewise.cli.tour;

import io.lanewise.DType;
import io.lanewise.Engine;
import io.lanewise.EngineOptions;
import io.lanewise.EngineUnavailableException;
import io.lanewise.Slice;
import io.lanewise.Tensor;
import io.lanewise.cli.Progress;
import io.lanewise.cli.Text;
import io.lanewise.cli.bench.GpuGemm;
import io.lanewise.cli.bench.PeakLoop;
import java.util.Map;

/**
 * The same product three ways: as on paper, in blocks that stay in the caches, in vectors; and how
 * the time of operations grows.
 */
final class Matmul implements Topic {
  /** Size of the triple loop: at 4096 it would take many minutes. */
  private static final int NAIVE_N = 1024;

  private static final int ROUNDS = 5;
  private static final String ROW = "%-23s %8s %8s %8s %8s   %s";
  private static final String NAIVE = "naive loop";
  private static final String BLOCKED = "blocked, scalar kernels";
  private static final String SIMD = "blocked, SIMD kernels";

  private final int n;
  private double peak = Double.NaN;

  /** The product of two n x n matrices. */
  Matmul(int n) {
    this.n = n;
  }

  @Override
  public int number() {
    return 4;
  }

  @Override
  public String title() {
    return "Matrix product, n = " + n + ", f32, one thread; and how time grows with n";
  }

  @Override
  public void show(Page page) {
    Tensor a = Tensor.randn(DType.F32, 1, n, n);
    Tensor b = Tensor.randn(DType.F32, 2, n, n);
    float[] left = corner(a).toFloatArray();
    float[] right = corner(b).toFloatArray();
    float[] naive = new float[NAIVE_N * NAIVE_N];
    Tensor blocked = Tensor.empty(DType.F32, n, n);
    Tensor simd = Tensor.empty(DType.F32, n, n);
    EngineOptions one = EngineOptions.auto().withThreads(1);
    Engine scalar = Engine.cpu(one.withKernels(EngineOptions.Kernels.SCALAR));
    Race race = new Race();
    race.add(
        "peak", () -> peak = Math.max(Double.isNaN(peak) ? 0 : peak, PeakLoop.measure(DType.F32)));
    race.addSlow(NAIVE, 1, () -> tripleLoop(left, right, naive));
    race.addSlow(
        BLOCKED, n > NAIVE_N ? 1 : ROUNDS, () -> scalar.run(() -> a.matmulInto(b, blocked)));
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
    Engine.findGpu()
        .ifPresentOrElse(
            gpu -> onGpu(page, Engine.cpu(one), gpu),
            () -> page.line("Without a GPU: lanewise info says why."));
    checkSame(page, NAIVE, Tensor.wrap(naive, NAIVE_N, NAIVE_N), corner(a).matmul(corner(b)));
    if (missing.isEmpty()) {
      checkSame(page, SIMD, simd, blocked);
    }
    page.line("");
    new Growth(n > NAIVE_N).show(page);
  }

  /** What it costs to go to another device, and what it gives. */
  private void onGpu(Page page, Engine cpu, Engine gpu) {
    GpuGemm times = GpuGemm.measure(cpu, gpu, DType.F32, n);
    page.line("");
    page.line("On the GPU: the first call compiles, and each result that is read comes back.");
    page.line(GpuGemm.header());
    page.line(times.text());
    page.check(
        times.difference() <= allowed(n), "the GPU differs by " + times.difference() + " at most");
  }

  private static Tensor corner(Tensor a) {
    return a.slice(Slice.to(NAIVE_N), Slice.to(NAIVE_N));
  }

  /**
   * As on paper, and as it is written first: it walks down the columns of b, a cache line for each
   * number.
   */
  private static void tripleLoop(float[] a, float[] b, float[] c) {
    for (int i = 0; i < NAIVE_N; i++) {
      for (int j = 0; j < NAIVE_N; j++) {
        float sum = 0;
        for (int p = 0; p < NAIVE_N; p++) {
          sum += a[i * NAIVE_N + p] * b[p * NAIVE_N + j];
        }
        c[i * NAIVE_N + j] = sum;
      }
    }
  }

  private void table(Page page, Map<String, Race.Times> times) {
    page.line(Text.format(ROW, "", "best", "median", "GFLOP/s", peak > 0 ? "of peak" : "", "why"));
    Map<String, String> why =
        Map.of(
            NAIVE, "waits for memory at each step",
            BLOCKED, "packed panels stay in the caches",
            SIMD, "several numbers in an instruction");
    times.forEach(
        (name, taken) -> {
          if (why.containsKey(name)) {
            double size = name.equals(NAIVE) ? NAIVE_N : n;
            double rate = 2 * size * size * size / taken.best() * 1e-9;
            String share = peak > 0 ? Text.format("%.1f %%", 100 * rate / peak) : "";
            page.line(
                Text.format(
                    ROW,
                    size == n ? name : name + ", n = " + NAIVE_N,
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

  private static void checkSame(Page page, String name, Tensor actual, Tensor expected) {
    double difference = actual.sub(expected).abs().max();
    page.check(difference <= allowed((double) actual.size(0)), name + " differs by " + difference);
  }

  /**
   * Two orders of summation differ by at most twice the bound of each; entries are about sqrt(n).
   */
  private static double allowed(double size) {
    return 2 * (size + 2) * DType.F32.epsilon() * size;
  }
}
