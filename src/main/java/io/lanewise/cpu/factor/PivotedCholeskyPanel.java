package io.lanewise.cpu.factor;

import io.lanewise.backend.BinaryOp;
import io.lanewise.kernel.Kernels;
import io.lanewise.memory.View;

/**
 * Some steps of the Cholesky factorisation {@code P'AP = U'U} with the largest diagonal element as
 * the next pivot [1], in the upper triangle. A row of U takes up the rows of the panel before it at
 * once; rows behind the panel are not touched, but for exchanges, and their diagonal elements are
 * kept up to date apart.
 *
 * <p>[1] N. J. Higham, Analysis of the Cholesky decomposition of a semi-definite matrix, in
 * Reliable Numerical Computation, 1990; the form in panels: C. Lucas, LAPACK-style codes for level
 * 2 and 3 pivoted Cholesky factorizations, LAPACK Working Note 161, 2004.
 */
final class PivotedCholeskyPanel {
  private final Rows rows;
  private final View permutation;
  private final int n;
  private final int done;
  private final int most;
  private final double floor;

  /** What is left of each diagonal element. */
  private final double[] left;

  private final double[] weights;

  /**
   * A panel.
   *
   * @param kernels of the type
   * @param a shape (n, n), rows that are runs
   * @param done rows of U that are there already
   * @param most steps
   * @param floor pivots must be larger
   * @param permutation I64, shape (n)
   */
  PivotedCholeskyPanel(
      Kernels kernels, View a, long done, int most, double floor, View permutation) {
    this.rows = Rows.of(a, kernels);
    this.permutation = permutation;
    this.n = Math.toIntExact(a.size(0));
    this.done = Math.toIntExact(done);
    this.most = (int) Math.min(most, n - done);
    this.floor = floor;
    this.left = new double[n];
    this.weights = new double[this.most];
  }

  /**
   * Factors.
   *
   * @return steps made
   */
  int factor() {
    for (int i = done; i < n; i++) {
      left[i] = rows.get(i, i);
    }
    for (int step = 0; step < most; step++) {
      int row = done + step;
      int pivot = row;
      for (int i = row + 1; i < n; i++) {
        pivot = left[i] > left[pivot] ? i : pivot;
      }
      if (!(left[pivot] > floor)) {
        return step;
      }
      exchange(row, pivot);
      double root = rows.rounded(Math.sqrt(left[row]));
      rows.set(row, row, root);
      for (int p = 0; p < step; p++) {
        weights[p] = -rows.get(done + p, row);
      }
      rows.add(done, step, weights, row, row + 1L, n);
      rows.scale(BinaryOp.DIV, root, row, row + 1L, n);
      for (int i = row + 1; i < n; i++) {
        double u = rows.get(row, i);
        left[i] -= u * u;
      }
    }
    return most;
  }

  /** Exchanges two rows and columns of the symmetric matrix, and two columns of U. */
  private void exchange(int row, int pivot) {
    if (row == pivot) {
      return;
    }
    for (int i = 0; i < row; i++) {
      swap(i, row, i, pivot);
    }
    for (int i = row + 1; i < pivot; i++) {
      swap(row, i, i, pivot);
    }
    for (int i = pivot + 1; i < n; i++) {
      swap(row, i, pivot, i);
    }
    swap(row, row, pivot, pivot);
    double kept = left[row];
    left[row] = left[pivot];
    left[pivot] = kept;
    double index = Temporaries.get(permutation, row);
    Temporaries.set(permutation, row, Temporaries.get(permutation, pivot));
    Temporaries.set(permutation, pivot, index);
  }

  private void swap(int i, int j, int p, int q) {
    double kept = rows.get(i, j);
    rows.set(i, j, rows.get(p, q));
    rows.set(p, q, kept);
  }
}
