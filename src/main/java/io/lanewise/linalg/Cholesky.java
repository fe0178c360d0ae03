package io.lanewise.linalg;

import io.lanewise.Engine;
import io.lanewise.ShapeException;
import io.lanewise.Tensor;
import io.lanewise.backend.Backend;
import io.lanewise.internal.Internal;
import io.lanewise.memory.View;

/**
 * Cholesky factorisation {@code A = L L'} of a symmetric positive definite matrix: half the work of
 * {@link Lu}, and the quickest way to find out whether a matrix is positive definite.
 *
 * <p><b>Method.</b> Recursive in halves, {@code U12 = U11'^-1 A12} and {@code A22 - U12'U12} with
 * {@code U = L'}, so that nearly all is matrix products.
 *
 * <p><b>Accuracy.</b> Backward stable without any exchanges, whatever the scaling of rows and
 * columns: {@code |A - L L'|_ij} is at most a small multiple of {@code n eps sqrt(a_ii a_jj)} [1].
 *
 * <p><b>Cost.</b> {@code n^3 / 3} flops, {@code 2 n^2} for each right side; memory for a copy of A.
 *
 * <p>[1] N. J. Higham, Accuracy and Stability of Numerical Algorithms, 2nd edition 2002, chapter
 * 10.
 */
public final class Cholesky {
  private static final String NAME = "Cholesky";

  /** Rows of a block that the backend factors. [TP] */
  private static final int BLOCK = 64;

  /** {@code 2^exponent A = U'U}; what is below the diagonal is arbitrary. */
  private final Tensor u;

  private final int exponent;

  private Cholesky(Tensor u, int exponent) {
    this.u = u;
    this.exponent = exponent;
  }

  /**
   * Factors.
   *
   * @param a shape (n, n), n from 0, F32 or F64, finite, symmetric up to {@code 8 n eps max|a|}; it
   *     is not changed
   * @return the factorisation
   * @throws ShapeException if it is not a square matrix
   * @throws IllegalArgumentException if it is not symmetric, saying where and by how much, or an
   *     element is not finite
   * @throws NotPositiveDefiniteException if a pivot is not positive, naming it
   */
  public static Cholesky of(Tensor a) {
    Matrices.requireMatrix(NAME, a);
    Symmetric.requireSquare(NAME, a, "Lu and Qr take such matrices");
    int exponent = InPlace.exponentFor(NAME, a, 2); // its root scales the factor
    Tensor source = exponent == 0 ? a : Matrices.scaled(a, exponent);
    boolean exactly = Symmetric.require(NAME, source, exponent);
    Tensor work = exponent == 0 ? Symmetric.upperCopy(a) : source;
    return factored(work, a, exactly, exponent);
  }

  /**
   * Factors in the memory of the matrix, as LAPACK does: nothing of its size is allocated.
   *
   * @param a as for {@link #of}, and writable. Its memory belongs to the result from then on: what
   *     it holds is arbitrary, also after an exception, and is not to be changed
   * @return the factorisation
   * @throws ShapeException if it is not a square matrix
   * @throws IllegalArgumentException if it is not symmetric, saying where and by how much, or an
   *     element is not finite, or the matrix cannot be written
   * @throws NotPositiveDefiniteException if a pivot is not positive, naming it
   */
  public static Cholesky ofInPlace(Tensor a) {
    Matrices.requireMatrix(NAME, a);
    Symmetric.requireSquare(NAME, a, "Lu and Qr take such matrices");
    int exponent = InPlace.scale(NAME, a, 2);
    return factored(a, a, Symmetric.require(NAME, a, exponent), exponent);
  }

  /**
   * Factors.
   *
   * @param work the upper triangle of {@code 2^exponent a}, overwritten
   * @param a has the other triangle
   * @param exactly whether both triangles are the same
   * @param exponent see there
   */
  private static Cholesky factored(Tensor work, Tensor a, boolean exactly, int exponent) {
    if (!exactly) {
      Symmetric.averageUpper(work, exponent == 0 ? a : work);
    }
    Backend backend = Internal.backend(Engine.current()).panels();
    int n = Math.toIntExact(a.size(0));
    View view = Internal.view(work);
    int done = factor(view, 0, n, backend);
    if (done < n) {
      throw new NotPositiveDefiniteException(
          NAME
              + ": the matrix of shape "
              + a.shape()
              + " is not positive definite: pivot "
              + done
              + " is "
              + Math.scalb(work.get(done, done), -exponent)
              + "; Lu solves with any regular matrix");
    }
    return new Cholesky(work, exponent);
  }

  /** Factors rows and columns from {@code first} on; how many pivots there are before one fails. */
  private static int factor(View a, int first, int size, Backend backend) {
    if (size <= BLOCK) {
      return size == 0 ? first : first + backend.choleskyBlock(a.block(first, size, first, size));
    }
    int left = (size / 2 + BLOCK - 1) / BLOCK * BLOCK;
    int right = size - left;
    int second = first + left;
    int done = factor(a, first, left, backend);
    if (done < second) {
      return done;
    }
    View above = a.block(first, left, second, right);
    View corner = a.block(first, left, first, left);
    Triangles.solveLower(corner.swapAxes(0, 1), false, above, backend);
    SymmetricUpdate.subtract(above, a.block(second, right, second, right), backend);
    return factor(a, second, right, backend);
  }

  /**
   * The factor.
   *
   * @return shape (n, n): the diagonal positive, zeros above it
   */
  public Tensor l() {
    return upper(-exponent / 2).transpose();
  }

  private Tensor upper(int by) {
    return Triangles.clearLower(Matrices.scaled(u, by));
  }

  /**
   * Solves {@code A x = b}.
   *
   * @param b shape (n) or (n, k), one column for each system, of the matrix's type, finite
   * @return new, of b's shape
   * @throws ShapeException if b does not fit
   */
  public Tensor solve(Tensor b) {
    RightSide right = RightSide.of(NAME + ".solve", u.dtype(), u.size(0), b);
    solveInPlace(right.columns());
    return right.solution(right.columns(), exponent);
  }

  private void solveInPlace(Tensor columns) {
    Backend backend = Internal.backend(Engine.current());
    View view = Internal.view(columns);
    View triangle = Internal.view(u);
    Triangles.solveLower(triangle.swapAxes(0, 1), false, view, backend);
    Triangles.solveUpper(triangle, false, view, backend);
  }

  private Determinant determinant() {
    double[] diagonal = u.diagonal().toDoubleArray();
    double[] both = java.util.Arrays.copyOf(diagonal, 2 * diagonal.length);
    System.arraycopy(diagonal, 0, both, diagonal.length, diagonal.length);
    return new Determinant(both, -exponent / 2);
  }

  /**
   * The determinant.
   *
   * @return its value, positive; infinity or 0 where it leaves the range of a double, which {@link
   *     #logDet} does not; 1 for an empty matrix
   */
  public double det() {
    return determinant().value();
  }

  /**
   * The logarithm of the determinant.
   *
   * @return the natural logarithm
   */
  public double logDet() {
    return determinant().log();
  }

  /**
   * The inverse. To solve systems, {@link #solve} is faster and more accurate.
   *
   * @return new, shape (n, n), symmetric to the bit
   */
  public Tensor inverse() {
    Tensor columns = Tensor.eye(u.dtype(), u.size(0));
    solveInPlace(columns);
    Tensor symmetric = columns.add(columns.transpose()).mulInPlace(0.5);
    return Matrices.scaleInPlace(symmetric, exponent);
  }

  /**
   * Checks the factorisation against the matrix, at the cost of a product in F64.
   *
   * @param a the matrix that was factored
   * @return {@code |A - L L'| / (n eps |A|)} as residual, no orthogonality
   * @throws ShapeException if the shape is another
   */
  public Certificate certificate(Tensor a) {
    Residual.requireShape(NAME, a, u.size(0), u.size(0));
    Tensor upper = upper(0);
    return Certificate.direct(
        Residual.ofProduct(a, exponent, upper.transpose(), upper), Double.NaN);
  }

  @Override
  public String toString() {
    return NAME + "[" + u.size(0) + " x " + u.size(0) + ", " + u.dtype() + "]";
  }
}
