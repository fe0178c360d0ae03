package io.lanewise.linalg;

import io.lanewise.DType;
import io.lanewise.DTypeException;
import io.lanewise.ShapeException;
import io.lanewise.Tensor;

/**
 * The right sides of a linear system, as columns of a new row-major matrix that is scaled by a
 * power of two, so that nothing on the way to the solution overflows before the solution does.
 *
 * @param columns shape (m, k), {@code 2^exponent b}; may be changed
 * @param exponent see there
 * @param vector whether b was a vector, and so is the solution
 */
record RightSide(Tensor columns, int exponent, boolean vector) {

  /**
   * Checks b and copies it.
   *
   * @param operation for error texts
   * @param dtype type of the matrix
   * @param rows rows of the matrix
   * @param b shape (rows) or (rows, k)
   * @return the copy
   */
  static RightSide of(String operation, DType dtype, long rows, Tensor b) {
    if (b.rank() != 1 && b.rank() != 2) {
      throw new ShapeException(
          operation
              + ": right side of shape "
              + b.shape()
              + " has rank "
              + b.rank()
              + ", but a vector or a matrix of columns (rank 1 or 2) is needed");
    }
    if (b.size(0) != rows) {
      throw new ShapeException(
          operation
              + ": right side of shape "
              + b.shape()
              + " has "
              + b.size(0)
              + " rows, but the matrix "
              + rows
              + (b.rank() == 2 && b.size(1) == rows ? "; did you mean b.transpose()?" : ""));
    }
    if (b.dtype() != dtype) {
      throw new DTypeException(
          operation
              + ": right side of "
              + b.dtype()
              + " for a matrix of "
              + dtype
              + ": types do not mix; cast(DType."
              + dtype
              + ") gives the same type");
    }
    boolean vector = b.rank() == 1;
    Tensor matrix = vector ? b.unsqueeze(1) : b;
    int exponent = Matrices.exponentFor(operation + ": right side", matrix, rows);
    return new RightSide(Matrices.scaled(matrix, exponent), exponent, vector);
  }

  /**
   * The solution of the system as it was given.
   *
   * @param x solution of the scaled system, {@code 2^e A x = 2^exponent b}; it is changed, and
   *     belongs to the result
   * @param matrixExponent e
   * @return {@code 2^(e - exponent) x}, a vector if b was one
   */
  Tensor solution(Tensor x, int matrixExponent) {
    Tensor result = Matrices.scaleInPlace(x, matrixExponent - exponent);
    return vector ? result.squeeze(1) : result;
  }
}
