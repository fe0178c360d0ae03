package io.lanewise.cli.bench;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;

/**
 * Times of one operation after warming up, with the peak measured in between: what a neighbour on
 * the same core takes away is taken from both.
 *
 * @param best seconds of the fastest repeat
 * @param median seconds of the middle one
 * @param peak best rate that the peak loop reached in between, NaN if there is none
 */
public record Timing(double best, double median, double peak) {
  /** [TP] A plateau in compiling can last this long on a busy machine. */
  private static final double WINDOW = 0.25;

  private static final int QUIET_WINDOWS = 3;
  private static final double LONGEST_WARM_UP = 6;
  private static final double MEASURED = 1.5;
  private static final double SAMPLE = 0.5e-3;
  private static final double SLOW = 4;

  /**
   * Measures: warms up, then takes 5 to 200 samples, 3 of what takes long.
   *
   * @param work what to time
   * @param peak measures the peak for some milliseconds and returns the rate
   * @param progress is told how far it is
   * @return the times
   */
  public static Timing of(Runnable work, DoubleSupplier peak, Consumer<String> progress) {
    progress.accept("warming up");
    double one = warmUp(work);
    int batch = (int) Math.ceil(SAMPLE / Math.max(one, 1e-9));
    double sample = one * batch;
    int count = sample > SLOW ? 3 : (int) Math.clamp(MEASURED / sample, 5, 200);
    double[] times = new double[count];
    double best = Double.NaN;
    for (int i = 0; i < count; i++) {
      progress.accept("repeat " + (i + 1) + " of " + count);
      double rate = peak.getAsDouble();
      best = best >= rate ? best : rate;
      times[i] = seconds(work, batch) / batch;
    }
    Arrays.sort(times);
    return new Timing(times[0], times[count / 2], best);
  }

  /**
   * Repeats until it gets no faster: no fixed time is enough for the JIT compiler on every machine.
   *
   * @param work what to repeat
   * @return seconds of the fastest run
   */
  public static double warmUp(Runnable work) {
    double best = Double.POSITIVE_INFINITY;
    double total = 0;
    for (int quiet = 0; quiet < QUIET_WINDOWS && total < LONGEST_WARM_UP; quiet++) {
      double before = best;
      for (double window = 0; window < WINDOW; ) {
        double taken = seconds(work, 1);
        best = Math.min(best, taken);
        window += taken;
        total += taken;
      }
      if (best < 0.95 * before) {
        quiet = -1;
      }
    }
    return best;
  }

  private static double seconds(Runnable work, int times) {
    long start = System.nanoTime();
    for (int i = 0; i < times; i++) {
      work.run();
    }
    return (System.nanoTime() - start) * 1e-9;
  }
}
