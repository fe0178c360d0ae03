package io.lanewise.jmh.problem;

import io.lanewise.DType;

/**
 * y = A x or y = x A for a square matrix A, row-major.
 *
 * @param dtype element type
 * @param operation which of the two
 * @param n rows and columns
 */
public record MatrixVectorProblem(DType dtype, Operation operation, int n) implements Problem {

  /** What is computed. */
  public enum Operation {
    /** y = A x: inner products with the rows. */
    MATRIX_VECTOR,
    /** y = x A: a sum of multiples of the rows. */
    VECTOR_MATRIX
  }

  /** A, row-major. */
  public double[] matrix() {
    return Samples.uniform(dtype, 1, n * n, -0.5);
  }

  /** x. */
  public double[] vector() {
    return Samples.uniform(dtype, 2, n, -0.5);
  }

  /** Whether y = x A. */
  public boolean isTransposed() {
    return operation == Operation.VECTOR_MATRIX;
  }

  /** Two operations for each number of A: reading it takes longer, in cache, too. */
  @Override
  public Ceiling ceiling() {
    return Ceiling.READING;
  }

  @Override
  public double amount() {
    return footprint();
  }

  /** The vectors are in cache. */
  @Override
  public long footprint() {
    return (long) Samples.bytes(dtype) * n * n;
  }

  /** As for a product of matrices, with gamma(n + 2) |A| |x|. */
  @Override
  public void check(double[] result) {
    double unit = (n + 2) * Samples.epsilon(dtype) / 2;
    double gamma = unit / (1 - unit) + (n + 2) * Samples.epsilon(DType.F64);
    check(operation.name(), matrix(), vector(), isTransposed(), result, gamma);
  }

  /** That each element of a product is right up to a share of the magnitudes of its terms. */
  static void check(
      String what, double[] a, double[] x, boolean isTransposed, double[] result, double allowed) {
    int n = x.length;
    for (int i = 0; i < n; i++) {
      double expected = 0;
      double magnitude = 0;
      for (int j = 0; j < n; j++) {
        double term = (isTransposed ? a[j * n + i] : a[i * n + j]) * x[j];
        expected += term;
        magnitude += Math.abs(term);
      }
      double bound = allowed * magnitude;
      double error = Math.abs(result[i] - expected);
      Samples.require(error <= bound, what + ", " + i, error, bound);
    }
  }
}
