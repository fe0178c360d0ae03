package io.lanewise.linalg;

/**
 * Permutes and scales a matrix so that its eigenvalues are found more exactly: {@code A = P D B
 * inverse(D) P'} with a permutation P and a diagonal matrix D of powers of two, so without a
 * rounding error.
 *
 * <p>The permutation moves rows and columns that hold an eigenvalue on their own to the ends; what
 * is left, {@code lo..hi}, is scaled until the 2-norms of row i and column i, <em>diagonal element
 * included</em>, are of one size, and only while that makes their sum smaller by a twentieth. Norms
 * without the diagonal, as they were used for forty years, can blow up the norm of a matrix that
 * was harmless, and with it every error [1].
 *
 * <p><b>Cost.</b> A few passes over the matrix.
 *
 * <p>[1] R. James, J. Langou and B. R. Lowery, On matrix balancing and eigenvector computation,
 * 2014. [2] B. N. Parlett and C. Reinsch, Balancing a matrix for calculation of eigenvalues and
 * eigenvectors, Numer. Math. 13, 1969.
 */
final class Balancing {
  /** Scaling ends where norms would leave this range. */
  private static final double LARGE = 0x1p1010;

  private static final double SMALL = 0x1p-1010;

  /** By how much scaling must reduce the sum of two norms to be done. [TP] */
  private static final double GAIN = 0.95;

  private final double[][] a;
  private final int[] partners;
  private final int[] exponents;
  private int lo;
  private int hi;

  private Balancing(double[][] a) {
    this.a = a;
    partners = new int[a.length];
    exponents = new int[a.length];
    lo = 0;
    hi = a.length - 1;
  }

  /**
   * Balances.
   *
   * @param a square, finite, its elements at most 2^1000; replaced by B
   * @return how to undo it
   */
  static Balancing of(double[][] a) {
    Balancing balancing = new Balancing(a);
    if (a.length > 0) {
      balancing.isolateRows();
      balancing.isolateColumns();
      boolean scaled = balancing.lo < balancing.hi;
      while (scaled) {
        scaled = false;
        for (int i = balancing.lo; i <= balancing.hi; i++) {
          scaled |= balancing.scale(i);
        }
      }
    }
    return balancing;
  }

  /** The first row of the part that is not triangular. */
  int lo() {
    return lo;
  }

  /** The last one. */
  int hi() {
    return hi;
  }

  /** Moves rows with nothing beside the diagonal to the end. */
  private void isolateRows() {
    boolean found = true;
    while (found) {
      found = false;
      for (int i = hi; i >= 0 && hi > 0; i--) {
        if (aloneInRow(i)) {
          exchange(i, hi);
          hi--;
          found = true;
        }
      }
    }
  }

  /** Moves columns with nothing beside the diagonal to the front. */
  private void isolateColumns() {
    boolean found = true;
    while (found) {
      found = false;
      for (int j = lo; j <= hi && lo < hi; j++) {
        if (aloneInColumn(j)) {
          exchange(j, lo);
          lo++;
          found = true;
        }
      }
    }
  }

  private boolean aloneInRow(int i) {
    for (int j = 0; j <= hi; j++) {
      if (j != i && a[i][j] != 0) {
        return false;
      }
    }
    return true;
  }

  private boolean aloneInColumn(int j) {
    for (int i = lo; i <= hi; i++) {
      if (i != j && a[i][j] != 0) {
        return false;
      }
    }
    return true;
  }

  /** Exchanges rows and columns; {@code to} then stays where it is. */
  private void exchange(int from, int to) {
    partners[to] = from;
    double[] row = a[from];
    a[from] = a[to];
    a[to] = row;
    for (double[] any : a) {
      double element = any[from];
      any[from] = any[to];
      any[to] = element;
    }
  }

  /** Scales row and column i; false if nothing would be gained. */
  private boolean scale(int i) {
    double[] column = new double[hi + 1];
    for (int k = 0; k <= hi; k++) {
      column[k] = a[k][i];
    }
    double c = norm(column, lo, hi + 1);
    double r = norm(a[i], lo, hi + 1);
    if (c == 0 || r == 0) {
      return false;
    }
    double before = c + r;
    double largestInColumn = Rows.largest(column, 0, hi + 1);
    double largestInRow = Rows.largest(a[i], lo, a.length);
    int exponent = 0;
    while (c < r / 2 && Math.max(c, largestInColumn) < LARGE && Math.min(r, largestInRow) > SMALL) {
      exponent++;
      c *= 2;
      largestInColumn *= 2;
      r /= 2;
      largestInRow /= 2;
    }
    while (c / 2 >= r
        && Math.max(r, largestInRow) < LARGE
        && Math.min(c, largestInColumn) > SMALL) {
      exponent--;
      c /= 2;
      largestInColumn /= 2;
      r *= 2;
      largestInRow *= 2;
    }
    if (exponent == 0 || c + r >= GAIN * before) {
      return false;
    }
    exponents[i] += exponent;
    for (int j = lo; j < a.length; j++) {
      a[i][j] = Math.scalb(a[i][j], -exponent);
    }
    for (int k = 0; k <= hi; k++) {
      a[k][i] = Math.scalb(a[k][i], exponent);
    }
    return true;
  }

  /** The 2-norm of a range, whatever the size of its elements. */
  private static double norm(double[] x, int from, int to) {
    double largest = Rows.largest(x, from, to);
    if (largest == 0) {
      return 0;
    }
    int exponent = Matrices.exponent(largest);
    double squares = 0;
    for (int j = from; j < to; j++) {
      double element = Math.scalb(x[j], -exponent);
      squares += element * element;
    }
    return Math.scalb(Math.sqrt(squares), exponent);
  }

  /**
   * Makes an eigenvector of B one of A, times a power of two that leaves its largest element
   * between 1 and 2.
   *
   * @param parts the vector, or its real and its imaginary part; changed
   */
  void undo(double[]... parts) {
    int largest = Integer.MIN_VALUE;
    for (double[] part : parts) {
      for (int i = 0; i < part.length; i++) {
        if (part[i] != 0) {
          largest = Math.max(largest, Matrices.exponent(Math.abs(part[i])) + exponents[i]);
        }
      }
    }
    for (double[] part : parts) {
      for (int i = 0; i < part.length; i++) {
        part[i] = part[i] == 0 ? 0 : Math.scalb(part[i], exponents[i] - largest);
      }
      for (int i = lo - 1; i >= 0; i--) {
        swap(part, i);
      }
      for (int i = hi + 1; i < part.length; i++) {
        swap(part, i);
      }
    }
  }

  private void swap(double[] x, int i) {
    double element = x[i];
    x[i] = x[partners[i]];
    x[partners[i]] = element;
  }
}
