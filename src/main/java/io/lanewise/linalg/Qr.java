package io.lanewise.linalg;

import io.lanewise.Engine;
import io.lanewise.ShapeException;
import io.lanewise.Slice;
import io.lanewise.Tensor;
import io.lanewise.backend.Backend;
import io.lanewise.internal.Internal;
import io.lanewise.memory.View;

/**
 * QR factorisation, {@code A P = Q R} with Q orthogonal and R upper triangular: what solves least
 * squares problems, and gives an orthonormal basis of the columns of A.
 *
 * <p><b>Method.</b> Householder reflections, gathered in panels and applied as matrix products [1].
 * With pivoting each step takes the column that is longest when those before are projected out [2],
 * so the diagonal of R falls and shows the rank. Q is kept as its reflections until it is asked
 * for.
 *
 * <p><b>Accuracy.</b> Backward stable, column by column, whatever their sizes; Q is orthogonal to
 * {@code n eps}. The rank that the diagonal shows is right but for matrices made to deceive it
 * (Kahan's); {@link Linalg#rank} asks the singular values.
 *
 * <p><b>Cost.</b> {@code 2 n^2 (m - n/3)} flops for m at least n, as much again for Q. With
 * pivoting half of it is bound by the speed of memory. Memory for a copy of A and a little more.
 *
 * <p>[1] R. Schreiber and C. Van Loan, A storage-efficient WY representation for products of
 * Householder transformations, SIAM J. Sci. Stat. Comput. 10, 1989. [2] P. Businger and G. Golub,
 * Linear least squares solutions by Householder transformations, Numerische Mathematik 7, 1965.
 */
public final class Qr {
  private static final String NAME = "Qr";

  private final Householder householder;
  private final int exponent;
  private final boolean pivoted;
  private final double[] diagonal;

  private Qr(Householder householder, int exponent, boolean pivoted) {
    this.householder = householder;
    this.exponent = exponent;
    this.pivoted = pivoted;
    this.diagonal = householder.diagonal();
  }

  /**
   * Factors {@code A = Q R}.
   *
   * @param a shape (m, n), sizes from 0, F32 or F64, finite; it is not changed
   * @return the factorisation, with the columns in their order
   * @throws ShapeException if it is not a matrix
   * @throws IllegalArgumentException if an element is not finite, naming the first
   */
  public static Qr of(Tensor a) {
    return factor(a, false);
  }

  /**
   * Factors {@code A = Q R} in the memory of the matrix, as LAPACK does: nothing of its size is
   * allocated. It is fastest where columns are consecutive in memory: {@code
   * Qr.ofInPlace(columns.transpose())} for a tensor whose rows are the columns of A.
   *
   * @param a as for {@link #of}, and writable. Its memory belongs to the result from then on: what
   *     it holds is arbitrary, also after an exception, and is not to be changed
   * @return the factorisation, with the columns in their order
   * @throws ShapeException if it is not a matrix
   * @throws IllegalArgumentException if an element is not finite, naming the first, or the matrix
   *     cannot be written
   */
  public static Qr ofInPlace(Tensor a) {
    int exponent = InPlace.scale(NAME, a, 1);
    return new Qr(Householder.of(a.transpose()), exponent, false);
  }

  /**
   * Factors {@code A P = Q R} with column pivoting.
   *
   * @param a as for {@link #of}
   * @return the factorisation, with the diagonal of R falling in magnitude
   * @throws ShapeException if it is not a matrix
   * @throws IllegalArgumentException if an element is not finite, naming the first
   */
  public static Qr pivoted(Tensor a) {
    return factor(a, true);
  }

  private static Qr factor(Tensor a, boolean pivoted) {
    Matrices.requireMatrix(NAME, a);
    int exponent = Matrices.exponentFor(NAME, a, a.size(0));
    Tensor columns = Matrices.scaled(a.transpose(), exponent);
    Householder householder = pivoted ? Householder.pivoted(columns) : Householder.of(columns);
    return new Qr(householder, exponent, pivoted);
  }

  private long rows() {
    return householder.rows();
  }

  private long columns() {
    return householder.columns();
  }

  /**
   * The orthogonal factor without what R does not reach.
   *
   * @return new, shape (m, min(m, n)): orthonormal columns
   */
  public Tensor q() {
    return householder.qt(Math.min(rows(), columns())).transpose();
  }

  /**
   * The whole orthogonal factor: its columns behind those of {@link #q} span what is orthogonal to
   * the columns of A.
   *
   * @return new, shape (m, m)
   */
  public Tensor fullQ() {
    return householder.qt(rows()).transpose();
  }

  /**
   * The triangular factor.
   *
   * @return new, shape (min(m, n), n): zeros below the diagonal, whose elements may have either
   *     sign
   */
  public Tensor r() {
    return Matrices.scaled(householder.r(), -exponent);
  }

  /**
   * Where columns went.
   *
   * @return I64, shape (n): column j of {@code A P} is column {@code permutation[j]} of A; without
   *     pivoting 0, 1, 2, ...
   */
  public Tensor permutation() {
    return householder.permutation().copy();
  }

  /**
   * How many columns are independent, as far as rounding lets tell.
   *
   * @return {@link #rank(double)} of {@code max(m, n) eps}
   */
  public long rank() {
    return rank(Math.max(rows(), columns()) * householder.dtype().epsilon());
  }

  /**
   * How many columns are independent: the elements on the diagonal of R that are not small.
   * Meaningful with pivoting; without, a small one may be followed by large ones, and none need be
   * small.
   *
   * @param relative what counts as small, relative to the largest
   * @return a number from 0 to min(m, n)
   */
  public long rank(double relative) {
    double largest = 0;
    for (double element : diagonal) {
      largest = Math.max(largest, Math.abs(element));
    }
    long rank = 0;
    for (double element : diagonal) {
      rank += Math.abs(element) > relative * largest ? 1 : 0;
    }
    return rank;
  }

  /**
   * {@code Q b}, with the whole Q, from the reflections: without forming Q.
   *
   * @param b shape (m) or (m, k), of the matrix's type
   * @return new, of b's shape
   * @throws ShapeException if b does not fit
   */
  public Tensor multiplyQ(Tensor b) {
    RightSide right = RightSide.of(NAME + ".multiplyQ", householder.dtype(), rows(), b);
    householder.multiplyQ(right.columns());
    return right.solution(right.columns(), 0);
  }

  /**
   * {@code Q' b}, with the whole Q, from the reflections: without forming Q.
   *
   * @param b shape (m) or (m, k), of the matrix's type
   * @return new, of b's shape
   * @throws ShapeException if b does not fit
   */
  public Tensor multiplyQt(Tensor b) {
    RightSide right = RightSide.of(NAME + ".multiplyQt", householder.dtype(), rows(), b);
    householder.multiplyQt(right.columns());
    return right.solution(right.columns(), 0);
  }

  /**
   * Solves least squares problems: x that makes {@code |A x - b|} smallest, and of several such x
   * the shortest. Where the columns of A are dependent, or fewer rows than columns, that takes a
   * second factorisation, of R from the right (a complete orthogonal decomposition), and pivoting:
   * what is below {@link #rank()} counts as zero.
   *
   * @param b shape (m) or (m, k), one column for each problem, of the matrix's type, finite
   * @return new, shape (n) or (n, k)
   * @throws ShapeException if b does not fit
   * @throws SingularMatrixException if the columns are dependent and were not pivoted
   */
  public Tensor solve(Tensor b) {
    String operation = NAME + ".solve";
    RightSide right = RightSide.of(operation, householder.dtype(), rows(), b);
    long rank = rank();
    if (rank < columns() && !pivoted) {
      throw new SingularMatrixException(
          operation
              + ": of the "
              + columns()
              + " columns of a matrix with "
              + rows()
              + " rows only "
              + rank
              + " are independent; Qr.pivoted(a) gives the shortest of the solutions",
          rank);
    }
    Tensor work = right.columns();
    householder.multiplyQt(work);
    long k = work.size(1);
    Tensor x = Tensor.zeros(work.dtype(), columns(), k);
    Tensor top = x.slice(Slice.to(rank));
    top.copyFrom(work.slice(Slice.to(rank)));
    Tensor r = householder.r();
    Backend backend = Internal.backend(Engine.current());
    if (rank == columns()) {
      Triangles.solveUpper(Internal.view(r), false, Internal.view(top), backend);
    } else {
      // R1 = T' Z' of full row rank: x = Z T'^-1 c
      Householder rest = Householder.of(r.slice(Slice.to(rank)).contiguous());
      View t = Internal.view(rest.r());
      Triangles.solveLower(t.swapAxes(0, 1), false, Internal.view(top), backend);
      rest.multiplyQ(x);
    }
    Tensor placed = Matrices.scattered(x, Matrices.places(householder.permutation()));
    return right.solution(placed, exponent);
  }

  /**
   * Checks the factorisation against the matrix, at the cost of Q and two products in F64.
   *
   * @param a the matrix that was factored
   * @return {@code |A P - Q R| / (n eps |A|)} as residual, {@code |Q'Q - I| / (m eps)} as
   *     orthogonality, for the thin Q
   * @throws ShapeException if the shape is another
   */
  public Certificate certificate(Tensor a) {
    Residual.requireShape(NAME, a, rows(), columns());
    int[] order = Matrices.places(householder.permutation());
    Tensor exchanged = Matrices.sortedRows(a.transpose(), order).transpose();
    Tensor q = q();
    return Certificate.direct(
        Residual.ofProduct(exchanged, exponent, q, householder.r()),
        Matrices.orthogonality(q.transpose()));
  }

  @Override
  public String toString() {
    return NAME
        + "["
        + rows()
        + " x "
        + columns()
        + ", "
        + householder.dtype()
        + (pivoted ? ", pivoted, rank " + rank() : "")
        + "]";
  }
}
