package io.lanewise;

import static io.lanewise.BlasArguments.increment;
import static io.lanewise.BlasArguments.leading;
import static io.lanewise.BlasArguments.matrix;
import static io.lanewise.BlasArguments.size;
import static io.lanewise.BlasArguments.trans;
import static io.lanewise.BlasArguments.unit;
import static io.lanewise.BlasArguments.upper;
import static io.lanewise.BlasArguments.vector;

import io.lanewise.cpu.blas.ArrayBlas;

/** A matrix and vectors of f32; see {@link Blas}. */
abstract class BlasLevel2F32 extends BlasLevel1F32 {

  BlasLevel2F32() {}

  /**
   * {@code y = alpha op(A) x + beta y}.
   *
   * @param trans N for A, T or C for its transpose
   * @param m rows of A
   * @param n columns of A
   * @param alpha factor
   * @param a A
   * @param lda elements from one column of A to the next
   * @param x x
   * @param incx increment of x
   * @param beta factor of y, whose old contents are not read if it is 0
   * @param y y
   * @param incy increment of y
   * @throws IllegalArgumentException if an argument is none that the routine knows; its number and
   *     name are in the text
   * @throws IndexOutOfBoundsException if an array is too short
   */
  public static void sgemv(
      String trans,
      int m,
      int n,
      float alpha,
      float[] a,
      int lda,
      float[] x,
      int incx,
      float beta,
      float[] y,
      int incy) {
    sgemv(trans, m, n, alpha, a, 0, lda, x, 0, incx, beta, y, 0, incy);
  }

  /**
   * {@code y = alpha op(A) x + beta y}.
   *
   * @param trans N for A, T or C for its transpose
   * @param m rows of A
   * @param n columns of A
   * @param alpha factor
   * @param a A
   * @param offseta index of the first element of A
   * @param lda elements from one column of A to the next
   * @param x x
   * @param offsetx index of the first element of x
   * @param incx increment of x
   * @param beta factor of y, whose old contents are not read if it is 0
   * @param y y
   * @param offsety index of the first element of y
   * @param incy increment of y
   * @throws IllegalArgumentException if an argument is none that the routine knows; its number and
   *     name are in the text
   * @throws IndexOutOfBoundsException if an array is too short
   */
  public static void sgemv(
      String trans,
      int m,
      int n,
      float alpha,
      float[] a,
      int offseta,
      int lda,
      float[] x,
      int offsetx,
      int incx,
      float beta,
      float[] y,
      int offsety,
      int incy) {
    boolean transposed = trans("sgemv", 1, "trans", trans);
    size("sgemv", 2, "m", m);
    size("sgemv", 3, "n", n);
    leading("sgemv", 6, "lda", lda, m);
    increment("sgemv", 8, "incx", incx);
    increment("sgemv", 11, "incy", incy);
    if (m == 0 || n == 0 || (alpha == 0 && beta == 1)) {
      return;
    }
    matrix("sgemv", "a", a.length, offseta, m, n, lda);
    vector("sgemv", "x", x.length, offsetx, transposed ? m : n, incx);
    vector("sgemv", "y", y.length, offsety, transposed ? n : m, incy);
    driver()
        .matrixVector()
        .gemv(transposed, m, n, alpha, a, offseta, lda, x, offsetx, incx, beta, y, offsety, incy);
  }

  /**
   * {@code A = alpha x y' + A}.
   *
   * @param m rows of A
   * @param n columns of A
   * @param alpha factor
   * @param x x
   * @param incx increment of x
   * @param y y
   * @param incy increment of y
   * @param a A
   * @param lda elements from one column of A to the next
   * @throws IllegalArgumentException if an argument is none that the routine knows; its number and
   *     name are in the text
   * @throws IndexOutOfBoundsException if an array is too short
   */
  public static void sger(
      int m, int n, float alpha, float[] x, int incx, float[] y, int incy, float[] a, int lda) {
    sger(m, n, alpha, x, 0, incx, y, 0, incy, a, 0, lda);
  }

  /**
   * {@code A = alpha x y' + A}.
   *
   * @param m rows of A
   * @param n columns of A
   * @param alpha factor
   * @param x x
   * @param offsetx index of the first element of x
   * @param incx increment of x
   * @param y y
   * @param offsety index of the first element of y
   * @param incy increment of y
   * @param a A
   * @param offseta index of the first element of A
   * @param lda elements from one column of A to the next
   * @throws IllegalArgumentException if an argument is none that the routine knows; its number and
   *     name are in the text
   * @throws IndexOutOfBoundsException if an array is too short
   */
  public static void sger(
      int m,
      int n,
      float alpha,
      float[] x,
      int offsetx,
      int incx,
      float[] y,
      int offsety,
      int incy,
      float[] a,
      int offseta,
      int lda) {
    size("sger", 1, "m", m);
    size("sger", 2, "n", n);
    increment("sger", 5, "incx", incx);
    increment("sger", 7, "incy", incy);
    leading("sger", 9, "lda", lda, m);
    if (m == 0 || n == 0 || alpha == 0) {
      return;
    }
    vector("sger", "x", x.length, offsetx, m, incx);
    vector("sger", "y", y.length, offsety, n, incy);
    matrix("sger", "a", a.length, offseta, m, n, lda);
    driver().matrixVector().ger(m, n, alpha, x, offsetx, incx, y, offsety, incy, a, offseta, lda);
  }

  /**
   * {@code y = alpha A x + beta y}, A symmetric.
   *
   * @param uplo U if the upper triangle of A is used, L if the lower
   * @param n rows and columns of A
   * @param alpha factor
   * @param a A
   * @param lda elements from one column of A to the next
   * @param x x
   * @param incx increment of x
   * @param beta factor of y, whose old contents are not read if it is 0
   * @param y y
   * @param incy increment of y
   * @throws IllegalArgumentException if an argument is none that the routine knows; its number and
   *     name are in the text
   * @throws IndexOutOfBoundsException if an array is too short
   */
  public static void ssymv(
      String uplo,
      int n,
      float alpha,
      float[] a,
      int lda,
      float[] x,
      int incx,
      float beta,
      float[] y,
      int incy) {
    ssymv(uplo, n, alpha, a, 0, lda, x, 0, incx, beta, y, 0, incy);
  }

  /**
   * {@code y = alpha A x + beta y}, A symmetric.
   *
   * @param uplo U if the upper triangle of A is used, L if the lower
   * @param n rows and columns of A
   * @param alpha factor
   * @param a A
   * @param offseta index of the first element of A
   * @param lda elements from one column of A to the next
   * @param x x
   * @param offsetx index of the first element of x
   * @param incx increment of x
   * @param beta factor of y, whose old contents are not read if it is 0
   * @param y y
   * @param offsety index of the first element of y
   * @param incy increment of y
   * @throws IllegalArgumentException if an argument is none that the routine knows; its number and
   *     name are in the text
   * @throws IndexOutOfBoundsException if an array is too short
   */
  public static void ssymv(
      String uplo,
      int n,
      float alpha,
      float[] a,
      int offseta,
      int lda,
      float[] x,
      int offsetx,
      int incx,
      float beta,
      float[] y,
      int offsety,
      int incy) {
    boolean upper = upper("ssymv", 1, uplo);
    size("ssymv", 2, "n", n);
    leading("ssymv", 5, "lda", lda, n);
    increment("ssymv", 7, "incx", incx);
    increment("ssymv", 10, "incy", incy);
    if (n == 0 || (alpha == 0 && beta == 1)) {
      return;
    }
    matrix("ssymv", "a", a.length, offseta, n, n, lda);
    vector("ssymv", "x", x.length, offsetx, n, incx);
    vector("ssymv", "y", y.length, offsety, n, incy);
    driver()
        .matrixVector()
        .symv(upper, n, alpha, a, offseta, lda, x, offsetx, incx, beta, y, offsety, incy);
  }

  /**
   * {@code A = alpha x x' + A}, A symmetric.
   *
   * @param uplo U if the upper triangle of A is used, L if the lower
   * @param n rows and columns of A
   * @param alpha factor
   * @param x x
   * @param incx increment of x
   * @param a A
   * @param lda elements from one column of A to the next
   * @throws IllegalArgumentException if an argument is none that the routine knows; its number and
   *     name are in the text
   * @throws IndexOutOfBoundsException if an array is too short
   */
  public static void ssyr(
      String uplo, int n, float alpha, float[] x, int incx, float[] a, int lda) {
    ssyr(uplo, n, alpha, x, 0, incx, a, 0, lda);
  }

  /**
   * {@code A = alpha x x' + A}, A symmetric.
   *
   * @param uplo U if the upper triangle of A is used, L if the lower
   * @param n rows and columns of A
   * @param alpha factor
   * @param x x
   * @param offsetx index of the first element of x
   * @param incx increment of x
   * @param a A
   * @param offseta index of the first element of A
   * @param lda elements from one column of A to the next
   * @throws IllegalArgumentException if an argument is none that the routine knows; its number and
   *     name are in the text
   * @throws IndexOutOfBoundsException if an array is too short
   */
  public static void ssyr(
      String uplo,
      int n,
      float alpha,
      float[] x,
      int offsetx,
      int incx,
      float[] a,
      int offseta,
      int lda) {
    boolean upper = upper("ssyr", 1, uplo);
    size("ssyr", 2, "n", n);
    increment("ssyr", 5, "incx", incx);
    leading("ssyr", 7, "lda", lda, n);
    if (n == 0 || alpha == 0) {
      return;
    }
    vector("ssyr", "x", x.length, offsetx, n, incx);
    matrix("ssyr", "a", a.length, offseta, n, n, lda);
    driver().matrixVector().syr(upper, n, alpha, x, offsetx, incx, a, offseta, lda);
  }

  /**
   * {@code A = alpha x y' + alpha y x' + A}, A symmetric.
   *
   * @param uplo U if the upper triangle of A is used, L if the lower
   * @param n rows and columns of A
   * @param alpha factor
   * @param x x
   * @param incx increment of x
   * @param y y
   * @param incy increment of y
   * @param a A
   * @param lda elements from one column of A to the next
   * @throws IllegalArgumentException if an argument is none that the routine knows; its number and
   *     name are in the text
   * @throws IndexOutOfBoundsException if an array is too short
   */
  public static void ssyr2(
      String uplo,
      int n,
      float alpha,
      float[] x,
      int incx,
      float[] y,
      int incy,
      float[] a,
      int lda) {
    ssyr2(uplo, n, alpha, x, 0, incx, y, 0, incy, a, 0, lda);
  }

  /**
   * {@code A = alpha x y' + alpha y x' + A}, A symmetric.
   *
   * @param uplo U if the upper triangle of A is used, L if the lower
   * @param n rows and columns of A
   * @param alpha factor
   * @param x x
   * @param offsetx index of the first element of x
   * @param incx increment of x
   * @param y y
   * @param offsety index of the first element of y
   * @param incy increment of y
   * @param a A
   * @param offseta index of the first element of A
   * @param lda elements from one column of A to the next
   * @throws IllegalArgumentException if an argument is none that the routine knows; its number and
   *     name are in the text
   * @throws IndexOutOfBoundsException if an array is too short
   */
  public static void ssyr2(
      String uplo,
      int n,
      float alpha,
      float[] x,
      int offsetx,
      int incx,
      float[] y,
      int offsety,
      int incy,
      float[] a,
      int offseta,
      int lda) {
    boolean upper = upper("ssyr2", 1, uplo);
    size("ssyr2", 2, "n", n);
    increment("ssyr2", 5, "incx", incx);
    increment("ssyr2", 7, "incy", incy);
    leading("ssyr2", 9, "lda", lda, n);
    if (n == 0 || alpha == 0) {
      return;
    }
    vector("ssyr2", "x", x.length, offsetx, n, incx);
    vector("ssyr2", "y", y.length, offsety, n, incy);
    matrix("ssyr2", "a", a.length, offseta, n, n, lda);
    driver()
        .matrixVector()
        .syr2(upper, n, alpha, x, offsetx, incx, y, offsety, incy, a, offseta, lda);
  }

  /**
   * {@code x = op(A) x}, A triangular.
   *
   * @param uplo U if the upper triangle of A is used, L if the lower
   * @param trans N for A, T or C for its transpose
   * @param diag U if the diagonal of A is not read but taken as ones, N if not
   * @param n rows and columns of A
   * @param a A
   * @param lda elements from one column of A to the next
   * @param x x
   * @param incx increment of x
   * @throws IllegalArgumentException if an argument is none that the routine knows; its number and
   *     name are in the text
   * @throws IndexOutOfBoundsException if an array is too short
   */
  public static void strmv(
      String uplo, String trans, String diag, int n, float[] a, int lda, float[] x, int incx) {
    strmv(uplo, trans, diag, n, a, 0, lda, x, 0, incx);
  }

  /**
   * {@code x = op(A) x}, A triangular.
   *
   * @param uplo U if the upper triangle of A is used, L if the lower
   * @param trans N for A, T or C for its transpose
   * @param diag U if the diagonal of A is not read but taken as ones, N if not
   * @param n rows and columns of A
   * @param a A
   * @param offseta index of the first element of A
   * @param lda elements from one column of A to the next
   * @param x x
   * @param offsetx index of the first element of x
   * @param incx increment of x
   * @throws IllegalArgumentException if an argument is none that the routine knows; its number and
   *     name are in the text
   * @throws IndexOutOfBoundsException if an array is too short
   */
  public static void strmv(
      String uplo,
      String trans,
      String diag,
      int n,
      float[] a,
      int offseta,
      int lda,
      float[] x,
      int offsetx,
      int incx) {
    boolean upper = upper("strmv", 1, uplo);
    boolean transposed = trans("strmv", 2, "trans", trans);
    boolean unit = unit("strmv", 3, diag);
    size("strmv", 4, "n", n);
    leading("strmv", 6, "lda", lda, n);
    increment("strmv", 8, "incx", incx);
    if (n == 0) {
      return;
    }
    matrix("strmv", "a", a.length, offseta, n, n, lda);
    vector("strmv", "x", x.length, offsetx, n, incx);
    driver().triangularVector().trmv(upper, transposed, unit, n, a, offseta, lda, x, offsetx, incx);
  }

  /**
   * Solves {@code op(A) x = b}, A triangular, without a check for singularity.
   *
   * @param uplo U if the upper triangle of A is used, L if the lower
   * @param trans N for A, T or C for its transpose
   * @param diag U if the diagonal of A is not read but taken as ones, N if not
   * @param n rows and columns of A
   * @param a A
   * @param lda elements from one column of A to the next
   * @param x b, which becomes x
   * @param incx increment of x
   * @throws IllegalArgumentException if an argument is none that the routine knows; its number and
   *     name are in the text
   * @throws IndexOutOfBoundsException if an array is too short
   */
  public static void strsv(
      String uplo, String trans, String diag, int n, float[] a, int lda, float[] x, int incx) {
    strsv(uplo, trans, diag, n, a, 0, lda, x, 0, incx);
  }

  /**
   * Solves {@code op(A) x = b}, A triangular, without a check for singularity.
   *
   * @param uplo U if the upper triangle of A is used, L if the lower
   * @param trans N for A, T or C for its transpose
   * @param diag U if the diagonal of A is not read but taken as ones, N if not
   * @param n rows and columns of A
   * @param a A
   * @param offseta index of the first element of A
   * @param lda elements from one column of A to the next
   * @param x b, which becomes x
   * @param offsetx index of the first element of x
   * @param incx increment of x
   * @throws IllegalArgumentException if an argument is none that the routine knows; its number and
   *     name are in the text
   * @throws IndexOutOfBoundsException if an array is too short
   */
  public static void strsv(
      String uplo,
      String trans,
      String diag,
      int n,
      float[] a,
      int offseta,
      int lda,
      float[] x,
      int offsetx,
      int incx) {
    boolean upper = upper("strsv", 1, uplo);
    boolean transposed = trans("strsv", 2, "trans", trans);
    boolean unit = unit("strsv", 3, diag);
    size("strsv", 4, "n", n);
    leading("strsv", 6, "lda", lda, n);
    increment("strsv", 8, "incx", incx);
    if (n == 0) {
      return;
    }
    matrix("strsv", "a", a.length, offseta, n, n, lda);
    vector("strsv", "x", x.length, offsetx, n, incx);
    driver().triangularVector().trsv(upper, transposed, unit, n, a, offseta, lda, x, offsetx, incx);
  }

  private static ArrayBlas<float[]> driver() {
    return Engine.current().host().blasF32();
  }
}
