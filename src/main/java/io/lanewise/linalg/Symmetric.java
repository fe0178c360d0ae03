package io.lanewise.linalg;

import io.lanewise.ShapeException;
import io.lanewise.Slice;
import io.lanewise.Tensor;

/** What methods for symmetric matrices ask of their input. */
final class Symmetric {
  /** Rows and columns that are compared at once. [TP] */
  private static final int BLOCK = 128;

  private Symmetric() {}

  /** That a matrix is square. */
  static void requireSquare(String operation, Tensor a, String wayOut) {
    if (a.size(0) != a.size(1)) {
      throw new ShapeException(
          operation
              + ": shape "
              + a.shape()
              + " is not square: axes 0 and 1 have sizes "
              + a.size(0)
              + " and "
              + a.size(1)
              + "; "
              + wayOut);
    }
  }

  /**
   * That a matrix is symmetric, up to {@code 8 n eps max|a|}, which counts as rounding.
   *
   * @param operation for the error text
   * @param work {@code 2^exponent a} for a square matrix a, in range
   * @param exponent see there
   * @return whether it is symmetric to the bit
   * @throws IllegalArgumentException if it is not symmetric, saying where and by how much
   */
  static boolean require(String operation, Tensor work, int exponent) {
    if (work.elements() == 0) {
      return true;
    }
    double most = largestDifference(work);
    if (most == 0) {
      return true;
    }
    most = Math.scalb(most, -exponent);
    double largest = Math.scalb(Math.max(work.max(), -work.min()), -exponent);
    double allowed = 8 * work.size(0) * work.dtype().epsilon() * largest;
    if (most > allowed) {
      long at = work.sub(work.transpose()).absInPlace().argmax();
      long i = at / work.size(0);
      long j = at % work.size(0);
      throw new IllegalArgumentException(
          operation
              + ": matrix of shape "
              + work.shape()
              + " is not symmetric: element ("
              + i
              + ", "
              + j
              + ") is "
              + Math.scalb(work.get(i, j), -exponent)
              + ", but ("
              + j
              + ", "
              + i
              + ") is "
              + Math.scalb(work.get(j, i), -exponent)
              + ", a difference of "
              + most
              + ", the largest, where up to 8 n eps max|a| = "
              + allowed
              + " counts as rounding; a.add(a.transpose()).mul(0.5) is its symmetric part");
    }
    return false;
  }

  /** A new matrix with the upper triangle of another; what is below is arbitrary. */
  static Tensor upperCopy(Tensor a) {
    long n = a.size(0);
    Tensor result = Tensor.empty(a.dtype(), n, n);
    for (long row = 0; row < n; row += BLOCK) {
      Slice rows = Slice.range(row, Math.min(n, row + BLOCK));
      result.slice(rows, Slice.from(row)).copyFrom(a.slice(rows, Slice.from(row)));
    }
    return result;
  }

  /**
   * Makes the upper triangle that of the symmetric part.
   *
   * @param upper the upper triangle of the matrix, changed; what is below is arbitrary afterwards
   * @param a the matrix, which may be the same
   */
  static void averageUpper(Tensor upper, Tensor a) {
    long n = a.size(0);
    for (long row = 0; row < n; row += BLOCK) {
      Slice rows = Slice.range(row, Math.min(n, row + BLOCK));
      for (long column = row; column < n; column += BLOCK) {
        Slice columns = Slice.range(column, Math.min(n, column + BLOCK));
        Tensor mirror = a.slice(columns, rows).transpose();
        upper.slice(rows, columns).addInPlace(mirror).mulInPlace(0.5);
      }
    }
  }

  /** Makes a matrix its symmetric part. */
  static void average(Tensor a) {
    long n = a.size(0);
    averageUpper(a, a);
    for (long row = 0; row < n; row += BLOCK) {
      Slice rows = Slice.range(row, Math.min(n, row + BLOCK));
      for (long column = row + BLOCK; column < n; column += BLOCK) {
        Slice columns = Slice.range(column, Math.min(n, column + BLOCK));
        a.slice(columns, rows).copyFrom(a.slice(rows, columns).transpose());
      }
    }
  }

  /** The largest {@code |a_ij - a_ji|}, block by block, so that each is met in cache twice. */
  private static double largestDifference(Tensor a) {
    long n = a.size(0);
    Tensor spare = Tensor.empty(a.dtype(), Math.min(n, BLOCK), Math.min(n, BLOCK));
    double most = 0;
    for (long row = 0; row < n; row += BLOCK) {
      Slice rows = Slice.range(row, Math.min(n, row + BLOCK));
      for (long column = row; column < n; column += BLOCK) {
        Slice columns = Slice.range(column, Math.min(n, column + BLOCK));
        Tensor block = a.slice(rows, columns);
        Tensor mirror = a.slice(columns, rows).transpose();
        Tensor difference = spare.slice(Slice.to(block.size(0)), Slice.to(block.size(1)));
        block.subInto(mirror, difference);
        most = Math.max(most, Math.max(difference.max(), -difference.min()));
      }
    }
    return most;
  }
}
