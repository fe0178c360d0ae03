package io.lanewise.linalg;

import io.lanewise.Slice;
import io.lanewise.Tensor;

/**
 * How far the product of two factors is from the matrix that it stands for: {@code |A - L R| / |A|}
 * in the Frobenius norm, measured.
 *
 * <p>The difference is formed, a block of rows at a time, and its norm taken. The way that costs
 * nothing, {@code |A|^2 - |L R|^2}, loses all digits of an error below {@code sqrt(eps)}.
 *
 * <p><b>Cost.</b> {@code 2 m n k} flops; memory for one block of rows.
 */
final class ApproximationError {
  /** Elements of a block. [TP] */
  private static final long BLOCK = 1 << 21;

  private ApproximationError() {}

  /**
   * Measures.
   *
   * @param a shape (m, n), finite, any size of elements
   * @param left shape (m, k)
   * @param right shape (k, n), its elements at most about 1
   * @return the relative error, 0 for a matrix of zeros
   */
  static double of(Tensor a, Tensor left, Tensor right) {
    double largest = Matrices.largest("error", a);
    if (largest == 0) {
      return 0;
    }
    int exponent = -Matrices.exponent(largest);
    long rows = Math.max(1, BLOCK / a.size(1));
    double error = 0;
    double norm = 0;
    for (long first = 0; first < a.size(0); first += rows) {
      Slice range = Slice.range(first, Math.min(a.size(0), first + rows));
      Tensor block = Matrices.scaled(a.slice(range), exponent);
      norm = Math.hypot(norm, block.norm());
      Tensor factor = Matrices.scaled(left.slice(range), exponent);
      error = Math.hypot(error, Tensor.gemm(-1, factor, right, 1, block).norm());
    }
    return error / norm;
  }
}
