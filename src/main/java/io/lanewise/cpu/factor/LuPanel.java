package io.lanewise.cpu.factor;

import io.lanewise.DType;
import io.lanewise.backend.BinaryOp;
import io.lanewise.backend.Epilogue;
import io.lanewise.cpu.gemm.Gemm;
import io.lanewise.kernel.Kernels;
import io.lanewise.memory.View;

/**
 * LU of a panel with partial pivoting. It works on the transpose, where a column is a run: that is
 * what is searched, scaled and subtracted.
 *
 * <p>Recursive in columns [1]: the left half is factored, applied to the right half by a triangular
 * solve and a matrix product, then the right half is factored. A few columns are left to loops over
 * rows: each takes up all columns before it at once.
 *
 * <p>Cost: {@code m b^2} flops for b columns of length m.
 *
 * <p>[1] S. Toledo, Locality of reference in LU decomposition with partial pivoting, SIAM J. Matrix
 * Anal. Appl. 18, 1997.
 */
final class LuPanel {
  /** Columns up to which loops over rows are faster than products. [TP] */
  private static final int BASE = 8;

  private final Gemm gemm;
  private final Temporaries temporaries;
  private final View columns;
  private final long first;
  private final View pivots;
  private final Rows rows;
  private final double least;
  private final double[] weights = new double[BASE];

  /**
   * A panel.
   *
   * @param gemm products
   * @param temporaries scratch memory; slot 0 is used
   * @param kernels of the type
   * @param columns shape (b, m), rows that are runs
   * @param first added to the numbers of rows
   * @param pivots I64, shape (b)
   */
  LuPanel(
      Gemm gemm, Temporaries temporaries, Kernels kernels, View columns, long first, View pivots) {
    this.gemm = gemm;
    this.temporaries = temporaries;
    this.columns = columns;
    this.first = first;
    this.pivots = pivots;
    this.rows = Rows.of(columns, kernels);
    // whose reciprocal is a number of the type
    this.least = columns.dtype() == DType.F32 ? Float.MIN_NORMAL : Double.MIN_NORMAL;
  }

  /** Factors it. */
  void factor() {
    factor(0, Math.toIntExact(columns.size(0)));
  }

  private void factor(int first, int width) {
    if (width <= BASE) {
      for (int column = first; column < first + width; column++) {
        reduce(column, first, column);
        rows.add(first, column - first, weights, column, column, rows.length());
        eliminate(column);
      }
      return;
    }
    int left = (width / 2 + BASE - 1) / BASE * BASE;
    int right = width - left;
    int second = first + left;
    factor(first, left);

    View above = temporaries.take(0, columns.dtype(), right, left);
    for (int column = second; column < first + width; column++) {
      for (int block = first; block < second; block += BASE) {
        reduce(column, block, block + BASE);
        rows.add(block, BASE, weights, column, block + BASE, second);
        for (int p = 0; p < BASE; p++) {
          Temporaries.set(above, column - second, block - first + p, weights[p]);
        }
      }
    }
    long below = rows.length() - second;
    gemm.gemm(
        1,
        above,
        columns.block(first, left, second, below),
        1,
        columns.block(second, right, second, below),
        Epilogue.NONE);
    factor(second, right);
  }

  /**
   * Elements of U: solves with the unit triangle of some columns, and leaves the results with the
   * opposite sign in the weights.
   */
  private void reduce(int column, int from, int to) {
    for (int i = from; i < to; i++) {
      double u = rows.get(column, i);
      weights[i - from] = -u;
      for (int p = i + 1; p < to; p++) {
        rows.set(column, p, rows.get(column, p) - u * rows.get(i, p));
      }
    }
  }

  /** Chooses the pivot of a column and divides by it what is below. */
  private void eliminate(int column) {
    long pivot = rows.indexOfLargest(column, column);
    Temporaries.set(pivots, column, (double) (first + pivot));
    double value = rows.get(column, pivot);
    if (value == 0) {
      return;
    }
    if (pivot != column) {
      for (int c = 0; c < columns.size(0); c++) {
        double kept = rows.get(c, column);
        rows.set(c, column, rows.get(c, pivot));
        rows.set(c, pivot, kept);
      }
    }
    if (Math.abs(value) >= least) {
      rows.scale(BinaryOp.MUL, 1 / value, column, column + 1L, rows.length());
    } else {
      rows.scale(BinaryOp.DIV, value, column, column + 1L, rows.length());
    }
  }
}
