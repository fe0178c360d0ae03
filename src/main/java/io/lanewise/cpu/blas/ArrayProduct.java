package io.lanewise.cpu.blas;

import io.lanewise.cpu.Job;
import io.lanewise.cpu.Workspace;
import io.lanewise.cpu.gemm.Partition;
import io.lanewise.kernel.GemmKernel;
import io.lanewise.kernel.HeapGemmKernel;

/**
 * {@code C = alpha A B + beta C} on arrays, of C a triangle if wanted: the loops of a blocked
 * matrix product, cut into rectangles of C that threads compute independently. Tiles outside of the
 * triangle are left out, those on its edge are brought to C row by row.
 *
 * <p>k is cut every {@link GemmKernel#KC} elements and nowhere else, so an element of C has the
 * same bits whatever the threads, the rectangle and the triangle, and those of a product of
 * tensors.
 *
 * @param <P> {@code float[]} or {@code double[]}
 */
final class ArrayProduct<P> extends Job {
  private static final int PANELS = 0;

  private final Context<P> context;
  private final HeapGemmKernel<P> kernel;
  private final Operand<P> a;
  private final Operand<P> b;
  private final Operand<P> c;
  private final double alpha;
  private final double beta;
  private final int m;
  private final int n;
  private final int k;
  private final Triangle part;
  private final int blockColumns;
  private final int rowCuts;
  private final int columnCuts;

  private ArrayProduct(
      Context<P> context,
      double alpha,
      Operand<P> a,
      Operand<P> b,
      double beta,
      Operand<P> c,
      Triangle part,
      int m,
      int n,
      int k,
      int threads) {
    this.context = context;
    this.kernel = context.gemm();
    this.alpha = alpha;
    this.beta = beta;
    this.a = a;
    this.b = b;
    this.c = c;
    this.m = m;
    this.n = n;
    this.k = alpha == 0 ? 0 : k;
    this.part = part;
    this.blockColumns = Partition.blockColumns(context.elementBytes(), kernel.nr());
    long work = (long) m * n * Math.max(1, k);
    // The tasks of a triangle differ in size, so there are more of them.
    int pieces = threads == 1 ? 1 : (part == Triangle.ALL ? 2 : 8) * threads;
    pieces = Math.clamp(work / Partition.TASK, 1, pieces);
    this.rowCuts = Partition.rowCuts(m, n, pieces);
    this.columnCuts = Partition.columnCuts(pieces, rowCuts);
  }

  static int roundUp(int size, int tile) {
    return (size + tile - 1) / tile * tile;
  }

  /**
   * Computes on all threads.
   *
   * @param context kernels and threads
   * @param alpha factor of the product; if it is 0, A and B are not read
   * @param a m x k
   * @param b k x n
   * @param beta factor of what C holds, which is not read if that is 0
   * @param c m x n, with consecutive elements along its rows or its columns
   * @param part of C that is computed
   * @param m rows
   * @param n columns
   * @param k length of the sums, may be 0
   * @param <P> array type
   */
  static <P> void run(
      Context<P> context,
      double alpha,
      Operand<P> a,
      Operand<P> b,
      double beta,
      Operand<P> c,
      Triangle part,
      int m,
      int n,
      int k) {
    ArrayProduct<P> product =
        of(context, alpha, a, b, beta, c, part, m, n, k, context.threads().degree());
    int tasks = product.rowCuts * product.columnCuts;
    if (tasks > 1) {
      context.threads().run(tasks, product);
    } else {
      Workspace workspace = context.threads().lease();
      try {
        product.task(0, workspace);
      } finally {
        context.threads().giveBack(workspace);
      }
    }
  }

  /**
   * Computes all of C on the calling thread; see {@link #run}.
   *
   * @param workspace of the calling thread
   */
  static <P> void runAlone(
      Context<P> context,
      Workspace workspace,
      double alpha,
      Operand<P> a,
      Operand<P> b,
      double beta,
      Operand<P> c,
      int m,
      int n,
      int k) {
    of(context, alpha, a, b, beta, c, Triangle.ALL, m, n, k, 1).task(0, workspace);
  }

  /** Tiles have consecutive elements in rows: otherwise the transposed product is computed. */
  private static <P> ArrayProduct<P> of(
      Context<P> context,
      double alpha,
      Operand<P> a,
      Operand<P> b,
      double beta,
      Operand<P> c,
      Triangle part,
      int m,
      int n,
      int k,
      int threads) {
    if (c.column() == 1) {
      return new ArrayProduct<>(context, alpha, a, b, beta, c, part, m, n, k, threads);
    }
    return new ArrayProduct<>(
        context,
        alpha,
        b.transpose(),
        a.transpose(),
        beta,
        c.transpose(),
        part.transpose(),
        n,
        m,
        k,
        threads);
  }

  @Override
  protected void task(int index, Workspace workspace) {
    int row = index / columnCuts;
    int column = index % columnCuts;
    rectangle(
        workspace,
        cut(m, row, rowCuts, kernel.mr()),
        cut(m, row + 1, rowCuts, kernel.mr()),
        cut(n, column, columnCuts, kernel.nr()),
        cut(n, column + 1, columnCuts, kernel.nr()));
  }

  private static int cut(int size, int piece, int pieces, int tile) {
    return (int) Partition.cut(size, piece, pieces, tile);
  }

  private void rectangle(Workspace workspace, int top, int bottom, int left, int right) {
    if (k == 0) {
      scale(top, bottom, left, right);
      return;
    }
    int mr = kernel.mr();
    int most = kernel.evenLength(Math.min(GemmKernel.KC, k));
    int bPanels = kernel.first();
    int aPanel = bPanels + (Math.min(blockColumns, right - left) + kernel.nr()) * most;
    int tile = aPanel + mr * most;
    P panels = context.panels(workspace, PANELS, tile + mr * kernel.nr());
    for (int column = left; column < right; column += blockColumns) {
      int columns = Math.min(blockColumns, right - column);
      if (part.misses(top, bottom - top, column, columns)) {
        continue;
      }
      int last = n < Partition.MANY * kernel.nr() ? kernel.lastPanelColumns(columns) : kernel.nr();
      for (int p = 0; p < k; p += GemmKernel.KC) {
        int depth = Math.min(GemmKernel.KC, k - p);
        double old = p == 0 ? beta : 1;
        int from = b.index(p, column);
        kernel.packB(b.array(), from, b.row(), b.column(), columns, depth, last, panels, bPanels);
        for (int row = top; row < bottom; row += mr) {
          int rows = Math.min(mr, bottom - row);
          if (!part.misses(row, rows, column, columns)) {
            int at = a.index(row, p);
            int height = height(kernel, m, rows);
            kernel.packA(a.array(), at, a.row(), a.column(), rows, depth, height, panels, aPanel);
            tiles(
                panels,
                aPanel,
                bPanels,
                tile,
                kernel.evenLength(depth),
                old,
                row,
                rows,
                height,
                column,
                columns,
                last);
          }
        }
      }
    }
  }

  /** C without a product. */
  private void scale(int top, int bottom, int left, int right) {
    for (int i = top; i < bottom; i++) {
      int first = part.first(i, left);
      int count = part.end(i, right) - first;
      if (count > 0) {
        int at = c.index(i, first);
        if (beta == 0) {
          context.array().fill(c.array(), at, at + count, 0);
        } else if (beta != 1) {
          context.array().scale(count, beta, c.array(), at, 1);
        }
      }
    }
  }

  /** Rows of the panel for some rows of a matrix: of the last one it may be less than a tile. */
  static int height(HeapGemmKernel<?> kernel, int matrix, int rows) {
    return matrix < Partition.MANY * kernel.mr() ? kernel.panelRows(rows) : kernel.mr();
  }

  /** Columns of the panel for some columns of a matrix, likewise. */
  static int width(HeapGemmKernel<?> kernel, int matrix, int columns) {
    return matrix < Partition.MANY * kernel.nr() ? kernel.panelColumns(columns) : kernel.nr();
  }

  /** The tiles beside each other in some rows of C. */
  private void tiles(
      P panels,
      int aPanel,
      int bPanels,
      int tile,
      int steps,
      double old,
      int row,
      int rows,
      int height,
      int column,
      int columns,
      int last) {
    int nr = kernel.nr();
    for (int j = 0; j < columns; j += nr) {
      int wide = j + nr < columns ? nr : last;
      int width = Math.min(nr, columns - j);
      if (!part.misses(row, rows, column + j, width)) {
        kernel.tile(height, wide, steps, panels, aPanel, bPanels + j * steps, tile);
        update(panels, tile, wide, old, row, rows, column + j, width);
      }
    }
  }

  private void update(
      P panels, int tile, int wide, double old, int row, int height, int column, int width) {
    if (part.contains(row, height, column, width)) {
      int at = c.index(row, column);
      kernel.update(panels, tile, wide, alpha, old, c.array(), at, c.row(), height, width);
      return;
    }
    for (int i = row; i < row + height; i++) {
      int begin = part.first(i, column);
      int count = part.end(i, column + width) - begin;
      if (count > 0) {
        int sums = tile + (i - row) * wide + begin - column;
        int at = c.index(i, begin);
        kernel.update(panels, sums, wide, alpha, old, c.array(), at, c.row(), 1, count);
      }
    }
  }
}
