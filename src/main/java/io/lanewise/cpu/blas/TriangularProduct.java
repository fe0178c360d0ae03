package io.lanewise.cpu.blas;

import io.lanewise.cpu.Job;
import io.lanewise.cpu.Workspace;
import io.lanewise.cpu.gemm.Block;
import io.lanewise.cpu.gemm.Partition;
import io.lanewise.kernel.GemmKernel;
import io.lanewise.kernel.HeapGemmKernel;

/**
 * {@code C = alpha T C} or {@code C = alpha C T} in place, T triangular, C with consecutive
 * elements in its rows.
 *
 * <p>The loops are those of any product, in an order in which a block of C is packed before it is
 * written: so nothing of C is copied. k is cut into pieces that are multiples of the tile, and of a
 * tile on the diagonal only the steps inside of the triangle are computed (Goto and van de Geijn,
 * ACM TOMS 35:1, 2008). Zeros fill up the corners there, so C must be finite.
 *
 * <p>Cost: n^2 flops for each right-hand side. They are independent and are dealt out to threads.
 *
 * @param <P> {@code float[]} or {@code double[]}
 */
final class TriangularProduct<P> extends Job {
  private final Context<P> context;
  private final double alpha;
  private final TriangularFactor<P> t;
  private final Stored<P> c;
  private final boolean right;
  private final int n;
  private final int sides;
  private final int piece;
  private final int blockColumns;
  private final int tasks;

  private TriangularProduct(
      Context<P> context,
      double alpha,
      TriangularFactor<P> t,
      Stored<P> c,
      boolean right,
      int n,
      int sides) {
    this.context = context;
    this.alpha = alpha;
    this.t = t;
    this.c = c;
    this.right = right;
    this.n = n;
    this.sides = sides;
    this.piece = context.piece(n, right);
    int most = Partition.blockColumns(context.elementBytes(), context.gemm().nr());
    // As much memory as blocks of KC steps take.
    int room = most * GemmKernel.KC / piece;
    this.blockColumns = right ? Math.max(1, room / piece) * piece : most;
    int degree = context.degree();
    long work = (long) n * n * sides / 2;
    this.tasks = degree == 1 ? 1 : Math.clamp(work / Partition.TASK, 1, 2 * degree);
  }

  /**
   * Multiplies.
   *
   * @param context kernels and threads
   * @param alpha factor
   * @param t n x n
   * @param b n x columns, in place; finite, with consecutive elements in its rows or its columns
   * @param n rows, at least 1
   * @param columns right-hand sides, at least 1
   * @param <P> array type
   */
  static <P> void run(
      Context<P> context, double alpha, TriangularFactor<P> t, Stored<P> b, int n, int columns) {
    TriangularProduct<P> product =
        b.alongRows()
            ? new TriangularProduct<>(context, alpha, t, b, false, n, columns)
            : new TriangularProduct<>(
                context, alpha, t.transpose(), b.transpose(), true, n, columns);
    context.threads().run(product.tasks, product);
  }

  @Override
  protected void task(int index, Workspace workspace) {
    HeapGemmKernel<P> kernel = context.gemm();
    int tile = right ? kernel.mr() : kernel.nr();
    int from = (int) Partition.cut(sides, index, tasks, tile);
    int to = (int) Partition.cut(sides, index + 1, tasks, tile);
    if (from == to) {
      return;
    }
    if (right) {
      new Right<>(this, workspace, from, to - from).run();
    } else {
      new Left<>(this, workspace, from, to).run();
    }
  }

  /** What both sides share: the position in the loops. */
  private abstract static class Part<P> extends Block<HeapGemmKernel<P>, P> {
    final TriangularProduct<P> product;
    final boolean lower;
    final int n;

    /** The first step of k of the block, and how many there are. */
    int p;

    int depth;

    /** First row of C. */
    int top;

    /** First column of C. */
    int left;

    private Operand<P> c;

    Part(TriangularProduct<P> product, Workspace workspace) {
      super(product.context.warm(), product.context.elementBytes(), workspace);
      this.product = product;
      this.lower = product.t.lower();
      this.n = product.n;
      this.c = product.context.nothing();
    }

    @Override
    protected void open(long row, int rows, int columns) {
      int i = top + (int) row;
      c = product.c.open(product.context, workspace, Triangle.ALL, i, rows, left, columns, true);
    }

    @Override
    protected void finish(long row, int rows, int columns) {
      product.c.close(product.context, c, Triangle.ALL, top + (int) row, rows, left, columns);
    }

    /** The pieces of k in which a block has a part, in the order in which they must be taken. */
    final void pieces(int first, int end, boolean rising) {
      int piece = product.piece;
      int count = (end - first + piece - 1) / piece;
      for (int i = 0; i < count; i++) {
        p = first + (rising ? i : count - 1 - i) * piece;
        depth = Math.min(piece, n - p);
        piece();
      }
    }

    abstract void piece();

    final void update(
        HeapGemmKernel<P> kernel,
        P panels,
        int sums,
        int width,
        int row,
        int rows,
        int column,
        int columns,
        boolean diagonal) {
      double old = diagonal ? 0 : 1;
      int at = c.index(row, column);
      kernel.update(panels, sums, width, product.alpha, old, c.array(), at, c.row(), rows, columns);
    }

    final boolean diagonal(int line) {
      return line >= p && line < p + depth;
    }

    /** The first step that a row or a column of T from here on has. */
    final int firstStep(int line, boolean rising) {
      return rising && diagonal(line) ? (line - p) & ~1 : 0;
    }

    /** The step behind the last. */
    final int endStep(int line, int lines, boolean rising) {
      return rising ? depth : Math.min(depth, line + lines - p);
    }
  }

  /** T on the left: rows of C from one triangle's corner to the other. */
  private static final class Left<P> extends Part<P> {
    private final int from;
    private final int to;
    private final int block;

    Left(TriangularProduct<P> product, Workspace workspace, int from, int to) {
      super(product, workspace);
      this.from = from;
      this.to = to;
      int nr = product.context.gemm().nr();
      this.block = Partition.balancedColumns(to - from, product.blockColumns, nr);
    }

    void run() {
      for (left = from; left < to; left += block) {
        pieces(0, n, !lower);
      }
    }

    @Override
    void piece() {
      top = lower ? p : 0;
      int end = lower ? n : p + depth;
      compute(end - top, Math.min(block, to - left), depth);
    }

    @Override
    protected void packB(
        HeapGemmKernel<P> kernel, int columns, int depth, int last, P panels, int to) {
      product.c.packB(kernel, workspace, p, depth, left, columns, last, panels, to);
    }

    @Override
    protected void packA(
        HeapGemmKernel<P> kernel, long row, int rows, int depth, int height, P panels, int to) {
      int i = top + (int) row;
      product.t.packA(kernel, workspace, i, rows, p, depth, height, panels, to);
    }

    @Override
    protected int begin(long row, int column) {
      return firstStep(top + (int) row, !lower);
    }

    @Override
    protected int end(long row, int rows, int column, int columns, int depth) {
      return endStep(top + (int) row, rows, !lower);
    }

    @Override
    protected void update(
        HeapGemmKernel<P> kernel,
        P panels,
        int sums,
        int width,
        long row,
        int rows,
        int column,
        int columns) {
      int i = top + (int) row;
      update(kernel, panels, sums, width, i, rows, left + column, columns, diagonal(i));
    }
  }

  /** T on the right: columns of C from one triangle's corner to the other. */
  private static final class Right<P> extends Part<P> {
    private final int sides;
    private int begin;
    private int end;

    Right(TriangularProduct<P> product, Workspace workspace, int from, int sides) {
      super(product, workspace);
      this.top = from;
      this.sides = sides;
    }

    void run() {
      int wide = product.blockColumns;
      int blocks = (n + wide - 1) / wide;
      for (int i = 0; i < blocks; i++) {
        begin = (lower ? i : blocks - 1 - i) * wide;
        end = Math.min(n, begin + wide);
        if (lower) {
          pieces(begin, n, true);
        } else {
          pieces(0, end, false);
        }
      }
    }

    @Override
    void piece() {
      left = lower ? begin : Math.max(begin, p);
      int behind = lower ? Math.min(end, p + depth) : end;
      compute(sides, behind - left, depth);
    }

    @Override
    protected void packB(
        HeapGemmKernel<P> kernel, int columns, int depth, int last, P panels, int to) {
      product.t.packB(kernel, workspace, p, depth, left, columns, last, panels, to);
    }

    @Override
    protected void packA(
        HeapGemmKernel<P> kernel, long row, int rows, int depth, int height, P panels, int to) {
      int i = top + (int) row;
      product.c.packA(kernel, workspace, i, rows, p, depth, height, panels, to);
    }

    @Override
    protected int begin(long row, int column) {
      return firstStep(left + column, lower);
    }

    @Override
    protected int end(long row, int rows, int column, int columns, int depth) {
      return endStep(left + column, columns, lower);
    }

    @Override
    protected void update(
        HeapGemmKernel<P> kernel,
        P panels,
        int sums,
        int width,
        long row,
        int rows,
        int column,
        int columns) {
      int i = top + (int) row;
      int j = left + column;
      update(kernel, panels, sums, width, i, rows, j, columns, diagonal(j));
    }
  }
}
