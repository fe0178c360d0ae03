package io.lanewise.cpu.blas;

import io.lanewise.memory.Access;
import java.lang.foreign.MemorySegment;

/**
 * Level 3 on memory segments; see {@link MatrixProducts}. Arguments have been checked; sizes are at
 * least 1. Where a segment belongs to the calling thread, that thread works alone.
 *
 * @param <P> {@code float[]} or {@code double[]}
 */
public final class SegmentMatrixBlas<P> {
  private final Segments<P> segments;
  private final MatrixProducts<P> together;
  private final MatrixProducts<P> alone;
  private final SegmentTriangularVectorBlas<P> vectors;

  SegmentMatrixBlas(Segments<P> segments) {
    this.segments = segments;
    this.together = new MatrixProducts<>(segments.context());
    this.alone = new MatrixProducts<>(segments.context().alone());
    this.vectors = new SegmentTriangularVectorBlas<>(segments);
  }

  private SegmentMatrix<P> matrix(boolean transposed, MemorySegment segment, long at, int ld) {
    return new SegmentMatrix<>(segments, segment, at, transposed ? ld : 1, transposed ? 1 : ld);
  }

  /** The loops for operands of which the first is written. */
  private MatrixProducts<P> products(
      String routine, String name, MemorySegment target, MemorySegment a, MemorySegment b) {
    segments.requireWritable(routine, name, target);
    boolean shared =
        Access.owner(target) == null && Access.owner(a) == null && Access.owner(b) == null;
    return shared ? together : alone;
  }

  /** {@code C = alpha op(A) op(B) + beta C}. */
  public void gemm(
      boolean transA,
      boolean transB,
      int m,
      int n,
      int k,
      double alpha,
      MemorySegment a,
      long aAt,
      int lda,
      MemorySegment b,
      long bAt,
      int ldb,
      double beta,
      MemorySegment c,
      long cAt,
      int ldc) {
    products("gemm", "c", c, a, b)
        .gemm(
            alpha,
            matrix(transA, a, aAt, lda),
            matrix(transB, b, bAt, ldb),
            beta,
            matrix(false, c, cAt, ldc),
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
      MemorySegment a,
      long aAt,
      int lda,
      MemorySegment b,
      long bAt,
      int ldb,
      double beta,
      MemorySegment c,
      long cAt,
      int ldc) {
    products("symm", "c", c, a, b)
        .symm(
            right,
            alpha,
            matrix(upper, a, aAt, lda),
            matrix(false, b, bAt, ldb),
            beta,
            matrix(false, c, cAt, ldc),
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
      MemorySegment a,
      long aAt,
      int lda,
      double beta,
      MemorySegment c,
      long cAt,
      int ldc) {
    products("syrk", "c", c, a, a)
        .syrk(
            upper ? Triangle.UPPER : Triangle.LOWER,
            alpha,
            matrix(trans, a, aAt, lda),
            beta,
            matrix(false, c, cAt, ldc),
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
      MemorySegment a,
      long aAt,
      int lda,
      MemorySegment b,
      long bAt,
      int ldb,
      double beta,
      MemorySegment c,
      long cAt,
      int ldc) {
    products("syr2k", "c", c, a, b)
        .syr2k(
            upper ? Triangle.UPPER : Triangle.LOWER,
            alpha,
            matrix(trans, a, aAt, lda),
            matrix(trans, b, bAt, ldb),
            beta,
            matrix(false, c, cAt, ldc),
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
      MemorySegment a,
      long aAt,
      int lda,
      MemorySegment b,
      long bAt,
      int ldb) {
    products("trmm", "b", b, a, a)
        .trmm(
            alpha,
            upper == (trans != right),
            unit,
            matrix(trans != right, a, aAt, lda),
            matrix(right, b, bAt, ldb),
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
                    bAt + (long) i * (right ? 1 : ldb),
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
      MemorySegment a,
      long aAt,
      int lda,
      MemorySegment b,
      long bAt,
      int ldb) {
    products("trsm", "b", b, a, a)
        .trsm(
            alpha,
            upper == (trans != right),
            unit,
            matrix(trans != right, a, aAt, lda),
            matrix(right, b, bAt, ldb),
            right ? n : m,
            right ? m : n);
  }
}
