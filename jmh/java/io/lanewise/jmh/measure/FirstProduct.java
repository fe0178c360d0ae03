package io.lanewise.jmh.measure;

import io.lanewise.DType;
import io.lanewise.Engine;
import io.lanewise.EngineOptions;
import io.lanewise.Tensor;
import io.lanewise.jmh.library.Work;
import io.lanewise.jmh.measure.Findings.Finding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The same product again and again in a JVM that has done nothing before: when the first one is
 * there, and when the JIT has made it fast.
 */
public final class FirstProduct implements Findings.Source {
  /** Seconds of computing. */
  private static final double LONG = 5;

  /** Products whose median is the rate at a moment. */
  private static final int WINDOW = 9;

  /** Slices of the peak loop, of which the best counts. */
  private static final int SLICES = 100;

  private final DType dtype;
  private final int n;
  private final int threads;

  /** When each product was there, in seconds from the first call of the library. */
  private final List<Double> ends = new ArrayList<>();

  private double peak;

  /**
   * Nothing is computed yet, and nothing of the library is touched.
   *
   * @param dtype element type
   * @param n rows and columns
   * @param threads of the engine
   */
  public FirstProduct(DType dtype, int n, int threads) {
    this.dtype = dtype;
    this.n = n;
    this.threads = threads;
    Findings.from(this);
  }

  /** From arrays to products. */
  public void run() {
    float[] singles = new float[n * n];
    double[] doubles = new double[n * n];
    for (int i = 0; i < n * n; i++) {
      singles[i] = i % 17 - 8;
      doubles[i] = i % 17 - 8;
    }
    long start = System.nanoTime();
    Engine engine = Engine.cpu(EngineOptions.auto().withThreads(threads));
    double wrong =
        engine.call(
            () -> {
              Tensor a = operand(singles, doubles);
              Tensor b = operand(singles, doubles);
              Tensor c = a.matmul(b);
              double last = (System.nanoTime() - start) * 1e-9;
              ends.add(last);
              while (last < LONG) {
                a.matmulInto(b, c);
                last = (System.nanoTime() - start) * 1e-9;
                ends.add(last);
              }
              return Math.abs(c.get(1, 2) - expected(doubles));
            });
    if (wrong != 0) {
      throw new AssertionError("product of integers: off by " + wrong);
    }
    peak = peak();
  }

  private Tensor operand(float[] singles, double[] doubles) {
    return (dtype == DType.F32 ? Tensor.wrap(singles, n, n) : Tensor.wrap(doubles, n, n)).copy();
  }

  /** Integers below 2^24: exact in both types. */
  private double expected(double[] x) {
    double sum = 0;
    for (int p = 0; p < n; p++) {
      sum += x[n + p] * x[p * n + 2];
    }
    return sum;
  }

  private double peak() {
    Work work = dtype == DType.F32 ? ArithmeticF32.work() : ArithmeticF64.work();
    double operations = dtype == DType.F32 ? ArithmeticF32.OPERATIONS : ArithmeticF64.OPERATIONS;
    double best = 0;
    for (int i = 0; i < SLICES; i++) {
      long start = System.nanoTime();
      work.repeat(SLICES);
      best = Math.max(best, SLICES * operations / (System.nanoTime() - start));
    }
    return best * threads;
  }

  @Override
  public List<Finding> found() {
    double[] seconds = new double[ends.size() - 1];
    for (int i = 0; i < seconds.length; i++) {
      seconds[i] = ends.get(i + 1) - ends.get(i);
    }
    double last = median(seconds, seconds.length - seconds.length / 5, seconds.length);
    int at = 0;
    while (median(seconds, at, Math.min(at + WINDOW, seconds.length)) > last / 0.9) {
      at++;
    }
    double rate = 2.0 * n * n * n / last * 1e-9;
    return List.of(
        new Finding("first", 1e3 * ends.get(0), "ms"),
        new Finding("second", 1e3 * seconds[0], "ms"),
        new Finding("fast", 1e3 * ends.get(at), "ms"),
        new Finding("final", rate, "GFLOP/s"),
        new Finding("final.part", 100 * rate / peak, "%"));
  }

  private static double median(double[] values, int from, int to) {
    double[] sorted = Arrays.copyOfRange(values, from, to);
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
