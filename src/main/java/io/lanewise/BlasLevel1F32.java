package io.lanewise;

import static io.lanewise.BlasArguments.vector;

import io.lanewise.cpu.blas.ArrayBlas;

/** Vectors of f32; see {@link Blas}. */
abstract class BlasLevel1F32 extends BlasRotationsF32 {

  BlasLevel1F32() {}

  /**
   * Inner product {@code x . y}.
   *
   * @param n number of elements; below 1, nothing is done
   * @param x first vector
   * @param incx increment of x
   * @param y second vector
   * @param incy increment of y
   * @return the sum of products, 0 for no elements
   * @throws IndexOutOfBoundsException if an array is too short
   */
  public static float sdot(int n, float[] x, int incx, float[] y, int incy) {
    return sdot(n, x, 0, incx, y, 0, incy);
  }

  /**
   * Inner product {@code x . y}.
   *
   * @param n number of elements; below 1, nothing is done
   * @param x first vector
   * @param offsetx index of the first element of x
   * @param incx increment of x
   * @param y second vector
   * @param offsety index of the first element of y
   * @param incy increment of y
   * @return the sum of products, 0 for no elements
   * @throws IndexOutOfBoundsException if an array is too short
   */
  public static float sdot(
      int n, float[] x, int offsetx, int incx, float[] y, int offsety, int incy) {
    if (n < 1) {
      return 0f;
    }
    vector("sdot", "x", x.length, offsetx, n, incx);
    vector("sdot", "y", y.length, offsety, n, incy);
    return (float) driver().vector().dot(n, x, offsetx, incx, y, offsety, incy);
  }

  /**
   * {@code y = alpha x + y}.
   *
   * @param n number of elements; below 1, nothing is done
   * @param alpha factor
   * @param x vector
   * @param incx increment of x
   * @param y vector that is added to
   * @param incy increment of y
   * @throws IndexOutOfBoundsException if an array is too short
   */
  public static void saxpy(int n, float alpha, float[] x, int incx, float[] y, int incy) {
    saxpy(n, alpha, x, 0, incx, y, 0, incy);
  }

  /**
   * {@code y = alpha x + y}.
   *
   * @param n number of elements; below 1, nothing is done
   * @param alpha factor
   * @param x vector
   * @param offsetx index of the first element of x
   * @param incx increment of x
   * @param y vector that is added to
   * @param offsety index of the first element of y
   * @param incy increment of y
   * @throws IndexOutOfBoundsException if an array is too short
   */
  public static void saxpy(
      int n, float alpha, float[] x, int offsetx, int incx, float[] y, int offsety, int incy) {
    if (n < 1 || alpha == 0) {
      return;
    }
    vector("saxpy", "x", x.length, offsetx, n, incx);
    vector("saxpy", "y", y.length, offsety, n, incy);
    driver().vector().axpy(n, alpha, x, offsetx, incx, y, offsety, incy);
  }

  /**
   * {@code x = alpha x}. A factor of 0 multiplies too: what is not finite becomes NaN.
   *
   * @param n number of elements; below 1, nothing is done
   * @param alpha factor
   * @param x vector
   * @param incx increment of x; below 1, nothing is done
   * @throws IndexOutOfBoundsException if an array is too short
   */
  public static void sscal(int n, float alpha, float[] x, int incx) {
    sscal(n, alpha, x, 0, incx);
  }

  /**
   * {@code x = alpha x}. A factor of 0 multiplies too: what is not finite becomes NaN.
   *
   * @param n number of elements; below 1, nothing is done
   * @param alpha factor
   * @param x vector
   * @param offsetx index of the first element of x
   * @param incx increment of x; below 1, nothing is done
   * @throws IndexOutOfBoundsException if an array is too short
   */
  public static void sscal(int n, float alpha, float[] x, int offsetx, int incx) {
    if (n < 1 || incx < 1) {
      return;
    }
    vector("sscal", "x", x.length, offsetx, n, incx);
    driver().vector().scal(n, alpha, x, offsetx, incx);
  }

  /**
   * {@code y = x}.
   *
   * @param n number of elements; below 1, nothing is done
   * @param x source
   * @param incx increment of x
   * @param y target
   * @param incy increment of y
   * @throws IndexOutOfBoundsException if an array is too short
   */
  public static void scopy(int n, float[] x, int incx, float[] y, int incy) {
    scopy(n, x, 0, incx, y, 0, incy);
  }

  /**
   * {@code y = x}.
   *
   * @param n number of elements; below 1, nothing is done
   * @param x source
   * @param offsetx index of the first element of x
   * @param incx increment of x
   * @param y target
   * @param offsety index of the first element of y
   * @param incy increment of y
   * @throws IndexOutOfBoundsException if an array is too short
   */
  public static void scopy(
      int n, float[] x, int offsetx, int incx, float[] y, int offsety, int incy) {
    if (n < 1) {
      return;
    }
    vector("scopy", "x", x.length, offsetx, n, incx);
    vector("scopy", "y", y.length, offsety, n, incy);
    driver().vector().copy(n, x, offsetx, incx, y, offsety, incy);
  }

  /**
   * Exchanges x and y.
   *
   * @param n number of elements; below 1, nothing is done
   * @param x vector
   * @param incx increment of x
   * @param y vector
   * @param incy increment of y
   * @throws IndexOutOfBoundsException if an array is too short
   */
  public static void sswap(int n, float[] x, int incx, float[] y, int incy) {
    sswap(n, x, 0, incx, y, 0, incy);
  }

  /**
   * Exchanges x and y.
   *
   * @param n number of elements; below 1, nothing is done
   * @param x vector
   * @param offsetx index of the first element of x
   * @param incx increment of x
   * @param y vector
   * @param offsety index of the first element of y
   * @param incy increment of y
   * @throws IndexOutOfBoundsException if an array is too short
   */
  public static void sswap(
      int n, float[] x, int offsetx, int incx, float[] y, int offsety, int incy) {
    if (n < 1) {
      return;
    }
    vector("sswap", "x", x.length, offsetx, n, incx);
    vector("sswap", "y", y.length, offsety, n, incy);
    driver().vector().swap(n, x, offsetx, incx, y, offsety, incy);
  }

  /**
   * Euclidean norm, without overflow or underflow on the way.
   *
   * @param n number of elements; below 1, nothing is done
   * @param x vector
   * @param incx increment of x; below 1, the result is 0
   * @return the norm
   * @throws IndexOutOfBoundsException if an array is too short
   */
  public static float snrm2(int n, float[] x, int incx) {
    return snrm2(n, x, 0, incx);
  }

  /**
   * Euclidean norm, without overflow or underflow on the way.
   *
   * @param n number of elements; below 1, nothing is done
   * @param x vector
   * @param offsetx index of the first element of x
   * @param incx increment of x; below 1, the result is 0
   * @return the norm
   * @throws IndexOutOfBoundsException if an array is too short
   */
  public static float snrm2(int n, float[] x, int offsetx, int incx) {
    if (n < 1 || incx < 1) {
      return 0f;
    }
    vector("snrm2", "x", x.length, offsetx, n, incx);
    return (float) driver().vector().nrm2(n, x, offsetx, incx);
  }

  /**
   * Sum of absolute values.
   *
   * @param n number of elements; below 1, nothing is done
   * @param x vector
   * @param incx increment of x; below 1, the result is 0
   * @return the sum
   * @throws IndexOutOfBoundsException if an array is too short
   */
  public static float sasum(int n, float[] x, int incx) {
    return sasum(n, x, 0, incx);
  }

  /**
   * Sum of absolute values.
   *
   * @param n number of elements; below 1, nothing is done
   * @param x vector
   * @param offsetx index of the first element of x
   * @param incx increment of x; below 1, the result is 0
   * @return the sum
   * @throws IndexOutOfBoundsException if an array is too short
   */
  public static float sasum(int n, float[] x, int offsetx, int incx) {
    if (n < 1 || incx < 1) {
      return 0f;
    }
    vector("sasum", "x", x.length, offsetx, n, incx);
    return (float) driver().vector().asum(n, x, offsetx, incx);
  }

  /**
   * Number of the first element of largest absolute value. NaN counts as less than any number, but
   * a NaN in the first place is never passed.
   *
   * @param n number of elements; below 1, nothing is done
   * @param x vector
   * @param incx increment of x
   * @return the number, from 0; -1 if n or the increment is below 1
   * @throws IndexOutOfBoundsException if an array is too short
   */
  public static int isamax(int n, float[] x, int incx) {
    return isamax(n, x, 0, incx);
  }

  /**
   * Number of the first element of largest absolute value. NaN counts as less than any number, but
   * a NaN in the first place is never passed.
   *
   * @param n number of elements; below 1, nothing is done
   * @param x vector
   * @param offsetx index of the first element of x
   * @param incx increment of x
   * @return the number, from 0; -1 if n or the increment is below 1
   * @throws IndexOutOfBoundsException if an array is too short
   */
  public static int isamax(int n, float[] x, int offsetx, int incx) {
    if (n < 1 || incx < 1) {
      return -1;
    }
    vector("isamax", "x", x.length, offsetx, n, incx);
    return driver().vector().iamax(n, x, offsetx, incx);
  }

  /**
   * Plane rotation: {@code (x, y) = (c x + s y, c y - s x)}.
   *
   * @param n number of elements; below 1, nothing is done
   * @param x vector
   * @param incx increment of x
   * @param y vector
   * @param incy increment of y
   * @param c cosine
   * @param s sine
   * @throws IndexOutOfBoundsException if an array is too short
   */
  public static void srot(int n, float[] x, int incx, float[] y, int incy, float c, float s) {
    srot(n, x, 0, incx, y, 0, incy, c, s);
  }

  /**
   * Plane rotation: {@code (x, y) = (c x + s y, c y - s x)}.
   *
   * @param n number of elements; below 1, nothing is done
   * @param x vector
   * @param offsetx index of the first element of x
   * @param incx increment of x
   * @param y vector
   * @param offsety index of the first element of y
   * @param incy increment of y
   * @param c cosine
   * @param s sine
   * @throws IndexOutOfBoundsException if an array is too short
   */
  public static void srot(
      int n, float[] x, int offsetx, int incx, float[] y, int offsety, int incy, float c, float s) {
    if (n < 1) {
      return;
    }
    vector("srot", "x", x.length, offsetx, n, incx);
    vector("srot", "y", y.length, offsety, n, incy);
    driver().vector().transform(n, x, offsetx, incx, y, offsety, incy, c, s, -s, c);
  }

  /**
   * Modified rotation: {@code (x, y) = H (x, y)}.
   *
   * @param n number of elements; below 1, nothing is done
   * @param x vector
   * @param incx increment of x
   * @param y vector
   * @param incy increment of y
   * @param param a flag and h11, h21, h12, h22, as {@code rotmg} makes them: with -1 all are used,
   *     with 0 the diagonal is 1, with 1 the other two are 1 and -1, with -2 nothing is done
   * @throws IndexOutOfBoundsException if an array is too short
   */
  public static void srotm(int n, float[] x, int incx, float[] y, int incy, float[] param) {
    srotm(n, x, 0, incx, y, 0, incy, param, 0);
  }

  /**
   * Modified rotation: {@code (x, y) = H (x, y)}.
   *
   * @param n number of elements; below 1, nothing is done
   * @param x vector
   * @param offsetx index of the first element of x
   * @param incx increment of x
   * @param y vector
   * @param offsety index of the first element of y
   * @param incy increment of y
   * @param param a flag and h11, h21, h12, h22, as {@code rotmg} makes them: with -1 all are used,
   *     with 0 the diagonal is 1, with 1 the other two are 1 and -1, with -2 nothing is done
   * @param offsetparam index of the first element of param
   * @throws IndexOutOfBoundsException if an array is too short
   */
  public static void srotm(
      int n,
      float[] x,
      int offsetx,
      int incx,
      float[] y,
      int offsety,
      int incy,
      float[] param,
      int offsetparam) {
    if (n < 1) {
      return;
    }
    vector("srotm", "x", x.length, offsetx, n, incx);
    vector("srotm", "y", y.length, offsety, n, incy);
    vector("srotm", "param", param.length, offsetparam, 5, 1);
    Rotations.H h =
        Rotations.H.of(
            param[offsetparam],
            param[offsetparam + 1],
            param[offsetparam + 2],
            param[offsetparam + 3],
            param[offsetparam + 4]);
    if (!h.identity()) {
      driver()
          .vector()
          .transform(n, x, offsetx, incx, y, offsety, incy, h.h11(), h.h12(), h.h21(), h.h22());
    }
  }

  private static ArrayBlas<float[]> driver() {
    return Engine.current().host().blasF32();
  }
}
