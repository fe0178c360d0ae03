package io.lanewise.jmh;

import io.lanewise.DType;
import io.lanewise.Engine;
import io.lanewise.EngineOptions;
import io.lanewise.Tensor;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Elementwise operations on arrays far larger than a cache, n by n, with the time of one thread and
 * the most memory that the process held: {@code x += y} with two arrays first, then what needs a
 * third. {@code jmh/numpy/elementwise.py} and {@code jmh/c/elementwise.c} do the same.
 */
final class LargeArrays {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final int ROUNDS = 7;
  private static final int WARM_UP = 500;

  private LargeArrays() {}

  /**
   * Measures and prints.
   *
   * @param n rows and columns
   * @throws IOException if the process's memory cannot be read
   */
  static void print(int n) throws IOException {
    Engine engine = Engine.cpu(EngineOptions.auto().withThreads(1));
    engine.run(LargeArrays::warmUp);
    double one = 4e-9 * n * n;
    double before = peak();
    System.out.printf(Locale.ROOT, "the process itself: %.2f GB; an array: %.2f GB%n", before, one);
    Tensor x = Tensor.ones(DType.F32, n, n);
    Tensor y = Tensor.full(DType.F32, 1e-3, n, n);
    report("x += y", 3 * one, engine.call(() -> repeat(() -> x.addInPlace(y), ROUNDS)));
    held(before + 2 * one);
    report("z = x + y, z new", 3 * one, engine.call(() -> repeat(() -> x.add(y), 1)));
    held(before + 3 * one);
    engine.run(() -> rounds(works(x, y), one));
  }

  private static void held(double expected) throws IOException {
    double most = peak();
    System.out.printf(
        Locale.ROOT,
        "most memory: %.2f GB, %.3f beside the arrays and what was there before them%n",
        most,
        most - expected);
  }

  private static void warmUp() {
    Tensor x = Tensor.ones(DType.F32, 100, 100);
    Tensor y = Tensor.full(DType.F32, 1e-3, 100, 100);
    repeat(() -> x.addInPlace(y), WARM_UP);
    works(x, y).forEach((name, work) -> repeat(work, WARM_UP));
  }

  /** All others, in turns: what a neighbour takes away it takes from all. */
  private static void rounds(Map<String, Runnable> works, double one) {
    Map<String, double[]> times = new LinkedHashMap<>();
    for (int round = 0; round < ROUNDS; round++) {
      for (Map.Entry<String, Runnable> work : works.entrySet()) {
        times.computeIfAbsent(work.getKey(), name -> new double[ROUNDS])[round] =
            repeat(work.getValue(), 1)[0];
      }
    }
    times.forEach((name, seconds) -> report(name, arrays(name) * one, seconds));
  }

  /** Arrays of full size that are read or written. */
  private static int arrays(String name) {
    return name.startsWith("sum") || name.startsWith("max")
        ? 1
        : name.startsWith("z = x +") ? 3 : 2;
  }

  private static Map<String, Runnable> works(Tensor x, Tensor y) {
    int n = (int) x.size(0);
    Tensor z = Tensor.zeros(DType.F32, n, n);
    Tensor row = Tensor.rand(DType.F32, 1, n);
    Tensor column = Tensor.rand(DType.F32, 2, n, 1);
    Tensor sums = Tensor.zeros(DType.F32, n);
    int blocks = n % 10 == 0 ? 10 : 1;
    Tensor cube = x.reshape(blocks, n / blocks, n);
    Tensor cubeSums = Tensor.zeros(DType.F32, blocks, n);
    Map<String, Runnable> works = new LinkedHashMap<>();
    works.put("z = x + y", () -> x.addInto(y, z));
    works.put("z = 2 x", () -> x.mulInto(2, z));
    works.put("z = x * row", () -> x.mulInto(row, z));
    works.put("z = x * column", () -> x.mulInto(column, z));
    works.put("z = x * row + row", () -> x.multiplyAddInto(row, row, z));
    works.put("z = x * row, z += row", () -> x.mulInto(row, z).addInPlace(row));
    works.put("copy", () -> z.copyFrom(x));
    works.put("transpose", () -> z.copyFrom(x.transpose()));
    works.put("softmax", () -> x.softmaxInto(1, z));
    works.put("sum of all", x::sum);
    works.put("sum, axis 1", () -> x.sumInto(sums, 1));
    works.put("sum, axis 0", () -> x.sumInto(sums, 0));
    works.put("max, axis 0", () -> x.maxInto(sums, 0));
    works.put("sum, middle axis", () -> cube.sumInto(cubeSums, 1));
    return works;
  }

  private static double[] repeat(Runnable work, int times) {
    double[] seconds = new double[times];
    for (int i = 0; i < times; i++) {
      long start = THREADS.getCurrentThreadCpuTime();
      work.run();
      seconds[i] = (THREADS.getCurrentThreadCpuTime() - start) * 1e-9;
    }
    return seconds;
  }

  private static void report(String name, double gigabytes, double[] seconds) {
    Arrays.sort(seconds);
    System.out.printf(
        Locale.ROOT,
        "%-24s %8.1f ms  median %8.1f  %6.1f GB/s%n",
        name,
        seconds[0] * 1e3,
        seconds[seconds.length / 2] * 1e3,
        gigabytes / seconds[0]);
  }

  /** Gigabytes, on Linux. */
  private static double peak() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmHWM:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) * 1e-6;
      }
    }
    return Double.NaN;
  }
}
