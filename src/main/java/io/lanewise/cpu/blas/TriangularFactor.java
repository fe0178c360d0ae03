package io.lanewise.cpu.blas;

import io.lanewise.cpu.Workspace;
import io.lanewise.kernel.ArrayKernel;
import io.lanewise.kernel.HeapGemmKernel;

/**
 * A triangular matrix. Of a panel on its diagonal only the steps of k that hold the triangle are
 * packed: what is not beside the diagonal from where it is, and a corner, filled up with zeros,
 * from scratch memory. Panels on the wrong side of the diagonal are not asked for.
 *
 * @param context kernels
 * @param matrix the matrix, of which one triangle is read
 * @param lower which one
 * @param unit whether the diagonal is not read but taken as ones
 * @param <P> {@code float[]} or {@code double[]}
 */
record TriangularFactor<P>(Context<P> context, Stored<P> matrix, boolean lower, boolean unit)
    implements Factor<P> {
  private static final int CORNER = 3;

  @Override
  public TriangularFactor<P> transpose() {
    return new TriangularFactor<>(context, matrix.transpose(), !lower, unit);
  }

  /** The steps of k, from the first of a panel's on, that stand in the corner on its diagonal. */
  private record Corner(int begin, int end) {
    static Corner of(int line, int lines, int p, int depth) {
      // Panels take two steps at a time.
      int end = line + lines - p;
      return new Corner((line - p) & ~1, Math.min(depth, end + (end & 1)));
    }

    int length() {
      return end - begin;
    }
  }

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
    if (lower ? i >= p + depth : i + rows <= p) {
      matrix.packA(kernel, workspace, i, rows, p, depth, height, panels, to);
      return;
    }
    Corner corner = Corner.of(i, rows, p, depth);
    int length = corner.length();
    P lines = corner(workspace, i, rows, p + corner.begin, length);
    if (lower && corner.begin > 0) {
      matrix.packA(kernel, workspace, i, rows, p, corner.begin, height, panels, to);
    }
    int at = to + corner.begin * height;
    kernel.packA(lines, 0, length, 1, rows, length, height, panels, at);
    if (!lower && corner.end < depth) {
      int rest = depth - corner.end;
      int from = p + corner.end;
      at = to + corner.end * height;
      matrix.packA(kernel, workspace, i, rows, from, rest, height, panels, at);
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
    // Blocks are multiples of tiles, so that a panel is on the diagonal as a whole or not at all.
    int from = lower ? Math.clamp((long) p - j, 0, columns) : 0;
    int end = lower ? columns : Math.clamp((long) p + depth - j, 0, columns);
    if (from > 0) {
      int width = from == columns ? last : nr;
      matrix.packB(kernel, workspace, p, depth, j, from, width, panels, to);
    }
    for (int column = from; column < end; column += nr) {
      int count = Math.min(nr, end - column);
      int width = column + nr < columns ? nr : last;
      packOne(kernel, workspace, p, depth, j + column, count, width, panels, to + column * steps);
    }
    if (end < columns) {
      int at = to + end * steps;
      matrix.packB(kernel, workspace, p, depth, j + end, columns - end, last, panels, at);
    }
  }

  /** One panel on the diagonal. */
  private void packOne(
      HeapGemmKernel<P> kernel,
      Workspace workspace,
      int p,
      int depth,
      int j,
      int columns,
      int width,
      P panels,
      int to) {
    Corner corner = Corner.of(j, columns, p, depth);
    int length = corner.length();
    P lines = transpose().corner(workspace, j, columns, p + corner.begin, length);
    if (!lower && corner.begin > 0) {
      matrix.packB(kernel, workspace, p, corner.begin, j, columns, width, panels, to);
    }
    int at = to + corner.begin * width;
    kernel.packB(lines, 0, 1, length, columns, length, width, panels, at);
    if (lower && corner.end < depth) {
      int rest = depth - corner.end;
      int from = p + corner.end;
      at = to + corner.end * width;
      matrix.packB(kernel, workspace, from, rest, j, columns, width, panels, at);
    }
  }

  /** Runs of some rows, with zeros on the other side of the diagonal. */
  private P corner(Workspace workspace, int i, int rows, int p, int length) {
    ArrayKernel<P> array = context.array();
    P corner = context.scratch(workspace, CORNER, rows * length);
    array.fill(corner, 0, rows * length, 0);
    for (int r = i; r < i + rows; r++) {
      int to = (r - i) * length;
      int first = lower ? 0 : Math.max(0, r - p);
      int end = lower ? Math.min(length, r - p + 1) : length;
      matrix.copyRow(context, r, p + first, end - first, corner, to + first);
      if (unit && r - p < length) {
        array.set(corner, to + r - p, 1);
      }
    }
    return corner;
  }
}
