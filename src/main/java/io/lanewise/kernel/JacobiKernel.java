package io.lanewise.kernel;

/**
 * The inner loop of Jacobi's method on one small symmetric matrix: all rotations of a step at once.
 *
 * <p>In step r of k those rows i and j meet for which {@code i + j} is r modulo k; a row whose
 * partner is itself stays as it is. Each row t has a cosine {@code c[t]}, that of its pair, and a
 * sine {@code s[t]}, with the sign that its own row needs: {@code t' = c[t] t + s[t] partner(t)}.
 *
 * <p>Rows are runs of heap arrays, for the same reason as the panels of {@link GemmKernel}. Row i of
 * the matrix begins at {@code i * (k + PAD) + PAD}; in front of it stands a copy of its last {@code
 * PAD} elements, so that what faces a vector of elements, in descending order and around the end,
 * is one run. Row i of the product begins at {@code i * k}.
 *
 * @param <P> {@code float[]} or {@code double[]}
 */
public interface JacobiKernel<P> {
  /** Elements in front of a row: the most lanes that a vector has. */
  int PAD = 16;

  /**
   * Index of an element of the matrix.
   *
   * @param k order
   * @param i row
   * @param j column
   * @return its place in the array
   */
  static int index(int k, int i, int j) {
    return i * (k + PAD) + PAD + j;
  }

  /**
   * Length of an array for a matrix.
   *
   * @param k order
   * @return elements
   */
  static int length(int k) {
    return k * (k + PAD) + PAD;
  }

  /**
   * One step: {@code target = J' a J} and {@code q = J' q}. Columns are rotated before rows; each
   * element is {@code fma(c, x, s * partner)} both times.
   *
   * @param k order, even
   * @param r which step
   * @param a matrix, with its copies in front of the rows if {@code k >= PAD}
   * @param target another array for the same, copies included
   * @param q product of the rotations so far, row-major
   * @param c cosines, k of them
   * @param s sines, k of them
   */
  void step(int k, int r, P a, P target, P q, P c, P s);
}
