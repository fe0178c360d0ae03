package io.lanewise.linalg;

import io.lanewise.Engine;
import io.lanewise.Tensor;
import io.lanewise.backend.Backend;
import io.lanewise.backend.Epilogue;
import io.lanewise.internal.Internal;
import io.lanewise.memory.View;

/** Products that are symmetric: half of them is computed. */
final class Gram {
  /** Rows that are computed together, on both sides of the diagonal. [TP] */
  private static final int BLOCK = 128;

  private Gram() {}

  /**
   * The upper triangle of {@code X Y'}, a product that is symmetric.
   *
   * @param x shape (n, k)
   * @param y shape (n, k)
   * @return new, shape (n, n); what is below the diagonal is arbitrary
   */
  static Tensor upper(Tensor x, Tensor y) {
    return upper(x, y, x.size(0));
  }

  /**
   * The first rows of the upper triangle of {@code X Y'}, a product that is symmetric.
   *
   * @param x shape (count, k) at least
   * @param y shape (n, k)
   * @param count how many rows
   * @return new, shape (count, n); what is below the diagonal is arbitrary
   */
  static Tensor upper(Tensor x, Tensor y, long count) {
    Backend backend = Internal.backend(Engine.current());
    long n = y.size(0);
    long k = x.size(1);
    Tensor result = Tensor.empty(x.dtype(), count, n);
    View target = Internal.view(result);
    View left = Internal.view(x);
    View right = Internal.view(y);
    for (long row = 0; row < count; row += BLOCK) {
      long rows = Math.min(BLOCK, count - row);
      backend.gemm(
          1,
          left.block(row, rows, 0, k),
          right.block(row, n - row, 0, k).swapAxes(0, 1),
          0,
          target.block(row, rows, row, n - row),
          Epilogue.NONE);
    }
    return result;
  }
}
