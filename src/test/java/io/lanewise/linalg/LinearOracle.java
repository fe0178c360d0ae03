package io.lanewise.linalg;

/** Linear systems by Gaussian elimination in double-double arithmetic: textbook code. */
final class LinearOracle {
  private LinearOracle() {}

  /** Solves {@code A x = b} for a regular matrix of small order. */
  static double[] solve(double[][] a, double[] b) {
    int n = a.length;
    DoubleDouble[][] m = new DoubleDouble[n][n + 1];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        m[i][j] = DoubleDouble.of(a[i][j]);
      }
      m[i][n] = DoubleDouble.of(b[i]);
    }
    for (int k = 0; k < n; k++) {
      int pivot = k;
      for (int i = k + 1; i < n; i++) {
        pivot = Math.abs(m[i][k].value()) > Math.abs(m[pivot][k].value()) ? i : pivot;
      }
      DoubleDouble[] row = m[pivot];
      m[pivot] = m[k];
      m[k] = row;
      for (int i = k + 1; i < n; i++) {
        DoubleDouble factor = m[i][k].dividedBy(m[k][k]);
        for (int j = k; j <= n; j++) {
          m[i][j] = m[i][j].minus(factor.times(m[k][j]));
        }
      }
    }
    DoubleDouble[] x = new DoubleDouble[n];
    double[] result = new double[n];
    for (int i = n - 1; i >= 0; i--) {
      DoubleDouble sum = m[i][n];
      for (int j = i + 1; j < n; j++) {
        sum = sum.minus(m[i][j].times(x[j]));
      }
      x[i] = sum.dividedBy(m[i][i]);
      result[i] = x[i].value();
    }
    return result;
  }
}
