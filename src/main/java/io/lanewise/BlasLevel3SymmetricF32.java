package io.lanewise;

import static io.lanewise.BlasArguments.leading;
import static io.lanewise.BlasArguments.matrix;
import static io.lanewise.BlasArguments.right;
import static io.lanewise.BlasArguments.size;
import static io.lanewise.BlasArguments.trans;
import static io.lanewise.BlasArguments.upper;

import io.lanewise.cpu.blas.ArrayBlas;

/** Products that give or take symmetric matrices of f32; see {@link Blas}. */
abstract class BlasLevel3SymmetricF32 extends BlasLevel2F32 {

  BlasLevel3SymmetricF32() {}

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

  private static ArrayBlas<float[]> driver() {
    return Engine.current().host().blasF32();
  }
}
