package io.lanewise.cpu.blas;

import io.lanewise.cpu.Workspace;
import io.lanewise.kernel.GemmKernel;

/**
 * Level 3: all flops but those beside a diagonal are tiles of {@link ArrayProduct}. Arguments have
 * been checked; sizes are at least 1.
 *
 * @param <P> {@code float[]} or {@code double[]}
 */
public final class MatrixBlas<P> {
  private static final int SQUARE = 3;

  private final Context<P> context;

  MatrixBlas(Context<P> context) {
    this.context = context;
  }

  /** {@code C = alpha op(A) op(B) + beta C}. */
  public void gemm(
      boolean transA,
      boolean transB,
      int m,
      int n,
      int k,
      double alpha,
      P a,
      int aAt,
      int lda,
      P b,
      int bAt,
      int ldb,
      double beta,
      P c,
      int cAt,
      int ldc) {
    ArrayProduct.run(
        context,
        alpha,
        Operand.of(transA, a, aAt, lda),
        Operand.of(transB, b, bAt, ldb),
        beta,
        Operand.of(false, c, cAt, ldc),
        Triangle.ALL,
        m,
        n,
        k);
  }

  /** {@code C = alpha A B + beta C}, or with {@code B A}; A symmetric. */
  public void symm(
      boolean right,
      boolean upper,
      int m,
      int n,
      double alpha,
      P a,
      int aAt,
      int lda,
      P b,
      int bAt,
      int ldb,
      double beta,
      P c,
      int cAt,
      int ldc) {
    // As if A's lower triangle were stored, and A stood on the left.
    Operand<P> lower = Operand.of(upper, a, aAt, lda);
    Operand<P> operand = Operand.of(right, b, bAt, ldb);
    Operand<P> target = Operand.of(right, c, cAt, ldc);
    int rows = right ? n : m;
    int columns = right ? m : n;
    if (alpha == 0) {
      ArrayProduct.run(context, 0, lower, operand, beta, target, Triangle.ALL, rows, columns, 0);
      return;
    }
    Workspace workspace = context.threads().lease();
    try {
      for (int p = 0; p < rows; p += GemmKernel.KC) {
        int depth = Math.min(GemmKernel.KC, rows - p);
        int below = p + depth;
        double old = p == 0 ? beta : 1;
        Operand<P> factor = operand.from(p, 0);
        if (p > 0) {
          Operand<P> above = lower.from(p, 0).transpose();
          product(alpha, above, factor, old, target, p, columns, depth);
        }
        Operand<P> square = square(workspace, lower.from(p, p), depth);
        product(alpha, square, factor, old, target.from(p, 0), depth, columns, depth);
        if (below < rows) {
          Operand<P> rest = target.from(below, 0);
          product(alpha, lower.from(below, p), factor, old, rest, rows - below, columns, depth);
        }
      }
    } finally {
      context.threads().giveBack(workspace);
    }
  }

  private void product(
      double alpha, Operand<P> a, Operand<P> b, double beta, Operand<P> c, int m, int n, int k) {
    ArrayProduct.run(context, alpha, a, b, beta, c, Triangle.ALL, m, n, k);
  }

  /** Both triangles of a symmetric block. */
  private Operand<P> square(Workspace workspace, Operand<P> lower, int size) {
    P both = context.scratch(workspace, SQUARE, size * size);
    for (int j = 0; j < size; j++) {
      int at = lower.index(j, j);
      int count = size - j;
      context.array().copy(count, lower.array(), at, lower.row(), both, j * size + j, 1);
      context.array().copy(count, lower.array(), at, lower.row(), both, j * size + j, size);
    }
    return new Operand<>(both, 0, 1, size);
  }

  /** {@code C = alpha op(A) op(A)' + beta C}, of C a triangle. */
  public void syrk(
      boolean upper,
      boolean trans,
      int n,
      int k,
      double alpha,
      P a,
      int aAt,
      int lda,
      double beta,
      P c,
      int cAt,
      int ldc) {
    Operand<P> left = Operand.of(trans, a, aAt, lda);
    update(upper, n, k, alpha, left, left, beta, c, cAt, ldc);
  }

  /** {@code C = alpha op(A) op(B)' + alpha op(B) op(A)' + beta C}, of C a triangle. */
  public void syr2k(
      boolean upper,
      boolean trans,
      int n,
      int k,
      double alpha,
      P a,
      int aAt,
      int lda,
      P b,
      int bAt,
      int ldb,
      double beta,
      P c,
      int cAt,
      int ldc) {
    Operand<P> left = Operand.of(trans, a, aAt, lda);
    Operand<P> right = Operand.of(trans, b, bAt, ldb);
    update(upper, n, k, alpha, left, right, beta, c, cAt, ldc);
    if (alpha != 0 && k > 0) {
      update(upper, n, k, alpha, right, left, 1, c, cAt, ldc);
    }
  }

  private void update(
      boolean upper,
      int n,
      int k,
      double alpha,
      Operand<P> left,
      Operand<P> right,
      double beta,
      P c,
      int cAt,
      int ldc) {
    ArrayProduct.run(
        context,
        alpha,
        left,
        right.transpose(),
        beta,
        Operand.of(false, c, cAt, ldc),
        upper ? Triangle.UPPER : Triangle.LOWER,
        n,
        n,
        k);
  }

  /** {@code B = alpha op(A) B}, or with {@code B op(A)}; A triangular. */
  public void trmm(
      boolean right,
      boolean upper,
      boolean trans,
      boolean unit,
      int m,
      int n,
      double alpha,
      P a,
      int aAt,
      int lda,
      P b,
      int bAt,
      int ldb) {
    triangular(false, right, upper, trans, unit, m, n, alpha, a, aAt, lda, b, bAt, ldb);
  }

  /** Solves {@code op(A) X = alpha B} for X, or {@code X op(A) = alpha B}; B becomes X. */
  public void trsm(
      boolean right,
      boolean upper,
      boolean trans,
      boolean unit,
      int m,
      int n,
      double alpha,
      P a,
      int aAt,
      int lda,
      P b,
      int bAt,
      int ldb) {
    triangular(true, right, upper, trans, unit, m, n, alpha, a, aAt, lda, b, bAt, ldb);
  }

  private void triangular(
      boolean solve,
      boolean right,
      boolean upper,
      boolean trans,
      boolean unit,
      int m,
      int n,
      double alpha,
      P a,
      int aAt,
      int lda,
      P b,
      int bAt,
      int ldb) {
    TriangularProduct.run(
        context,
        solve,
        upper == (trans != right),
        unit,
        alpha,
        Operand.of(trans != right, a, aAt, lda),
        Operand.of(right, b, bAt, ldb),
        right ? n : m,
        right ? m : n);
  }
}
