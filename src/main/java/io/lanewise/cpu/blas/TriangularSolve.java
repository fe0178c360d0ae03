package io.lanewise.cpu.blas;

import io.lanewise.cpu.Job;
import io.lanewise.cpu.Workspace;
import io.lanewise.cpu.gemm.Block;
import io.lanewise.cpu.gemm.Partition;
import io.lanewise.kernel.ArrayKernel;
import io.lanewise.kernel.GemmKernel;
import io.lanewise.kernel.HeapGemmKernel;

/**
 * {@code B = L^-1 B} in place, L lower triangular; everything else is brought to that form by
 * transposing, and by counting rows from the end.
 *
 * <p>L is cut into blocks of {@value #BLOCK} rows. What is left of the diagonal block is a matrix
 * product. The diagonal block itself is computed in packed panels of B, whose rows are runs over
 * the right-hand sides: tiles of the same kernel up to the diagonal, then substitution inside of a
 * tile's rows (Goto and van de Geijn, ACM TOMS 35:1, 2008). No inverse of a block is formed, so a
 * solution has the small residual of plain substitution.
 *
 * <p>Cost: n^2 flops for each column of B. Columns are independent and are dealt out to threads.
 *
 * @param <P> {@code float[]} or {@code double[]}
 */
final class TriangularSolve<P> extends Job {
  private static final int BLOCK = GemmKernel.KC;

  private static final int CORNERS = 2;
  private static final int KEPT = 8;

  private final Context<P> context;
  private final ArrayKernel<P> array;
  private final HeapGemmKernel<P> kernel;

  /** Rows of a square on the diagonal: those of the tile that is wanted, whichever serves. */
  private final int step;

  private final boolean unit;
  private final Stored<P> l;
  private final Stored<P> b;
  private final boolean reversed;
  private final int n;
  private final int columns;
  private final int pieces;

  private TriangularSolve(
      Context<P> context,
      boolean lower,
      boolean unit,
      Stored<P> t,
      Stored<P> b,
      int n,
      int columns) {
    this.context = context;
    this.array = context.array();
    HeapGemmKernel<P> best = context.gemm();
    boolean whole = n >= Partition.MANY * best.mr() && columns >= Partition.MANY * best.nr();
    this.kernel = context.warm().get(whole);
    this.step = best.mr();
    this.unit = unit;
    this.reversed = !lower;
    this.l = lower ? t : t.reversed(n, n);
    this.b = lower ? b : b.reversedRows(n);
    this.n = n;
    this.columns = columns;
    int degree = context.degree();
    long work = (long) n * n * columns / 2;
    int most = Math.max(1, columns / best.nr());
    this.pieces =
        degree == 1 ? 1 : Math.clamp(work / Partition.TASK, 1, Math.min(2 * degree, most));
  }

  /**
   * Solves.
   *
   * @param context kernels and threads
   * @param lower whether t is lower triangular
   * @param unit whether the diagonal is not read but taken as ones
   * @param t n x n, of which only a triangle is read
   * @param b n x columns, in place
   * @param n rows, at least 1
   * @param columns right-hand sides, at least 1
   * @param <P> array type
   */
  static <P> void run(
      Context<P> context,
      boolean lower,
      boolean unit,
      Stored<P> t,
      Stored<P> b,
      int n,
      int columns) {
    TriangularSolve<P> job = new TriangularSolve<>(context, lower, unit, t, b, n, columns);
    context.threads().run(job.pieces, job);
  }

  @Override
  protected void task(int index, Workspace workspace) {
    int from = cut(index);
    int count = cut(index + 1) - from;
    Stored<P> part = b.from(0, from);
    for (int first = 0; first < n; first += BLOCK) {
      rest(workspace, first, part, count);
      diagonal(workspace, first, part, count);
    }
  }

  private int cut(int piece) {
    return (int) Partition.cut(columns, piece, pieces, context.gemm().nr());
  }

  /** Subtracts the product of what is left of a diagonal block. */
  private void rest(Workspace workspace, int first, Stored<P> part, int count) {
    if (first > 0) {
      int size = Math.min(BLOCK, n - first);
      Stored<P> left = l.from(first, 0);
      Stored<P> target = part.from(first, 0);
      Stored<P> source = part;
      if (reversed) {
        // A product wants rising addresses in C; all three are turned back.
        left = left.reversed(size, first);
        target = target.reversedRows(size);
        source = source.reversedRows(first);
      }
      ArrayProduct.runAlone(context, workspace, -1, left, source, 1, target, size, count, first);
    }
  }

  private void diagonal(Workspace workspace, int first, Stored<P> part, int count) {
    int size = Math.min(BLOCK, n - first);
    int nr = kernel.nr();
    int rounded = size + step + kernel.mr();
    int panel = kernel.first();
    int sums = panel + (rounded + 1) * nr;
    int triangle = sums + (step + kernel.mr()) * nr;
    int length = triangle + rounded * (rounded / 2 + step + 2);
    P panels = Block.panels(workspace, kernel, context.elementBytes(), length);
    P corners = context.scratch(workspace, CORNERS, rounded * step);
    P kept = context.scratch(workspace, KEPT, nr);
    packTriangle(workspace, l.from(first, first), size, panels, triangle, corners);
    for (int column = 0; column < count; column += nr) {
      int width = Math.min(nr, count - column);
      int wide = count < Partition.MANY * nr ? kernel.panelColumns(width) : nr;
      part.packB(kernel, workspace, first, size, column, width, wide, panels, panel);
      for (int i = 0, from = triangle; i < size; i += step) {
        int rows = Math.min(step, size - i);
        if (i > 0) {
          from = subtract(size, i, rows, panels, from, panel, sums, wide, kept);
        }
        array.solve(rows, corners, i * step, unit, panels, panel + i * wide, wide);
      }
      part.unpack(context, workspace, panels, panel, wide, first, size, column, width);
    }
  }

  /** Rows of the panel for some rows of the block: of the last one it may be less than a tile. */
  private int tall(int size, int rows) {
    return size < Partition.MANY * kernel.mr() ? kernel.panelRows(rows) : kernel.mr();
  }

  /** Packs rows up to the square on the diagonal as tiles want them; the square goes apart. */
  private void packTriangle(
      Workspace workspace, Stored<P> block, int size, P panels, int triangle, P corners) {
    int to = triangle;
    for (int i = 0; i < size; i += step) {
      int rows = Math.min(step, size - i);
      for (int r = 0; r < rows; r += kernel.mr()) {
        int count = Math.min(kernel.mr(), rows - r);
        int tall = tall(size, count);
        block.packA(kernel, workspace, i + r, count, 0, i, tall, panels, to);
        to += kernel.evenLength(i) * tall;
      }
      for (int r = 0; r < rows; r++) {
        block.copyRow(context, i + r, i, r + 1, corners, i * step + r * rows);
      }
    }
  }

  /**
   * Subtracts from some rows of a panel what those above contribute.
   *
   * @return where the rows that follow are packed
   */
  private int subtract(
      int size, int i, int rows, P panels, int packed, int panel, int sums, int wide, P kept) {
    int row = panel + i * wide;
    boolean odd = (i & 1) != 0;
    if (odd) {
      // The step that makes i even is a zero in L, which would make NaN of an infinity here.
      array.copy(wide, panels, row, 1, kept, 0, 1);
      array.fill(panels, row, row + wide, 0);
    }
    int from = packed;
    int steps = kernel.evenLength(i);
    for (int r = 0; r < rows; r += kernel.mr()) {
      int tall = tall(size, Math.min(kernel.mr(), rows - r));
      kernel.tile(tall, wide, steps, panels, from, panel, sums + r * wide);
      from += steps * tall;
    }
    if (odd) {
      array.copy(wide, kept, 0, 1, panels, row, 1);
    }
    array.axpy(rows * wide, -1, panels, sums, 1, panels, row, 1);
    return from;
  }
}
