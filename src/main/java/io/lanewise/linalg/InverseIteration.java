package io.lanewise.linalg;

/**
 * Eigenvectors of a symmetric tridiagonal matrix for a group of eigenvalues that are nearly equal:
 * inverse iteration from random vectors, each made orthogonal to those before it [1].
 *
 * <p><b>Cost.</b> About 60 n flops for each vector, one after the other, and {@code 12 g^2 n} for a
 * group of g.
 *
 * <p>[1] G. Peters and J. H. Wilkinson, The calculation of specified eigenvectors by inverse
 * iteration, Handbook for Automatic Computation II, 1971.
 */
final class InverseIteration {
  private static final int ITERATIONS = 3;

  private final int n;
  private final double[] diagonal;
  private final double[] beside;
  private final double least;

  /** U, with two elements above its diagonal, and what eliminated below it. */
  private final double[][] upper = new double[3][];

  private final double[] factors;
  private final boolean[] exchanged;
  private long random = 0x5DEECE66DL;

  /**
   * For a matrix.
   *
   * @param diagonal n elements
   * @param beside the elements beside it, n-1
   */
  InverseIteration(double[] diagonal, double[] beside) {
    this.n = diagonal.length;
    this.diagonal = diagonal;
    this.beside = beside;
    double largest = Double.MIN_NORMAL;
    for (int i = 0; i < n; i++) {
      largest = Math.max(largest, Math.abs(diagonal[i]));
      largest = Math.max(largest, i < n - 1 ? Math.abs(beside[i]) : 0);
    }
    this.least = largest * Math.ulp(1.0);
    for (int i = 0; i < 3; i++) {
      upper[i] = new double[n];
    }
    this.factors = new double[n];
    this.exchanged = new boolean[n];
  }

  /**
   * Finds orthonormal vectors.
   *
   * @param values eigenvalues
   * @param first the first of the group
   * @param end behind its last
   * @param rows where the vectors go
   * @param places row {@code places[i]} becomes the vector of value i
   */
  void group(double[] values, int first, int end, HostRows rows, int[] places) {
    double[][] found = new double[end - first][n];
    for (int k = 0; k < found.length; k++) {
      double[] x = found[k];
      for (int i = 0; i < n; i++) {
        random = random * 0x5851F42D4C957F2DL + 0x14057B7EF767814FL;
        x[i] = (random >> 11) * 0x1p-53;
      }
      factor(values[first + k]);
      for (int i = 0; i < ITERATIONS; i++) {
        solve(x);
        for (int pass = 0; pass < 2; pass++) {
          for (int p = 0; p < k; p++) {
            Rows.add(-Rows.dot(found[p], x, 0, n), found[p], x, 0, n);
          }
          Rows.scale(1 / Math.sqrt(Rows.dot(x, x, 0, n)), x, 0, n);
        }
      }
      rows.set(places[first + k], 0, n, x);
    }
  }

  /** LU of {@code T - value I}, with rows exchanged. */
  private void factor(double value) {
    double pivot = diagonal[0] - value;
    double right = n > 1 ? beside[0] : 0;
    for (int i = 0; i < n - 1; i++) {
      double below = beside[i];
      double next = diagonal[i + 1] - value;
      double beyond = i + 2 < n ? beside[i + 1] : 0;
      exchanged[i] = Math.abs(below) > Math.abs(pivot);
      if (exchanged[i]) {
        factors[i] = pivot / below;
        upper[0][i] = below;
        upper[1][i] = next;
        upper[2][i] = beyond;
        pivot = right - factors[i] * next;
        right = -factors[i] * beyond;
      } else {
        upper[0][i] = Math.abs(pivot) < least ? least : pivot;
        upper[1][i] = right;
        upper[2][i] = 0;
        factors[i] = below / upper[0][i];
        pivot = next - factors[i] * right;
        right = beyond;
      }
    }
    upper[0][n - 1] = Math.abs(pivot) < least ? least : pivot;
  }

  private void solve(double[] x) {
    for (int i = 0; i < n - 1; i++) {
      double kept = x[i];
      if (exchanged[i]) {
        x[i] = x[i + 1];
        x[i + 1] = kept - factors[i] * x[i];
      } else {
        x[i + 1] -= factors[i] * kept;
      }
    }
    double largest = 0;
    for (int i = n - 1; i >= 0; i--) {
      double sum = x[i];
      sum -= i + 1 < n ? upper[1][i] * x[i + 1] : 0;
      sum -= i + 2 < n ? upper[2][i] * x[i + 2] : 0;
      x[i] = sum / upper[0][i];
      largest = Math.max(largest, Math.abs(x[i]));
    }
    Rows.scale(1 / largest, x, 0, n);
  }
}
