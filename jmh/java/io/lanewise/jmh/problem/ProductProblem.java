package io.lanewise.jmh.problem;

import io.lanewise.DType;

/**
 * C = A B: A is (batch, m, k), or (m, k) if the batch is 1, B is (k, n) and shared by the batch.
 *
 * @param dtype element type
 * @param batch matrices in A
 * @param m rows of one matrix
 * @param k columns of A
 * @param n columns of B
 */
public record ProductProblem(DType dtype, int batch, int m, int k, int n) implements Problem {
  /** Rows of C that are checked: all of a small product, a sample of a large one. */
  private static final int CHECKED_ROWS = 64;

  /** A, row-major. */
  public double[] left() {
    return Samples.uniform(dtype, 1, batch * m * k, -0.5);
  }

  /** B, row-major. */
  public double[] right() {
    return Samples.uniform(dtype, 2, k * n, -0.5);
  }

  /** Rows of A and C with the batch flattened. */
  public int rows() {
    return batch * m;
  }

  @Override
  public Ceiling ceiling() {
    return Ceiling.ARITHMETIC;
  }

  @Override
  public double amount() {
    return 2.0 * rows() * k * n;
  }

  @Override
  public long footprint() {
    return (long) Samples.bytes(dtype) * ((long) rows() * k + (long) k * n + (long) rows() * n);
  }

  /**
   * Compares rows of C with the plain triple loop in f64: |error| is at most gamma(k+2) |A| |B|,
   * element by element, with gamma(j) = j u / (1 - j u) and u = epsilon / 2.
   */
  @Override
  public void check(double[] result) {
    double[] a = left();
    double[] b = right();
    double unit = (k + 2) * Samples.epsilon(dtype) / 2;
    // The reference itself rounds as f64 does.
    double gamma = unit / (1 - unit) + (k + 2) * Samples.epsilon(DType.F64);
    int step = Math.max(1, rows() / CHECKED_ROWS);
    for (int row = 0; row < rows(); row += step) {
      double[] expected = new double[n];
      double[] magnitude = new double[n];
      for (int p = 0; p < k; p++) {
        double factor = a[row * k + p];
        for (int j = 0; j < n; j++) {
          double term = factor * b[p * n + j];
          expected[j] += term;
          magnitude[j] += Math.abs(term);
        }
      }
      for (int j = 0; j < n; j++) {
        double error = Math.abs(result[row * n + j] - expected[j]);
        double bound = gamma * magnitude[j];
        Samples.require(error <= bound, "product, element (" + row + ", " + j + ")", error, bound);
      }
    }
  }
}
