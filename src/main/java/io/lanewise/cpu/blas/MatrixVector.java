package io.lanewise.cpu.blas;

import io.lanewise.cpu.Job;
import io.lanewise.cpu.Workspace;
import java.util.Arrays;

/**
 * {@code y += alpha op(A) x} for runs x and y: A is read once, where it is, in its own order.
 *
 * <p>Without a transpose, columns are added to a piece of y that stays in the first-level cache,
 * four at a time; each element of y is a chain of {@code fma} in the order of the columns. With it,
 * each element is alpha times an inner product of a column, whose runs of {@value VectorBlas#RUN}
 * elements are summed in the order of {@link io.lanewise.kernel.ReduceKernel} and added in double.
 * Threads share out the elements of y, so the bits do not depend on them.
 *
 * @param <P> {@code float[]} or {@code double[]}
 */
final class MatrixVector<P> extends Job {
  /** Bytes of the piece of y that columns are added to. [TP] */
  private static final int PIECE = 16 << 10;

  /** Columns whose factors are laid out at a time. */
  private static final int COLUMNS = 64;

  /** Elements of A that are worth a task: some 50 microseconds. [TP] */
  private static final long TASK = 1L << 17;

  private final Context<P> context;
  private final boolean trans;
  private final int m;
  private final int n;
  private final double alpha;
  private final P a;
  private final int aAt;
  private final int lda;
  private final P x;
  private final int xAt;
  private final P y;
  private final int yAt;
  private final int pieces;

  private MatrixVector(
      Context<P> context,
      boolean trans,
      int m,
      int n,
      double alpha,
      P a,
      int aAt,
      int lda,
      P x,
      int xAt,
      P y,
      int yAt) {
    this.context = context;
    this.trans = trans;
    this.m = m;
    this.n = n;
    this.alpha = alpha;
    this.a = a;
    this.aAt = aAt;
    this.lda = lda;
    this.x = x;
    this.xAt = xAt;
    this.y = y;
    this.yAt = yAt;
    int degree = context.degree();
    this.pieces = degree == 1 ? 1 : (int) Math.clamp((long) m * n / TASK, 1, 2L * degree);
  }

  /**
   * Computes the product.
   *
   * @param context kernels and threads
   * @param workspace of the calling thread
   * @param trans whether by the transpose
   * @param m rows of A
   * @param n columns of A
   * @param alpha factor
   * @param a array of A
   * @param aAt its first element
   * @param lda elements from one column to the next
   * @param x array of x
   * @param xAt its first element
   * @param y array of y
   * @param yAt its first element
   * @param <P> array type
   */
  static <P> void run(
      Context<P> context,
      Workspace workspace,
      boolean trans,
      int m,
      int n,
      double alpha,
      P a,
      int aAt,
      int lda,
      P x,
      int xAt,
      P y,
      int yAt) {
    if (m == 0 || n == 0) {
      return;
    }
    MatrixVector<P> product =
        new MatrixVector<>(context, trans, m, n, alpha, a, aAt, lda, x, xAt, y, yAt);
    if (product.pieces == 1) {
      product.part(0, trans ? n : m, workspace);
    } else {
      context.threads().run(product.pieces, product);
    }
  }

  @Override
  protected void task(int index, Workspace workspace) {
    long size = trans ? n : m;
    part((int) (size * index / pieces), (int) (size * (index + 1) / pieces), workspace);
  }

  private void part(int from, int to, Workspace workspace) {
    if (trans) {
      products(from, to, context.partial(workspace));
    } else {
      int step = PIECE / context.elementBytes();
      double[] factors = new double[Math.min(n, COLUMNS)];
      for (int row = from; row < to; row += step) {
        columns(row, Math.min(step, to - row), factors);
      }
    }
  }

  private void columns(int row, int rows, double[] factors) {
    for (int j = 0; j < n; j += COLUMNS) {
      int count = Math.min(COLUMNS, n - j);
      for (int i = 0; i < count; i++) {
        factors[i] = context.round(alpha * context.array().get(x, xAt + j + i));
      }
      int at = aAt + j * lda + row;
      context.array().axpys(count, factors, 0, a, at, lda, y, yAt + row, rows);
    }
  }

  private void products(int from, int to, P partial) {
    double[] sums = new double[Math.min(to - from, COLUMNS)];
    for (int j = from; j < to; j += COLUMNS) {
      int count = Math.min(COLUMNS, to - j);
      Arrays.fill(sums, 0, count, 0);
      for (int i = 0; i < m; i += VectorBlas.RUN) {
        int length = Math.min(VectorBlas.RUN, m - i);
        int at = aAt + j * lda + i;
        context.array().dots(count, a, at, lda, x, xAt + i, length, sums, partial);
      }
      context.array().addSums(count, alpha, sums, y, yAt + j);
    }
  }
}
