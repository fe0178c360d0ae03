package io.lanewise.jmh.problem;

import io.lanewise.DType;

/**
 * Eigenvalues and right eigenvectors of an n by n matrix of random numbers: most are complex. The
 * amount is nominal, 25 n^3 whatever an algorithm really does (Golub and Van Loan, Matrix
 * Computations, 7.5).
 *
 * <p>Answers are, one after the other and row-major: real parts of the values (n), imaginary parts
 * (n), real parts of the vectors, as columns (n, n), imaginary parts (n, n). A column of NaN is a
 * vector that a library does not give.
 *
 * @param dtype element type
 * @param n order of the matrix
 */
public record GeneralEigenProblem(DType dtype, int n) implements Problem {
  /** LAPACK's own limit for its test ratios. */
  private static final double RATIO = 30;

  /** The matrix, row-major. */
  public double[] matrix() {
    return Samples.uniform(dtype, 1, n * n, -0.5).clone();
  }

  @Override
  public Ceiling ceiling() {
    return Ceiling.ARITHMETIC;
  }

  @Override
  public double amount() {
    return 25.0 * n * n * n;
  }

  @Override
  public long footprint() {
    return (long) Samples.bytes(dtype) * n * n * 3;
  }

  /** LAPACK's test ratio: {@code |A V - V diag(values)| / (n eps |A|)} is at most 30. */
  @Override
  public void check(double[] result) {
    double[] a = matrix();
    double norm = 0;
    for (double element : a) {
      norm += element * element;
    }
    double error = 0;
    for (int j = 0; j < n; j++) {
      if (!Double.isNaN(result[2 * n + j])) {
        error += squares(a, result, j);
      }
    }
    double limit = RATIO * n * Samples.epsilon(dtype);
    double residual = Math.sqrt(error / norm);
    Samples.require(residual <= limit, "general eigen: relative residual", residual, limit);
  }

  /** {@code |A x - w x|^2} over {@code |x|^2} for value and vector j. */
  private double squares(double[] a, double[] result, int j) {
    double w = result[j];
    double wi = result[n + j];
    int re = 2 * n + j;
    int im = re + n * n;
    double error = 0;
    double length = 0;
    for (int i = 0; i < n; i++) {
      double x = result[re + i * n];
      double y = result[im + i * n];
      double p = -(w * x - wi * y);
      double q = -(w * y + wi * x);
      for (int k = 0; k < n; k++) {
        p += a[i * n + k] * result[re + k * n];
        q += a[i * n + k] * result[im + k * n];
      }
      error += p * p + q * q;
      length += x * x + y * y;
    }
    return error / length;
  }
}
