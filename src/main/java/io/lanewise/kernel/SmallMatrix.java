package io.lanewise.kernel;

/**
 * A small symmetric matrix and the product of its rotations, as {@link JacobiKernel} works on them.
 *
 * <p>Rows are runs of heap arrays, for the same reason as the panels of {@link GemmKernel}. In front
 * of each row of the matrix stands a copy of its last {@link #PAD} elements, if there are so many,
 * so that what faces a vector of elements, in descending order and around the end, is one run.
 *
 * @param <P> {@code float[]} or {@code double[]}
 */
public final class SmallMatrix<P> {
  /** Elements in front of a row: the most lanes that a vector has. */
  public static final int PAD = 16;

  /** Order. */
  public final int k;

  /** The matrix; its elements are at {@link #index}. What is on its diagonal does not count. */
  public P a;

  /** Where the next step writes the matrix. */
  public P next;

  /** The diagonal. */
  public final P diagonal;

  /** The product of the rotations, transposed, row-major. */
  public final P q;

  /** Cosines of a step, one for each row. */
  public final P c;

  /** Sines of a step, with the sign that the row needs. */
  public final P s;

  /** Numbers for the angles of a step: five for each pair, in five stretches of {@code k}. */
  public final double[] angles;

  /**
   * Arrays.
   *
   * @param k order
   * @param a of {@link #length} elements
   * @param next of as many
   * @param diagonal of k
   * @param q of k * k
   * @param c of k
   * @param s of k
   */
  public SmallMatrix(int k, P a, P next, P diagonal, P q, P c, P s) {
    this.k = k;
    this.a = a;
    this.next = next;
    this.diagonal = diagonal;
    this.q = q;
    this.c = c;
    this.s = s;
    this.angles = new double[5 * k];
  }

  /** Exchanges the matrix and what was written. */
  public void swap() {
    P old = a;
    a = next;
    next = old;
  }

  /**
   * Index of an element of the matrix.
   *
   * @param k order
   * @param i row
   * @param j column
   * @return its place in the array
   */
  public static int index(int k, int i, int j) {
    return i * (k + PAD) + PAD + j;
  }

  /**
   * Length of an array for a matrix.
   *
   * @param k order
   * @return elements
   */
  public static int length(int k) {
    return k * (k + PAD) + PAD;
  }
}
