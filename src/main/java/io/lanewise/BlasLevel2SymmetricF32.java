package io.lanewise;

import static io.lanewise.BlasArguments.increment;
import static io.lanewise.BlasArguments.leading;
import static io.lanewise.BlasArguments.matrix;
import static io.lanewise.BlasArguments.size;
import static io.lanewise.BlasArguments.upper;
import static io.lanewise.BlasArguments.vector;

import io.lanewise.cpu.blas.ArrayBlas;

/** A symmetric matrix and vectors of f32; see {@link Blas}. */
abstract class BlasLevel2SymmetricF32 extends BlasLevel1F32 {

  BlasLevel2SymmetricF32() {}

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

  private static ArrayBlas<float[]> driver() {
    return Engine.current().host().blasF32();
  }
}
