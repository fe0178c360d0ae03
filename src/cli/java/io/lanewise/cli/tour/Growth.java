package io.lanewise.cli.tour;

import io.lanewise.DType;
import io.lanewise.Engine;
import io.lanewise.EngineOptions;
import io.lanewise.Tensor;
import io.lanewise.cli.Progress;
import io.lanewise.cli.Text;
import io.lanewise.cli.bench.Timing;
import io.lanewise.linalg.Linalg;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntFunction;

/**
 * Operations with their flops and bytes, and the power of n with which their time grows: theory,
 * and the slope of a line through the measured times on a log-log scale.
 */
final class Growth {
  /** Seconds for one size. */
  private static final double MEASURED = 0.15;

  private static final int ROUNDS = 5;
  private static final String ROW = "%-10s %9s %9s %10s  %-20s %6s %8s  %s";

  /** The largest sizes are doubled. */
  private final boolean large;

  Growth(boolean large) {
    this.large = large;
  }

  /**
   * An operation.
   *
   * @param name as written
   * @param flops in terms of n
   * @param bytes read and written at least once, f32
   * @param intensity flops for each byte at a size
   * @param sizes that are measured
   * @param theory power of n
   * @param of the operation at a size
   */
  private record Operation(
      String name,
      String flops,
      String bytes,
      DoubleUnaryOperator intensity,
      int[] sizes,
      int theory,
      IntFunction<Runnable> of) {}

  private List<Operation> operations() {
    int add = large ? 1 : 0;
    int[] vectors = sizes(1 << 22, 3);
    return List.of(
        new Operation("x + y", "n", "12 n", n -> 1 / 12.0, vectors, 1, Growth::sum),
        new Operation("x . y", "2 n", "8 n", n -> 2 / 8.0, vectors, 1, Growth::dot),
        new Operation("A x", "2 n^2", "4 n^2", n -> 0.5, sizes(1024, 3), 2, Growth::vector),
        new Operation(
            "A B", "2 n^3", "12 n^2", n -> n / 6, sizes(256, 3 + add), 3, Growth::product),
        new Operation("A x = b", "2/3 n^3", "4 n^2", n -> n / 6, sizes(256, 3), 3, Growth::solve));
  }

  private static int[] sizes(int first, int count) {
    int[] sizes = new int[count];
    for (int i = 0; i < count; i++) {
      sizes[i] = first << i;
    }
    return sizes;
  }

  private static Runnable sum(int n) {
    Tensor x = Tensor.ones(DType.F32, n);
    Tensor y = Tensor.ones(DType.F32, n);
    Tensor z = Tensor.ones(DType.F32, n);
    return () -> x.addInto(y, z);
  }

  private static Runnable dot(int n) {
    Tensor x = Tensor.ones(DType.F32, n);
    Tensor y = Tensor.ones(DType.F32, n);
    return () -> x.dot(y);
  }

  private static Runnable vector(int n) {
    Tensor a = Tensor.ones(DType.F32, n, n);
    Tensor x = Tensor.ones(DType.F32, n);
    Tensor y = Tensor.ones(DType.F32, n);
    return () -> a.matmulInto(x, y);
  }

  private static Runnable product(int n) {
    Tensor a = Tensor.ones(DType.F32, n, n);
    Tensor b = Tensor.ones(DType.F32, n, n);
    Tensor c = Tensor.ones(DType.F32, n, n);
    return () -> a.matmulInto(b, c);
  }

  private static Runnable solve(int n) {
    Tensor a = Tensor.randn(DType.F32, 1, n, n);
    Tensor b = Tensor.ones(DType.F32, n);
    return () -> Linalg.solve(a, b);
  }

  void show(Page page) {
    page.line(
        Text.format(ROW, "", "flops", "bytes", "flops/byte", "n", "theory", "measured", "longest"));
    Engine one = Engine.cpu(EngineOptions.auto().withThreads(1));
    try (Progress progress = page.progress()) {
      for (Operation operation : operations()) {
        one.run(() -> row(page, progress, operation));
      }
    }
    page.line(
        "time grows as n^slope: in theory, and by a line through the logarithms of the measured;");
    page.line("caches that small sizes fit into, and what a call costs at all, bend it");
  }

  private static void row(Page page, Progress progress, Operation operation) {
    int[] sizes = operation.sizes();
    double[] seconds = new double[sizes.length];
    Timing.warmUp(operation.of().apply(sizes[0]));
    for (int i = 0; i < sizes.length; i++) {
      progress.show(operation.name() + ", n = " + sizes[i]);
      seconds[i] = best(operation.of().apply(sizes[i]));
    }
    int largest = sizes[sizes.length - 1];
    page.line(
        Text.format(
            ROW,
            operation.name(),
            operation.flops(),
            operation.bytes(),
            Text.number(operation.intensity().applyAsDouble(largest), 2),
            sizes[0] + " to " + largest,
            "n^" + operation.theory(),
            Text.format("n^%.2f", slope(sizes, seconds)),
            Text.time(seconds[sizes.length - 1])));
  }

  /** Seconds of the fastest of some runs. */
  private static double best(Runnable operation) {
    double best = Double.POSITIVE_INFINITY;
    double total = 0;
    for (int round = 0; round < ROUNDS || total < MEASURED; round++) {
      long start = System.nanoTime();
      operation.run();
      double taken = (System.nanoTime() - start) * 1e-9;
      best = Math.min(best, taken);
      total += taken;
    }
    return best;
  }

  /** Of the line of least squares through the points (log n, log seconds). */
  static double slope(int[] sizes, double[] seconds) {
    double meanX = 0;
    double meanY = 0;
    for (int i = 0; i < sizes.length; i++) {
      meanX += Math.log(sizes[i]) / sizes.length;
      meanY += Math.log(seconds[i]) / sizes.length;
    }
    double above = 0;
    double below = 0;
    for (int i = 0; i < sizes.length; i++) {
      double x = Math.log(sizes[i]) - meanX;
      above += x * (Math.log(seconds[i]) - meanY);
      below += x * x;
    }
    return above / below;
  }
}
