package io.lanewise.cli.bench;

import io.lanewise.DType;
import io.lanewise.Tensor;

/** {@code x += y}: two numbers read and one written for each element. */
final class Elementwise implements Workload {
  private final int n;
  private final Tensor x;
  private final Tensor y;

  Elementwise(DType dtype, int n) {
    this.n = n;
    this.x = Tensor.zeros(dtype, n, n);
    this.y = Tensor.rand(dtype, 1, n, n);
  }

  @Override
  public void run() {
    x.addInPlace(y);
  }

  @Override
  public void check() {
    x.fill(1);
    run();
    for (int i = 0; i < n; i++) {
      int j = Math.floorMod(i * 7919, n);
      double sum = 1 + y.get(i, j);
      double expected = x.dtype() == DType.F32 ? (float) sum : sum;
      if (x.get(i, j) != expected) {
        throw new IllegalStateException(
            "elementwise: element (" + i + ", " + j + ") is " + x.get(i, j) + ", not " + expected);
      }
    }
  }

  @Override
  public double work() {
    return 3.0 * n * n * x.dtype().bytes();
  }
}
