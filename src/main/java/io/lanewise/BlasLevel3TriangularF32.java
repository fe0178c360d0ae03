package io.lanewise;

import static io.lanewise.BlasArguments.leading;
import static io.lanewise.BlasArguments.matrix;
import static io.lanewise.BlasArguments.right;
import static io.lanewise.BlasArguments.size;
import static io.lanewise.BlasArguments.trans;
import static io.lanewise.BlasArguments.unit;
import static io.lanewise.BlasArguments.upper;

import io.lanewise.cpu.blas.ArrayBlas;

/** Triangular matrices with many right-hand sides, of f32; see {@link Blas}. */
abstract class BlasLevel3TriangularF32 extends BlasLevel3SymmetricF32 {

  BlasLevel3TriangularF32() {}

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
