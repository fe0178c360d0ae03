package io.lanewise.cpu.blas;

/**
 * Level 3: all flops but those beside a diagonal are tiles of {@link ArrayProduct}. Arguments have
 * been checked; sizes are at least 1.
 *
 * @param <P> {@code float[]} or {@code double[]}
 */
public final class MatrixBlas<P> {
  private final Context<P> context;
  private final TriangularVectorBlas<P> vectors;

  MatrixBlas(Context<P> context) {
    this.context = context;
    this.vectors = new TriangularVectorBlas<>(context);
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
    Factor<P> symmetric = new SymmetricFactor<>(context, lower);
    ArrayProduct.run(
        context, alpha, symmetric, operand, beta, target, Triangle.ALL, rows, columns, rows);
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
    if (alpha == 0 || !finite(m, n, b, bAt, ldb)) {
      scale(m, n, alpha, b, bAt, ldb);
      if (alpha != 0) {
        multiply(right, upper, trans, unit, m, n, a, aAt, lda, b, bAt, ldb);
      }
      return;
    }
    Operand<P> matrix = Operand.of(trans != right, a, aAt, lda);
    TriangularProduct.run(
        context,
        alpha,
        new TriangularFactor<>(context, matrix, upper == (trans != right), unit),
        Operand.of(right, b, bAt, ldb),
        right ? n : m,
        right ? m : n);
  }

  /**
   * Vector by vector, without a zero that is not in A: for right sides that are not finite, since
   * zero times infinity is no zero.
   */
  private void multiply(
      boolean right,
      boolean upper,
      boolean trans,
      boolean unit,
      int m,
      int n,
      P a,
      int aAt,
      int lda,
      P b,
      int bAt,
      int ldb) {
    int count = right ? m : n;
    for (int i = 0; i < count; i++) {
      int at = bAt + i * (right ? 1 : ldb);
      int order = right ? n : m;
      vectors.trmv(upper, trans != right, unit, order, a, aAt, lda, b, at, right ? ldb : 1);
    }
  }

  private boolean finite(int m, int n, P b, int at, int ldb) {
    for (int j = 0; j < n; j++) {
      if (!(context.reduce().maxAbs(b, at + j * ldb, m) < Double.POSITIVE_INFINITY)) {
        return false;
      }
    }
    return true;
  }

  private void scale(int m, int n, double alpha, P b, int at, int ldb) {
    for (int j = 0; j < n; j++) {
      context.scale(m, alpha, b, at + j * ldb);
    }
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
    scale(m, n, alpha, b, bAt, ldb);
    if (alpha != 0) {
      TriangularSolve.run(
          context,
          upper == (trans != right),
          unit,
          Operand.of(trans != right, a, aAt, lda),
          Operand.of(right, b, bAt, ldb),
          right ? n : m,
          right ? m : n);
    }
  }
}
