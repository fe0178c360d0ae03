package io.lanewise.linalg;

import io.lanewise.DType;
import io.lanewise.Engine;
import io.lanewise.Slice;
import io.lanewise.Tensor;
import io.lanewise.backend.Backend;
import io.lanewise.internal.Internal;
import io.lanewise.memory.View;

/**
 * Cholesky factorisation with pivoting, {@code P'AP = U'U}, of a symmetric positive semidefinite
 * matrix: it tells whether a matrix is positive definite, and gives the factor that one-sided
 * Jacobi methods start from.
 *
 * <p><b>Method.</b> The largest diagonal element left is the next pivot [1], so the diagonal of U
 * falls, and each row of U is no longer than it by its diagonal element. Panels by the backend, the
 * rest by matrix products [2].
 *
 * <p><b>Accuracy.</b> {@code P'AP + E = U'U} with {@code |e_ij|} at most a small multiple of {@code
 * n eps sqrt(a_ii a_jj)}: whatever the scaling of rows and columns. For a matrix {@code D B D} of
 * full rank with D diagonal and B well conditioned every eigenvalue of {@code U'U} is one of A to
 * high relative accuracy [3].
 *
 * <p><b>Cost.</b> {@code n^3 / 3} flops; memory for a copy of A.
 *
 * <p>[1] N. J. Higham, Analysis of the Cholesky decomposition of a semi-definite matrix, in
 * Reliable Numerical Computation, 1990. [2] C. Lucas, LAPACK-style codes for level 2 and 3 pivoted
 * Cholesky factorizations, LAPACK Working Note 161, 2004. [3] J. Demmel and K. Veselic, Jacobi's
 * method is more accurate than QR, SIAM J. Matrix Anal. Appl. 13, 1992.
 */
final class PivotedCholesky {
  /** Rows of a panel. [TP] */
  private static final int PANEL = 64;

  private final Tensor u;
  private final Tensor permutation;
  private final double smallestShare;

  private PivotedCholesky(Tensor u, Tensor permutation, double smallestShare) {
    this.u = u;
    this.permutation = permutation;
    this.smallestShare = smallestShare;
  }

  /**
   * Factors as far as pivots are larger than the floor.
   *
   * @param a shape (n, n), symmetric and finite, scaled so that its elements are in range by a
   *     factor of n; only its upper triangle is read
   * @param floor 0 to find out whether it is positive definite; {@code n eps max(a_ii)} to treat
   *     pivots as zero that rounding alone explains
   * @return the factorisation, of rank n if all pivots were larger
   */
  static PivotedCholesky of(Tensor a, double floor) {
    return of(a, floor, Tensor.empty(a.dtype(), a.size(0), a.size(0)));
  }

  /**
   * Factors as {@link #of(Tensor, double)} does, in memory that is given.
   *
   * @param a as there
   * @param floor as there
   * @param work of the type and shape of A, overwritten; it belongs to the result
   * @return the factorisation
   */
  static PivotedCholesky of(Tensor a, double floor, Tensor work) {
    work.copyFrom(a);
    int n = Math.toIntExact(a.size(0));
    Tensor permutation = Tensor.arange(DType.I64, 0, n, 1);
    int rank = factor(Internal.view(work), floor, Internal.view(permutation));
    Tensor u = work.slice(Slice.to(rank));
    double smallest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < rank; i++) {
      if (i > 0) {
        u.slice(Slice.at(i), Slice.to(i)).fill(0);
      }
      long index = permutation.getLong(i);
      double pivot = u.get(i, i);
      smallest = Math.min(smallest, pivot * pivot / a.get(index, index));
    }
    return new PivotedCholesky(u, permutation, smallest);
  }

  private static int factor(View a, double floor, View permutation) {
    Backend backend = Internal.backend(Engine.current()).panels();
    long n = a.size(0);
    int done = 0;
    while (done < n) {
      int most = (int) Math.min(PANEL, n - done);
      int steps = backend.pivotedCholeskyPanel(a, done, most, floor, permutation);
      int next = done + steps;
      if (steps == most && next < n) {
        View above = a.block(done, steps, next, n - next);
        SymmetricUpdate.subtract(above, a.block(next, n - next, next, n - next), backend);
      }
      done = next;
      if (steps < most) {
        break;
      }
    }
    return done;
  }

  /** Rows of U. */
  long rank() {
    return u.size(0);
  }

  /**
   * The factor.
   *
   * @return shape (rank, n), zeros below the diagonal, the diagonal positive and falling
   */
  Tensor u() {
    return u;
  }

  /**
   * Where rows and columns went.
   *
   * @return I64, shape (n): row j of {@code P'AP} is row {@code permutation[j]} of A
   */
  Tensor permutation() {
    return permutation;
  }

  /**
   * The smallest pivot as a share of the diagonal element that it was: how far from singular the
   * matrix is when its rows and columns are scaled to a diagonal of ones. The relative errors of
   * small eigenvalues are about {@code n eps} over it.
   *
   * @return between 0 and 1; infinity for rank 0
   */
  double smallestShare() {
    return smallestShare;
  }
}
