package io.lanewise.jmh.measure;

import io.lanewise.DType;
import io.lanewise.Engine;
import io.lanewise.EngineOptions;
import io.lanewise.Tensor;
import io.lanewise.grad.Recording;
import io.lanewise.nn.Gpt;
import io.lanewise.nn.GptDecoder;
import io.lanewise.nn.GptOptions;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Locale;

/**
 * How fast a model of the default width writes when its text is already long: with the keys and
 * values of that text at hand, and by computing the whole text for each token. On one thread, by
 * its own clock.
 */
public final class Sampling {
  private static final int[] LENGTHS = {32, 64, 128, 256, 512, 1024};
  private static final int VOCABULARY = 256;

  /** Tokens until all is compiled. */
  private static final int WARM_UP = 3000;

  /** Tokens that are timed with the cache, and without. */
  private static final int WITH = 400;

  private static final int WITHOUT = 15;

  private static final ThreadMXBean CLOCK = ManagementFactory.getThreadMXBean();

  private Sampling() {}

  /** Measures and prints a table. */
  public static void print() {
    Engine.cpu(EngineOptions.auto().withThreads(1)).run(Sampling::table);
  }

  private static void table() {
    decode(128, WARM_UP);
    whole(128, WARM_UP / 10);
    System.out.printf(
        Locale.ROOT,
        "%8s %18s %18s %8s%n",
        "length",
        "cached, tokens/s",
        "whole, tokens/s",
        "factor");
    for (int length : LENGTHS) {
      double cached = decode(length, WITH);
      double whole = whole(length, WITHOUT);
      System.out.printf(
          Locale.ROOT, "%8d %18.0f %18.1f %8.1f%n", length, cached, whole, cached / whole);
    }
  }

  private static Gpt model(int length) {
    return Gpt.random(DType.F32, new GptOptions(VOCABULARY, 2 * length, 128, 4, 4), 1);
  }

  /** Tokens a second behind a text of this length; begins anew when it has grown by half. */
  private static double decode(int length, int count) {
    Gpt gpt = model(length);
    double[] nanos = new double[count];
    int done = 0;
    while (done < count) {
      GptDecoder decoder = gpt.decoder();
      for (int i = 0; i < length; i++) {
        decoder.next(i % VOCABULARY);
      }
      for (int i = 0; i < length / 2 && done < count; i++) {
        long start = CLOCK.getCurrentThreadCpuTime();
        decoder.next(i % VOCABULARY);
        nanos[done++] = CLOCK.getCurrentThreadCpuTime() - start;
      }
    }
    return 1e9 / median(nanos);
  }

  private static double whole(int length, int count) {
    Gpt gpt = model(length);
    long[] text = new long[length];
    Arrays.setAll(text, i -> i % VOCABULARY);
    Tensor ids = Tensor.of(text).reshape(1, length);
    double[] nanos = new double[count];
    for (int i = 0; i < count; i++) {
      long start = CLOCK.getCurrentThreadCpuTime();
      Recording.off(() -> gpt.apply(ids));
      nanos[i] = CLOCK.getCurrentThreadCpuTime() - start;
    }
    return 1e9 / median(nanos);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
