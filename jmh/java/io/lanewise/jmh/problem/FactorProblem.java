package io.lanewise.jmh.problem;

import io.lanewise.DType;

/**
 * A factorisation of an n by n matrix. Operations are those of the textbook: 2/3 n^3 for LU, 1/3
 * n^3 for Cholesky, 4/3 n^3 for QR, whose Q stays the product of reflections.
 *
 * <p>Answers are row-major: for LU which row of A each row of {@code P A} is (n), then L and U in
 * one matrix (n, n); for CHOLESKY and QR the upper triangle of a matrix (n, n), {@code A = U'U} or
 * R. What is below it is not looked at.
 *
 * @param dtype element type
 * @param kind which factorisation
 * @param n order of the matrix
 */
public record FactorProblem(DType dtype, Kind kind, int n) implements Problem {
  /** LAPACK's own limit for its test ratios is 30; what is usual is hundredths. */
  private static final double RATIO = 1;

  /** Which factorisation. */
  public enum Kind {
    /** P A = L U. */
    LU(2 / 3.0),
    /** A = U'U of a positive definite matrix. */
    CHOLESKY(1 / 3.0),
    /** A = Q R. */
    QR(4 / 3.0);

    private final double cubes;

    Kind(double cubes) {
      this.cubes = cubes;
    }
  }

  /** The matrix, row-major: random numbers, for CHOLESKY symmetric with a heavy diagonal. */
  public double[] matrix() {
    double[] a = Samples.uniform(dtype, 1, n * n, -0.5).clone();
    if (kind == Kind.CHOLESKY) {
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < i; j++) {
          a[i * n + j] = a[j * n + i];
        }
        a[i * n + i] = Math.rint(Math.sqrt(n)) + 1;
      }
    }
    return a;
  }

  @Override
  public Ceiling ceiling() {
    return Ceiling.ARITHMETIC;
  }

  @Override
  public double amount() {
    return kind.cubes * n * n * n;
  }

  @Override
  public long footprint() {
    return (long) Samples.bytes(dtype) * n * n;
  }

  /**
   * What the factors do to a random vector is what the matrix does, {@code A'A = R'R} for QR, up to
   * {@code n eps} in norms. A whole residual would take longer than all that is measured.
   */
  @Override
  public void check(double[] result) {
    double[] a = matrix();
    double[] x = Samples.uniform(dtype, 2, n, -0.5);
    int from = kind == Kind.LU ? n : 0;
    double[] upper = triangle(result, from, x);
    double[] found = kind == Kind.LU ? lower(result, upper) : turned(result, upper);
    double[] product = product(a, x);
    double[] expected = new double[n];
    if (kind == Kind.QR) {
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          expected[j] += a[i * n + j] * product[i];
        }
      }
    } else {
      for (int i = 0; i < n; i++) {
        expected[i] = product[kind == Kind.LU ? (int) result[i] : i];
      }
    }
    double error = 0;
    for (int i = 0; i < n; i++) {
      error += (found[i] - expected[i]) * (found[i] - expected[i]);
    }
    double size = norm(x) * (kind == Kind.QR ? norm(a) * norm(a) : norm(a));
    double limit = RATIO * n * Samples.epsilon(dtype);
    double residual = Math.sqrt(error) / size;
    Samples.require(residual <= limit, kind + ": relative residual", residual, limit);
  }

  /** {@code U x}. */
  private double[] triangle(double[] result, int from, double[] x) {
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      for (int j = i; j < n; j++) {
        y[i] += result[from + i * n + j] * x[j];
      }
    }
    return y;
  }

  /** {@code L y} with the unit triangle below U. */
  private double[] lower(double[] result, double[] y) {
    double[] z = y.clone();
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        z[i] += result[n + i * n + j] * y[j];
      }
    }
    return z;
  }

  /** {@code U'y}. */
  private double[] turned(double[] result, double[] y) {
    double[] z = new double[n];
    for (int i = 0; i < n; i++) {
      for (int j = i; j < n; j++) {
        z[j] += result[i * n + j] * y[i];
      }
    }
    return z;
  }

  private double[] product(double[] a, double[] x) {
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        y[i] += a[i * n + j] * x[j];
      }
    }
    return y;
  }

  private static double norm(double[] x) {
    double sum = 0;
    for (double element : x) {
      sum += element * element;
    }
    return Math.sqrt(sum);
  }
}
