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

/** A triangular matrix and a vector of f32; see {@link Blas}. */
abstract class BlasLevel2TriangularF32 extends BlasLevel2SymmetricF32 {

  BlasLevel2TriangularF32() {}

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
