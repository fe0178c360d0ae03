package io.lanewise.cpu.blas;

import io.lanewise.cpu.Workspace;
import io.lanewise.kernel.HeapGemmKernel;

/**
 * A symmetric matrix of which one triangle is stored: pieces on one side of the diagonal are packed
 * from where they are, pieces on the other side from their mirror image, and those on the diagonal
 * are made whole in scratch memory first.
 *
 * @param context kernels
 * @param lower the matrix, whose lower triangle is read
 * @param <P> {@code float[]} or {@code double[]}
 */
record SymmetricFactor<P>(Context<P> context, Stored<P> lower) implements Factor<P> {
  private static final int WHOLE = 3;

  @Override
  public void packA(
      HeapGemmKernel<P> kernel,
      Workspace workspace,
      int i,
      int rows,
      int p,
      int depth,
      int height,
      P panels,
      int to) {
    if (i >= p + depth - 1) {
      lower.packA(kernel, workspace, i, rows, p, depth, height, panels, to);
    } else if (i + rows - 1 <= p) {
      lower.transpose().packA(kernel, workspace, i, rows, p, depth, height, panels, to);
    } else {
      P whole = whole(workspace, i, rows, p, depth);
      kernel.packA(whole, 0, depth, 1, rows, depth, height, panels, to);
    }
  }

  @Override
  public void packB(
      HeapGemmKernel<P> kernel,
      Workspace workspace,
      int p,
      int depth,
      int j,
      int columns,
      int last,
      P panels,
      int to) {
    int nr = kernel.nr();
    int steps = kernel.evenLength(depth);
    // Columns up to the one are below the diagonal, those from the other on above it.
    int one = Math.clamp(p + 1L - j, 0, columns);
    one = one == columns ? columns : one / nr * nr;
    int other = Math.clamp(p + depth - 1L - j, 0, columns);
    other = Math.max(one, Math.min(columns, (other + nr - 1) / nr * nr));
    if (one > 0) {
      int width = one == columns ? last : nr;
      lower.packB(kernel, workspace, p, depth, j, one, width, panels, to);
    }
    if (other > one) {
      P whole = whole(workspace, j + one, other - one, p, depth);
      int width = other == columns ? last : nr;
      kernel.packB(whole, 0, 1, depth, other - one, depth, width, panels, to + one * steps);
    }
    if (columns > other) {
      int at = to + other * steps;
      Stored<P> upper = lower.transpose();
      upper.packB(kernel, workspace, p, depth, j + other, columns - other, last, panels, at);
    }
  }

  /** Rows or, what is the same, columns: runs of some of their elements, one behind the other. */
  private P whole(Workspace workspace, int first, int count, int p, int depth) {
    P whole = context.scratch(workspace, WHOLE, count * depth);
    Stored<P> upper = lower.transpose();
    for (int i = first; i < first + count; i++) {
      int to = (i - first) * depth;
      int stored = Math.clamp(i + 1L - p, 0, depth);
      lower.copyRow(context, i, p, stored, whole, to);
      upper.copyRow(context, i, p + stored, depth - stored, whole, to + stored);
    }
    return whole;
  }

  @Override
  public Factor<P> transpose() {
    return this;
  }
}
