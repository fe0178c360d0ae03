package io.lanewise.linalg;

import org.jspecify.annotations.Nullable;

/**
 * How {@link SymmetricEigen} computes. Start from {@link #auto()} and change what you need.
 *
 * @param tolerance in units of the type's epsilon: an off-diagonal element is annihilated while
 *     {@code |a_ij| > tolerance * eps * sqrt(|a_ii a_jj|)}; where columns of a Cholesky factor are
 *     made orthogonal, in units of {@code 2 sqrt(n) eps}
 * @param maxSweeps sweeps after which {@link NoConvergenceException} is thrown; 1 or 2 are usual
 *     for large matrices far from singular, 6 to 12 for others
 * @param vectors whether eigenvectors are computed; without them small matrices take about two
 *     thirds of the time, large ones hardly less
 * @param listener told of each sweep, or null
 */
@SuppressWarnings("exports") // @Nullable is for tools; users of the library need no JSpecify
public record SymmetricEigenOptions(
    double tolerance, int maxSweeps, boolean vectors, @Nullable SweepListener listener) {

  /** Checks the numbers. */
  public SymmetricEigenOptions {
    Sweeps.check("SymmetricEigenOptions", tolerance, maxSweeps);
  }

  /**
   * The defaults: tolerance 1, at most 60 sweeps, with vectors, nobody listens.
   *
   * @return the options
   */
  public static SymmetricEigenOptions auto() {
    return new SymmetricEigenOptions(1, 60, true, null);
  }

  /**
   * With another tolerance.
   *
   * @param units in units of the type's epsilon, at least 1
   * @return new options
   */
  public SymmetricEigenOptions withTolerance(double units) {
    return new SymmetricEigenOptions(units, maxSweeps, vectors, listener);
  }

  /**
   * With another cap.
   *
   * @param most sweeps, at least 1
   * @return new options
   */
  public SymmetricEigenOptions withMaxSweeps(int most) {
    return new SymmetricEigenOptions(tolerance, most, vectors, listener);
  }

  /**
   * With or without vectors.
   *
   * @param wanted whether they are computed
   * @return new options
   */
  public SymmetricEigenOptions withVectors(boolean wanted) {
    return new SymmetricEigenOptions(tolerance, maxSweeps, wanted, listener);
  }

  /**
   * With a listener.
   *
   * @param told of each sweep, or null
   * @return new options
   */
  public SymmetricEigenOptions withListener(@Nullable SweepListener told) {
    return new SymmetricEigenOptions(tolerance, maxSweeps, vectors, told);
  }
}
