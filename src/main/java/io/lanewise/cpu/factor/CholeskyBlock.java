package io.lanewise.cpu.factor;

import io.lanewise.backend.BinaryOp;
import io.lanewise.backend.Epilogue;
import io.lanewise.cpu.gemm.Gemm;
import io.lanewise.kernel.Kernels;
import io.lanewise.memory.View;

/**
 * Cholesky factorisation {@code A = U'U} of a small matrix, of which the upper triangle is used.
 * Recursive, {@code U12 = U11'^-1 A12} and {@code A22 - U12'U12}, down to a few rows, each of which
 * takes up all rows before it at once.
 *
 * <p>Cost: {@code n^3 / 3} flops, and as much again for what is computed below the diagonal.
 */
final class CholeskyBlock {
  /** Rows up to which loops over rows are faster than products. [TP] */
  private static final int BASE = 16;

  private final Gemm gemm;
  private final Solver solver;
  private final View a;
  private final Rows rows;
  private final double[] weights = new double[BASE];

  /** Solves {@code L X = B} in place. */
  @FunctionalInterface
  interface Solver {

    /**
     * Solves.
     *
     * @param l lower triangle
     * @param b right sides, replaced by the solutions
     */
    void solve(View l, View b);
  }

  /**
   * A matrix.
   *
   * @param gemm products
   * @param solver triangular systems
   * @param kernels of the type
   * @param a shape (n, n), rows that are runs
   */
  CholeskyBlock(Gemm gemm, Solver solver, Kernels kernels, View a) {
    this.gemm = gemm;
    this.solver = solver;
    this.a = a;
    this.rows = Rows.of(a, kernels);
  }

  /**
   * Factors it.
   *
   * @return n, or the number of the first pivot that is not positive
   */
  int factor() {
    return factor(0, Math.toIntExact(a.size(0)));
  }

  private int factor(int first, int size) {
    int end = first + size;
    if (size <= BASE) {
      for (int i = first; i < end; i++) {
        for (int p = first; p < i; p++) {
          weights[p - first] = -rows.get(p, i);
        }
        rows.add(first, i - first, weights, i, i, end);
        double pivot = rows.get(i, i);
        if (!(pivot > 0)) {
          return i;
        }
        double root = rows.rounded(Math.sqrt(pivot));
        rows.set(i, i, root);
        rows.scale(BinaryOp.DIV, root, i, i + 1L, end);
      }
      return end;
    }
    int left = (size / 2 + BASE - 1) / BASE * BASE;
    int right = size - left;
    int second = first + left;
    int done = factor(first, left);
    if (done < second) {
      return done;
    }
    View above = a.block(first, left, second, right);
    solver.solve(a.block(first, left, first, left).swapAxes(0, 1), above);
    View rest = a.block(second, right, second, right);
    gemm.gemm(-1, above.swapAxes(0, 1), above, 1, rest, Epilogue.NONE);
    return factor(second, right);
  }
}
