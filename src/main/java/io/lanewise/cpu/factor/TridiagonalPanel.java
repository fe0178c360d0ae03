package io.lanewise.cpu.factor;

import io.lanewise.backend.BinaryOp;
import io.lanewise.cpu.Threads;
import io.lanewise.kernel.Kernels;
import io.lanewise.memory.View;

/**
 * A panel of the reduction of a symmetric matrix to tridiagonal form: some rows of the upper
 * triangle are each reduced by a reflection from both sides [1].
 *
 * <p>What the reflections do to the matrix is {@code A - V W' - W V'}. Only the row that comes next
 * is brought up to date; A itself is not touched. So each row of W takes one product of A with a
 * vector, {@link SymmetricProduct}.
 *
 * <p>[1] J. J. Dongarra, S. J. Hammarling and D. C. Sorensen, Block reduction of matrices to
 * condensed forms for eigenvalue computations, J. Comput. Appl. Math. 27, 1989.
 */
final class TridiagonalPanel {
  private final int n;
  private final int done;
  private final int most;
  private final Rows matrix;

  /** Rows of V', of W', and one that is worked on. */
  private final Rows stack;

  private final View results;
  private final SymmetricProduct product;
  private final Reflector reflector;
  private final double[] weights;
  private final double[] others;

  /**
   * A panel.
   *
   * @param threads the engine's threads
   * @param kernels of the type
   * @param temporaries scratch memory; slot 0 is used
   * @param a shape (n, n), rows that are runs
   * @param done rows that are reduced already
   * @param stack shape (2b + 1, n), rows that are runs
   * @param results shape (3, b)
   */
  TridiagonalPanel(
      Threads threads,
      Kernels kernels,
      Temporaries temporaries,
      View a,
      long done,
      View stack,
      View results) {
    this.n = Math.toIntExact(a.size(0));
    this.done = Math.toIntExact(done);
    this.most = Math.toIntExact(results.size(1));
    this.matrix = Rows.of(a, kernels);
    this.stack = Rows.of(stack, kernels);
    this.results = results;
    this.product =
        new SymmetricProduct(
            threads,
            matrix,
            this.stack,
            Rows.of(temporaries.take(0, a.dtype(), SymmetricProduct.GROUPS, n), kernels));
    this.reflector = new Reflector(a.dtype());
    this.weights = new double[most];
    this.others = new double[most];
  }

  /** Reduces as many rows as there is room for results, or all that are left. */
  void factor() {
    for (int i = 0; i < Math.min(most, n - done); i++) {
      int row = done + i;
      bringUpToDate(i, row);
      Temporaries.set(results, 0, i, stack.get(2L * most, row));
      if (row < n - 1) {
        reflect(i, row + 1);
        multiply(i, row + 1);
      }
    }
  }

  /** The row as the reflections before it left it. */
  private void bringUpToDate(int i, int row) {
    matrix.copyTo(row, row, stack, 2L * most);
    addRows(0, i, most, row);
    addRows(most, i, 0, row);
  }

  /** Subtracts rows of the stack, by weights from a column of other rows of it. */
  private void addRows(int first, int count, int weighted, int row) {
    for (int p = 0; p < count; p++) {
      weights[p] = -stack.get((long) weighted + p, row);
    }
    stack.add(first, count, weights, 2L * most, row, n);
  }

  private void reflect(int i, int next) {
    reflector.make(stack, 2L * most, next);
    Temporaries.set(results, 1, i, reflector.beta());
    Temporaries.set(results, 2, i, reflector.tau());
    stack.zero(i, 0);
    stack.copyTo(2L * most, next, stack, i);
  }

  /** {@code w = tau B v - (tau/2) (w'v) v} for the matrix B as it is by now. */
  private void multiply(int i, int next) {
    long w = (long) most + i;
    stack.zero(w, 0);
    product.multiply(next, i, w);
    for (int p = 0; p < i; p++) {
      weights[p] = -stack.dot((long) most + p, i, next);
      others[p] = -stack.dot(p, i, next);
    }
    stack.add(0, i, weights, w, next, n);
    stack.add(most, i, others, w, next, n);
    double tau = reflector.tau();
    stack.scale(BinaryOp.MUL, tau, w, next, n);
    weights[0] = -tau / 2 * stack.dot(w, i, next);
    stack.add(i, 1, weights, w, next, n);
  }
}
