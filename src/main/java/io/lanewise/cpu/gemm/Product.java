package io.lanewise.cpu.gemm;

import io.lanewise.cpu.Job;
import io.lanewise.cpu.Threads;
import io.lanewise.cpu.Workspace;
import io.lanewise.kernel.GemmKernel;
import org.jspecify.annotations.Nullable;

/**
 * A blocked, batched matrix product, cut into rectangles of C that threads compute independently.
 *
 * <p>The loops of a rectangle are those of Goto and van de Geijn (ACM TOMS 34:3, 2008) with the
 * roles of A and B exchanged: a block of B, {@code KC x columns}, is packed for the second-level
 * cache; a panel of A, {@code MR x KC}, is packed for the first, and the panels of B stream past
 * it. So consecutive tiles lie side by side in rows of C, which are runs in memory, and the
 * processor fetches ahead: Java has no instruction that would. A panel of A is packed again for
 * each block of B, which costs what reading it again would.
 *
 * <p>Each rectangle packs what it reads. Nothing is shared, and k is never cut, so that the bits of
 * an element do not depend on the rectangle it is in. With T threads about T/2 rows and T columns
 * of rectangles repeat the packing, which costs O(T n^2) beside O(n^3).
 *
 * @param <P> {@code float[]} or {@code double[]}
 */
final class Product<P> extends Job {
  /** Slot of a workspace, for F32; that of F64 follows. */
  private static final int PANELS = 0;

  private final Matrices matrices;
  private final Settings<P> settings;

  /**
   * What does not change from one product to the next.
   *
   * @param kernels tile and packing
   * @param elementBytes 4 or 8
   * @param columns columns of a packed block of B, a multiple of the tile's
   * @param <P> array type
   */
  record Settings<P>(WarmKernel<P> kernels, int elementBytes, int columns) {
    static <P> Settings<P> of(GemmKernel<P> kernel, int elementBytes) {
      return new Settings<>(
          WarmKernel.of(kernel, elementBytes),
          elementBytes,
          Partition.blockColumns(elementBytes, kernel.nr()));
    }
  }

  private final double alpha;
  private final double beta;
  private final int rowCuts;
  private final int columnCuts;
  private final int batchesPerTask;

  private Product(Settings<P> settings, Matrices matrices, double alpha, double beta, int threads) {
    this.settings = settings;
    this.matrices = matrices;
    this.alpha = alpha;
    this.beta = beta;
    long work = matrices.m * matrices.n * Math.max(1, matrices.k);
    this.batchesPerTask = Math.clamp(Partition.TASK / Math.max(1, work), 1, 1 << 16);
    int pieces = threads == 1 || matrices.batches >= 4L * threads ? 1 : 2 * threads;
    pieces = Math.clamp(work / Partition.TASK, 1, pieces);
    this.rowCuts = Partition.rowCuts(matrices.m, matrices.n, pieces);
    this.columnCuts = Partition.columnCuts(pieces, rowCuts);
  }

  /**
   * Computes a product.
   *
   * @param threads the engine's threads
   * @param workspace of the calling thread, for the case of one task
   * @param settings kernels and constants
   * @param matrices geometry; not changed
   * @param alpha factor of the product
   * @param beta factor of what C holds, which is not read if that is 0
   * @param <P> array type
   */
  static <P> void run(
      Threads threads,
      Workspace workspace,
      Settings<P> settings,
      Matrices matrices,
      double alpha,
      double beta) {
    if (matrices.batches == 1 && direct(workspace, settings, matrices, alpha, beta)) {
      return;
    }
    Product<P> product = new Product<>(settings, matrices, alpha, beta, threads.degree());
    long groups = (matrices.batches + product.batchesPerTask - 1) / product.batchesPerTask;
    long tasks = groups * product.rowCuts * product.columnCuts;
    if (tasks == 1 || threads.degree() == 1) {
      for (int task = 0; task < tasks; task++) {
        product.task(task, workspace);
      }
    } else {
      threads.run(Math.toIntExact(tasks), product);
    }
  }

  /**
   * Computes a product of one batch on the calling thread.
   *
   * @param workspace of the calling thread
   * @param settings kernels and constants
   * @param matrices geometry
   * @param alpha factor of the product
   * @param beta factor of what C holds, which is not read if that is 0
   * @param <P> array type
   */
  static <P> void runAlone(
      Workspace workspace, Settings<P> settings, Matrices matrices, double alpha, double beta) {
    if (!direct(workspace, settings, matrices, alpha, beta)) {
      new Product<>(settings, matrices, alpha, beta, 1).task(0, workspace);
    }
  }

  /** Computes one small product, without an object for it, if it is one. */
  private static <P> boolean direct(
      Workspace workspace, Settings<P> settings, Matrices matrices, double alpha, double beta) {
    int bytes = settings.elementBytes();
    if (!DirectProduct.serves(
        settings.kernels().wanted(), matrices, bytes, matrices.m, matrices.n)) {
      return false;
    }
    GemmKernel<P> kernel = settings.kernels().direct();
    if (kernel.directRows() == 0) { // not compiled yet
      return false;
    }
    DirectProduct.multiply(
        workspace,
        kernel,
        matrices,
        bytes,
        matrices.a,
        matrices.b,
        matrices.c,
        matrices.m,
        0,
        matrices.n,
        alpha,
        beta);
    return true;
  }

  @Override
  protected void task(int index, Workspace workspace) {
    GemmKernel<P> kernel = settings.kernels().wanted();
    int cuts = rowCuts * columnCuts;
    long group = index / cuts;
    int row = index % cuts / columnCuts;
    int column = index % columnCuts;
    long firstRow = Partition.cut(matrices.m, row, rowCuts, kernel.mr());
    long lastRow = Partition.cut(matrices.m, row + 1, rowCuts, kernel.mr());
    long firstColumn = Partition.cut(matrices.n, column, columnCuts, kernel.nr());
    long lastColumn = Partition.cut(matrices.n, column + 1, columnCuts, kernel.nr());
    long end = Math.min(matrices.batches, (group + 1) * batchesPerTask);
    for (long batch = group * batchesPerTask; batch < end; batch++) {
      rectangle(
          workspace,
          matrices.aAt(batch) + firstRow * matrices.aRow,
          matrices.bAt(batch) + firstColumn * matrices.bColumn,
          matrices.cAt(batch) + firstRow * matrices.cRow + firstColumn * matrices.cColumn,
          lastRow - firstRow,
          firstColumn,
          lastColumn - firstColumn);
    }
  }

  private void rectangle(
      Workspace workspace, long a, long b, long c, long m, long firstColumn, long n) {
    if (DirectProduct.serves(
        settings.kernels().wanted(), matrices, settings.elementBytes(), m, n)) {
      direct(workspace, a, b, c, m, firstColumn, n);
    } else {
      packed(workspace, a, b, c, m, firstColumn, n);
    }
  }

  private void direct(
      Workspace workspace, long a, long b, long c, long m, long firstColumn, long n) {
    GemmKernel<P> kernel = settings.kernels().direct();
    if (kernel.directRows() == 0) { // not compiled yet
      packed(workspace, a, b, c, m, firstColumn, n);
    } else {
      DirectProduct.multiply(
          workspace,
          kernel,
          matrices,
          settings.elementBytes(),
          a,
          b,
          c,
          m,
          firstColumn,
          n,
          alpha,
          beta);
    }
  }

  private void packed(
      Workspace workspace, long a, long b, long c, long m, long firstColumn, long n) {
    int nc = settings.columns();
    for (long column = 0; column < n; column += nc) {
      int columns = (int) Math.min(nc, n - column);
      for (long p = 0; p < matrices.k; p += GemmKernel.KC) {
        int depth = (int) Math.min(GemmKernel.KC, matrices.k - p);
        block(
            workspace,
            a + p * matrices.aColumn,
            b + column * matrices.bColumn + p * matrices.bRow,
            p == 0 ? beta : 1,
            p + depth == matrices.k ? matrices.finish : null,
            c + column * matrices.cColumn,
            m,
            firstColumn + column,
            columns,
            depth);
      }
    }
  }

  /** All rows of C times the columns and the range of k for which B is packed at once. */
  private void block(
      Workspace workspace,
      long a,
      long b,
      double old,
      @Nullable Finish finish,
      long c,
      long m,
      long firstColumn,
      int columns,
      int depth) {
    GemmKernel<P> wanted = settings.kernels().wanted();
    boolean wholeRows = m >= Partition.MANY * wanted.mr();
    boolean wholeColumns = columns >= Partition.MANY * wanted.nr();
    GemmKernel<P> kernel = settings.kernels().get(wholeRows && wholeColumns);
    int mr = kernel.mr();
    int steps = kernel.evenLength(depth);
    int bPanels = kernel.first();
    int aPanel = bPanels + (columns + kernel.nr()) * steps;
    int tile = aPanel + mr * steps;
    P panels = panels(workspace, kernel, settings.elementBytes(), tile + mr * kernel.nr());
    int last = wholeColumns ? kernel.nr() : kernel.lastPanelColumns(columns);
    kernel.packB(
        matrices.bBase, b, matrices.bRow, matrices.bColumn, columns, depth, last, panels, bPanels);
    for (long row = 0; row < m; row += mr) {
      int rows = (int) Math.min(mr, m - row);
      int height = wholeRows ? mr : kernel.panelRows(rows);
      kernel.packA(
          matrices.aBase,
          a + row * matrices.aRow,
          matrices.aRow,
          matrices.aColumn,
          rows,
          depth,
          height,
          panels,
          aPanel);
      tiles(
          kernel,
          panels,
          aPanel,
          bPanels,
          tile,
          steps,
          old,
          c + row * matrices.cRow,
          rows,
          height,
          columns,
          last);
      if (finish != null) {
        long cAt = c + row * matrices.cRow;
        finish.rows(matrices.cBase, cAt, matrices.cRow, rows, firstColumn, columns);
      }
    }
  }

  /** The tiles beside each other in some rows of C. */
  private void tiles(
      GemmKernel<P> kernel,
      P panels,
      int aPanel,
      int bPanels,
      int tile,
      int steps,
      double old,
      long c,
      int rows,
      int height,
      int columns,
      int last) {
    int nr = kernel.nr();
    for (int j = 0; j < columns; j += nr) {
      int width = j + nr < columns ? nr : last;
      kernel.tile(height, width, steps, panels, aPanel, bPanels + j * steps, tile);
      kernel.update(
          panels,
          tile,
          width,
          alpha,
          old,
          matrices.cBase,
          c + (long) j * settings.elementBytes(),
          matrices.cRow,
          rows,
          Math.min(nr, columns - j));
    }
  }

  /**
   * The array that a workspace keeps for panels. F32 and F64 have their own, or each would throw
   * the other's away.
   *
   * @param workspace of the calling thread
   * @param kernel makes it
   * @param elementBytes 4 or 8
   * @param elements length at least
   * @param <P> array type
   * @return the array
   */
  @SuppressWarnings("unchecked") // a slot only ever holds arrays of one kernel
  static <P> P panels(Workspace workspace, GemmKernel<P> kernel, int elementBytes, int elements) {
    int slot = elementBytes == Float.BYTES ? PANELS : PANELS + 1;
    P kept = (P) workspace.kept(slot);
    if (kept == null || kernel.length(kept) < elements) {
      kept = kernel.array(elements);
      workspace.keep(slot, kept);
    }
    return kept;
  }
}
