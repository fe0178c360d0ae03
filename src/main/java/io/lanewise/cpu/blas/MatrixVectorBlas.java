package io.lanewise.cpu.blas;

import io.lanewise.cpu.Workspace;
import io.lanewise.kernel.ArrayKernel;

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
  private static final int FACTORS = 8;
  private static final int SUMS = 9;

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
            workspace,
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
        P factors = context.scratch(workspace, FACTORS, n);
        P sums = context.scratch(workspace, SUMS, n);
        array.copy(n, source.array(), source.at(), 1, factors, 0, 1);
        context.scale(n, alpha, factors, 0);
        array.reflect(
            upper,
            n,
            a,
            aAt,
            lda,
            source.array(),
            source.at(),
            factors,
            target.array(),
            target.at(),
            sums,
            context.partial(workspace));
        array.axpy(n, alpha, sums, 0, 1, target.array(), target.at(), 1);
      }
      target.store();
    } finally {
      context.threads().giveBack(workspace);
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
