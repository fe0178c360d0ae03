package io.lanewise.cpu.gemm;

import io.lanewise.DType;
import io.lanewise.cpu.Job;
import io.lanewise.cpu.Threads;
import io.lanewise.cpu.Workspace;
import io.lanewise.kernel.GemmKernel;
import io.lanewise.kernel.SmallKernel;
import io.lanewise.memory.HostMemory;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * A blocked, batched matrix product, cut into rectangles of C that threads compute independently.
 *
 * <p>The loops of a rectangle are those of {@link Block}: a block of B, {@code KC x columns}, is
 * packed for the second-level cache; a panel of A, {@code MR x KC}, is packed for the first, and
 * the panels of B stream past it. So consecutive tiles lie side by side in rows of C, which are
 * runs in memory, and the processor fetches ahead: Java has no instruction that would. A panel of A
 * is packed again for each block of B, which costs what reading it again would.
 *
 * <p>Each rectangle packs what it reads. Nothing is shared, and k is never cut, so that the bits of
 * an element do not depend on the rectangle it is in. With T threads about T/2 rows and T columns
 * of rectangles repeat the packing, which costs O(T n^2) beside O(n^3).
 *
 * @param <P> {@code float[]} or {@code double[]}
 */
final class Product<P> extends Job {
  private final Matrices matrices;
  private final Settings<P> settings;

  /**
   * What does not change from one product to the next.
   *
   * @param kernels tile and packing
   * @param small small types
   * @param elementBytes 4 or 8
   * @param columns columns of a packed block of B, a multiple of the tile's
   * @param <P> array type
   */
  record Settings<P>(
      WarmKernel<GemmKernel<P>> kernels, SmallKernel small, int elementBytes, int columns) {
    static <P> Settings<P> of(GemmKernel<P> kernel, SmallKernel small, int elementBytes) {
      return new Settings<>(
          WarmKernel.of(kernel, elementBytes),
          small,
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
    boolean alone = threads.degree() == 1 || matrices.m * matrices.n * matrices.k <= Partition.TASK;
    if (alone && matrices.batches == 1 && direct(workspace, settings, matrices, alpha, beta)) {
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
    GemmKernel<P> kernel = directKernel(settings, matrices, matrices.m, matrices.n);
    if (kernel == null) {
      return false;
    }
    DirectProduct.multiply(
        workspace,
        kernel,
        matrices,
        settings.elementBytes(),
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

  /** The kernel for a product or a rectangle of it without packing; null if it is to be packed. */
  private static <P> @Nullable GemmKernel<P> directKernel(
      Settings<P> settings, Matrices matrices, long m, long n) {
    WarmKernel<GemmKernel<P>> kernels = settings.kernels();
    if (!DirectProduct.serves(kernels.wanted(), matrices, settings.elementBytes(), m, n)) {
      return null;
    }
    GemmKernel<P> kernel = kernels.direct();
    return kernel.directRows() > 0 ? kernel : null; // the plain one, until the other is compiled
  }

  @Override
  protected void task(int index, Workspace workspace) {
    GemmKernel<P> kernel = settings.kernels().wanted();
    int cuts = rowCuts * columnCuts;
    long group = index / cuts;
    int row = index % cuts / columnCuts;
    int column = index % columnCuts;
    long firstRow = Partition.cut(matrices.m, row, rowCuts, kernel.mr());
    long rows = Partition.cut(matrices.m, row + 1, rowCuts, kernel.mr()) - firstRow;
    long firstColumn = Partition.cut(matrices.n, column, columnCuts, kernel.nr());
    long columns = Partition.cut(matrices.n, column + 1, columnCuts, kernel.nr()) - firstColumn;
    int bytes = settings.elementBytes();
    GemmKernel<P> direct = directKernel(settings, matrices, rows, columns);
    long end = Math.min(matrices.batches, (group + 1) * batchesPerTask);
    for (long batch = group * batchesPerTask; batch < end; batch++) {
      long a = matrices.aAt(batch) + firstRow * matrices.aRow;
      long b = matrices.bAt(batch) + firstColumn * matrices.bColumn;
      long c = matrices.cAt(batch) + firstRow * matrices.cRow + firstColumn * matrices.cColumn;
      if (direct != null) {
        DirectProduct.multiply(
            workspace, direct, matrices, bytes, a, b, c, rows, firstColumn, columns, alpha, beta);
      } else {
        Part.of(this, workspace).rectangle(a, b, c, rows, firstColumn, columns);
      }
    }
  }

  /** Blocks of one task, with what its loops are at. A workspace keeps it for its next task. */
  private static final class Part<P> extends Block<GemmKernel<P>, P> {
    /** Slot of a workspace, for F32; that of F64 follows. */
    private static final int SLOT = 5;

    /** Slot of a workspace's memory for what is widened. */
    private static final int WIDE = 8;

    private final Settings<P> settings;
    private Matrices matrices;
    private double alpha;
    private double beta;

    // Offsets of the first elements that the block uses.
    private long a;
    private long b;
    private long c;
    private double old;
    private long firstColumn;
    private @Nullable Finish finish;

    private Part(Product<P> product, Workspace workspace) {
      super(product.settings.kernels(), product.settings.elementBytes(), workspace);
      this.settings = product.settings;
      this.matrices = product.matrices;
    }

    @SuppressWarnings("unchecked") // a slot only ever holds parts of one type
    static <P> Part<P> of(Product<P> product, Workspace workspace) {
      int slot = product.settings.elementBytes() == Float.BYTES ? SLOT : SLOT + 1;
      Part<P> part = (Part<P>) workspace.kept(slot);
      if (part == null || part.settings.kernels() != product.settings.kernels()) {
        part = new Part<>(product, workspace);
        workspace.keep(slot, part);
      }
      part.matrices = product.matrices;
      part.alpha = product.alpha;
      part.beta = product.beta;
      return part;
    }

    void rectangle(long aFrom, long bFrom, long cFrom, long m, long columnFrom, long n) {
      int nr = settings.kernels().wanted().nr();
      int nc = Partition.balancedColumns(n, settings.columns(), nr);
      for (long column = 0; column < n; column += nc) {
        int columns = (int) Math.min(nc, n - column);
        c = cFrom + column * matrices.cColumn;
        for (long p = 0; p < matrices.k; p += GemmKernel.KC) {
          int depth = (int) Math.min(GemmKernel.KC, matrices.k - p);
          a = aFrom + p * matrices.aColumn;
          b = bFrom + column * matrices.bColumn + p * matrices.bRow;
          old = p == 0 ? beta : 1;
          firstColumn = columnFrom + column;
          finish = p + depth == matrices.k ? matrices.finish : null;
          compute(m, columns, depth);
        }
      }
    }

    @Override
    protected void packB(GemmKernel<P> kernel, int columns, int depth, int last, P panels, int to) {
      Matrices x = matrices;
      if (x.bSmall == null) {
        kernel.packB(x.bBase, b, x.bRow, x.bColumn, columns, depth, last, panels, to);
      } else {
        packSmallB(kernel, x.bSmall, columns, depth, last, panels, to);
      }
    }

    @Override
    protected void packA(
        GemmKernel<P> kernel, long row, int rows, int depth, int height, P panels, int to) {
      Matrices x = matrices;
      long at = a + row * x.aRow;
      if (x.aSmall == null) {
        kernel.packA(x.aBase, at, x.aRow, x.aColumn, rows, depth, height, panels, to);
      } else {
        packSmallA(kernel, x.aSmall, at, rows, depth, height, panels, to);
      }
    }

    /** Panel by panel, each widened first, its runs remaining runs. */
    private void packSmallB(
        GemmKernel<P> kernel, DType type, int columns, int depth, int last, P panels, int to) {
      Matrices x = matrices;
      boolean across = x.bColumn == type.bytes();
      for (int first = 0; first < columns; first += kernel.nr()) {
        int count = Math.min(kernel.nr(), columns - first);
        long at = b + first * x.bColumn;
        HostMemory wide =
            across
                ? widened(type, x.bBase, at, x.bRow, x.bColumn, depth, count)
                : widened(type, x.bBase, at, x.bColumn, x.bRow, count, depth);
        kernel.packB(
            wide.base(),
            wide.origin(),
            across ? (long) count * Float.BYTES : Float.BYTES,
            across ? Float.BYTES : (long) depth * Float.BYTES,
            count,
            depth,
            first + kernel.nr() < columns ? kernel.nr() : last,
            panels,
            to + first * kernel.evenLength(depth));
      }
    }

    private void packSmallA(
        GemmKernel<P> kernel,
        DType type,
        long at,
        int rows,
        int depth,
        int height,
        P panels,
        int to) {
      Matrices x = matrices;
      boolean along = x.aRow != type.bytes();
      HostMemory wide =
          along
              ? widened(type, x.aBase, at, x.aRow, x.aColumn, rows, depth)
              : widened(type, x.aBase, at, x.aColumn, x.aRow, depth, rows);
      kernel.packA(
          wide.base(),
          wide.origin(),
          along ? (long) depth * Float.BYTES : Float.BYTES,
          along ? Float.BYTES : (long) rows * Float.BYTES,
          rows,
          depth,
          height,
          panels,
          to);
    }

    private HostMemory widened(
        DType type, MemorySegment base, long at, long line, long step, int lines, int length) {
      return Small.widened(
          workspace, WIDE, settings.small(), type, base, at, line, step, lines, length);
    }

    @Override
    protected void update(
        GemmKernel<P> kernel,
        P panels,
        int sums,
        int width,
        long row,
        int rows,
        int column,
        int columns) {
      Matrices x = matrices;
      long at = c + row * x.cRow + (long) column * settings.elementBytes();
      kernel.update(panels, sums, width, alpha, old, x.cBase, at, x.cRow, rows, columns);
    }

    @Override
    protected void finish(long row, int rows, int columns) {
      if (finish != null) {
        long at = c + row * matrices.cRow;
        finish.rows(matrices.cBase, at, matrices.cRow, rows, firstColumn, columns);
      }
    }
  }
}
