package io.lanewise.jmh.peers;

import dev.ludovic.netlib.blas.BLAS;

/** netlib's functions under names without the letter of the type. */
final class VectorBlasCalls {
  private VectorBlasCalls() {}

  static void gemm(
      BLAS blas,
      String transposeA,
      String transposeB,
      int m,
      int n,
      int k,
      float[] a,
      int aAt,
      int lda,
      float[] b,
      int bAt,
      int ldb,
      float beta,
      float[] c,
      int cAt,
      int ldc) {
    blas.sgemm(transposeA, transposeB, m, n, k, 1, a, aAt, lda, b, bAt, ldb, beta, c, cAt, ldc);
  }

  static void gemv(BLAS blas, String transpose, int n, float[] a, float[] x, float[] y) {
    blas.sgemv(transpose, n, n, 1, a, n, x, 1, 0, y, 1);
  }

  static void axpy(BLAS blas, float[] x, float[] y) {
    blas.saxpy(x.length, 1, x, 1, y, 1);
  }

  static float asum(BLAS blas, float[] x) {
    return blas.sasum(x.length, x, 1);
  }

  static float dot(BLAS blas, float[] x, float[] y) {
    return blas.sdot(x.length, x, 1, y, 1);
  }

  static void gemm(
      BLAS blas,
      String transposeA,
      String transposeB,
      int m,
      int n,
      int k,
      double[] a,
      int aAt,
      int lda,
      double[] b,
      int bAt,
      int ldb,
      double beta,
      double[] c,
      int cAt,
      int ldc) {
    blas.dgemm(transposeA, transposeB, m, n, k, 1, a, aAt, lda, b, bAt, ldb, beta, c, cAt, ldc);
  }

  static void gemv(BLAS blas, String transpose, int n, double[] a, double[] x, double[] y) {
    blas.dgemv(transpose, n, n, 1, a, n, x, 1, 0, y, 1);
  }

  static void axpy(BLAS blas, double[] x, double[] y) {
    blas.daxpy(x.length, 1, x, 1, y, 1);
  }

  static double asum(BLAS blas, double[] x) {
    return blas.dasum(x.length, x, 1);
  }

  static double dot(BLAS blas, double[] x, double[] y) {
    return blas.ddot(x.length, x, 1, y, 1);
  }
}
