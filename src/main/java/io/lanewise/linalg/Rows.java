package io.lanewise.linalg;

/**
 * Inner loops over rows of a matrix that is held as an array of rows.
 *
 * <p>All operands of a loop have one index: only then does C2 know that a store to one array cannot
 * meet a later load from another, and makes vectors of it. Rows in one array at different offsets
 * stay scalar.
 */
final class Rows {
  private Rows() {}

  /** The inner product of two ranges. */
  static double dot(double[] x, double[] y, int from, int to) {
    // four sums: one would wait for the latency of each addition
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int j = from;
    for (; j < to - 3; j += 4) {
      s0 += x[j] * y[j];
      s1 += x[j + 1] * y[j + 1];
      s2 += x[j + 2] * y[j + 2];
      s3 += x[j + 3] * y[j + 3];
    }
    for (; j < to; j++) {
      s0 += x[j] * y[j];
    }
    return s0 + s1 + (s2 + s3);
  }

  /** {@code y += factor * x} over a range. */
  static void add(double factor, double[] x, double[] y, int from, int to) {
    for (int j = from; j < to; j++) {
      y[j] += factor * x[j];
    }
  }

  /** {@code (x, y) := (c x + s y, c y - s x)} over a range. */
  static void rotate(double c, double s, double[] x, double[] y, int from, int to) {
    for (int j = from; j < to; j++) {
      double u = x[j];
      double v = y[j];
      x[j] = c * u + s * v;
      y[j] = c * v - s * u;
    }
  }

  /** {@code a := a - tau v (v'a)} for the two rows a and {@code v = (1, v1)}, over a range. */
  static void reflect(double tau, double v1, double[] x, double[] y, int from, int to) {
    double t1 = tau * v1;
    for (int j = from; j < to; j++) {
      double sum = x[j] + v1 * y[j];
      x[j] -= tau * sum;
      y[j] -= t1 * sum;
    }
  }

  /** {@code a := a - tau v (v'a)} for three rows a and {@code v = (1, v1, v2)}, over a range. */
  static void reflect(
      double tau, double v1, double v2, double[] x, double[] y, double[] z, int from, int to) {
    double t1 = tau * v1;
    double t2 = tau * v2;
    for (int j = from; j < to; j++) {
      double sum = x[j] + v1 * y[j] + v2 * z[j];
      x[j] -= tau * sum;
      y[j] -= t1 * sum;
      z[j] -= t2 * sum;
    }
  }

  /** The largest absolute value in a range, 0 if it is empty. */
  static double largest(double[] x, int from, int to) {
    double largest = 0;
    for (int j = from; j < to; j++) {
      largest = Math.max(largest, Math.abs(x[j]));
    }
    return largest;
  }

  /** Multiplies a range by a factor. */
  static void scale(double factor, double[] x, int from, int to) {
    for (int j = from; j < to; j++) {
      x[j] *= factor;
    }
  }

  /** Transposes a square matrix in place. */
  static void transpose(double[][] a) {
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < i; j++) {
        double swap = a[i][j];
        a[i][j] = a[j][i];
        a[j][i] = swap;
      }
    }
  }

  /** The identity. */
  static double[][] identity(int n) {
    double[][] rows = new double[n][n];
    for (int i = 0; i < n; i++) {
      rows[i][i] = 1;
    }
    return rows;
  }
}
