package io.lanewise.linalg;

/**
 * How {@link Svd#truncated(io.lanewise.Tensor, long, TruncatedOptions)} computes. Start from {@link
 * #auto()} and change what you need.
 *
 * @param oversampling how many directions more than wanted are followed, from 0, or {@link #AUTO}:
 *     an eighth of k, and at least 16
 * @param powerIterations how often the directions are multiplied by A and its transpose, from 0.
 *     Each brings the singular values to a power two higher, so that what is not wanted fades.
 * @param seed of the random directions it begins with; the same seed gives the same bits
 */
public record TruncatedOptions(long oversampling, int powerIterations, long seed) {
  /** As {@code oversampling}: it depends on k. */
  public static final long AUTO = -1;

  /** Checks the numbers. */
  public TruncatedOptions {
    if (oversampling < 0 && oversampling != AUTO) {
      throw new IllegalArgumentException(
          "TruncatedOptions: oversampling is " + oversampling + ", but 0 is the least");
    }
    if (powerIterations < 0) {
      throw new IllegalArgumentException(
          "TruncatedOptions: powerIterations is " + powerIterations + ", but 0 is the least");
    }
  }

  /**
   * The defaults: oversampling by an eighth, three power iterations, seed 0. The error is then at
   * most 2 % above the best possible, even where the singular values hardly fall.
   *
   * @return the options
   */
  public static TruncatedOptions auto() {
    return new TruncatedOptions(AUTO, 3, 0);
  }

  /**
   * With another oversampling.
   *
   * @param directions how many more than wanted, or {@link #AUTO}
   * @return new options
   */
  public TruncatedOptions withOversampling(long directions) {
    return new TruncatedOptions(directions, powerIterations, seed);
  }

  /**
   * With more or fewer power iterations.
   *
   * @param times how many, from 0
   * @return new options
   */
  public TruncatedOptions withPowerIterations(int times) {
    return new TruncatedOptions(oversampling, times, seed);
  }

  /**
   * With other random directions.
   *
   * @param number any
   * @return new options
   */
  public TruncatedOptions withSeed(long number) {
    return new TruncatedOptions(oversampling, powerIterations, number);
  }

  /** How many directions are followed for k singular values. */
  long directions(long k) {
    return k + (oversampling == AUTO ? Math.max(16, k / 8) : oversampling);
  }
}
