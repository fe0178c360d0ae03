package io.lanewise.linalg;

import io.lanewise.DType;
import io.lanewise.Engine;
import io.lanewise.Slice;
import io.lanewise.Tensor;
import io.lanewise.backend.Backend;
import io.lanewise.internal.Internal;
import io.lanewise.memory.View;
import java.util.concurrent.CancellationException;

/**
 * A symmetric matrix made tridiagonal by reflections, {@code A = Q T Q'}, in its own type.
 *
 * <p><b>Method.</b> Column j is reflected so that only its first two elements below and on the
 * diagonal are left. Within a panel of columns the matrix behind is not touched: {@code A - V W' -
 * W V'} is kept as its three parts, and the two products are subtracted at the end of the panel
 * [1]. What remains is one product of the matrix with a vector for each column, bound by memory.
 *
 * <p><b>Accuracy.</b> Backward stable: T and Q belong to a matrix within a small multiple of {@code
 * eps |A|} of A.
 *
 * <p><b>Cost.</b> {@code 2/3 n^3} flops in products with vectors, which read {@code n^3 / 6}
 * numbers, and as many in matrix products; as many flops as products have to multiply with Q,
 * {@code 2 n^3}. The reflections take the place of A.
 *
 * <p>[1] J. J. Dongarra, S. J. Hammarling and D. C. Sorensen, Block reduction of matrices to
 * condensed forms for eigenvalue computations, J. Comput. Appl. Math. 27, 1989.
 */
final class Tridiagonal {
  /** Columns of a panel. [TP] */
  private static final int PANEL = 32;

  private final int n;
  private final Backend backend = Internal.backend(Engine.current()).panels();
  private final View a;

  /** In the place of A's rows that are done: row j is reflection j, zeros up to j, then a one. */
  private final Tensor reflections;

  private final double[] factors;
  private final double[] diagonal;
  private final double[] beside;

  /** Of the panel: its rows of V', of W', and of V' again, so that both products are one. */
  private final Tensor stack;

  private final Tensor results;

  private Tridiagonal(Tensor matrix) {
    DType dtype = matrix.dtype();
    n = Math.toIntExact(matrix.size(0));
    a = Internal.view(matrix);
    int count = Math.max(0, n - 1);
    reflections = matrix.slice(Slice.to(count));
    factors = new double[count];
    diagonal = new double[n];
    beside = new double[count];
    stack = Tensor.empty(dtype, 3L * PANEL, n);
    results = Tensor.empty(dtype, 3, PANEL);
  }

  /**
   * Reduces.
   *
   * @param operation for the error text
   * @param matrix shape (n, n), symmetric, of elements whose squares are in range: its upper
   *     triangle is read; it belongs to the result from then on, which overwrites it
   * @return the factors
   * @throws CancellationException if the thread is interrupted; its flag stays set
   */
  static Tridiagonal of(String operation, Tensor matrix) {
    Tridiagonal result = new Tridiagonal(matrix);
    for (int start = 0; start < result.n; start += PANEL) {
      if (Thread.currentThread().isInterrupted()) {
        throw new CancellationException(operation + ": interrupted");
      }
      result.panel(start, Math.min(PANEL, result.n - start));
    }
    return result;
  }

  /** The diagonal of T. */
  double[] diagonal() {
    return diagonal;
  }

  /** The elements beside the diagonal, one fewer. */
  double[] beside() {
    return beside;
  }

  /**
   * Replaces each row x by {@code Q x}.
   *
   * @param rows of the type of the matrix, shape (k, n)
   */
  void multiplyQ(Tensor rows) {
    if (n > 1) {
      // with the column of zeros in front, so that rows begin where lines of the cache do
      Householder.ofReflections(reflections, factors).multiplyQ(rows.transpose());
    }
  }

  private void panel(int start, int width) {
    View rows = Internal.view(stack);
    backend.tridiagonalPanel(a, start, rows.block(0, 2L * PANEL + 1, 0, n), Internal.view(results));
    int reflected = Math.min(width, n - 1 - start);
    for (int i = 0; i < width; i++) {
      diagonal[start + i] = results.get(0, i);
      if (i < reflected) {
        beside[start + i] = results.get(1, i);
        factors[start + i] = results.get(2, i);
      }
    }
    Slice first = Slice.to(reflected);
    reflections.slice(Slice.range(start, start + (long) reflected)).copyFrom(stack.slice(first));
    int next = start + width;
    if (next < n) {
      Tensor v = stack.slice(Slice.to(PANEL));
      stack.slice(Slice.range(2L * PANEL, 3L * PANEL)).copyFrom(v);
      SymmetricUpdate.subtract(
          rows.block(0, 2L * PANEL, next, n - (long) next),
          rows.block(PANEL, 2L * PANEL, next, n - (long) next),
          a.block(next, n - (long) next, next, n - (long) next),
          backend);
    }
  }
}
