package io.lanewise;

import static io.lanewise.BlasArguments.leading;
import static io.lanewise.BlasArguments.matrix;
import static io.lanewise.BlasArguments.size;
import static io.lanewise.BlasArguments.trans;

import io.lanewise.cpu.blas.ArrayBlas;

/** Matrices of f32; see {@link Blas}. */
abstract class BlasLevel3F32 extends BlasLevel3TriangularF32 {

  BlasLevel3F32() {}

  /**
   * {@code C = alpha op(A) op(B) + beta C}.
   *
   * @param transa N for A, T or C for its transpose
   * @param transb N for B, T or C for its transpose
   * @param m rows of op(A) and C
   * @param n columns of op(B) and C
   * @param k columns of op(A), rows of op(B)
   * @param alpha factor
   * @param a A
   * @param lda elements from one column of A to the next
   * @param b B
   * @param ldb elements from one column of B to the next
   * @param beta factor of C, whose old contents are not read if it is 0
   * @param c C
   * @param ldc elements from one column of C to the next
   * @throws IllegalArgumentException if an argument is none that the routine knows; its number and
   *     name are in the text
   * @throws IndexOutOfBoundsException if an array is too short
   */
  public static void sgemm(
      String transa,
      String transb,
      int m,
      int n,
      int k,
      float alpha,
      float[] a,
      int lda,
      float[] b,
      int ldb,
      float beta,
      float[] c,
      int ldc) {
    sgemm(transa, transb, m, n, k, alpha, a, 0, lda, b, 0, ldb, beta, c, 0, ldc);
  }

  /**
   * {@code C = alpha op(A) op(B) + beta C}.
   *
   * @param transa N for A, T or C for its transpose
   * @param transb N for B, T or C for its transpose
   * @param m rows of op(A) and C
   * @param n columns of op(B) and C
   * @param k columns of op(A), rows of op(B)
   * @param alpha factor
   * @param a A
   * @param offseta index of the first element of A
   * @param lda elements from one column of A to the next
   * @param b B
   * @param offsetb index of the first element of B
   * @param ldb elements from one column of B to the next
   * @param beta factor of C, whose old contents are not read if it is 0
   * @param c C
   * @param offsetc index of the first element of C
   * @param ldc elements from one column of C to the next
   * @throws IllegalArgumentException if an argument is none that the routine knows; its number and
   *     name are in the text
   * @throws IndexOutOfBoundsException if an array is too short
   */
  public static void sgemm(
      String transa,
      String transb,
      int m,
      int n,
      int k,
      float alpha,
      float[] a,
      int offseta,
      int lda,
      float[] b,
      int offsetb,
      int ldb,
      float beta,
      float[] c,
      int offsetc,
      int ldc) {
    boolean ta = trans("sgemm", 1, "transa", transa);
    boolean tb = trans("sgemm", 2, "transb", transb);
    size("sgemm", 3, "m", m);
    size("sgemm", 4, "n", n);
    size("sgemm", 5, "k", k);
    leading("sgemm", 8, "lda", lda, ta ? k : m);
    leading("sgemm", 10, "ldb", ldb, tb ? n : k);
    leading("sgemm", 13, "ldc", ldc, m);
    if (m == 0 || n == 0 || ((alpha == 0 || k == 0) && beta == 1)) {
      return;
    }
    matrix("sgemm", "a", a.length, offseta, ta ? k : m, ta ? m : k, lda);
    matrix("sgemm", "b", b.length, offsetb, tb ? n : k, tb ? k : n, ldb);
    matrix("sgemm", "c", c.length, offsetc, m, n, ldc);
    driver()
        .matrix()
        .gemm(ta, tb, m, n, k, alpha, a, offseta, lda, b, offsetb, ldb, beta, c, offsetc, ldc);
  }

  private static ArrayBlas<float[]> driver() {
    return Engine.current().host().blasF32();
  }
}
