package io.lanewise.cli.bench;

import io.lanewise.DType;
import io.lanewise.Tensor;
import io.lanewise.linalg.SymmetricEigen;

/** Eigenvalues and vectors of a random symmetric matrix. */
final class Eig implements Workload {
  private final int n;
  private final Tensor a;

  Eig(DType dtype, int n) {
    this.n = n;
    Tensor g = Tensor.randn(dtype, 1, n, n);
    this.a = g.add(g.transpose()).mulInPlace(0.5);
  }

  @Override
  public void run() {
    SymmetricEigen.of(a);
  }

  @Override
  public void check() {
    Checks.certificate("eig", SymmetricEigen.of(a).certificate(a));
  }

  @Override
  public double work() {
    return (double) n * n * n;
  }
}
