package io.lanewise.linalg;

import org.jspecify.annotations.Nullable;

/**
 * How {@link Svd} computes. Start from {@link #auto()} and change what you need.
 *
 * @param tolerance in units of {@code 2 sqrt(r) eps}, with r the smaller size of the matrix and eps
 *     the type's epsilon: the largest cosine between two columns with which it is done; columns are
 *     rotated while it is larger than half of that
 * @param maxSweeps sweeps after which {@link NoConvergenceException} is thrown; 1 or 2 are usual
 *     for large matrices far from singular, 6 to 12 for others
 * @param vectors which singular vectors are computed
 * @param listener told of each sweep, or null
 */
@SuppressWarnings("exports") // @Nullable is for tools; users of the library need no JSpecify
public record SvdOptions(
    double tolerance, int maxSweeps, Vectors vectors, @Nullable SweepListener listener) {

  /** Which singular vectors are computed. */
  public enum Vectors {
    /** Singular values only: about three quarters of the time for a square matrix. */
    NONE,
    /** The first min(m, n) on either side. */
    THIN,
    /** All m on the left and all n on the right: square orthogonal matrices. */
    FULL
  }

  /** Checks the numbers. */
  public SvdOptions {
    Sweeps.check("SvdOptions", tolerance, maxSweeps);
  }

  /**
   * The defaults: tolerance 1, at most 60 sweeps, thin vectors, nobody listens.
   *
   * @return the options
   */
  public static SvdOptions auto() {
    return new SvdOptions(1, 60, Vectors.THIN, null);
  }

  /**
   * With another tolerance.
   *
   * @param units in units of {@code 2 sqrt(r) eps}, at least 1
   * @return new options
   */
  public SvdOptions withTolerance(double units) {
    return new SvdOptions(units, maxSweeps, vectors, listener);
  }

  /**
   * With another cap.
   *
   * @param most sweeps, at least 1
   * @return new options
   */
  public SvdOptions withMaxSweeps(int most) {
    return new SvdOptions(tolerance, most, vectors, listener);
  }

  /**
   * With other vectors.
   *
   * @param wanted which are computed
   * @return new options
   */
  public SvdOptions withVectors(Vectors wanted) {
    return new SvdOptions(tolerance, maxSweeps, wanted, listener);
  }

  /**
   * With a listener.
   *
   * @param told of each sweep, or null
   * @return new options
   */
  public SvdOptions withListener(@Nullable SweepListener told) {
    return new SvdOptions(tolerance, maxSweeps, vectors, told);
  }
}
