package io.lanewise.linalg;

import io.lanewise.backend.Backend;
import io.lanewise.backend.Epilogue;
import io.lanewise.memory.View;

/** The update of what is left of a symmetric matrix: products of which half is needed. */
final class SymmetricUpdate {
  /** Rows whose products are computed together, on both sides of the diagonal. [TP] */
  private static final int BLOCK = 128;

  private SymmetricUpdate() {}

  /**
   * {@code A -= U'U} in the upper triangle; below the diagonal A is arbitrary afterwards.
   *
   * @param u shape (k, n)
   * @param a shape (n, n)
   * @param backend what computes
   */
  static void subtract(View u, View a, Backend backend) {
    subtract(u, u, a, backend);
  }

  /**
   * {@code A -= U'V} in the upper triangle, for a product that is symmetric; below the diagonal A
   * is arbitrary afterwards.
   *
   * @param u shape (k, n)
   * @param v shape (k, n)
   * @param a shape (n, n)
   * @param backend what computes
   */
  static void subtract(View u, View v, View a, Backend backend) {
    long k = u.size(0);
    long n = a.size(0);
    for (long row = 0; row < n; row += BLOCK) {
      long rows = Math.min(BLOCK, n - row);
      backend.gemm(
          -1,
          u.block(0, k, row, rows).swapAxes(0, 1),
          v.block(0, k, row, n - row),
          1,
          a.block(row, rows, row, n - row),
          Epilogue.NONE);
    }
  }
}
