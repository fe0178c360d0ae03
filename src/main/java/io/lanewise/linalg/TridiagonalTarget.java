package io.lanewise.linalg;

import io.lanewise.Slice;
import io.lanewise.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * {@code Z'TZ} is to become diagonal, with T symmetric and tridiagonal. Products with T are {@code
 * 5 n} flops for each vector, and so are residuals: they tell which pairs have to be looked at.
 */
final class TridiagonalTarget implements Refinement.Target {
  private final double[] diagonal;
  private final double[] beside;
  private final Tensor products;
  private final double[] vector;
  private final double[] product;

  /**
   * A target.
   *
   * @param diagonal n elements
   * @param beside those beside it, n-1
   * @param products scratch, shape (n, n), overwritten
   */
  TridiagonalTarget(double[] diagonal, double[] beside, Tensor products) {
    this.diagonal = diagonal;
    this.beside = beside;
    this.products = products;
    this.vector = new double[diagonal.length];
    this.product = new double[diagonal.length];
  }

  @Override
  public Corrections.Measure measure() {
    return Corrections.Measure.NORM;
  }

  @Override
  public Near near(Tensor v, Refinement.Goal goal) {
    int n = diagonal.length;
    double[] values = new double[n];
    double[] residuals = new double[n];
    HostRows vectors = new HostRows(v);
    double size = 0;
    for (int i = 0; i < n; i++) {
      size = Math.max(size, Math.abs(diagonal[i]) + 2 * (i < n - 1 ? Math.abs(beside[i]) : 0));
    }
    for (int i = 0; i < n; i++) {
      vectors.get(i, 0, n, vector);
      multiply();
      values[i] = Rows.dot(vector, product, 0, n) / Rows.dot(vector, vector, 0, n);
      Rows.add(-values[i], vector, product, 0, n);
      // what rounding makes of three products in each element
      residuals[i] = Math.sqrt(Rows.dot(product, product, 0, n)) + 4 * Math.ulp(1.0) * size;
    }
    return Near.of(values, residuals, goal.tolerance() * 3 / 4, goal.negligible().skew());
  }

  @Override
  public void gram(Tensor v, int k, int[] reach, Tensor into) {
    multiply(v, k, products);
    Gram.upperInto(products.slice(Slice.to(k)), v, reach, into);
  }

  @Override
  public Tensor gram(int[] group, Tensor vectors) {
    Tensor some = Tensor.empty(vectors.dtype(), vectors.size(0), vectors.size(1));
    multiply(vectors, group.length, some);
    return some.matmul(vectors.transpose());
  }

  private void multiply(Tensor v, int count, Tensor into) {
    int n = diagonal.length;
    HostRows from = new HostRows(v);
    HostRows to = new HostRows(into);
    for (int i = 0; i < count; i++) {
      from.get(i, 0, n, vector);
      multiply();
      to.set(i, 0, n, product);
    }
  }

  /** The product of T and the vector. */
  private void multiply() {
    int last = diagonal.length - 1;
    if (last == 0) {
      product[0] = diagonal[0] * vector[0];
      return;
    }
    product[0] = diagonal[0] * vector[0] + beside[0] * vector[1];
    for (int i = 1; i < last; i++) {
      product[i] =
          beside[i - 1] * vector[i - 1] + diagonal[i] * vector[i] + beside[i] * vector[i + 1];
    }
    product[last] = beside[last - 1] * vector[last - 1] + diagonal[last] * vector[last];
  }

  @Override
  public void correct(Corrections corrections, Tensor spare) {}

  @Override
  public void swap(int i, int j) {}

  @Override
  public void rotate(int[] group, Tensor rotations) {}

  @Override
  public @Nullable Tensor products() {
    return null;
  }
}
