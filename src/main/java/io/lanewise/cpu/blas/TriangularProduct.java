package io.lanewise.cpu.blas;

import io.lanewise.cpu.Job;
import io.lanewise.cpu.Workspace;
import io.lanewise.cpu.gemm.Partition;
import io.lanewise.kernel.ArrayKernel;
import io.lanewise.kernel.GemmKernel;
import io.lanewise.kernel.HeapGemmKernel;

/**
 * {@code B = alpha L B} or {@code B = alpha L^-1 B} in place, L lower triangular; everything else
 * is brought to that form by transposing, and by counting rows from the end.
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
final class TriangularProduct<P> extends Job {
  private static final int BLOCK = GemmKernel.KC;

  private static final int PANELS = 1;
  private static final int CORNERS = 2;
  private static final int ROWS = 8;

  private final Context<P> context;
  private final ArrayKernel<P> array;
  private final HeapGemmKernel<P> kernel;
  private final boolean solve;
  private final boolean unit;
  private final double alpha;
  private final Operand<P> l;
  private final Operand<P> b;
  private final boolean reversed;
  private final int n;
  private final int columns;
  private final int pieces;

  private TriangularProduct(
      Context<P> context,
      boolean solve,
      boolean lower,
      boolean unit,
      double alpha,
      Operand<P> t,
      Operand<P> b,
      int n,
      int columns) {
    this.context = context;
    this.array = context.array();
    this.kernel = context.gemm();
    this.solve = solve;
    this.unit = unit;
    this.alpha = alpha;
    this.reversed = !lower;
    this.l = lower ? t : t.reversed(n, n);
    this.b = lower ? b : b.reversedRows(n);
    this.n = n;
    this.columns = columns;
    int degree = context.threads().degree();
    long work = (long) n * n * columns / 2;
    int most = Math.max(1, columns / kernel.nr());
    this.pieces =
        degree == 1 ? 1 : Math.clamp(work / Partition.TASK, 1, Math.min(2 * degree, most));
  }

  /**
   * Multiplies or solves.
   *
   * @param context kernels and threads
   * @param solve whether by the inverse
   * @param lower whether t is lower triangular
   * @param unit whether the diagonal is not read but taken as ones
   * @param alpha factor; if it is 0, t is not read
   * @param t n x n, of which only a triangle is read
   * @param b n x columns, in place
   * @param n rows, at least 1
   * @param columns right-hand sides, at least 1
   * @param <P> array type
   */
  static <P> void run(
      Context<P> context,
      boolean solve,
      boolean lower,
      boolean unit,
      double alpha,
      Operand<P> t,
      Operand<P> b,
      int n,
      int columns) {
    TriangularProduct<P> job =
        new TriangularProduct<>(context, solve, lower, unit, alpha, t, b, n, columns);
    context.threads().run(job.pieces, job);
  }

  @Override
  protected void task(int index, Workspace workspace) {
    int from = cut(index);
    int count = cut(index + 1) - from;
    Operand<P> part = b.from(0, from);
    if (alpha != 1) {
      scale(part, count);
    }
    if (alpha == 0) {
      return;
    }
    int blocks = (n + BLOCK - 1) / BLOCK;
    for (int block = 0; block < blocks; block++) {
      if (solve) {
        rest(workspace, block * BLOCK, part, count);
        diagonal(workspace, block * BLOCK, part, count);
      } else {
        diagonal(workspace, (blocks - 1 - block) * BLOCK, part, count);
        rest(workspace, (blocks - 1 - block) * BLOCK, part, count);
      }
    }
  }

  private int cut(int piece) {
    return (int) Partition.cut(columns, piece, pieces, kernel.nr());
  }

  private void scale(Operand<P> part, int count) {
    boolean alongColumns = Math.abs(part.row()) == 1;
    int runs = alongColumns ? count : n;
    int length = alongColumns ? n : count;
    for (int run = 0; run < runs; run++) {
      int at = alongColumns ? part.index(reversed ? n - 1 : 0, run) : part.index(run, 0);
      if (alpha == 0) {
        array.fill(part.array(), at, at + length, 0);
      } else {
        array.scale(length, alpha, part.array(), at, 1);
      }
    }
  }

  /** Adds or subtracts the product of what is left of a diagonal block. */
  private void rest(Workspace workspace, int first, Operand<P> part, int count) {
    if (first > 0) {
      int size = Math.min(BLOCK, n - first);
      Operand<P> left = l.from(first, 0);
      Operand<P> target = part.from(first, 0);
      Operand<P> source = part;
      if (reversed) {
        // A product wants rising addresses in C; all three are turned back.
        left = left.reversed(size, first);
        target = target.reversedRows(size);
        source = source.reversedRows(first);
      }
      double sign = solve ? -1 : 1;
      ArrayProduct.runAlone(context, workspace, sign, left, source, 1, target, size, count, first);
    }
  }

  private void diagonal(Workspace workspace, int first, Operand<P> part, int count) {
    int size = Math.min(BLOCK, n - first);
    int mr = kernel.mr();
    int nr = kernel.nr();
    Operand<P> block = l.from(first, first);
    int rounded = ArrayProduct.roundUp(size, mr);
    int panel = kernel.first();
    int result = panel + (rounded + 1) * nr;
    int triangle = result + (solve ? mr : rounded) * nr;
    P panels = context.panels(workspace, PANELS, triangle + rounded * (rounded / 2 + mr + 2));
    P corners = context.scratch(workspace, CORNERS, rounded * mr);
    packTriangle(workspace, block, size, panels, triangle, corners);
    for (int column = 0; column < count; column += nr) {
      int width = Math.min(nr, count - column);
      int wide = ArrayProduct.width(kernel, count, width);
      int at = part.index(first, column);
      kernel.packB(part.array(), at, part.row(), part.column(), width, size, wide, panels, panel);
      if (solve) {
        solve(size, panels, triangle, corners, panel, result, wide);
      } else if (context.reduce().maxAbs(panels, panel, size * wide) < Double.POSITIVE_INFINITY) {
        multiply(size, panels, triangle, panel, result, wide);
      } else {
        // The zeros beside the diagonal in packed tiles would make NaN of infinities.
        multiplyPlainly(block, size, panels, panel, result, wide);
      }
      int from = solve ? panel : result;
      array.unpack(panels, from, wide, width, size, part.array(), at, part.column(), part.row());
    }
  }

  /**
   * Packs rows as tiles want them: for a product up to and with the square on the diagonal, filled
   * up with zeros; for a solution what is left of that square, which goes apart.
   */
  private void packTriangle(
      Workspace workspace, Operand<P> block, int size, P panels, int triangle, P corners) {
    int mr = kernel.mr();
    int to = triangle;
    for (int i = 0; i < size; i += mr) {
      int height = Math.min(mr, size - i);
      int tall = ArrayProduct.height(kernel, size, height);
      if (solve) {
        int at = block.index(i, 0);
        kernel.packA(block.array(), at, block.row(), block.column(), height, i, tall, panels, to);
        packCorner(block, i, height, corners, i * mr);
        to += kernel.evenLength(i) * tall;
      } else {
        int length = i + height;
        P rows = rows(workspace, block, i, height);
        kernel.packA(rows, 0, length, 1, height, length, tall, panels, to);
        to += kernel.evenLength(length) * tall;
      }
    }
  }

  /** The triangle on the diagonal, row by row. */
  private void packCorner(Operand<P> block, int i, int height, P corners, int to) {
    for (int r = 0; r < height; r++) {
      for (int q = 0; q <= r; q++) {
        array.set(corners, to + r * height + q, element(block, i + r, i + q));
      }
    }
  }

  /** Some rows of the triangle up to their last diagonal element, with zeros where it has ended. */
  private P rows(Workspace workspace, Operand<P> block, int i, int height) {
    int length = i + height;
    P rows = context.scratch(workspace, ROWS, kernel.mr() * BLOCK);
    for (int r = 0; r < height; r++) {
      int to = r * length;
      int diagonal = i + r;
      int at = block.index(diagonal, 0);
      array.copy(diagonal, block.array(), at, block.column(), rows, to, 1);
      array.set(rows, to + diagonal, element(block, diagonal, diagonal));
      array.fill(rows, to + diagonal + 1, to + length, 0);
    }
    return rows;
  }

  private double element(Operand<P> block, int i, int j) {
    return i == j && unit ? 1 : array.get(block.array(), block.index(i, j));
  }

  private void solve(int size, P panels, int triangle, P corners, int panel, int sums, int wide) {
    int mr = kernel.mr();
    int from = triangle;
    for (int i = 0; i < size; i += mr) {
      int height = Math.min(mr, size - i);
      int tall = ArrayProduct.height(kernel, size, height);
      int row = panel + i * wide;
      if (i > 0) {
        kernel.tile(tall, wide, kernel.evenLength(i), panels, from, panel, sums);
        array.axpy(height * wide, -1, panels, sums, 1, panels, row, 1);
      }
      array.solve(height, corners, i * mr, unit, panels, row, wide);
      from += kernel.evenLength(i) * tall;
    }
  }

  private void multiply(int size, P panels, int triangle, int panel, int result, int wide) {
    int mr = kernel.mr();
    int from = triangle;
    for (int i = 0; i < size; i += mr) {
      int tall = ArrayProduct.height(kernel, size, Math.min(mr, size - i));
      int depth = kernel.evenLength(Math.min(size, i + mr));
      kernel.tile(tall, wide, depth, panels, from, panel, result + i * wide);
      from += depth * tall;
    }
  }

  private void multiplyPlainly(
      Operand<P> block, int size, P panels, int panel, int result, int wide) {
    array.fill(panels, result, result + size * wide, 0);
    for (int i = 0; i < size; i++) {
      for (int p = 0; p <= i; p++) {
        double factor = element(block, i, p);
        array.axpy(wide, factor, panels, panel + p * wide, 1, panels, result + i * wide, 1);
      }
    }
  }
}
