package io.lanewise;

import static io.lanewise.BlasArguments.leading;
import static io.lanewise.BlasArguments.matrix;
import static io.lanewise.BlasArguments.right;
import static io.lanewise.BlasArguments.size;
import static io.lanewise.BlasArguments.trans;
import static io.lanewise.BlasArguments.unit;
import static io.lanewise.BlasArguments.upper;

import io.lanewise.cpu.blas.ArrayBlas;

/** Matrices of f32; see {@link Blas}. */
abstract class BlasLevel3F32 extends BlasLevel2F32 {

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

  /**
   * {@code C = alpha A B + beta C} or {@code C = alpha B A + beta C}, A symmetric.
   *
   * @param side L if A stands on the left, R if on the right
   * @param uplo U if the upper triangle of A is used, L if the lower
   * @param m rows of B and C
   * @param n columns of B and C
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
  public static void ssymm(
      String side,
      String uplo,
      int m,
      int n,
      float alpha,
      float[] a,
      int lda,
      float[] b,
      int ldb,
      float beta,
      float[] c,
      int ldc) {
    ssymm(side, uplo, m, n, alpha, a, 0, lda, b, 0, ldb, beta, c, 0, ldc);
  }

  /**
   * {@code C = alpha A B + beta C} or {@code C = alpha B A + beta C}, A symmetric.
   *
   * @param side L if A stands on the left, R if on the right
   * @param uplo U if the upper triangle of A is used, L if the lower
   * @param m rows of B and C
   * @param n columns of B and C
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
  public static void ssymm(
      String side,
      String uplo,
      int m,
      int n,
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
    boolean right = right("ssymm", 1, side);
    boolean upper = upper("ssymm", 2, uplo);
    size("ssymm", 3, "m", m);
    size("ssymm", 4, "n", n);
    int order = right ? n : m;
    leading("ssymm", 7, "lda", lda, order);
    leading("ssymm", 9, "ldb", ldb, m);
    leading("ssymm", 12, "ldc", ldc, m);
    if (m == 0 || n == 0 || (alpha == 0 && beta == 1)) {
      return;
    }
    matrix("ssymm", "a", a.length, offseta, order, order, lda);
    matrix("ssymm", "b", b.length, offsetb, m, n, ldb);
    matrix("ssymm", "c", c.length, offsetc, m, n, ldc);
    driver()
        .matrix()
        .symm(right, upper, m, n, alpha, a, offseta, lda, b, offsetb, ldb, beta, c, offsetc, ldc);
  }

  /**
   * {@code C = alpha op(A) op(A)' + beta C}, C symmetric.
   *
   * @param uplo U if the upper triangle of C is used, L if the lower
   * @param trans N for A, T or C for its transpose
   * @param n rows of op(A), rows and columns of C
   * @param k columns of op(A)
   * @param alpha factor
   * @param a A
   * @param lda elements from one column of A to the next
   * @param beta factor of C, whose old contents are not read if it is 0
   * @param c C
   * @param ldc elements from one column of C to the next
   * @throws IllegalArgumentException if an argument is none that the routine knows; its number and
   *     name are in the text
   * @throws IndexOutOfBoundsException if an array is too short
   */
  public static void ssyrk(
      String uplo,
      String trans,
      int n,
      int k,
      float alpha,
      float[] a,
      int lda,
      float beta,
      float[] c,
      int ldc) {
    ssyrk(uplo, trans, n, k, alpha, a, 0, lda, beta, c, 0, ldc);
  }

  /**
   * {@code C = alpha op(A) op(A)' + beta C}, C symmetric.
   *
   * @param uplo U if the upper triangle of C is used, L if the lower
   * @param trans N for A, T or C for its transpose
   * @param n rows of op(A), rows and columns of C
   * @param k columns of op(A)
   * @param alpha factor
   * @param a A
   * @param offseta index of the first element of A
   * @param lda elements from one column of A to the next
   * @param beta factor of C, whose old contents are not read if it is 0
   * @param c C
   * @param offsetc index of the first element of C
   * @param ldc elements from one column of C to the next
   * @throws IllegalArgumentException if an argument is none that the routine knows; its number and
   *     name are in the text
   * @throws IndexOutOfBoundsException if an array is too short
   */
  public static void ssyrk(
      String uplo,
      String trans,
      int n,
      int k,
      float alpha,
      float[] a,
      int offseta,
      int lda,
      float beta,
      float[] c,
      int offsetc,
      int ldc) {
    boolean upper = upper("ssyrk", 1, uplo);
    boolean transposed = trans("ssyrk", 2, "trans", trans);
    size("ssyrk", 3, "n", n);
    size("ssyrk", 4, "k", k);
    int rows = transposed ? k : n;
    leading("ssyrk", 7, "lda", lda, rows);
    leading("ssyrk", 10, "ldc", ldc, n);
    if (n == 0 || ((alpha == 0 || k == 0) && beta == 1)) {
      return;
    }
    matrix("ssyrk", "a", a.length, offseta, rows, transposed ? n : k, lda);
    matrix("ssyrk", "c", c.length, offsetc, n, n, ldc);
    driver().matrix().syrk(upper, transposed, n, k, alpha, a, offseta, lda, beta, c, offsetc, ldc);
  }

  /**
   * {@code C = alpha op(A) op(B)' + alpha op(B) op(A)' + beta C}, C symmetric.
   *
   * @param uplo U if the upper triangle of C is used, L if the lower
   * @param trans N for A and B, T or C for their transposes
   * @param n rows of op(A) and op(B), rows and columns of C
   * @param k columns of op(A) and op(B)
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
  public static void ssyr2k(
      String uplo,
      String trans,
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
    ssyr2k(uplo, trans, n, k, alpha, a, 0, lda, b, 0, ldb, beta, c, 0, ldc);
  }

  /**
   * {@code C = alpha op(A) op(B)' + alpha op(B) op(A)' + beta C}, C symmetric.
   *
   * @param uplo U if the upper triangle of C is used, L if the lower
   * @param trans N for A and B, T or C for their transposes
   * @param n rows of op(A) and op(B), rows and columns of C
   * @param k columns of op(A) and op(B)
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
  public static void ssyr2k(
      String uplo,
      String trans,
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
    boolean upper = upper("ssyr2k", 1, uplo);
    boolean transposed = trans("ssyr2k", 2, "trans", trans);
    size("ssyr2k", 3, "n", n);
    size("ssyr2k", 4, "k", k);
    int rows = transposed ? k : n;
    int columns = transposed ? n : k;
    leading("ssyr2k", 7, "lda", lda, rows);
    leading("ssyr2k", 9, "ldb", ldb, rows);
    leading("ssyr2k", 12, "ldc", ldc, n);
    if (n == 0 || ((alpha == 0 || k == 0) && beta == 1)) {
      return;
    }
    matrix("ssyr2k", "a", a.length, offseta, rows, columns, lda);
    matrix("ssyr2k", "b", b.length, offsetb, rows, columns, ldb);
    matrix("ssyr2k", "c", c.length, offsetc, n, n, ldc);
    driver()
        .matrix()
        .syr2k(
            upper,
            transposed,
            n,
            k,
            alpha,
            a,
            offseta,
            lda,
            b,
            offsetb,
            ldb,
            beta,
            c,
            offsetc,
            ldc);
  }

  /**
   * {@code B = alpha op(A) B} or {@code B = alpha B op(A)}, A triangular.
   *
   * @param side L if A stands on the left, R if on the right
   * @param uplo U if the upper triangle of A is used, L if the lower
   * @param transa N for A, T or C for its transpose
   * @param diag U if the diagonal of A is not read but taken as ones, N if not
   * @param m rows of B
   * @param n columns of B
   * @param alpha factor
   * @param a A
   * @param lda elements from one column of A to the next
   * @param b B
   * @param ldb elements from one column of B to the next
   * @throws IllegalArgumentException if an argument is none that the routine knows; its number and
   *     name are in the text
   * @throws IndexOutOfBoundsException if an array is too short
   */
  public static void strmm(
      String side,
      String uplo,
      String transa,
      String diag,
      int m,
      int n,
      float alpha,
      float[] a,
      int lda,
      float[] b,
      int ldb) {
    strmm(side, uplo, transa, diag, m, n, alpha, a, 0, lda, b, 0, ldb);
  }

  /**
   * {@code B = alpha op(A) B} or {@code B = alpha B op(A)}, A triangular.
   *
   * @param side L if A stands on the left, R if on the right
   * @param uplo U if the upper triangle of A is used, L if the lower
   * @param transa N for A, T or C for its transpose
   * @param diag U if the diagonal of A is not read but taken as ones, N if not
   * @param m rows of B
   * @param n columns of B
   * @param alpha factor
   * @param a A
   * @param offseta index of the first element of A
   * @param lda elements from one column of A to the next
   * @param b B
   * @param offsetb index of the first element of B
   * @param ldb elements from one column of B to the next
   * @throws IllegalArgumentException if an argument is none that the routine knows; its number and
   *     name are in the text
   * @throws IndexOutOfBoundsException if an array is too short
   */
  public static void strmm(
      String side,
      String uplo,
      String transa,
      String diag,
      int m,
      int n,
      float alpha,
      float[] a,
      int offseta,
      int lda,
      float[] b,
      int offsetb,
      int ldb) {
    boolean right = right("strmm", 1, side);
    boolean upper = upper("strmm", 2, uplo);
    boolean ta = trans("strmm", 3, "transa", transa);
    boolean unit = unit("strmm", 4, diag);
    size("strmm", 5, "m", m);
    size("strmm", 6, "n", n);
    int order = right ? n : m;
    leading("strmm", 9, "lda", lda, order);
    leading("strmm", 11, "ldb", ldb, m);
    if (m == 0 || n == 0) {
      return;
    }
    matrix("strmm", "a", a.length, offseta, order, order, lda);
    matrix("strmm", "b", b.length, offsetb, m, n, ldb);
    driver().matrix().trmm(right, upper, ta, unit, m, n, alpha, a, offseta, lda, b, offsetb, ldb);
  }

  /**
   * Solves {@code op(A) X = alpha B} or {@code X op(A) = alpha B} for X, A triangular, without a
   * check for singularity.
   *
   * @param side L if A stands on the left, R if on the right
   * @param uplo U if the upper triangle of A is used, L if the lower
   * @param transa N for A, T or C for its transpose
   * @param diag U if the diagonal of A is not read but taken as ones, N if not
   * @param m rows of B
   * @param n columns of B
   * @param alpha factor
   * @param a A
   * @param lda elements from one column of A to the next
   * @param b B, which becomes X
   * @param ldb elements from one column of B to the next
   * @throws IllegalArgumentException if an argument is none that the routine knows; its number and
   *     name are in the text
   * @throws IndexOutOfBoundsException if an array is too short
   */
  public static void strsm(
      String side,
      String uplo,
      String transa,
      String diag,
      int m,
      int n,
      float alpha,
      float[] a,
      int lda,
      float[] b,
      int ldb) {
    strsm(side, uplo, transa, diag, m, n, alpha, a, 0, lda, b, 0, ldb);
  }

  /**
   * Solves {@code op(A) X = alpha B} or {@code X op(A) = alpha B} for X, A triangular, without a
   * check for singularity.
   *
   * @param side L if A stands on the left, R if on the right
   * @param uplo U if the upper triangle of A is used, L if the lower
   * @param transa N for A, T or C for its transpose
   * @param diag U if the diagonal of A is not read but taken as ones, N if not
   * @param m rows of B
   * @param n columns of B
   * @param alpha factor
   * @param a A
   * @param offseta index of the first element of A
   * @param lda elements from one column of A to the next
   * @param b B, which becomes X
   * @param offsetb index of the first element of B
   * @param ldb elements from one column of B to the next
   * @throws IllegalArgumentException if an argument is none that the routine knows; its number and
   *     name are in the text
   * @throws IndexOutOfBoundsException if an array is too short
   */
  public static void strsm(
      String side,
      String uplo,
      String transa,
      String diag,
      int m,
      int n,
      float alpha,
      float[] a,
      int offseta,
      int lda,
      float[] b,
      int offsetb,
      int ldb) {
    boolean right = right("strsm", 1, side);
    boolean upper = upper("strsm", 2, uplo);
    boolean ta = trans("strsm", 3, "transa", transa);
    boolean unit = unit("strsm", 4, diag);
    size("strsm", 5, "m", m);
    size("strsm", 6, "n", n);
    int order = right ? n : m;
    leading("strsm", 9, "lda", lda, order);
    leading("strsm", 11, "ldb", ldb, m);
    if (m == 0 || n == 0) {
      return;
    }
    matrix("strsm", "a", a.length, offseta, order, order, lda);
    matrix("strsm", "b", b.length, offsetb, m, n, ldb);
    driver().matrix().trsm(right, upper, ta, unit, m, n, alpha, a, offseta, lda, b, offsetb, ldb);
  }

  private static ArrayBlas<float[]> driver() {
    return Engine.current().host().blasF32();
  }
}
