package io.lanewise.linalg;

import io.lanewise.ShapeException;
import io.lanewise.Tensor;
import java.util.Arrays;

/**
 * Linear algebra in one call each, by the names of numpy.linalg. Who needs a factorisation more
 * than once keeps it: {@link Lu}, {@link Cholesky}, {@link Qr}, {@link Svd}.
 *
 * <p>Matrices have rank 2 and are finite; each method says so with the first element that is not.
 */
public final class Linalg {
  private Linalg() {}

  /**
   * Solves {@code A x = b}, by LU with partial pivoting. {@link Solution} also tells how accurate
   * the result is.
   *
   * @param a shape (n, n), F32 or F64
   * @param b shape (n) or (n, k), one column for each system, of the same type
   * @return new, of b's shape
   * @throws ShapeException if the matrix is not square or b does not fit
   * @throws SingularMatrixException if a pivot is exactly zero
   * @throws IllegalArgumentException if an element is not finite, naming the first
   */
  public static Tensor solve(Tensor a, Tensor b) {
    return Lu.of(a).solve(b);
  }

  /**
   * Solves least squares problems: x that makes {@code |A x - b|} smallest, and of several such x
   * the shortest, as {@code numpy.linalg.lstsq} does. By QR with column pivoting, and where the
   * rank is smaller than n by a complete orthogonal decomposition: what is on the diagonal of R
   * below {@code max(m, n) eps} of the largest element counts as zero.
   *
   * @param a shape (m, n), F32 or F64
   * @param b shape (m) or (m, k), one column for each problem, of the same type
   * @return new, shape (n) or (n, k)
   * @throws ShapeException if a is not a matrix or b does not fit
   * @throws IllegalArgumentException if an element is not finite, naming the first
   */
  public static Tensor leastSquares(Tensor a, Tensor b) {
    return Qr.pivoted(a).solve(b);
  }

  /**
   * The inverse, by LU. To solve systems, {@link #solve} is faster and more accurate.
   *
   * @param a shape (n, n), F32 or F64
   * @return new, shape (n, n)
   * @throws ShapeException if the matrix is not square
   * @throws SingularMatrixException if a pivot is exactly zero
   * @throws IllegalArgumentException if an element is not finite, naming the first
   */
  public static Tensor inverse(Tensor a) {
    return Lu.of(a).inverse();
  }

  /**
   * The determinant, by LU.
   *
   * @param a shape (n, n), F32 or F64
   * @return its value; infinity or 0 where it leaves the range of a double, which {@link Lu#logDet}
   *     does not; 1 for an empty matrix
   * @throws ShapeException if the matrix is not square
   * @throws IllegalArgumentException if an element is not finite, naming the first
   */
  public static double det(Tensor a) {
    return Lu.of(a).det();
  }

  /**
   * The pseudoinverse of Moore and Penrose, by singular values; those below {@code max(m, n) eps}
   * of the largest count as zero.
   *
   * @param a shape (m, n), F32 or F64
   * @return new, shape (n, m)
   * @throws ShapeException if it is not a matrix
   * @throws IllegalArgumentException if an element is not finite, naming the first
   */
  public static Tensor pinv(Tensor a) {
    Matrices.requireMatrix("pinv", a);
    return pinv(a, tolerance(a));
  }

  /**
   * The pseudoinverse of Moore and Penrose, by singular values.
   *
   * @param a shape (m, n), F32 or F64
   * @param relativeTolerance singular values up to this, relative to the largest, count as zero;
   *     from 0 to 1
   * @return new, shape (n, m)
   * @throws ShapeException if it is not a matrix
   * @throws IllegalArgumentException if an element is not finite, naming the first
   */
  public static Tensor pinv(Tensor a, double relativeTolerance) {
    Matrices.requireMatrix("pinv", a);
    requireTolerance("pinv", relativeTolerance);
    int exponent = -Matrices.exponent(Matrices.largest("pinv", a));
    Svd svd = Svd.of(Matrices.scaled(a, exponent));
    double[] s = svd.s().toDoubleArray();
    double least = s.length == 0 ? 0 : relativeTolerance * s[0];
    double[] inverses = new double[s.length];
    for (int i = 0; i < s.length; i++) {
      inverses[i] = s[i] > least ? 1 / s[i] : 0;
    }
    Tensor right = svd.vt().transpose().mul(Tensor.of(inverses).cast(a.dtype()));
    return Matrices.scaled(right.matmul(svd.u().transpose()), exponent);
  }

  /**
   * The rank: singular values above {@code max(m, n) eps} of the largest.
   *
   * @param a shape (m, n), F32 or F64
   * @return a number from 0 to min(m, n)
   * @throws ShapeException if it is not a matrix
   * @throws IllegalArgumentException if an element is not finite, naming the first
   */
  public static long rank(Tensor a) {
    Matrices.requireMatrix("rank", a);
    return rank(a, tolerance(a));
  }

  /**
   * The rank: singular values above a tolerance.
   *
   * @param a shape (m, n), F32 or F64
   * @param relativeTolerance relative to the largest singular value (numpy's is absolute); from 0
   *     to 1
   * @return a number from 0 to min(m, n)
   * @throws ShapeException if it is not a matrix
   * @throws IllegalArgumentException if an element is not finite, naming the first
   */
  public static long rank(Tensor a, double relativeTolerance) {
    Matrices.requireMatrix("rank", a);
    requireTolerance("rank", relativeTolerance);
    int exponent = -Matrices.exponent(Matrices.largest("rank", a));
    double[] s = singularValues(Matrices.scaled(a, exponent));
    return s.length == 0 ? 0 : Arrays.stream(s).filter(x -> x > relativeTolerance * s[0]).count();
  }

  /**
   * A norm. NaN if an element is NaN, for norms that need no singular values.
   *
   * @param a shape (m, n), F32 or F64
   * @param norm which
   * @return its value, 0 for an empty matrix; infinity only if it exceeds the range of a double
   * @throws ShapeException if it is not a matrix
   * @throws IllegalArgumentException if singular values are needed and an element is not finite,
   *     naming the first
   */
  public static double norm(Tensor a, MatrixNorm norm) {
    Matrices.requireMatrix("norm", a);
    if (a.elements() == 0) {
      return 0;
    }
    double largest = Math.max(a.max(), -a.min());
    boolean finite = largest <= Double.MAX_VALUE;
    if (norm == MatrixNorm.MAX) {
      return Math.abs(largest); // of a zero matrix it may be -0
    }
    if (!finite && norm != MatrixNorm.TWO && norm != MatrixNorm.NUCLEAR) {
      return largest; // NaN or infinity
    }
    int exponent = -Matrices.exponent(Matrices.largest("norm", a));
    Tensor work = Matrices.scaled(a, exponent);
    double scaled =
        switch (norm) {
          case FROBENIUS -> work.norm();
          case ONE -> work.absInPlace().sum(0).max();
          case INFINITY -> work.absInPlace().sum(1).max();
          case TWO -> singularValues(work)[0];
          case NUCLEAR -> Arrays.stream(singularValues(work)).sum();
          case MAX -> throw new AssertionError("done above");
        };
    return Math.scalb(scaled, -exponent);
  }

  /** All singular values, descending. */
  static double[] singularValues(Tensor a) {
    return Svd.of(a, SvdOptions.auto().withVectors(SvdOptions.Vectors.NONE)).s().toDoubleArray();
  }

  private static double tolerance(Tensor a) {
    return Math.max(a.size(0), a.size(1)) * a.dtype().epsilon();
  }

  private static void requireTolerance(String operation, double tolerance) {
    if (!(tolerance >= 0 && tolerance <= 1)) {
      throw new IllegalArgumentException(
          operation
              + ": relative tolerance "
              + tolerance
              + ", but it must be from 0 to 1: it is relative to the largest singular value");
    }
  }
}
