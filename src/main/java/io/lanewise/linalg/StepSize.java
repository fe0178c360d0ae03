package io.lanewise.linalg;

import io.lanewise.ShapeException;
import io.lanewise.Tensor;
import java.util.Locale;

/**
 * Step sizes of gradient descent on a quadratic function {@code f(x) = x'Hx / 2 + b'x}.
 *
 * <p>A step of size t multiplies the error along an eigenvector with eigenvalue w by {@code 1 - t
 * w}. So the iteration converges for {@code 0 < t < limit() = 2 / largest}; at the limit the error
 * along the steepest direction changes its sign for ever, beyond it it grows. {@code optimal() = 2
 * / (largest + smallest)} makes the factors at both ends equal in size: {@code rate() = (largest -
 * smallest) / (largest + smallest)}, the best that a constant step can do [1, theorem 2.1.14].
 *
 * <p>Eigenvalues up to {@code n eps} times the largest count as zero, since rounding does not tell
 * them from it. Along a direction with eigenvalue zero there is no gradient and nothing moves; such
 * directions are left out, and {@link #smallest()} is the smallest eigenvalue that is not zero.
 *
 * <p><b>Cost.</b> The eigenvalues of H, see {@link SymmetricEigen}.
 *
 * <p>[1] Y. Nesterov, Introductory Lectures on Convex Optimization, 2004.
 */
public final class StepSize {
  private static final String NAME = "StepSize";

  private final double largest;
  private final double smallest;

  private StepSize(double largest, double smallest) {
    this.largest = largest;
    this.smallest = smallest;
  }

  /**
   * Finds the step sizes for a Hessian matrix.
   *
   * @param hessian shape (n, n), n from 1, F32 or F64, finite, symmetric as {@link SymmetricEigen}
   *     demands, without negative eigenvalues and not zero
   * @return the step sizes
   * @throws ShapeException if it is not a square matrix, or empty
   * @throws IllegalArgumentException if it is not symmetric, has a negative eigenvalue (the
   *     function then has no minimum), is zero, or an element is not finite
   * @throws NoConvergenceException if its eigenvalues are not found
   */
  public static StepSize forQuadratic(Tensor hessian) {
    Matrices.requireMatrix(NAME, hessian);
    if (hessian.size(0) != hessian.size(1) || hessian.size(0) == 0) {
      throw new ShapeException(
          NAME
              + ": shape "
              + hessian.shape()
              + ", but a Hessian is a square matrix with at least one row");
    }
    double[] values =
        SymmetricEigen.of(hessian, SymmetricEigenOptions.auto().withVectors(false))
            .values()
            .toDoubleArray();
    double largest = values[0];
    double last = values[values.length - 1];
    double zero = values.length * hessian.dtype().epsilon() * Math.max(largest, -last);
    if (last < -zero) {
      throw new IllegalArgumentException(
          NAME
              + ": the Hessian has the negative eigenvalue "
              + last
              + ", the largest is "
              + largest
              + ": the function falls without end and no step size converges");
    }
    if (largest <= zero) {
      throw new IllegalArgumentException(
          NAME + ": the Hessian is zero: the gradient is constant and no step size converges");
    }
    int k = values.length - 1;
    while (values[k] <= zero) {
      k--;
    }
    return new StepSize(largest, values[k]);
  }

  /**
   * The step size at which gradient descent no longer converges.
   *
   * @return {@code 2 / largest()}
   */
  public double limit() {
    return 2 / largest;
  }

  /**
   * The constant step size that converges fastest.
   *
   * @return {@code 2 / (largest() + smallest())}
   */
  public double optimal() {
    return 1 / (largest / 2 + smallest / 2);
  }

  /**
   * By what the error is multiplied in each step of the optimal size, in the worst direction.
   *
   * @return {@code (largest() - smallest()) / (largest() + smallest())}, from 0 to below 1
   */
  public double rate() {
    double ratio = smallest / largest;
    return (1 - ratio) / (1 + ratio);
  }

  /**
   * The curvature of the steepest direction.
   *
   * @return the largest eigenvalue of the Hessian
   */
  public double largest() {
    return largest;
  }

  /**
   * The curvature of the flattest direction that is not quite flat.
   *
   * @return the smallest eigenvalue that is not zero
   */
  public double smallest() {
    return smallest;
  }

  /** One line, such as {@code StepSize[limit 0.500, optimal 0.400, rate 0.600]}. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "%s[limit %.3g, optimal %.3g, rate %.3g]", NAME, limit(), optimal(), rate());
  }
}
