package io.lanewise.jmh.peers;

import static org.bytedeco.mkl.global.mkl_rt.*;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;

/** MKL's functions. */
final class MklCalls implements Cblas {
  private static final int ROWS = 101;

  @Override
  public void gemm(
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      FloatPointer a,
      int lda,
      FloatPointer b,
      int ldb,
      float beta,
      FloatPointer c,
      int ldc) {
    int left = Cblas.transpose(transposeA);
    int right = Cblas.transpose(transposeB);
    cblas_sgemm(ROWS, left, right, m, n, k, 1, a, lda, b, ldb, beta, c, ldc);
  }

  @Override
  public void gemm(
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      DoublePointer a,
      int lda,
      DoublePointer b,
      int ldb,
      double beta,
      DoublePointer c,
      int ldc) {
    int left = Cblas.transpose(transposeA);
    int right = Cblas.transpose(transposeB);
    cblas_dgemm(ROWS, left, right, m, n, k, 1, a, lda, b, ldb, beta, c, ldc);
  }

  @Override
  public void gemv(boolean transpose, int n, FloatPointer a, FloatPointer x, FloatPointer y) {
    cblas_sgemv(ROWS, Cblas.transpose(transpose), n, n, 1, a, n, x, 1, 0, y, 1);
  }

  @Override
  public void gemv(boolean transpose, int n, DoublePointer a, DoublePointer x, DoublePointer y) {
    cblas_dgemv(ROWS, Cblas.transpose(transpose), n, n, 1, a, n, x, 1, 0, y, 1);
  }

  @Override
  public void axpy(int n, FloatPointer x, FloatPointer y) {
    cblas_saxpy(n, 1, x, 1, y, 1);
  }

  @Override
  public void axpy(int n, DoublePointer x, DoublePointer y) {
    cblas_daxpy(n, 1, x, 1, y, 1);
  }

  @Override
  public float asum(int n, FloatPointer x) {
    return cblas_sasum(n, x, 1);
  }

  @Override
  public double asum(int n, DoublePointer x) {
    return cblas_dasum(n, x, 1);
  }

  @Override
  public float dot(int n, FloatPointer x, FloatPointer y) {
    return cblas_sdot(n, x, 1, y, 1);
  }

  @Override
  public double dot(int n, DoublePointer x, DoublePointer y) {
    return cblas_ddot(n, x, 1, y, 1);
  }
}
