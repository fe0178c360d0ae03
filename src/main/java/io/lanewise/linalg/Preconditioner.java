package io.lanewise.linalg;

import io.lanewise.Slice;
import io.lanewise.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What makes one-sided Jacobi fast and keeps it accurate: {@code A = S' Q1 L Q2' P'} with a
 * triangular L whose columns are far closer to orthogonal than those of A [1].
 *
 * <ul>
 *   <li>S sorts the rows of A by falling largest element: without it, a matrix with rows of very
 *       different sizes loses the digits of its small singular values in the next step [2].
 *   <li>QR with column pivoting, {@code S A P = Q1 R}: sorts by size what columns and rows have
 *       mixed, and a matrix with more rows than columns becomes square.
 *   <li>LQ of the result, {@code R = L Q2'}: one step of the QR algorithm, which makes L more
 *       diagonal than R [1].
 * </ul>
 *
 * <p>Singular values of L are those of A; vectors of A are those of L, multiplied back.
 *
 * <p><b>Cost.</b> {@code 2 n^2 (m - n/3) + 4/3 n^3} flops for m at least n, and as much again for
 * square sets of vectors; memory for A and L.
 *
 * <p>[1] Z. Drmac and K. Veselic, New fast and accurate Jacobi SVD algorithm I, SIAM J. Matrix
 * Anal. Appl. 29, 2008. [2] A. J. Cox and N. J. Higham, Stability of Householder QR factorization
 * for weighted least squares problems, 1998.
 */
final class Preconditioner {
  /** Rows whose largest elements differ by less than this factor need no sorting. */
  private static final double SIMILAR = 8;

  private final int @Nullable [] rowOrder;
  private final Householder left;
  private final Householder right;
  private final Tensor triangle;

  private Preconditioner(int @Nullable [] rowOrder, Householder left, Householder right) {
    this.rowOrder = rowOrder;
    this.left = left;
    this.right = right;
    this.triangle = right.r();
  }

  /**
   * Factors.
   *
   * @param a shape (m, n), m at least n, finite; not changed
   * @param exponent 2^exponent times A is what is factored: its sums of squares must be in range
   * @return the factors
   */
  static Preconditioner of(Tensor a, int exponent) {
    int[] order = rowOrder(a);
    Tensor sorted = order == null ? a : Matrices.sortedRows(a, order);
    Householder left = Householder.pivoted(Matrices.scaled(sorted.transpose(), exponent));
    Tensor r = left.r().slice(Slice.to(left.factored()));
    // columns of R' are rows of R
    return new Preconditioner(order, left, Householder.of(r.contiguous()));
  }

  private static int @Nullable [] rowOrder(Tensor a) {
    if (a.elements() == 0) {
      return null;
    }
    double[] largest = a.max(1).toDoubleArray();
    double[] smallest = a.min(1).toDoubleArray();
    double most = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < largest.length; i++) {
      largest[i] = Math.max(Math.abs(largest[i]), Math.abs(smallest[i]));
      most = Math.max(most, largest[i]);
      least = Math.min(least, largest[i]);
    }
    return most <= SIMILAR * least ? null : Matrices.descending(largest);
  }

  /**
   * The triangular factor, by columns.
   *
   * @return shape (k, k), k the columns that are not exactly dependent on others: row j is column j
   *     of {@code 2^exponent L}
   */
  Tensor columnsOfTriangle() {
    return triangle;
  }

  /**
   * Left singular vectors of A from those of L.
   *
   * @param vectors shape (k, k): row i is a vector of L
   * @param count how many vectors of A are wanted, from k to m: those from k on complete the basis
   * @return shape (m, count), row-major: column i is a vector of A
   */
  Tensor left(Tensor vectors, long count) {
    Tensor columns = extended(vectors, count, left.rows());
    left.multiplyQ(columns.transpose());
    Tensor rows = columns.transpose().contiguous();
    return rowOrder == null ? rows : Matrices.scattered(rows, rowOrder);
  }

  /**
   * Right singular vectors of A from those of L.
   *
   * @param vectors shape (k, k): row i is a vector of L
   * @param count how many vectors of A are wanted, from k to n
   * @return shape (n, count), row-major: column i is a vector of A
   */
  Tensor right(Tensor vectors, long count) {
    Tensor columns = extended(vectors, count, left.columns());
    right.multiplyQ(columns.transpose());
    int[] places = Matrices.places(left.permutation());
    return Matrices.scattered(columns.transpose().contiguous(), places);
  }

  /** The vectors with zeros behind, and unit vectors for those that are missing. */
  private static Tensor extended(Tensor vectors, long count, long length) {
    long k = vectors.size(0);
    Tensor result = Tensor.zeros(vectors.dtype(), count, length);
    result.slice(Slice.to(k), Slice.to(k)).copyFrom(vectors);
    result.diagonal().slice(Slice.from(k)).fill(1);
    return result;
  }
}
