package io.lanewise.cpu.blas;

/**
 * Level 3 on arrays; see {@link MatrixProducts}. Arguments have been checked; sizes are at least 1.
 *
 * @param <P> {@code float[]} or {@code double[]}
 */
public final class MatrixBlas<P> {
  private final MatrixProducts<P> products;
  private final TriangularVectorBlas<P> vectors;

  MatrixBlas(Context<P> context) {
    this.products = new MatrixProducts<>(context);
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
    products.gemm(
        alpha,
        Operand.of(transA, a, aAt, lda),
        Operand.of(transB, b, bAt, ldb),
        beta,
        Operand.of(false, c, cAt, ldc),
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
    products.symm(
        right,
        alpha,
        Operand.of(upper, a, aAt, lda),
        Operand.of(false, b, bAt, ldb),
        beta,
        Operand.of(false, c, cAt, ldc),
        m,
        n);
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
    products.syrk(
        upper ? Triangle.UPPER : Triangle.LOWER,
        alpha,
        Operand.of(trans, a, aAt, lda),
        beta,
        Operand.of(false, c, cAt, ldc),
        n,
        k);
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
    products.syr2k(
        upper ? Triangle.UPPER : Triangle.LOWER,
        alpha,
        Operand.of(trans, a, aAt, lda),
        Operand.of(trans, b, bAt, ldb),
        beta,
        Operand.of(false, c, cAt, ldc),
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
    products.trmm(
        alpha,
        upper == (trans != right),
        unit,
        Operand.of(trans != right, a, aAt, lda),
        Operand.of(right, b, bAt, ldb),
        right ? n : m,
        right ? m : n,
        i ->
            vectors.trmv(
                upper,
                trans != right,
                unit,
                right ? n : m,
                a,
                aAt,
                lda,
                b,
                bAt + i * (right ? 1 : ldb),
                right ? ldb : 1));
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
    products.trsm(
        alpha,
        upper == (trans != right),
        unit,
        Operand.of(trans != right, a, aAt, lda),
        Operand.of(right, b, bAt, ldb),
        right ? n : m,
        right ? m : n);
  }
}
