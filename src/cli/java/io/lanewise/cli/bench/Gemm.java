package io.lanewise.cli.bench;

import io.lanewise.DType;
import io.lanewise.Tensor;

/** {@code c = a @ b}, square, into existing memory: 2 n^3 flops. */
final class Gemm implements Workload {
  private static final int SAMPLES = 64;

  private final int n;
  private final Tensor a;
  private final Tensor b;
  private final Tensor c;

  Gemm(DType dtype, int n) {
    this.n = n;
    this.a = Tensor.randn(dtype, 1, n, n);
    this.b = Tensor.randn(dtype, 2, n, n);
    this.c = Tensor.empty(dtype, n, n);
  }

  @Override
  public void run() {
    a.matmulInto(b, c);
  }

  /** Samples the result against the sum in double, within the bound for any order of summation. */
  @Override
  public void check() {
    c.fill(Double.NaN);
    run();
    double relative = (n + 2) * c.dtype().epsilon();
    for (int sample = 0; sample < SAMPLES; sample++) {
      int i = Math.floorMod(sample * 7919, n);
      int j = Math.floorMod(sample * 104_729 + 31, n);
      double sum = 0;
      double bound = 0;
      for (int p = 0; p < n; p++) {
        double product = a.get(i, p) * b.get(p, j);
        sum += product;
        bound += Math.abs(product);
      }
      double error = Math.abs(c.get(i, j) - sum);
      if (!(error <= relative * bound)) {
        throw new IllegalStateException(
            "gemm: element ("
                + i
                + ", "
                + j
                + ") is off by "
                + error
                + ", allowed is "
                + relative * bound);
      }
    }
  }

  @Override
  public double work() {
    return 2.0 * n * n * n;
  }
}
