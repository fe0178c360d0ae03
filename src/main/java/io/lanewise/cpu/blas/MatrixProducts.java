package io.lanewise.cpu.blas;

import io.lanewise.cpu.Workspace;
import java.util.function.IntConsumer;

/**
 * Level 3, wherever the matrices are: all flops but those beside a diagonal are tiles of one
 * blocked product. Arguments have been checked; sizes are at least 1.
 *
 * @param context kernels and threads
 * @param <P> {@code float[]} or {@code double[]}
 */
record MatrixProducts<P>(Context<P> context) {

  /** {@code C = alpha A B + beta C}. */
  void gemm(double alpha, Factor<P> a, Factor<P> b, double beta, Stored<P> c, int m, int n, int k) {
    ArrayProduct.run(context, alpha, a, b, beta, c, Triangle.ALL, m, n, k);
  }

  /**
   * {@code C = alpha A B + beta C}, or with {@code B A}; A symmetric, its lower triangle stored.
   */
  void symm(
      boolean right,
      double alpha,
      Stored<P> lower,
      Stored<P> b,
      double beta,
      Stored<P> c,
      int m,
      int n) {
    Factor<P> a = new SymmetricFactor<>(context, lower);
    if (right) {
      gemm(alpha, b, a, beta, c, m, n, n);
    } else {
      gemm(alpha, a, b, beta, c, m, n, m);
    }
  }

  /** {@code C = alpha A A' + beta C}, of C a triangle. */
  void syrk(Triangle part, double alpha, Stored<P> a, double beta, Stored<P> c, int n, int k) {
    ArrayProduct.run(context, alpha, a, a.transpose(), beta, c, part, n, n, k);
  }

  /** {@code C = alpha A B' + alpha B A' + beta C}, of C a triangle. */
  void syr2k(
      Triangle part,
      double alpha,
      Stored<P> a,
      Stored<P> b,
      double beta,
      Stored<P> c,
      int n,
      int k) {
    ArrayProduct.run(context, alpha, a, b.transpose(), beta, c, part, n, n, k);
    if (alpha != 0 && k > 0) {
      ArrayProduct.run(context, alpha, b, a.transpose(), 1, c, part, n, n, k);
    }
  }

  /**
   * {@code B = alpha T B}; T triangular.
   *
   * @param alpha factor
   * @param lower whether T is lower triangular
   * @param unit whether its diagonal is not read but taken as ones
   * @param t n x n
   * @param b n x columns
   * @param n order of T
   * @param columns of B
   * @param exact multiplies a column of B, whose number it is given, without a zero that is not in
   *     T: for a B that is not finite, since zero times infinity is no zero
   */
  void trmm(
      double alpha,
      boolean lower,
      boolean unit,
      Stored<P> t,
      Stored<P> b,
      int n,
      int columns,
      IntConsumer exact) {
    boolean finite;
    Workspace workspace = context.threads().lease();
    try {
      finite = alpha == 0 || b.finite(context, workspace, n, columns);
      if (alpha == 0 || !finite) {
        b.scale(context, workspace, n, columns, alpha);
      }
    } finally {
      context.threads().giveBack(workspace);
    }
    if (!finite) {
      for (int column = 0; column < columns; column++) {
        exact.accept(column);
      }
    } else if (alpha != 0) {
      TriangularFactor<P> factor = new TriangularFactor<>(context, t, lower, unit);
      TriangularProduct.run(context, alpha, factor, b, n, columns);
    }
  }

  /** {@code B = alpha T^-1 B}; see {@link #trmm}. */
  void trsm(
      double alpha, boolean lower, boolean unit, Stored<P> t, Stored<P> b, int n, int columns) {
    Workspace workspace = context.threads().lease();
    try {
      b.scale(context, workspace, n, columns, alpha);
    } finally {
      context.threads().giveBack(workspace);
    }
    if (alpha != 0) {
      TriangularSolve.run(context, lower, unit, t, b, n, columns);
    }
  }
}
