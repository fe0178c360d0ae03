package io.lanewise.linalg;

import java.util.concurrent.CancellationException;

/**
 * Reduction of a square matrix to Hessenberg form, {@code A = Q H Q'} with zeros below the first
 * subdiagonal of H, by Householder reflections [1, 7.4].
 *
 * <p>For each column two passes over the rest of the matrix, row by row: the reflection from the
 * right, with what the reflection from the left needs collected on the way; then that reflection.
 *
 * <p><b>Cost.</b> {@code 10/3 n^3} flops, {@code 4/3 n^3} more for Q.
 *
 * <p>[1] G. H. Golub and C. F. Van Loan, Matrix Computations, 4th edition, 2013.
 */
final class Hessenberg {
  private final String operation;
  private final double[][] a;
  private final int lo;
  private final int hi;
  private final double[][] vectors;
  private final double[] factors;

  private Hessenberg(String operation, double[][] a, int lo, int hi) {
    this.operation = operation;
    this.a = a;
    this.lo = lo;
    this.hi = hi;
    vectors = new double[Math.max(0, hi - 1)][];
    factors = new double[Math.max(0, hi - 1)];
  }

  /**
   * Reduces.
   *
   * @param operation for error texts
   * @param a n rows of length n, replaced by H
   * @param lo first row and column of the part to be reduced; the columns before it are triangular
   * @param hi last one; the rows behind it are triangular
   * @return the rows of {@code Q'}
   * @throws CancellationException if the thread is interrupted
   */
  static double[][] reduce(String operation, double[][] a, int lo, int hi) {
    Hessenberg reduction = new Hessenberg(operation, a, lo, hi);
    for (int k = lo; k < hi - 1; k++) {
      reduction.eliminate(k);
    }
    return reduction.transposedQ();
  }

  /** Makes column k zero below its subdiagonal element. */
  private void eliminate(int k) {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException(operation + ": interrupted in column " + k);
    }
    double[] v = new double[hi + 1];
    for (int i = k + 1; i <= hi; i++) {
      v[i] = a[i][k];
      a[i][k] = 0;
    }
    Reflector reflector = Reflector.of(v, k + 1, hi + 1);
    a[k + 1][k] = reflector.beta();
    double tau = reflector.tau();
    vectors[k] = v;
    factors[k] = tau;
    if (tau == 0) {
      return;
    }
    int n = a.length;
    double[] left = new double[n];
    for (int i = 0; i <= hi; i++) {
      double[] row = a[i];
      Rows.add(-tau * Rows.dot(row, v, k + 1, hi + 1), v, row, k + 1, hi + 1);
      if (i > k) {
        Rows.add(v[i], row, left, k + 1, n);
      }
    }
    for (int i = k + 1; i <= hi; i++) {
      Rows.add(-tau * v[i], left, a[i], k + 1, n);
    }
  }

  /** Multiplies the reflections, the last first: they then meet an identity that is still small. */
  private double[][] transposedQ() {
    double[][] q = Rows.identity(a.length);
    for (int k = hi - 2; k >= lo; k--) {
      double[] v = vectors[k];
      double[] sum = new double[hi + 1];
      for (int i = k + 1; i <= hi; i++) {
        Rows.add(v[i], q[i], sum, k + 1, hi + 1);
      }
      for (int i = k + 1; i <= hi; i++) {
        Rows.add(-factors[k] * v[i], sum, q[i], k + 1, hi + 1);
      }
    }
    Rows.transpose(q);
    return q;
  }
}
