package io.lanewise.cpu.blas;

import io.lanewise.cpu.Workspace;
import io.lanewise.kernel.ArrayKernel;
import io.lanewise.kernel.Fma;

/**
 * Level 2 for general and symmetric matrices: the matrix is read where it is, once. Vectors that
 * are no runs are gathered, and scattered again where they are results. Arguments have been
 * checked; sizes are at least 1.
 *
 * @param <P> {@code float[]} or {@code double[]}
 */
public final class MatrixVectorBlas<P> {
  static final int X = 6;
  static final int Y = 7;

  /** Columns of a symmetric matrix that are used together. */
  private static final int COLUMNS = 4;

  /** Bytes of such a column that stay in the first-level cache between two uses. [TP] */
  private static final int PIECE = 6 << 10;

  private final Context<P> context;
  private final ArrayKernel<P> array;

  MatrixVectorBlas(Context<P> context) {
    this.context = context;
    this.array = context.array();
  }

  /** {@code y = alpha op(A) x + beta y}. */
  public void gemv(
      boolean trans,
      int m,
      int n,
      double alpha,
      P a,
      int aAt,
      int lda,
      P x,
      int xAt,
      int incx,
      double beta,
      P y,
      int yAt,
      int incy) {
    int inner = trans ? m : n;
    int outer = trans ? n : m;
    Workspace workspace = context.threads().lease();
    try {
      Vector<P> target = Vector.of(context, workspace, Y, outer, y, yAt, incy, beta != 0);
      target.scale(beta);
      if (alpha != 0) {
        Vector<P> source = Vector.of(context, workspace, X, inner, x, xAt, incx, true);
        MatrixVector.run(
            context,
            trans,
            m,
            n,
            alpha,
            a,
            aAt,
            lda,
            source.array(),
            source.at(),
            target.array(),
            target.at());
      }
      target.store();
    } finally {
      context.threads().giveBack(workspace);
    }
  }

  /** {@code A = alpha x y' + A}. */
  public void ger(
      int m,
      int n,
      double alpha,
      P x,
      int xAt,
      int incx,
      P y,
      int yAt,
      int incy,
      P a,
      int aAt,
      int lda) {
    int firstY = Context.start(n, yAt, incy);
    Workspace workspace = context.threads().lease();
    try {
      Vector<P> source = Vector.of(context, workspace, X, m, x, xAt, incx, true);
      for (int j = 0; j < n; j++) {
        double factor = context.round(alpha * array.get(y, firstY + j * incy));
        array.axpy(m, factor, source.array(), source.at(), 1, a, aAt + j * lda, 1);
      }
    } finally {
      context.threads().giveBack(workspace);
    }
  }

  /** {@code y = alpha A x + beta y}, A symmetric. */
  public void symv(
      boolean upper,
      int n,
      double alpha,
      P a,
      int aAt,
      int lda,
      P x,
      int xAt,
      int incx,
      double beta,
      P y,
      int yAt,
      int incy) {
    Workspace workspace = context.threads().lease();
    try {
      Vector<P> target = Vector.of(context, workspace, Y, n, y, yAt, incy, beta != 0);
      target.scale(beta);
      if (alpha != 0) {
        Vector<P> source = Vector.of(context, workspace, X, n, x, xAt, incx, true);
        for (int j = 0; j < n; j += COLUMNS) {
          int count = Math.min(COLUMNS, n - j);
          symmetric(upper, n, alpha, a, aAt + j * lda, lda, source, target, j, count);
        }
      }
      target.store();
    } finally {
      context.threads().giveBack(workspace);
    }
  }

  /** A few columns of the stored triangle: each element works above and below the diagonal. */
  private void symmetric(
      boolean upper,
      int n,
      double alpha,
      P a,
      int at,
      int lda,
      Vector<P> x,
      Vector<P> y,
      int j,
      int count) {
    double[] factors = new double[COLUMNS];
    double[] sums = new double[COLUMNS];
    for (int q = 0; q < count; q++) {
      factors[q] = context.round(alpha * array.get(x.array(), x.at() + j + q));
    }
    int from = upper ? 0 : j + count;
    int to = upper ? j : n;
    int step = PIECE / context.elementBytes();
    for (int i = from; i < to; i += step) {
      int rows = Math.min(step, to - i);
      array.axpys(count, factors, 0, a, at + i, lda, y.array(), y.at() + i, rows);
      context.array().dots(count, a, at + i, lda, x.array(), x.at() + i, rows, sums);
    }
    for (int q = 0; q < count; q++) {
      for (int r = 0; r < count; r++) {
        boolean stored = upper ? r <= q : r >= q;
        int index = stored ? at + q * lda + j + r : at + r * lda + j + q;
        sums[q] += array.get(a, index) * array.get(x.array(), x.at() + j + r);
      }
      int element = y.at() + j + q;
      double old = array.get(y.array(), element);
      array.set(y.array(), element, Fma.fma(alpha, context.round(sums[q]), old));
    }
  }

  /** {@code A = alpha x x' + A}, of A a triangle. */
  public void syr(
      boolean upper, int n, double alpha, P x, int xAt, int incx, P a, int aAt, int lda) {
    Workspace workspace = context.threads().lease();
    try {
      Vector<P> source = Vector.of(context, workspace, X, n, x, xAt, incx, true);
      for (int j = 0; j < n; j++) {
        add(upper, n, j, alpha, source, source, a, aAt + j * lda);
      }
    } finally {
      context.threads().giveBack(workspace);
    }
  }

  /** {@code A = alpha x y' + alpha y x' + A}, of A a triangle. */
  public void syr2(
      boolean upper,
      int n,
      double alpha,
      P x,
      int xAt,
      int incx,
      P y,
      int yAt,
      int incy,
      P a,
      int aAt,
      int lda) {
    Workspace workspace = context.threads().lease();
    try {
      Vector<P> left = Vector.of(context, workspace, X, n, x, xAt, incx, true);
      Vector<P> right = Vector.of(context, workspace, Y, n, y, yAt, incy, true);
      for (int j = 0; j < n; j++) {
        add(upper, n, j, alpha, left, right, a, aAt + j * lda);
        add(upper, n, j, alpha, right, left, a, aAt + j * lda);
      }
    } finally {
      context.threads().giveBack(workspace);
    }
  }

  /** Adds alpha y[j] x to the stored part of column j. */
  private void add(
      boolean upper, int n, int j, double alpha, Vector<P> x, Vector<P> y, P a, int at) {
    double factor = context.round(alpha * array.get(y.array(), y.at() + j));
    int from = upper ? 0 : j;
    int count = upper ? j + 1 : n - j;
    array.axpy(count, factor, x.array(), x.at() + from, 1, a, at + from, 1);
  }
}
