package io.lanewise.kernel;

/**
 * A small symmetric matrix and the product of its rotations, as {@link JacobiKernel} works on them:
 * in the place of {@code Q'AQ} its diagonal and {@code W = Q'A}.
 *
 * <p>Rows are runs of heap arrays, for the same reason as the panels of {@link GemmKernel}.
 *
 * @param <P> {@code float[]} or {@code double[]}
 */
public final class SmallMatrix<P> {
  /** Order. */
  public final int k;

  /** {@code Q'A}, row-major; the matrix itself before the first step. */
  public final P w;

  /** The product of the rotations, transposed, row-major. */
  public final P q;

  /** The diagonal of {@code Q'AQ}. */
  public final P diagonal;

  /** Numbers for the angles of a step: five stretches of {@code k}, of which half are used. */
  public final double[] angles;

  /**
   * Arrays.
   *
   * @param k order
   * @param w of k * k
   * @param q of k * k
   * @param diagonal of k
   */
  public SmallMatrix(int k, P w, P q, P diagonal) {
    this.k = k;
    this.w = w;
    this.q = q;
    this.diagonal = diagonal;
    this.angles = new double[5 * k];
  }
}
