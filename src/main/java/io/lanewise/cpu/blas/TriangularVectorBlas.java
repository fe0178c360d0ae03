package io.lanewise.cpu.blas;

import io.lanewise.cpu.Workspace;
import io.lanewise.kernel.ArrayKernel;

/**
 * Products and solutions with a triangular matrix and one vector, in place: blocks of {@value
 * #BLOCK} rows and columns on the diagonal four columns at a time, the rest by {@link
 * MatrixVector}. Arguments have been checked; n is at least 1.
 *
 * @param <P> {@code float[]} or {@code double[]}
 */
public final class TriangularVectorBlas<P> {
  private static final int BLOCK = 64;

  /** Numbers that the kernels for triangles want room for. */
  private static final int FOUR = 4;

  private final Context<P> context;
  private final ArrayKernel<P> array;

  TriangularVectorBlas(Context<P> context) {
    this.context = context;
    this.array = context.array();
  }

  /** {@code x = op(A) x}. */
  public void trmv(
      boolean upper,
      boolean trans,
      boolean unit,
      int n,
      P a,
      int aAt,
      int lda,
      P x,
      int xAt,
      int incx) {
    run(false, new Matrix<>(upper, trans, unit, n, a, aAt, lda), x, xAt, incx);
  }

  /** {@code x = op(A)^-1 x}. */
  public void trsv(
      boolean upper,
      boolean trans,
      boolean unit,
      int n,
      P a,
      int aAt,
      int lda,
      P x,
      int xAt,
      int incx) {
    run(true, new Matrix<>(upper, trans, unit, n, a, aAt, lda), x, xAt, incx);
  }

  /** The matrix. */
  private record Matrix<P>(
      boolean upper, boolean trans, boolean unit, int n, P a, int at, int lda) {
    int index(int i, int j) {
      return at + i + j * lda;
    }
  }

  /** A solution goes from the corner where op(A) has one element, a product ends there. */
  static boolean rising(boolean solve, boolean upper, boolean trans) {
    return solve == (upper == trans);
  }

  private void run(boolean solve, Matrix<P> matrix, P x, int xAt, int incx) {
    Workspace workspace = context.threads().lease();
    try {
      Vector<P> vector =
          Vector.of(context, workspace, MatrixVectorBlas.X, matrix.n(), x, xAt, incx, true);
      double[] four = new double[FOUR];
      int blocks = (matrix.n() + BLOCK - 1) / BLOCK;
      boolean rising = rising(solve, matrix.upper(), matrix.trans());
      // Columns are used in one piece: a block gives to the rest of x, or with a transpose takes.
      boolean restFirst = solve == matrix.trans();
      for (int step = 0; step < blocks; step++) {
        int from = (rising ? step : blocks - 1 - step) * BLOCK;
        int to = Math.min(from + BLOCK, matrix.n());
        if (restFirst) {
          rest(workspace, solve, matrix, vector, from, to);
        }
        diagonal(workspace, solve, matrix, vector, from, to, four);
        if (!restFirst) {
          rest(workspace, solve, matrix, vector, from, to);
        }
      }
      vector.store();
    } finally {
      context.threads().giveBack(workspace);
    }
  }

  /** The part of some columns of A that is above or below their diagonal block. */
  private void rest(
      Workspace workspace, boolean solve, Matrix<P> matrix, Vector<P> x, int from, int to) {
    int first = matrix.upper() ? 0 : to;
    int rows = matrix.upper() ? from : matrix.n() - to;
    int there = x.at() + first;
    int here = x.at() + from;
    MatrixVector.run(
        context,
        workspace,
        matrix.trans(),
        rows,
        to - from,
        solve ? -1 : 1,
        matrix.a(),
        matrix.index(first, from),
        matrix.lda(),
        x.array(),
        matrix.trans() ? there : here,
        x.array(),
        matrix.trans() ? here : there);
  }

  private void diagonal(
      Workspace workspace,
      boolean solve,
      Matrix<P> matrix,
      Vector<P> x,
      int from,
      int to,
      double[] four) {
    boolean upper = matrix.upper();
    boolean unit = matrix.unit();
    int n = to - from;
    int at = matrix.index(from, from);
    P vector = x.array();
    int first = x.at() + from;
    if (matrix.trans()) {
      P partial = context.partial(workspace);
      array.transposedTriangle(
          solve, upper, unit, n, matrix.a(), at, matrix.lda(), vector, first, four, partial);
    } else {
      array.triangle(solve, upper, unit, n, matrix.a(), at, matrix.lda(), vector, first, four);
    }
  }
}
