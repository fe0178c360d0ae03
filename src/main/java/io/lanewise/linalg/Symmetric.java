package io.lanewise.linalg;

import io.lanewise.ShapeException;
import io.lanewise.Tensor;

/** What methods for symmetric matrices ask of their input. */
final class Symmetric {
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
   * @param a square matrix
   * @param work {@code 2^exponent a}, in range
   * @param exponent see there
   * @return the symmetric part of {@code work}; itself if it is symmetric to the bit
   * @throws IllegalArgumentException if it is not, saying where and by how much
   */
  static Tensor part(String operation, Tensor a, Tensor work, int exponent) {
    if (work.elements() == 0) {
      return work;
    }
    Tensor difference = work.sub(work.transpose()).absInPlace();
    double most = Math.scalb(difference.max(), -exponent);
    double largest = Math.scalb(Math.max(work.max(), -work.min()), -exponent);
    double allowed = 8 * a.size(0) * a.dtype().epsilon() * largest;
    if (most > allowed) {
      long at = difference.argmax();
      long i = at / a.size(0);
      long j = at % a.size(0);
      throw new IllegalArgumentException(
          operation
              + ": matrix of shape "
              + a.shape()
              + " is not symmetric: element ("
              + i
              + ", "
              + j
              + ") is "
              + a.get(i, j)
              + ", but ("
              + j
              + ", "
              + i
              + ") is "
              + a.get(j, i)
              + ", a difference of "
              + most
              + ", the largest, where up to 8 n eps max|a| = "
              + allowed
              + " counts as rounding; a.add(a.transpose()).mul(0.5) is its symmetric part");
    }
    return most == 0 ? work : work.add(work.transpose()).mulInPlace(0.5);
  }
}
