package io.lanewise.grad;

/** The learning rate of each step. */
@FunctionalInterface
public interface Schedule {
  /**
   * The rate.
   *
   * @param step number of the step, from 0
   * @return at least 0
   */
  double rate(long step);

  /**
   * Always the same.
   *
   * @param rate the rate
   * @return the schedule
   */
  static Schedule constant(double rate) {
    return step -> rate;
  }

  /**
   * Rises in a line from {@code rate / warmup} to the full rate, then falls along half a cosine to
   * the last one, where it stays.
   *
   * @param rate the largest rate
   * @param last the rate from step {@code steps - 1} on
   * @param warmup steps until the largest rate, from 0
   * @param steps all of them
   * @return the schedule
   * @throws IllegalArgumentException if the warm-up is negative
   */
  static Schedule cosine(double rate, double last, long warmup, long steps) {
    if (warmup < 0) {
      throw new IllegalArgumentException("cosine: a warm-up of " + warmup + " steps; 0 is none");
    }
    return step -> {
      if (step < warmup) {
        return rate * (double) (step + 1) / (double) warmup;
      }
      double part =
          Math.min(1, (double) (step - warmup) / (double) Math.max(1, steps - 1 - warmup));
      return last + (rate - last) * (1 + Math.cos(Math.PI * part)) / 2;
    };
  }

  /**
   * Falls by a factor after every so many steps.
   *
   * @param rate the first rate
   * @param factor what it is multiplied by
   * @param every after how many steps, from 1
   * @return the schedule
   * @throws IllegalArgumentException if {@code every} is less than 1
   */
  static Schedule stairs(double rate, double factor, long every) {
    if (every < 1) {
      throw new IllegalArgumentException("stairs: every " + every + " steps; 1 is the least");
    }
    return step -> {
      long falls = step / every;
      return rate * Math.pow(factor, (double) falls);
    };
  }
}
