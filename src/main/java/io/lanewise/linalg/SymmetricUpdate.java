package io.lanewise.linalg;

import io.lanewise.backend.Backend;
import io.lanewise.backend.Epilogue;
import io.lanewise.memory.View;

/**
 * The update of what is left of a symmetric matrix: products of which half is needed. Recursive in
 * halves, so that nearly all is products of large blocks; of blocks on the diagonal both halves are
 * computed.
 */
final class SymmetricUpdate {
  /** Order of a block on the diagonal. [TP] */
  private static final int BLOCK = 64;

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
    if (n <= BLOCK) {
      backend.gemm(-1, u.swapAxes(0, 1), v, 1, a, Epilogue.NONE);
      return;
    }
    long half = (n / 2 + BLOCK - 1) / BLOCK * BLOCK;
    long rest = n - half;
    View left = u.block(0, k, 0, half);
    View right = v.block(0, k, half, rest);
    View above = a.block(0, half, half, rest);
    subtract(left, v.block(0, k, 0, half), a.block(0, half, 0, half), backend);
    backend.gemm(-1, left.swapAxes(0, 1), right, 1, above, Epilogue.NONE);
    subtract(u.block(0, k, half, rest), right, a.block(half, rest, half, rest), backend);
  }
}
