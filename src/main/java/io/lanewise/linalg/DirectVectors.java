package io.lanewise.linalg;

import io.lanewise.Slice;
import io.lanewise.Tensor;
import java.util.Arrays;
import java.util.concurrent.CancellationException;

/**
 * Eigenvectors of a symmetric matrix by a direct method, in its own type: where the fast ways of
 * {@link SymmetricEigen} and {@link Svd} start from. Nothing is promised of them but that they are
 * near; what follows measures how near, and refines them.
 *
 * <p><b>Method.</b> {@link Tridiagonal}, {@link TridiagonalValues}, {@link TridiagonalVectors}, and
 * the vectors multiplied back. Where T falls apart, its parts are treated alone. What is done with
 * T is done in F64.
 *
 * <p><b>Cost.</b> {@code 4 n^3} flops, of which {@code 2/3 n^3} at memory's pace. It works in the
 * place of A and of the vectors.
 */
final class DirectVectors {
  private final Tridiagonal t;

  /** Where the parts of T end. */
  private final int[] ends;

  /** The eigenvalues, ascending in each part. */
  private final double[] values;

  private DirectVectors(Tridiagonal t, int[] ends, double[] values) {
    this.t = t;
    this.ends = ends;
    this.values = values;
  }

  /**
   * Finds the values.
   *
   * @param operation for error texts
   * @param a F32 or F64, shape (n, n), symmetric, its largest element about 1: its upper triangle
   *     is read; it belongs to the result from then on, which overwrites it
   * @return what finds the vectors
   * @throws CancellationException if the thread is interrupted
   */
  static DirectVectors of(String operation, Tensor a) {
    Tridiagonal t = Tridiagonal.of(operation, a);
    double[] diagonal = t.diagonal();
    double[] beside = t.beside();
    int n = diagonal.length;
    double largest = 0;
    for (int i = 0; i < n; i++) {
      largest = Math.max(largest, Math.abs(diagonal[i]));
      largest = Math.max(largest, i < n - 1 ? Math.abs(beside[i]) : 0);
    }
    double zero = a.dtype().epsilon() * largest;
    double[] values = new double[n];
    int[] ends = new int[n];
    int parts = 0;
    for (int first = 0, next; first < n; first = next) {
      next = first + 1;
      while (next < n && Math.abs(beside[next - 1]) > zero) {
        next++;
      }
      double[] part = Arrays.copyOfRange(diagonal, first, next);
      double[] found = TridiagonalValues.of(part, Arrays.copyOfRange(beside, first, next - 1));
      System.arraycopy(found, 0, values, first, found.length);
      ends[parts++] = next;
    }
    return new DirectVectors(t, Arrays.copyOf(ends, parts), values);
  }

  /** The eigenvalues, in no order. */
  double[] values() {
    return values;
  }

  /** The diagonal of T. */
  double[] diagonal() {
    return t.diagonal();
  }

  /** The elements beside the diagonal of T. */
  double[] beside() {
    return t.beside();
  }

  /**
   * Finds the vectors of T.
   *
   * @param rows of the type of the matrix, shape (n, n): the vectors as rows, in the order of
   *     falling eigenvalues
   */
  void vectorsOfT(Tensor rows) {
    if (ends.length > 1) {
      rows.fill(0);
    }
    int[] order = Matrices.descending(values);
    int[] places = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      places[order[i]] = i;
    }
    int first = 0;
    for (int end : ends) {
      TridiagonalVectors.of(
          Arrays.copyOfRange(t.diagonal(), first, end),
          Arrays.copyOfRange(t.beside(), first, end - 1),
          Arrays.copyOfRange(values, first, end),
          rows.slice(Slice.all(), Slice.range(first, end)),
          Arrays.copyOfRange(places, first, end));
      first = end;
    }
  }

  /**
   * Makes vectors of A from vectors of T.
   *
   * @param rows shape (k, n): each row x is replaced by {@code Q x}
   */
  void multiplyQ(Tensor rows) {
    t.multiplyQ(rows);
  }
}
