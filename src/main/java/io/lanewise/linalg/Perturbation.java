package io.lanewise.linalg;

import io.lanewise.DType;
import io.lanewise.ShapeException;
import io.lanewise.Tensor;
import java.util.Arrays;
import java.util.Locale;

/**
 * What uncertain elements of a matrix do to the solution of a linear system: the system is solved
 * again and again with random changes, beside the bound that the condition number gives. The bound
 * is for the worst change there is; what is seen is usually far smaller.
 *
 * <p><b>Method.</b> Each sample solves {@code (A + E) x = b} in F64, with independent normal
 * elements in E, of standard deviation {@code relative * |A|_2}. Its error is {@code |x - x0|_2 /
 * |x0|_2}, with x0 the solution of the given system. The same seed gives the same samples.
 *
 * <p><b>Cost.</b> {@code 2/3 n^3} flops for each sample, and the singular values of A.
 */
public final class Perturbation {
  private static final String NAME = "Perturbation";

  private final double condition;
  private final double bound;
  private final double[] errors;

  private Perturbation(double condition, double bound, double[] errors) {
    this.condition = condition;
    this.bound = bound;
    this.errors = errors;
  }

  /**
   * Solves the system with random changes of the matrix.
   *
   * @param a shape (n, n), n from 1, F32 or F64, finite
   * @param b shape (n) or (n, k), of the same type, finite
   * @param relative standard deviation of the changes, relative to the 2-norm of the matrix; from 0
   * @param samples how many, at least 1
   * @param seed of the random numbers
   * @return what came out
   * @throws ShapeException if the matrix is not square or b does not fit
   * @throws SingularMatrixException if a pivot of the given matrix is exactly zero
   * @throws IllegalArgumentException if an argument is out of range, or an element is not finite
   */
  public static Perturbation of(Tensor a, Tensor b, double relative, int samples, long seed) {
    Matrices.requireMatrix(NAME, a);
    if (a.elements() == 0) {
      throw new ShapeException(NAME + ": the matrix is empty; at least one row is needed");
    }
    if (!(relative >= 0) || Double.isInfinite(relative)) {
      throw new IllegalArgumentException(
          NAME + ": relative size " + relative + ", but it must be finite and not negative");
    }
    if (samples < 1) {
      throw new IllegalArgumentException(
          NAME + ": " + samples + " samples, but at least 1 is needed");
    }
    int exponent = -Matrices.exponent(Matrices.largest(NAME, a));
    Tensor matrix = Matrices.scaled(a.cast(DType.F64), exponent);
    Lu lu = Lu.of(matrix);
    lu.requireRegular(NAME);
    Tensor sides = RightSide.of(NAME, a.dtype(), a.size(0), b).columns().cast(DType.F64);
    Tensor exact = lu.solve(sides);
    double[] s = Linalg.singularValues(matrix);
    double condition = s[0] / s[s.length - 1];

    double size = exact.norm();
    double largest = 0;
    double[] errors = new double[samples];
    for (int i = 0; i < samples; i++) {
      Tensor change = Tensor.randn(DType.F64, seed + GOLDEN * (i + 1L), a.size(0), a.size(1));
      change.mulInPlace(relative * s[0]);
      largest = Math.max(largest, change.norm() / s[0]);
      errors[i] = error(change.addInPlace(matrix), sides, exact, size);
    }
    Arrays.sort(errors);
    double share = condition * largest;
    return new Perturbation(
        condition, share < 1 ? share / (1 - share) : Double.POSITIVE_INFINITY, errors);
  }

  /** An odd number without structure, so that samples of neighbouring seeds are not the same. */
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private static double error(Tensor matrix, Tensor sides, Tensor exact, double size) {
    try {
      double difference = Lu.of(matrix).solve(sides).subInPlace(exact).norm();
      double error = size == 0 ? difference : difference / size;
      return Double.isNaN(error) ? Double.POSITIVE_INFINITY : error;
    } catch (SingularMatrixException singular) {
      return Double.POSITIVE_INFINITY;
    }
  }

  /**
   * The condition number of the matrix in the 2-norm.
   *
   * @return the largest over the smallest singular value
   */
  public double condition() {
    return condition;
  }

  /**
   * What the error can be at worst for changes as large as the largest sample's: {@code k e / (1 -
   * k e)} with k the condition number and e the size of the change in the Frobenius norm, relative
   * to the matrix in the 2-norm.
   *
   * @return a bound on all errors; infinity if changes of that size can make the matrix singular
   */
  public double bound() {
    return bound;
  }

  /**
   * The relative errors that were seen.
   *
   * @return F64, shape (samples), ascending; infinity where the changed matrix was singular
   */
  public Tensor errors() {
    return Tensor.of(errors);
  }

  /**
   * The error that a share of the samples does not exceed.
   *
   * @param p the share, from 0 to 1
   * @return one of the errors seen: the smallest of which that is true
   * @throws IllegalArgumentException if the share is out of range
   */
  public double quantile(double p) {
    if (!(p >= 0 && p <= 1)) {
      throw new IllegalArgumentException(NAME + ".quantile: " + p + ", but a share is from 0 to 1");
    }
    int index = (int) Math.ceil(p * errors.length) - 1;
    return errors[Math.clamp(index, 0, errors.length - 1)];
  }

  /**
   * The error that half of the samples do not exceed.
   *
   * @return {@code quantile(0.5)}
   */
  public double median() {
    return quantile(0.5);
  }

  /**
   * The largest error seen.
   *
   * @return {@code quantile(1)}
   */
  public double max() {
    return errors[errors.length - 1];
  }

  /**
   * The errors counted by size.
   *
   * @param bins how many intervals, at least 1
   * @return counts for intervals of equal width on a logarithmic scale, from the smallest to the
   *     largest finite error that is not 0
   * @throws IllegalArgumentException if there is no interval
   */
  public Histogram histogram(int bins) {
    return Histogram.logarithmic(errors, bins);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s[condition %.1e, bound %.1e, median %.1e, 99 %% below %.1e, max %.1e]",
        NAME,
        condition,
        bound,
        median(),
        quantile(0.99),
        max());
  }
}
