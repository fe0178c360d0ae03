package io.lanewise.cpu.gemm;

import io.lanewise.cpu.Workspace;
import io.lanewise.kernel.TileKernel;

/**
 * The inner loops of every matrix product: some columns of B and some steps of k are packed at
 * once, then rows of A tile by tile past them (Goto and van de Geijn, ACM TOMS 34:3, 2008, with the
 * roles of A and B exchanged). Where the matrices are, how they are stored, and what there is to do
 * in the loops around this one are the subclass's business; positions are relative to the block.
 *
 * @param <K> the kernel for that kind of memory
 * @param <P> {@code float[]} or {@code double[]}
 */
public abstract class Block<K extends TileKernel<P>, P> {
  /** Slot of a workspace, for F32; that of F64 follows. */
  private static final int PANELS = 0;

  private final WarmKernel<K> kernels;
  private final int elementBytes;

  /** Of the calling thread. */
  protected final Workspace workspace;

  /**
   * For subclasses.
   *
   * @param kernels what computes
   * @param elementBytes 4 or 8
   * @param workspace of the calling thread
   */
  protected Block(WarmKernel<K> kernels, int elementBytes, Workspace workspace) {
    this.kernels = kernels;
    this.elementBytes = elementBytes;
    this.workspace = workspace;
  }

  /**
   * Packs the block's columns of B.
   *
   * @param kernel packs
   * @param columns how many
   * @param depth steps of k
   * @param last columns of the last panel
   * @param panels where they go
   * @param to index of the first panel
   */
  protected abstract void packB(K kernel, int columns, int depth, int last, P panels, int to);

  /**
   * Packs rows of A into one panel.
   *
   * @param kernel packs
   * @param row the first
   * @param rows how many
   * @param depth steps of k
   * @param height rows of the panel
   * @param panels where they go
   * @param to index of the panel
   */
  protected abstract void packA(
      K kernel, long row, int rows, int depth, int height, P panels, int to);

  /**
   * Brings a tile to C.
   *
   * @param kernel does it
   * @param panels where the sums are
   * @param sums index of the first
   * @param width sums in a row
   * @param row first row
   * @param rows how many
   * @param column first column
   * @param columns how many
   */
  protected abstract void update(
      K kernel, P panels, int sums, int width, long row, int rows, int column, int columns);

  /**
   * Makes rows of C ready, whose tiles follow.
   *
   * @param row first row
   * @param rows how many
   * @param columns how many
   */
  protected void open(long row, int rows, int columns) {}

  /**
   * What is to be done with rows of C that have all sums of this block.
   *
   * @param row first row
   * @param rows how many
   * @param columns how many
   */
  protected void finish(long row, int rows, int columns) {}

  /**
   * The first step of k that matters in a tile.
   *
   * @param row first row
   * @param column first column
   * @return an even number; those before it are left out
   */
  protected int begin(long row, int column) {
    return 0;
  }

  /**
   * How many steps of k matter.
   *
   * @param row first row
   * @param rows how many
   * @param column first column
   * @param columns how many
   * @param depth steps that are packed
   * @return as many at most; if there are none behind the first, the tile is left out, and C's too
   */
  protected int end(long row, int rows, int column, int columns, int depth) {
    return depth;
  }

  /**
   * Computes.
   *
   * @param m rows
   * @param columns columns, which are packed at once
   * @param depth steps of k, at most {@link io.lanewise.kernel.GemmKernel#KC}
   */
  protected final void compute(long m, int columns, int depth) {
    boolean wholeRows = m >= Partition.MANY * kernels.wanted().mr();
    boolean wholeColumns = columns >= Partition.MANY * kernels.wanted().nr();
    K kernel = kernels.get(wholeRows && wholeColumns);
    int mr = kernel.mr();
    int steps = kernel.evenLength(depth);
    int bPanels = kernel.first();
    int aPanel = bPanels + (columns + kernel.nr()) * steps;
    int tile = aPanel + mr * steps;
    P panels = panels(workspace, kernel, elementBytes, tile + mr * kernel.nr());
    int last = wholeColumns ? kernel.nr() : kernel.lastPanelColumns(columns);
    packB(kernel, columns, depth, last, panels, bPanels);
    for (long row = 0; row < m; row += mr) {
      int rows = (int) Math.min(mr, m - row);
      if (end(row, rows, 0, columns, depth) > 0) {
        int height = wholeRows ? mr : kernel.panelRows(rows);
        packA(kernel, row, rows, depth, height, panels, aPanel);
        open(row, rows, columns);
        tiles(kernel, panels, aPanel, bPanels, tile, row, rows, height, columns, last, depth);
        finish(row, rows, columns);
      }
    }
  }

  /** The tiles beside each other in some rows of C. */
  private void tiles(
      K kernel,
      P panels,
      int aPanel,
      int bPanels,
      int tile,
      long row,
      int rows,
      int height,
      int columns,
      int last,
      int depth) {
    int nr = kernel.nr();
    int steps = kernel.evenLength(depth);
    for (int j = 0; j < columns; j += nr) {
      int width = j + nr < columns ? nr : last;
      int count = Math.min(nr, columns - j);
      int begin = begin(row, j);
      int length = kernel.evenLength(end(row, rows, j, count, depth)) - begin;
      if (length > 0) {
        int a = aPanel + begin * height;
        int b = bPanels + j * steps + begin * width;
        kernel.tile(height, width, length, panels, a, b, tile);
        update(kernel, panels, tile, width, row, rows, j, count);
      }
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
  @SuppressWarnings("unchecked") // a slot only ever holds arrays of one type
  public static <P> P panels(
      Workspace workspace, TileKernel<P> kernel, int elementBytes, int elements) {
    int slot = elementBytes == Float.BYTES ? PANELS : PANELS + 1;
    P kept = (P) workspace.kept(slot);
    if (kept == null || kernel.length(kept) < elements) {
      kept = kernel.array(elements);
      workspace.keep(slot, kept);
    }
    return kept;
  }
}
