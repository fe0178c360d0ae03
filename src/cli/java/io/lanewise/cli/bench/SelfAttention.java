package io.lanewise.cli.bench;

import io.lanewise.DType;
import io.lanewise.Tensor;
import io.lanewise.cli.Text;
import io.lanewise.nn.Attention;

/**
 * Attention with as many queries as keys, the size of a small language model: batch 8, 12 heads, 64
 * numbers for each query, key and value.
 */
final class SelfAttention implements Workload {
  private static final int BATCH = 8;
  private static final int HEADS = 12;
  private static final int D = 64;
  private static final int SAMPLES = 16;

  private final int n;
  private final Tensor q;
  private final Tensor k;
  private final Tensor v;

  SelfAttention(DType dtype, int n) {
    this.n = n;
    this.q = Tensor.randn(dtype, 1, BATCH, HEADS, n, D);
    this.k = Tensor.randn(dtype, 2, BATCH, HEADS, n, D);
    this.v = Tensor.randn(dtype, 3, BATCH, HEADS, n, D);
  }

  @Override
  public void run() {
    Attention.scaledDotProduct(q, k, v);
  }

  /**
   * Samples the result against sums in double. Scores are sums of d products, each with an error of
   * (d + 2) eps times their size; the exponential makes that a relative error of the weights.
   */
  @Override
  public void check() {
    Tensor result = Attention.scaledDotProduct(q, k, v);
    for (int sample = 0; sample < SAMPLES; sample++) {
      int batch = sample % BATCH;
      int head = sample * 5 % HEADS;
      int row = Math.floorMod(sample * 7919, n);
      int column = sample * 37 % D;
      double[] weights = new double[n];
      double largest = Double.NEGATIVE_INFINITY;
      double size = 0;
      for (int j = 0; j < n; j++) {
        double products = 0;
        for (int p = 0; p < D; p++) {
          double product = q.get(batch, head, row, p) * k.get(batch, head, j, p) / Math.sqrt(D);
          weights[j] += product;
          products += Math.abs(product);
        }
        size = Math.max(size, products);
        largest = Math.max(largest, weights[j]);
      }
      double total = 0;
      double sum = 0;
      double magnitude = 0;
      for (int j = 0; j < n; j++) {
        double weight = Math.exp(weights[j] - largest);
        double value = v.get(batch, head, j, column);
        total += weight;
        sum += weight * value;
        magnitude += weight * Math.abs(value);
      }
      double error = Math.abs(result.get(batch, head, row, column) - sum / total);
      double allowed = (4 * (D + 4) * size + 2 * n + 16) * q.dtype().epsilon() * magnitude / total;
      if (!(error <= allowed)) {
        throw new IllegalStateException(
            Text.format(
                "attention: element (%d, %d, %d, %d) is off by %s, allowed is %s",
                batch, head, row, column, error, allowed));
      }
    }
  }

  /** The flops of the two products, as everybody counts them. */
  @Override
  public double work() {
    return 4.0 * BATCH * HEADS * n * n * D;
  }
}
