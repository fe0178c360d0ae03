package io.lanewise.jmh;

import io.lanewise.DType;
import io.lanewise.Engine;
import io.lanewise.EngineOptions;
import io.lanewise.Tensor;
import io.lanewise.nn.Attention;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What further threads gain, by the clock, each operation with one thread and with several in the
 * same round. What the machine allows stands first: a bare loop over Java arrays, in as many
 * threads, that adds to each element in memory, and one that computes in registers.
 */
final class LargeThreads {
  private static final int ROUNDS = 15;
  private static final int WARM_UP = 300;
  private static final int STEPS = 4_000_000;
  private static final float FACTOR = 0.999f;

  private LargeThreads() {}

  /** A part of the work of a bare loop. */
  @FunctionalInterface
  private interface Part {
    /** Does it. */
    void run(int part, int parts);
  }

  /**
   * Measures and prints.
   *
   * @param n rows and columns
   * @param threads how many are compared with one
   */
  static void print(int n, int threads) {
    Engine one = Engine.cpu(EngineOptions.auto().withThreads(1));
    Engine several = Engine.cpu(EngineOptions.auto().withThreads(threads));
    one.run(() -> works(100, 2).values().forEach(work -> repeat(work, WARM_UP)));
    Map<String, Runnable> works = works(n, 8);
    float[][] arrays = new float[threads][Math.toIntExact((long) n * n / threads)];
    float[][] sums = new float[threads][64];
    Map<String, double[]> first = new LinkedHashMap<>();
    Map<String, double[]> second = new LinkedHashMap<>();
    for (int round = -2; round < ROUNDS; round++) {
      int at = Math.max(round, 0);
      Part memory = (part, parts) -> add(arrays, part, parts);
      Part registers = (part, parts) -> multiply(sums, part, parts);
      note(first, "bare loop, memory", at, time(() -> bare(memory, threads, 1)));
      note(second, "bare loop, memory", at, time(() -> bare(memory, threads, threads)));
      note(first, "bare loop, registers", at, time(() -> bare(registers, threads, 1)));
      note(second, "bare loop, registers", at, time(() -> bare(registers, threads, threads)));
      for (Map.Entry<String, Runnable> work : works.entrySet()) {
        note(first, work.getKey(), at, time(() -> one.run(work.getValue())));
        note(second, work.getKey(), at, time(() -> several.run(work.getValue())));
      }
    }
    for (String name : first.keySet()) {
      double[] ratio = new double[ROUNDS];
      for (int i = 0; i < ROUNDS; i++) {
        ratio[i] = first.get(name)[i] / second.get(name)[i];
      }
      report(name, first.get(name), second.get(name), ratio);
    }
  }

  private static Map<String, Runnable> works(int n, int batch) {
    Tensor x = Tensor.ones(DType.F32, n, n);
    Tensor y = Tensor.full(DType.F32, 1e-3, n, n);
    Tensor sums = Tensor.zeros(DType.F32, n);
    Tensor q = Tensor.randn(DType.F32, 1, batch, 12, 512, 64);
    Map<String, Runnable> works = new LinkedHashMap<>();
    works.put("x += y", () -> x.addInPlace(y));
    works.put("y = exp x", () -> x.expInto(y));
    works.put("y = gelu x", () -> x.geluInto(y));
    works.put("transpose", () -> y.copyFrom(x.transpose()));
    works.put("sum of all", x::sum);
    works.put("sum, axis 0", () -> x.sumInto(sums, 0));
    works.put("sum, axis 1", () -> x.sumInto(sums, 1));
    works.put("max, axis 0", () -> x.maxInto(sums, 0));
    works.put("softmax", () -> x.softmaxInto(1, y));
    works.put("attention", () -> Attention.scaledDotProduct(q, q, q));
    return works;
  }

  /** All parts of the work, by so many threads. */
  private static void bare(Part work, int parts, int threads) {
    Thread[] others = new Thread[threads];
    for (int t = 0; t < threads; t++) {
      int first = t;
      others[t] =
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int part = first; part < parts; part += threads) {
                      work.run(part, parts);
                    }
                  });
    }
    for (Thread thread : others) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static void add(float[][] arrays, int part, int parts) {
    float[] x = arrays[part];
    for (int i = 0; i < x.length; i++) {
      x[i] += parts;
    }
  }

  private static void multiply(float[][] sums, int part, int parts) {
    float[] s = sums[part];
    for (int step = 0; step < STEPS / parts; step++) {
      for (int i = 0; i < s.length; i++) {
        s[i] = s[i] * FACTOR + FACTOR;
      }
    }
  }

  private static void note(Map<String, double[]> times, String name, int round, double seconds) {
    times.computeIfAbsent(name, key -> new double[ROUNDS])[round] = seconds;
  }

  private static void repeat(Runnable work, int times) {
    for (int i = 0; i < times; i++) {
      work.run();
    }
  }

  private static double time(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) * 1e-9;
  }

  private static void report(String name, double[] one, double[] several, double[] ratio) {
    Arrays.sort(one);
    Arrays.sort(several);
    Arrays.sort(ratio);
    System.out.printf(
        Locale.ROOT,
        "%-24s one thread %7.1f ms (%7.1f)  several %7.1f (%7.1f)  %5.2f times (%5.2f)%n",
        name,
        one[0] * 1e3,
        one[ROUNDS / 2] * 1e3,
        several[0] * 1e3,
        several[ROUNDS / 2] * 1e3,
        one[0] / several[0],
        ratio[ROUNDS / 2]);
  }
}
