package io.lanewise.jmh.peers;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;

/** What is measured of a native BLAS, row-major, without the letter of the type in names. */
interface Cblas {
  /** Transposes as CBLAS numbers them. */
  static int transpose(boolean transposed) {
    return transposed ? 112 : 111;
  }

  /** C = A B + beta C. */
  void gemm(
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
      int ldc);

  /** C = A B + beta C. */
  void gemm(
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
      int ldc);

  /** y = A x, A n by n. */
  void gemv(boolean transpose, int n, FloatPointer a, FloatPointer x, FloatPointer y);

  /** y = A x, A n by n. */
  void gemv(boolean transpose, int n, DoublePointer a, DoublePointer x, DoublePointer y);

  /** y = x + y. */
  void axpy(int n, FloatPointer x, FloatPointer y);

  /** y = x + y. */
  void axpy(int n, DoublePointer x, DoublePointer y);

  /** The sum of magnitudes. */
  float asum(int n, FloatPointer x);

  /** The sum of magnitudes. */
  double asum(int n, DoublePointer x);

  /** The inner product. */
  float dot(int n, FloatPointer x, FloatPointer y);

  /** The inner product. */
  double dot(int n, DoublePointer x, DoublePointer y);
}
