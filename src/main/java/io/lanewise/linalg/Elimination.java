package io.lanewise.linalg;

import io.lanewise.DType;
import io.lanewise.Engine;
import io.lanewise.Shape;
import io.lanewise.Slice;
import io.lanewise.Tensor;
import io.lanewise.backend.Backend;
import io.lanewise.backend.Epilogue;
import io.lanewise.internal.Internal;
import io.lanewise.memory.View;

/**
 * Gaussian elimination with partial pivoting, {@code P A = L U}, in the memory of A: the engine
 * room of {@link Lu}.
 *
 * <p><b>Method.</b> The pivot of each column is its largest element below the rows done. Recursive
 * in columns [1]: the left half is factored, applied to the right half by a triangular solve and a
 * matrix product, then the right half is factored.
 *
 * <p><b>Cost.</b> {@code 2/3 n^3} flops; no memory of the size of A.
 *
 * <p>[1] S. Toledo, Locality of reference in LU decomposition with partial pivoting, SIAM J. Matrix
 * Anal. Appl. 18, 1997.
 */
final class Elimination {
  /**
   * Columns of a panel. [TP] Emerald Rapids, n = 1024: 32 are 3 to 6 % faster than 64, and 128 a
   * tenth slower; what is outside of the panel is products.
   */
  private static final int PANEL = 32;

  private Elimination() {}

  /**
   * Factors.
   *
   * @param matrix shape (m, n), finite; it becomes L below the diagonal and U on and above it
   * @return I64, min(m, n) numbers: row i was exchanged with row {@code pivots[i]}
   */
  static Tensor of(Tensor matrix) {
    int columns = Math.toIntExact(Math.min(matrix.size(0), matrix.size(1)));
    Tensor exchanges = Tensor.zeros(DType.I64, columns);
    View pivots = Internal.view(exchanges);
    Backend backend = Internal.backend(Engine.current()).panels();
    View a = Internal.view(matrix);
    factor(a, pivots, 0, columns, backend);
    if (a.size(1) > columns) { // columns of a wide matrix that have no pivot of their own
      applyTo(a, pivots, 0, columns, columns, a.size(1) - columns, backend);
    }
    return exchanges;
  }

  /**
   * Whether elements stayed in range. One that does not makes all below it infinite or NaN, and so
   * the diagonal element of its column, or else it is in a column without one.
   */
  static boolean inRange(Tensor factors) {
    double sum = factors.diagonal().norm();
    if (factors.size(1) > factors.size(0) && factors.size(0) > 0) {
      sum += factors.slice(Slice.all(), Slice.from(factors.size(0))).norm();
    }
    return sum <= Double.MAX_VALUE;
  }

  /** Factors the columns from {@code first} on, in the rows from there on. */
  private static void factor(View a, View pivots, int first, int width, Backend backend) {
    if (width <= PANEL) {
      if (width > 0) {
        View own = pivots(pivots, first, width);
        backend.luPanel(a.block(0, a.size(0), first, width), first, own);
      }
      return;
    }
    int left = (width / 2 + PANEL - 1) / PANEL * PANEL;
    int right = width - left;
    int second = first + left;
    factor(a, pivots, first, left, backend);
    applyTo(a, pivots, first, left, second, right, backend);
    factor(a, pivots, second, right, backend);
    backend.swapRows(a.block(0, a.size(0), first, left), second, pivots(pivots, second, right));
  }

  /** Brings columns behind up to date with factored ones: exchanges, solves and subtracts. */
  private static void applyTo(
      View a, View pivots, int first, int done, long column, long columns, Backend backend) {
    long rows = a.size(0) - first;
    backend.swapRows(a.block(0, a.size(0), column, columns), first, pivots(pivots, first, done));
    View above = a.block(first, done, column, columns);
    Triangles.solveLower(a.block(first, done, first, done), true, above, backend);
    if (rows > done) {
      backend.gemm(
          -1,
          a.block(first + done, rows - done, first, done),
          above,
          1,
          a.block(first + done, rows - done, column, columns),
          Epilogue.NONE);
    }
  }

  private static View pivots(View pivots, long from, long count) {
    return new View(
        pivots.storage(),
        pivots.dtype(),
        pivots.offset() + from,
        Shape.of(count),
        pivots.strides());
  }

  /**
   * Where exchanges bring rows.
   *
   * @param rows how many there are
   * @param pivots I64: row i is exchanged with row {@code pivots[i]}, one after the other
   * @return I64: which row comes to each place
   */
  static Tensor permutation(long rows, View pivots) {
    long[] order = new long[Math.toIntExact(rows)];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    long[] exchanges = Internal.tensor(pivots).toLongArray();
    for (int i = 0; i < exchanges.length; i++) {
      int other = (int) exchanges[i];
      long kept = order[i];
      order[i] = order[other];
      order[other] = kept;
    }
    return Tensor.of(order);
  }
}
