package io.lanewise.jmh.problem;

import io.lanewise.DType;

/**
 * A decomposition of an n by n matrix with all its vectors. The amount is nominal, whatever an
 * algorithm really does: 9 n^3 for eigenvalues and eigenvectors, 22 n^3 for singular values and
 * both sets of vectors (Golub and Van Loan, Matrix Computations, 8.3 and 8.6).
 *
 * <p>Answers are, one after the other and row-major: for EIGEN values (n), vectors as columns (n,
 * n); for SVD s (n), u (n, n), vt (n, n).
 *
 * @param dtype element type
 * @param kind which decomposition
 * @param n order of the matrix
 */
public record DecompositionProblem(DType dtype, Kind kind, int n) implements Problem {
  /** LAPACK's own limit for its test ratios. */
  private static final double RATIO = 30;

  /** Which decomposition. */
  public enum Kind {
    /** A = V diag(values) V^T of a symmetric matrix. */
    EIGEN(9),
    /** A = U diag(s) V^T. */
    SVD(22),
    /** The same of a matrix whose singular values are known, from large ones to tiny ones. */
    GRADED_SVD(22);

    private final double cubes;

    Kind(double cubes) {
      this.cubes = cubes;
    }
  }

  /** The matrix, row-major. */
  public double[] matrix() {
    if (kind == Kind.GRADED_SVD) {
      return graded();
    }
    double[] a = Samples.uniform(dtype, 1, n * n, -0.5).clone();
    if (kind == Kind.EIGEN) {
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < i; j++) {
          a[i * n + j] = a[j * n + i];
        }
      }
    }
    return a;
  }

  /**
   * A Hadamard matrix, of signs only, with its columns multiplied by powers of two: all numbers are
   * exact, and the columns stay orthogonal, so that their norms are the singular values.
   */
  private double[] graded() {
    double[] a = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double sign = Integer.bitCount(i & j) % 2 == 0 ? 1 : -1;
        a[i * n + j] = sign * scale(j);
      }
    }
    return a;
  }

  /** Fifty binary orders of magnitude, in no order. */
  private double scale(int column) {
    return Math.scalb(1.0, -(column * 37 % n) * 50 / (n - 1));
  }

  /** The singular values of the graded matrix, descending; n is a power of two. */
  public double[] gradedValues() {
    return java.util.stream.IntStream.range(0, n)
        .mapToDouble(j -> -scale(j) * Math.sqrt(n))
        .sorted()
        .map(value -> -value)
        .toArray();
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
    return (long) Samples.bytes(dtype) * n * n * 3;
  }

  /**
   * LAPACK's test ratios: the residual over n eps |A| and the distance from orthogonality over n
   * eps, in Frobenius norms, are at most 30.
   */
  @Override
  public void check(double[] result) {
    check(matrix(), result);
  }

  /** The same for an answer to another matrix. */
  void check(double[] a, double[] result) {
    double[] values = part(result, 0, n);
    double[] left = part(result, n, n * n);
    double[] right = kind == Kind.EIGEN ? transpose(left) : part(result, n + n * n, n * n);
    double[] scaled = left.clone();
    for (int i = 0; i < n * n; i++) {
      scaled[i] *= values[i % n];
    }
    double limit = RATIO * n * Samples.epsilon(dtype);
    double residual = distance(multiply(scaled, right), a) / distance(a, new double[n * n]);
    Samples.require(residual <= limit, kind + ": relative residual", residual, limit);
    double[] identity = new double[n * n];
    for (int i = 0; i < n; i++) {
      identity[i * n + i] = 1;
    }
    double offLeft = distance(multiply(transpose(left), left), identity);
    double offRight = distance(multiply(right, transpose(right)), identity);
    double off = Math.max(offLeft, offRight);
    Samples.require(off <= limit, kind + ": distance from orthogonality", off, limit);
  }

  private static double[] part(double[] result, int start, int length) {
    return java.util.Arrays.copyOfRange(result, start, start + length);
  }

  private double[] transpose(double[] x) {
    double[] y = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        y[j * n + i] = x[i * n + j];
      }
    }
    return y;
  }

  private double[] multiply(double[] x, double[] y) {
    double[] z = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int p = 0; p < n; p++) {
        double factor = x[i * n + p];
        for (int j = 0; j < n; j++) {
          z[i * n + j] += factor * y[p * n + j];
        }
      }
    }
    return z;
  }

  private static double distance(double[] x, double[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += (x[i] - y[i]) * (x[i] - y[i]);
    }
    return Math.sqrt(sum);
  }
}
