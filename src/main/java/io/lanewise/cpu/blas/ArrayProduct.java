package io.lanewise.cpu.blas;

import io.lanewise.cpu.Job;
import io.lanewise.cpu.Workspace;
import io.lanewise.cpu.gemm.Block;
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
  private final Context<P> context;
  private final Factor<P> a;
  private final Factor<P> b;
  private final Stored<P> c;
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
      Factor<P> a,
      Factor<P> b,
      double beta,
      Stored<P> c,
      Triangle part,
      int m,
      int n,
      int k,
      int threads) {
    this.context = context;
    this.alpha = alpha;
    this.beta = beta;
    this.a = a;
    this.b = b;
    this.c = c;
    this.m = m;
    this.n = n;
    this.k = alpha == 0 ? 0 : k;
    this.part = part;
    this.blockColumns = Partition.blockColumns(context.elementBytes(), context.gemm().nr());
    long work = (long) m * n * Math.max(1, k);
    // The tasks of a triangle differ in size, so there are more of them.
    int pieces = threads == 1 ? 1 : (part == Triangle.ALL ? 2 : 8) * threads;
    pieces = Math.clamp(work / Partition.TASK, 1, pieces);
    this.rowCuts = Partition.rowCuts(m, n, pieces);
    this.columnCuts = Partition.columnCuts(pieces, rowCuts);
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
      Factor<P> a,
      Factor<P> b,
      double beta,
      Stored<P> c,
      Triangle part,
      int m,
      int n,
      int k) {
    ArrayProduct<P> product = of(context, alpha, a, b, beta, c, part, m, n, k, context.degree());
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
      Factor<P> a,
      Factor<P> b,
      double beta,
      Stored<P> c,
      int m,
      int n,
      int k) {
    of(context, alpha, a, b, beta, c, Triangle.ALL, m, n, k, 1).task(0, workspace);
  }

  /** Tiles have consecutive elements in rows: otherwise the transposed product is computed. */
  private static <P> ArrayProduct<P> of(
      Context<P> context,
      double alpha,
      Factor<P> a,
      Factor<P> b,
      double beta,
      Stored<P> c,
      Triangle part,
      int m,
      int n,
      int k,
      int threads) {
    if (c.alongRows()) {
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
    HeapGemmKernel<P> kernel = context.gemm();
    int row = index / columnCuts;
    int column = index % columnCuts;
    int top = cut(m, row, rowCuts, kernel.mr());
    int bottom = cut(m, row + 1, rowCuts, kernel.mr());
    int left = cut(n, column, columnCuts, kernel.nr());
    int right = cut(n, column + 1, columnCuts, kernel.nr());
    if (k == 0) {
      scale(workspace, top, bottom, left, right);
    } else {
      new Part<>(this, workspace, top, bottom - top).run(left, right);
    }
  }

  private static int cut(int size, int piece, int pieces, int tile) {
    return (int) Partition.cut(size, piece, pieces, tile);
  }

  /** C without a product. */
  private void scale(Workspace workspace, int top, int bottom, int left, int right) {
    if (beta == 1) {
      return;
    }
    for (int i = top; i < bottom; i++) {
      int first = part.first(i, left);
      int count = part.end(i, right) - first;
      if (count > 0) {
        c.from(i, first).scale(context, workspace, 1, count, beta);
      }
    }
  }

  /** Blocks of one rectangle, with what its loops are at. */
  private static final class Part<P> extends Block<HeapGemmKernel<P>, P> {
    private final ArrayProduct<P> product;
    private final Triangle triangle;
    private final int top;
    private final int rows;
    private int left;
    private int p;
    private Operand<P> c;

    Part(ArrayProduct<P> product, Workspace workspace, int top, int rows) {
      super(product.context.warm(), product.context.elementBytes(), workspace);
      this.product = product;
      this.triangle = product.part;
      this.top = top;
      this.rows = rows;
      this.c = product.context.nothing();
    }

    void run(int from, int to) {
      int nr = product.context.gemm().nr();
      int block = Partition.balancedColumns(to - from, product.blockColumns, nr);
      for (left = from; left < to; left += block) {
        int columns = Math.min(block, to - left);
        if (!triangle.misses(top, rows, left, columns)) {
          for (p = 0; p < product.k; p += GemmKernel.KC) {
            compute(rows, columns, Math.min(GemmKernel.KC, product.k - p));
          }
        }
      }
    }

    @Override
    protected void packB(
        HeapGemmKernel<P> kernel, int columns, int depth, int last, P panels, int to) {
      product.b.packB(kernel, workspace, p, depth, left, columns, last, panels, to);
    }

    @Override
    protected void packA(
        HeapGemmKernel<P> kernel, long row, int rows, int depth, int height, P panels, int to) {
      int i = top + (int) row;
      product.a.packA(kernel, workspace, i, rows, p, depth, height, panels, to);
    }

    @Override
    protected void open(long row, int rows, int columns) {
      int i = top + (int) row;
      boolean read = old() != 0;
      c = product.c.open(product.context, workspace, triangle, i, rows, left, columns, read);
    }

    @Override
    protected void finish(long row, int rows, int columns) {
      product.c.close(product.context, c, triangle, top + (int) row, rows, left, columns);
    }

    private double old() {
      return p == 0 ? product.beta : 1;
    }

    @Override
    protected int end(long row, int rows, int column, int columns, int depth) {
      return triangle.misses(top + (int) row, rows, left + column, columns) ? 0 : depth;
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
      int first = top + (int) row;
      int from = left + column;
      if (triangle.contains(first, rows, from, columns)) {
        store(kernel, panels, sums, width, first, rows, from, columns);
        return;
      }
      for (int i = first; i < first + rows; i++) {
        int begin = triangle.first(i, from);
        int count = triangle.end(i, from + columns) - begin;
        if (count > 0) {
          int at = sums + (i - first) * width + begin - from;
          store(kernel, panels, at, width, i, 1, begin, count);
        }
      }
    }

    private void store(
        HeapGemmKernel<P> kernel,
        P panels,
        int sums,
        int width,
        int row,
        int rows,
        int column,
        int columns) {
      int at = c.index(row, column);
      kernel.update(
          panels, sums, width, product.alpha, old(), c.array(), at, c.row(), rows, columns);
    }
  }
}
