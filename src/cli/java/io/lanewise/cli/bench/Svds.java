package io.lanewise.cli.bench;

import io.lanewise.DType;
import io.lanewise.Tensor;
import io.lanewise.linalg.Svd;

/** Thin singular value decomposition of a random square matrix. */
final class Svds implements Workload {
  private final int n;
  private final Tensor a;

  Svds(DType dtype, int n) {
    this.n = n;
    this.a = Tensor.randn(dtype, 1, n, n);
  }

  @Override
  public void run() {
    Svd.of(a);
  }

  @Override
  public void check() {
    Checks.certificate("svd", Svd.of(a).certificate(a));
  }

  @Override
  public double work() {
    return (double) n * n * n;
  }
}
