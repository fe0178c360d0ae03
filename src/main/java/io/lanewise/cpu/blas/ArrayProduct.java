package io.lanewise.cpu.blas;

import io.lanewise.cpu.Caches;
import io.lanewise.cpu.Job;
import io.lanewise.cpu.Workspace;
import io.lanewise.kernel.HeapGemmKernel;

/**
 * {@code C = alpha A B + beta C} on arrays, of C a triangle if wanted: the loops of a blocked
 * matrix product, cut into rectangles of C that threads compute independently. Tiles outside of the
 * triangle are left out, those on its edge go through scratch memory.
 *
 * <p>k is cut every {@link #KC} elements and nowhere else, so an element of C has the same bits
 * whatever the threads, the rectangle and the triangle, and those of a product of tensors.
 *
 * @param <P> {@code float[]} or {@code double[]}
 */
final class ArrayProduct<P> extends Job {
  /** Length of the k range that is summed in registers: as for tensors. [TP] */
  static final int KC = 256;

  /** Rows of a packed block of A. [TP] Sapphire Rapids. */
  private static final int MC = 192;

  /** Multiplications that are worth a task of their own: some 20 microseconds. [TP] */
  private static final long TASK = 1L << 20;

  static final int A_PANELS = 0;
  static final int B_PANELS = 1;
  static final int TILE = 2;

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
  private final int mc;
  private final int nc;
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
    int nr = kernel.nr();
    long columns = Caches.l2() / 2 / (KC * (long) context.elementBytes());
    this.mc = roundUp(MC, kernel.mr());
    this.nc = Math.max(nr, Math.clamp(columns, 96, 1024) / nr * nr);
    long work = (long) m * n * Math.max(1, k);
    // The tasks of a triangle differ in size, so there are more of them.
    int pieces = threads == 1 ? 1 : (part == Triangle.ALL ? 2 : 8) * threads;
    pieces = Math.clamp(work / TASK, 1, pieces);
    int rows = 1;
    int cuts = 1;
    while (rows * cuts * 2 <= pieces) {
      if (m / rows >= n / cuts) {
        rows *= 2;
      } else {
        cuts *= 2;
      }
    }
    this.rowCuts = rows;
    this.columnCuts = cuts;
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
    return piece == pieces ? size : (int) ((long) size * piece / pieces / tile * tile);
  }

  private void rectangle(Workspace workspace, int top, int bottom, int left, int right) {
    if (beta != 1) {
      scale(top, bottom, left, right);
    }
    for (int column = left; column < right; column += nc) {
      int columns = Math.min(nc, right - column);
      if (part.misses(top, bottom - top, column, columns)) {
        continue;
      }
      for (int p = 0; p < k; p += KC) {
        int depth = Math.min(KC, k - p);
        int length = roundUp(columns, kernel.nr()) * depth;
        P bPanels = context.scratch(workspace, B_PANELS, length);
        pack(b.transpose().from(column, p), columns, depth, kernel.nr(), bPanels);
        if (alpha == -1) {
          context.array().scale(length, -1, bPanels, 0, 1); // exact, so tiles need no factor
        }
        for (int row = top; row < bottom; row += mc) {
          int rows = Math.min(mc, bottom - row);
          if (!part.misses(row, rows, column, columns)) {
            int size = roundUp(rows, kernel.mr()) * depth;
            P aPanels = context.scratch(workspace, A_PANELS, size);
            pack(a.from(row, p), rows, depth, kernel.mr(), aPanels);
            boolean add = beta != 0 || p > 0;
            block(workspace, aPanels, bPanels, depth, add, row, rows, column, columns);
          }
        }
      }
    }
  }

  private void pack(Operand<P> vectors, int count, int depth, int width, P panels) {
    kernel.pack(
        vectors.array(),
        vectors.at(),
        vectors.row(),
        vectors.column(),
        count,
        depth,
        width,
        panels,
        0);
  }

  private void scale(int top, int bottom, int left, int right) {
    for (int i = top; i < bottom; i++) {
      int first = part.first(i, left);
      int count = part.end(i, right) - first;
      if (count > 0) {
        int at = c.index(i, first);
        if (beta == 0 && k == 0) {
          context.array().fill(c.array(), at, at + count, 0);
        } else if (beta != 0) {
          context.array().scale(count, beta, c.array(), at, 1);
        }
      }
    }
  }

  /** All tiles of one block: a sliver of A stays in the first-level cache while those of B pass. */
  private void block(
      Workspace workspace,
      P aPanels,
      P bPanels,
      int depth,
      boolean add,
      int row,
      int rows,
      int column,
      int columns) {
    int mr = kernel.mr();
    int nr = kernel.nr();
    // A row more, because a store reads whole vectors from the middle of a row.
    P scratch = context.scratch(workspace, TILE, (mr + 1) * nr);
    boolean factor = alpha != 1 && alpha != -1;
    for (int i = 0; i < rows; i += mr) {
      int height = Math.min(mr, rows - i);
      for (int j = 0; j < columns; j += nr) {
        int width = Math.min(nr, columns - j);
        int at = c.index(row + i, column + j);
        if (height == mr && width == nr && !factor && part.contains(row + i, mr, column + j, nr)) {
          kernel.tile(depth, aPanels, i * depth, bPanels, j * depth, add, c.array(), at, c.row());
        } else if (!part.misses(row + i, height, column + j, width)) {
          kernel.tile(depth, aPanels, i * depth, bPanels, j * depth, false, scratch, 0, nr);
          store(scratch, factor ? alpha : 1, add, row + i, height, column + j, width);
        }
      }
    }
  }

  private void store(
      P tile, double scale, boolean add, int row, int height, int column, int width) {
    int nr = kernel.nr();
    if (part.contains(row, height, column, width)) {
      int at = c.index(row, column);
      kernel.store(tile, 0, scale, add, c.array(), at, c.row(), height, width);
      return;
    }
    for (int i = 0; i < height; i++) {
      int first = part.first(row + i, column);
      int count = part.end(row + i, column + width) - first;
      if (count > 0) {
        int from = i * nr + first - column;
        int at = c.index(row + i, first);
        kernel.store(tile, from, scale, add, c.array(), at, c.row(), 1, count);
      }
    }
  }
}
