package io.lanewise.cli.bench;

/** The best of a few calls; fewer of what takes long. */
final class Best {
  private static final int REPEATS = 5;

  /** Seconds after which no other call begins. */
  private static final double ENOUGH = 4;

  private Best() {}

  /**
   * Times calls that have been warmed up.
   *
   * @param before is called before each of them, untimed
   * @param work what to time
   * @return seconds of the fastest
   */
  static double of(Runnable before, Runnable work) {
    double best = Double.POSITIVE_INFINITY;
    double total = 0;
    for (int i = 0; i < REPEATS && total < ENOUGH; i++) {
      before.run();
      double taken = seconds(work);
      best = Math.min(best, taken);
      total += taken;
    }
    return best;
  }

  /** Seconds of one call. */
  static double seconds(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) * 1e-9;
  }
}
