package io.lanewise.jmh.problem;

import io.lanewise.DType;

/**
 * Scaled dot-product attention without a mask: q, k, v and the answer are (batch, heads, n, d).
 *
 * @param dtype element type
 * @param batch sequences
 * @param heads of each
 * @param n queries and keys
 * @param d length of each
 */
public record AttentionProblem(DType dtype, int batch, int heads, int n, int d) implements Problem {
  private static final int CHECKED_ROWS = 48;

  /** Queries are longer than keys, so that weights differ. */
  private static final double LONGER = 8;

  /** q, row-major. */
  public double[] queries() {
    double[] q = Samples.uniform(dtype, 1, elements(), -0.5).clone();
    for (int i = 0; i < q.length; i++) {
      q[i] *= LONGER;
    }
    return q;
  }

  /** k, row-major. */
  public double[] keys() {
    return Samples.uniform(dtype, 2, elements(), -0.5);
  }

  /** v, row-major. */
  public double[] values() {
    return Samples.uniform(dtype, 3, elements(), -0.5);
  }

  /** Elements of q, and of k, v and the answer. */
  public int elements() {
    return batch * heads * n * d;
  }

  @Override
  public Ceiling ceiling() {
    return Ceiling.ARITHMETIC;
  }

  /** The flops of the two products; the exponentials come on top. */
  @Override
  public double amount() {
    return 4.0 * elements() * n;
  }

  @Override
  public long footprint() {
    return 4L * Samples.bytes(dtype) * elements();
  }

  /**
   * Compares some rows with sums in f64. A score has an error of (d + 2) eps |q| |k| / sqrt(d),
   * which the exponential turns into a relative one of its weight.
   */
  @Override
  public void check(double[] result) {
    double[] q = queries();
    int rows = elements() / d;
    for (int row = 0; row < rows; row += Math.max(1, rows / CHECKED_ROWS)) {
      row(row, q, result);
    }
  }

  private void row(int row, double[] q, double[] result) {
    double[] k = keys();
    double[] v = values();
    int head = row / n * n * d;
    double[] scores = new double[n];
    double largest = Double.NEGATIVE_INFINITY;
    double size = 0;
    for (int j = 0; j < n; j++) {
      double magnitude = 0;
      for (int p = 0; p < d; p++) {
        double term = q[row * d + p] * k[head + j * d + p] / Math.sqrt(d);
        scores[j] += term;
        magnitude += Math.abs(term);
      }
      largest = Math.max(largest, scores[j]);
      size = Math.max(size, magnitude);
    }
    double total = 0;
    double[] expected = new double[d];
    double[] magnitude = new double[d];
    for (int j = 0; j < n; j++) {
      double weight = Math.exp(scores[j] - largest);
      total += weight;
      for (int c = 0; c < d; c++) {
        expected[c] += weight * v[head + j * d + c];
        magnitude[c] += Math.abs(weight * v[head + j * d + c]);
      }
    }
    double unit = (4 * (d + 4) * size + 2 * n + 16) * Samples.epsilon(dtype);
    for (int c = 0; c < d; c++) {
      double error = Math.abs(result[row * d + c] - expected[c] / total);
      double bound = unit * magnitude[c] / total;
      Samples.require(error <= bound, "attention, row " + row + ", " + c, error, bound);
    }
  }
}
