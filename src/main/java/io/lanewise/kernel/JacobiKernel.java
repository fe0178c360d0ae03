package io.lanewise.kernel;

/**
 * The inner loop of Jacobi's method on one small symmetric matrix: all rotations of a step at once.
 *
 * <p>In step r of k those rows i and j meet for which {@code i + j} is r modulo k; a row whose
 * partner is itself stays as it is.
 *
 * <p><b>The rotation</b> of rows i and j [1]: with {@code zeta = (a_ii - a_jj) / (2 a_ij)} the
 * tangent of the smaller angle is the smaller root of {@code t^2 - 2 zeta t - 1 = 0}, then {@code
 * a_ii -= t a_ij}, {@code a_jj += t a_ij} and {@code a_ij = 0} are set, not computed. Where {@code
 * a_ii} would then be the smaller one, a quarter turn is added. Angles are computed in double,
 * without fused operations.
 *
 * <p>The cosine is {@code 1 / sqrt(1 + t^2)}, but without its bias: of a small t the root lies just
 * below the middle of two neighbouring numbers every other time, and is always rounded down, so
 * that {@code c^2 + s^2} exceeds 1 by half an eps on average. A few thousand such rotations would
 * stretch a vector by hundreds of eps. Rounding {@code 1 - (1 - c)} has no preference.
 *
 * <p>[1] H. Rutishauser, The Jacobi method for real symmetric matrices, Numerische Mathematik 9,
 * 1966.
 *
 * @param <P> {@code float[]} or {@code double[]}
 */
public interface JacobiKernel<P> {
  /**
   * Which elements are left alone: those with {@code |a_ij| <= floor}, {@code |a_ij| <= tiny
   * max(|a_ii|, |a_jj|)} or {@code |a_ij| / (sqrt(|a_ii|) sqrt(|a_jj|)) <= tolerance}.
   *
   * @param tolerance see there
   * @param floor see there
   * @param tiny see there
   */
  record Threshold(double tolerance, double floor, double tiny) {}

  /**
   * A small matrix for this kernel.
   *
   * @param k order
   * @return arrays of that size
   */
  SmallMatrix<P> matrix(int k);

  /**
   * One step: {@code w = J' w} and {@code q = J' q}, unless no pair needs a rotation.
   *
   * <p>The matrix itself, {@code A = w q'}, is not kept: its diagonal is updated, and an element is
   * found when its pair meets, as {@code a_ij = w_j q_i'} with j the row of the smaller diagonal
   * element, whose rounding errors are the smaller ones. That takes one inner product where keeping
   * the matrix would take a rotation of its columns.
   *
   * <p>Sums go by 128 bytes of virtual lanes as in {@link ReduceKernel}. Of a pair's rotation
   * {@code [[c, -s], [s, c]]} each element becomes {@code fma(c, x, +-s * y)}, with c and s rounded
   * to the type.
   *
   * @param matrix changed
   * @param r which step
   * @param threshold what is left alone
   * @return whether anything was rotated
   */
  boolean step(SmallMatrix<P> matrix, int r, Threshold threshold);
}
