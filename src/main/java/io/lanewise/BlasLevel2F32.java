package io.lanewise;

import static io.lanewise.BlasArguments.increment;
import static io.lanewise.BlasArguments.leading;
import static io.lanewise.BlasArguments.matrix;
import static io.lanewise.BlasArguments.size;
import static io.lanewise.BlasArguments.trans;
import static io.lanewise.BlasArguments.vector;

import io.lanewise.cpu.blas.ArrayBlas;

/** A matrix and vectors of f32; see {@link Blas}. */
abstract class BlasLevel2F32 extends BlasLevel2TriangularF32 {

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

  private static ArrayBlas<float[]> driver() {
    return Engine.current().host().blasF32();
  }
}
