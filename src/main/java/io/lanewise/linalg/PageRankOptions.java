package io.lanewise.linalg;

/**
 * How {@link PageRank} computes. Start from {@link #auto()} and change what you need.
 *
 * @param damping the probability of following a link instead of jumping to any node, from 0 to
 *     below 1; the error shrinks by this factor in each iteration
 * @param tolerance it is done when the sum of all changes in an iteration is at most that; the
 *     ranks then differ from the exact ones by at most {@code damping / (1 - damping)} times as
 *     much in sum
 * @param maxIterations iterations after which {@link NoConvergenceException} is thrown
 */
public record PageRankOptions(double damping, double tolerance, int maxIterations) {
  private static final String NAME = "PageRankOptions";

  /** Checks the numbers. */
  public PageRankOptions {
    if (!(damping >= 0 && damping < 1)) {
      throw new IllegalArgumentException(
          NAME + ": damping is " + damping + ", but must be from 0 to below 1; 0.85 is usual");
    }
    if (!(tolerance > 0) || Double.isInfinite(tolerance)) {
      throw new IllegalArgumentException(
          NAME + ": tolerance is " + tolerance + ", but must be finite and above 0");
    }
    if (maxIterations < 1) {
      throw new IllegalArgumentException(
          NAME + ": maxIterations is " + maxIterations + ", but at least 1 is needed");
    }
  }

  /**
   * The defaults: damping 0.85, tolerance 1e-10, at most 1000 iterations; at most 146 are needed
   * then.
   *
   * @return the options
   */
  public static PageRankOptions auto() {
    return new PageRankOptions(0.85, 1e-10, 1000);
  }

  /**
   * With another damping.
   *
   * @param probability from 0 to below 1
   * @return new options
   */
  public PageRankOptions withDamping(double probability) {
    return new PageRankOptions(probability, tolerance, maxIterations);
  }

  /**
   * With another tolerance.
   *
   * @param change sum of all changes, above 0
   * @return new options
   */
  public PageRankOptions withTolerance(double change) {
    return new PageRankOptions(damping, change, maxIterations);
  }

  /**
   * With another cap.
   *
   * @param most iterations, at least 1
   * @return new options
   */
  public PageRankOptions withMaxIterations(int most) {
    return new PageRankOptions(damping, tolerance, most);
  }
}
