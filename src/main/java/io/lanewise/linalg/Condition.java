package io.lanewise.linalg;

import io.lanewise.ShapeException;
import io.lanewise.Tensor;

/**
 * Condition numbers: by what factor a relative error in a matrix, or in a right side, can come out
 * larger in the solution of a linear system. With F64, which carries 16 digits, a condition of 10^6
 * leaves 10 of them.
 */
public final class Condition {
  private Condition() {}

  /**
   * The condition number in the 2-norm, by all singular values: the largest over the smallest.
   *
   * @param a shape (m, n), F32 or F64, finite
   * @return at least 1; infinity if the smallest singular value is 0; 0 for an empty matrix
   * @throws ShapeException if it is not a matrix
   * @throws IllegalArgumentException if an element is not finite, naming the first
   */
  public static double of(Tensor a) {
    Matrices.requireMatrix("Condition", a);
    int exponent = -Matrices.exponent(Matrices.largest("Condition", a));
    double[] s = Linalg.singularValues(Matrices.scaled(a, exponent));
    return s.length == 0 ? 0 : s[0] == 0 ? Double.POSITIVE_INFINITY : s[0] / s[s.length - 1];
  }

  /**
   * The condition number in the 2-norm of a symmetric positive definite matrix, by its eigenvalues:
   * the largest over the smallest. Of other matrices that is not the condition number.
   *
   * @param a shape (n, n), F32 or F64, finite, symmetric
   * @return at least 1; 0 for an empty matrix
   * @throws ShapeException if it is not a square matrix
   * @throws IllegalArgumentException if it is not symmetric, or an element is not finite
   * @throws NotPositiveDefiniteException if an eigenvalue is not positive
   */
  public static double ofPositiveDefinite(Tensor a) {
    double[] values =
        SymmetricEigen.of(a, SymmetricEigenOptions.auto().withVectors(false))
            .values()
            .toDoubleArray();
    int n = values.length;
    if (n > 0 && !(values[n - 1] > 0)) {
      throw new NotPositiveDefiniteException(
          "Condition.ofPositiveDefinite: the matrix of shape "
              + a.shape()
              + " has an eigenvalue "
              + values[n - 1]
              + ", which is not positive; Condition.of takes any matrix");
    }
    return n == 0 ? 0 : values[0] / values[n - 1];
  }

  /**
   * An estimate of the condition number in the 1-norm, by LU: a lower bound, hardly ever less than
   * a third of it, at a small part of the cost of singular values. It differs from that in the
   * 2-norm by a factor of at most n.
   *
   * @param a shape (n, n), F32 or F64, finite
   * @return at least 1 but for rounding; infinity if a pivot is zero; 0 for an empty matrix
   * @throws ShapeException if it is not a square matrix
   * @throws IllegalArgumentException if an element is not finite, naming the first
   */
  public static double estimate(Tensor a) {
    return Lu.of(a).conditionEstimate();
  }
}
