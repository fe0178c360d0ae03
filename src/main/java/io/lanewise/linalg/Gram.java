package io.lanewise.linalg;

import io.lanewise.Engine;
import io.lanewise.Tensor;
import io.lanewise.backend.Backend;
import io.lanewise.backend.Epilogue;
import io.lanewise.internal.Internal;
import io.lanewise.memory.View;
import java.util.Arrays;

/** Products that are symmetric: half of them is computed. */
final class Gram {
  /** Rows that are computed together, on both sides of the diagonal. [TP] */
  static final int BLOCK = 128;

  private Gram() {}

  /**
   * A part of the upper triangle of {@code X Y'}, a product that is symmetric.
   *
   * @param x shape (count, k)
   * @param y shape (n, k)
   * @param reach for each {@value #BLOCK} rows where the columns end that are wanted
   * @param target shape (count, n): there they are replaced; what is below the diagonal is
   *     arbitrary
   */
  static void upperInto(Tensor x, Tensor y, int[] reach, Tensor target) {
    Backend backend = Internal.backend(Engine.current());
    long count = x.size(0);
    long k = x.size(1);
    View into = Internal.view(target);
    View left = Internal.view(x);
    View right = Internal.view(y);
    for (long row = 0; row < count; row += BLOCK) {
      long rows = Math.min(BLOCK, count - row);
      long columns = reach[(int) (row / BLOCK)] - row;
      backend.gemm(
          1,
          left.block(row, rows, 0, k),
          right.block(row, columns, 0, k).swapAxes(0, 1),
          0,
          into.block(row, rows, row, columns),
          Epilogue.NONE);
    }
  }

  /** All columns, for each block of rows. */
  static int[] everything(long count, long n) {
    int[] reach = new int[Math.toIntExact(Math.ceilDiv(count, BLOCK))];
    Arrays.fill(reach, Math.toIntExact(n));
    return reach;
  }
}
