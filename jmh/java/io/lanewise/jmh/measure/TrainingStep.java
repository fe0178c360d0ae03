package io.lanewise.jmh.measure;

import io.lanewise.DType;
import io.lanewise.Engine;
import io.lanewise.EngineOptions;
import io.lanewise.Tensor;
import io.lanewise.grad.AdamW;
import io.lanewise.grad.Variable;
import io.lanewise.jmh.library.Work;
import io.lanewise.nn.Gpt;
import io.lanewise.nn.GptOptions;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a step of training costs, for the model that {@code lanewise gpt train} makes by default:
 * for each primitive of the backend its time in the step, and for products and attention their rate
 * there, beside the rate of the same products repeated alone.
 *
 * <p>On one thread, by its own clock, so that neighbours count little. After each step each kind of
 * product is repeated alone for a moment, and the core's peak is measured; medians over the steps
 * are compared, so that all saw the same machine.
 */
public final class TrainingStep {
  private static final int BATCH = 16;
  private static final GptOptions SIZES = new GptOptions(256, 128, 128, 4, 4);

  /** Steps until all is compiled. */
  private static final int WARM_UP = 25;

  /** Calls of a product alone after a step, of which the last count. */
  private static final int REPEATS = 4;

  private static final int PEAKS = 50;

  /** What is known of one kind of call, step by step. */
  private static final class Part {
    final double flops;
    int count;
    final List<Double> nanos = new ArrayList<>();
    final List<Double> alone = new ArrayList<>();

    Part(double flops) {
      this.flops = flops;
    }
  }

  private final ThreadMXBean clock = ManagementFactory.getThreadMXBean();
  private final Recorder recorder =
      new Recorder(Engine.cpu(EngineOptions.auto().withThreads(1)), clock::getCurrentThreadCpuTime);
  private final Gpt gpt = Gpt.random(DType.F32, SIZES, 1);
  private final AdamW adam = AdamW.of(gpt.parameters());
  private final Map<String, Part> parts = new LinkedHashMap<>();
  private final List<Double> steps = new ArrayList<>();
  private final List<Double> peaks = new ArrayList<>();

  private TrainingStep() {}

  /**
   * Measures and prints a table.
   *
   * @param count steps to measure
   */
  public static void print(int count) {
    TrainingStep training = new TrainingStep();
    training.recorder.engine().run(() -> training.measure(count));
    training.print();
  }

  private void measure(int count) {
    Work peak = ArithmeticF32.work();
    for (int step = 0; step < WARM_UP + count; step++) {
      recorder.forget();
      long start = clock.getCurrentThreadCpuTime();
      step(step);
      double nanos = clock.getCurrentThreadCpuTime() - start;
      Map<String, Recorder.Calls> calls = new LinkedHashMap<>(recorder.calls());
      if (step >= WARM_UP) {
        steps.add(nanos);
        calls.values().forEach(this::add);
        start = clock.getCurrentThreadCpuTime();
        peak.repeat(PEAKS);
        peaks.add(PEAKS * ArithmeticF32.OPERATIONS / (clock.getCurrentThreadCpuTime() - start));
      }
    }
  }

  private void step(int step) {
    long[] ids = new long[BATCH * SIZES.context() + 1];
    for (int i = 0; i < ids.length; i++) {
      long at = i + 977L * step;
      ids[i] = (at * at / 7 + at % 13) % SIZES.vocabulary();
    }
    Tensor seen = Tensor.of(Arrays.copyOf(ids, ids.length - 1)).reshape(BATCH, SIZES.context());
    Tensor next = Tensor.of(Arrays.copyOfRange(ids, 1, ids.length)).reshape(BATCH, SIZES.context());
    Variable loss = gpt.loss(seen, next);
    adam.step(loss.backward().clipped(1), 1e-3);
  }

  private void add(Recorder.Calls calls) {
    Part part = parts.computeIfAbsent(calls.name, name -> new Part(calls.flops));
    part.count = calls.count;
    part.nanos.add((double) calls.nanos);
    if (calls.flops > 0) {
      calls.alone();
      long start = clock.getCurrentThreadCpuTime();
      for (int i = 1; i < REPEATS; i++) {
        calls.alone();
      }
      part.alone.add((clock.getCurrentThreadCpuTime() - start) / (REPEATS - 1.0));
    }
  }

  private void print() {
    double step = median(steps);
    System.out.printf(
        Locale.ROOT,
        "%-40s %6s %8s %7s %9s %9s %6s%n",
        "part",
        "calls",
        "ms",
        "share",
        "GFLOP/s",
        "alone",
        "ratio");
    List<Map.Entry<String, Part>> order = new ArrayList<>(parts.entrySet());
    order.sort(Comparator.comparingDouble(entry -> -median(entry.getValue().nanos)));
    double accounted = 0;
    double products = 0;
    double alone = 0;
    double flops = 0;
    for (Map.Entry<String, Part> entry : order) {
      Part part = entry.getValue();
      double nanos = median(part.nanos);
      accounted += nanos;
      if (part.flops == 0) {
        line(entry.getKey(), part.count, nanos, step, "");
      } else {
        double once = median(part.alone);
        double rate = part.count * part.flops / nanos;
        line(
            entry.getKey(),
            part.count,
            nanos,
            step,
            String.format(
                Locale.ROOT,
                "%9.1f %9.1f %6.2f",
                rate,
                part.flops / once,
                rate * once / part.flops));
        products += nanos;
        alone += part.count * once;
        flops += part.count * part.flops;
      }
    }
    line("outside the backend", 1, step - accounted, step, "");
    line("products and attention", 1, products, step, rates(flops, products, alone));
    line("the whole step", 1, step, step, rates(flops, step, alone));
    System.out.printf(
        Locale.ROOT,
        "%.2f GFLOP a step, %.0f tokens/s; a core's peak here %.0f GFLOP/s%n",
        flops * 1e-9,
        BATCH * SIZES.context() / step * 1e9,
        median(peaks));
  }

  private static String rates(double flops, double nanos, double alone) {
    return String.format(
        Locale.ROOT, "%9.1f %9.1f %6.2f", flops / nanos, flops / alone, alone / nanos);
  }

  private static void line(String name, int count, double nanos, double step, String rates) {
    System.out.printf(
        Locale.ROOT,
        "%-40s %6d %8.2f %6.1f%% %s%n",
        name,
        count,
        nanos * 1e-6,
        100 * nanos / step,
        rates);
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElse(Double.NaN);
  }
}
