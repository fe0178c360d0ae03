package io.lanewise.linalg;

import io.lanewise.DType;
import io.lanewise.ShapeException;
import io.lanewise.Slice;
import io.lanewise.Tensor;
import java.util.Locale;

/**
 * The solution of a system of linear equations together with what is known of its accuracy, like
 * LAPACK's xGESVX.
 *
 * <p><b>Method.</b> {@link Lu}; then, if the residual is larger than rounding explains, one step of
 * iterative refinement, kept if it helps. Residuals are computed in F64 whatever the type. The
 * error bound is the norm of {@code |A^-1| (|r| + (n + 1) u (|A||x| + |b|))}, estimated without
 * forming the inverse [1, 2].
 *
 * <p><b>Cost.</b> {@code 2/3 n^3} flops, and some 20 {@code n^2} for each right side.
 *
 * <p>[1] M. Arioli, J. Demmel and I. Duff, Solving sparse linear systems with sparse backward
 * error, SIAM J. Matrix Anal. Appl. 10, 1989. [2] N. J. Higham, Accuracy and Stability of Numerical
 * Algorithms, 2nd edition 2002, chapters 7, 12 and 15.
 */
public final class Solution {
  private static final String NAME = "Solution";

  private final Tensor x;
  private final double condition;
  private final double backwardError;
  private final double errorBound;

  private Solution(Tensor x, double condition, double backwardError, double errorBound) {
    this.x = x;
    this.condition = condition;
    this.backwardError = backwardError;
    this.errorBound = errorBound;
  }

  /**
   * Solves {@code A x = b}.
   *
   * @param a shape (n, n), F32 or F64, finite
   * @param b shape (n) or (n, k), one column for each system, of the same type, finite
   * @return the solution
   * @throws ShapeException if the matrix is not square or b does not fit
   * @throws SingularMatrixException if a pivot is exactly zero
   * @throws IllegalArgumentException if an element is not finite, naming the first
   */
  public static Solution of(Tensor a, Tensor b) {
    Lu lu = Lu.of(a);
    lu.requireRegular(NAME);
    RightSide right = RightSide.of(NAME, a.dtype(), a.size(0), b);
    // The scaled system, as it was factored: 2^e A y = 2^f b.
    Tensor matrix = Matrices.scaled(a.cast(DType.F64), lu.exponent());
    Tensor sides = right.columns().cast(DType.F64);
    Tensor y = right.columns().copy();
    lu.solveScaled(y);
    Check check = Check.of(matrix, sides, y);
    if (check.backwardError > a.dtype().epsilon() / 2) {
      Tensor better = check.residual.copy().cast(a.dtype());
      lu.solveScaled(better);
      better.addInPlace(y);
      Check refined = Check.of(matrix, sides, better);
      if (refined.backwardError < check.backwardError) {
        y = better;
        check = refined;
      }
    }
    double bound = errorBound(lu, check, y);
    return new Solution(
        right.solution(y, lu.exponent()), lu.conditionEstimate(), check.backwardError, bound);
  }

  /** The largest over all columns of the bound on the error, relative to the largest element. */
  private static double errorBound(Lu lu, Check check, Tensor y) {
    int n = Math.toIntExact(y.size(0));
    double bound = 0;
    for (long column = 0; n > 0 && column < y.size(1); column++) {
      Slice here = Slice.at(column);
      double[] weights = check.uncertainty.slice(Slice.all(), here).toDoubleArray();
      double error =
          OneNorm.estimate(
              n,
              z -> multiply(weights, lu.solveTransposedScaled(z)),
              z -> lu.solveScaled(multiply(weights, z)));
      if (error > 0) {
        bound = Math.max(bound, error / y.slice(Slice.all(), here).abs().max());
      }
    }
    return bound;
  }

  private static double[] multiply(double[] weights, double[] z) {
    double[] result = z.clone();
    for (int i = 0; i < result.length; i++) {
      result[i] *= weights[i];
    }
    return result;
  }

  /**
   * How well an approximation solves the system.
   *
   * @param residual {@code b - A y}
   * @param uncertainty what the residual may be, its own rounding errors included
   * @param backwardError the largest of {@code |r| / (|A||y| + |b|)}
   */
  private record Check(Tensor residual, Tensor uncertainty, double backwardError) {
    static Check of(Tensor matrix, Tensor sides, Tensor y) {
      Tensor wide = y.cast(DType.F64);
      Tensor residual = Tensor.gemm(-1, matrix, wide, 1, sides.copy());
      Tensor sizes = Tensor.gemm(1, matrix.abs(), wide.abs(), 1, sides.abs());
      Tensor magnitude = residual.abs();
      double worst = 0;
      if (sizes.elements() > 0) {
        // where both are zero, so is the error
        worst = magnitude.div(sizes.maximum(Double.MIN_NORMAL)).max();
      }
      double rounding = (matrix.size(0) + 1) * DType.F64.epsilon() / 2;
      return new Check(residual, magnitude.add(sizes.mul(rounding)), worst);
    }
  }

  /**
   * The solution.
   *
   * @return of b's shape and type
   */
  public Tensor x() {
    return x;
  }

  /**
   * The condition number of the matrix in the 1-norm, estimated: what relative errors in A and b
   * are multiplied by, at worst.
   *
   * @return at least 1 but for rounding; 0 for an empty matrix
   */
  public double condition() {
    return condition;
  }

  /**
   * The componentwise backward error: x solves exactly a system whose elements each differ by at
   * most this, relatively, from those of A and b.
   *
   * @return the largest over all right sides; about eps unless the matrix is extraordinary
   */
  public double backwardError() {
    return backwardError;
  }

  /**
   * A bound on the error of x, relative to its largest element, if A and b are taken as exact. It
   * rests on an estimate of a norm, but is hardly ever exceeded, and is usually some ten times the
   * error.
   *
   * @return the largest over all right sides; 1 or more means that x may have no right digit
   */
  public double errorBound() {
    return errorBound;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s[%s, condition %.1e, backward error %.1e, error bound %.1e]",
        NAME,
        x.shape(),
        condition,
        backwardError,
        errorBound);
  }
}
