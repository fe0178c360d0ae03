package io.lanewise.linalg;

import java.util.Arrays;

/**
 * The eigenvalues of a symmetric tridiagonal matrix, without vectors.
 *
 * <p><b>Method.</b> QL iterations with implicit shifts in the form that needs neither roots nor
 * vectors [1]: squares of the elements beside the diagonal are kept, and one division chains the
 * steps.
 *
 * <p><b>Accuracy.</b> Each value to a small multiple of {@code eps |T|}.
 *
 * <p><b>Cost.</b> About {@code 10 n^2} flops and as many as {@code 2 n^2} divisions, one after the
 * other.
 *
 * <p>[1] B. N. Parlett, The Symmetric Eigenvalue Problem, 1998, section 8.15.
 */
final class TridiagonalValues {
  private static final int MOST_ITERATIONS = 40;

  private TridiagonalValues() {}

  /**
   * Finds them.
   *
   * @param diagonal n elements, of about 1 at most; they are overwritten
   * @param beside the elements beside it, n-1; they are not changed
   * @return the values, ascending: the array that was given
   * @throws ArithmeticException if they are not found, which has not been seen
   */
  static double[] of(double[] diagonal, double[] beside) {
    int n = diagonal.length;
    double[] squares = new double[n];
    for (int i = 0; i < n - 1; i++) {
      squares[i] = beside[i] * beside[i];
    }
    for (int first = 0; first < n; first++) {
      int last = end(diagonal, squares, first);
      for (int i = 0; last > first; last = end(diagonal, squares, first)) {
        if (++i > MOST_ITERATIONS * (last - first + 1)) {
          throw new ArithmeticException("eigenvalues of a tridiagonal matrix: no convergence");
        }
        iterate(diagonal, squares, first, last);
      }
    }
    Arrays.sort(diagonal);
    return diagonal;
  }

  /** The last row of the block that begins with a row. */
  private static int end(double[] d, double[] squares, int first) {
    int last = first;
    double eps = Math.ulp(1.0) / 2;
    while (last < d.length - 1) {
      if (squares[last] <= eps * eps * Math.abs(d[last] * d[last + 1])
          || squares[last] <= Double.MIN_NORMAL) {
        squares[last] = 0;
        break;
      }
      last++;
    }
    return last;
  }

  private static void iterate(double[] d, double[] squares, int first, int last) {
    double root = Math.sqrt(squares[first]);
    double half = (d[first + 1] - d[first]) / (2 * root);
    double length = Math.sqrt(half * half + 1);
    double shift = d[first] - root / (half + (half < 0 ? -length : length));
    double c = 1;
    double s = 0;
    double gamma = d[last] - shift;
    double p = gamma * gamma;
    for (int i = last - 1; i >= first; i--) {
      double square = squares[i];
      double r = p + square;
      if (i < last - 1) {
        squares[i + 1] = s * r;
      }
      // the reciprocal of c beside it, so that a step waits for one division and not for two
      double inverse = r / p;
      double before = c;
      c = p / r;
      s = square / r;
      double old = gamma;
      double alpha = d[i];
      gamma = c * (alpha - shift) - s * old;
      d[i + 1] = old + (alpha - gamma);
      p = c == 0 ? before * square : gamma * gamma * inverse;
    }
    squares[first] = s * p;
    d[first] = shift + gamma;
  }
}
