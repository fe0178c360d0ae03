package io.lanewise.linalg;

import io.lanewise.Engine;
import io.lanewise.ShapeException;
import io.lanewise.Slice;
import io.lanewise.Tensor;
import io.lanewise.internal.Internal;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Eigenvalues and eigenvectors of a stack of real symmetric matrices: {@code A = V diag(values) V'}
 * for each, as {@link SymmetricEigen} finds them.
 *
 * <p><b>Method.</b> Matrices up to n = 32 are decomposed many at once: lane l of a vector belongs
 * to matrix l, and plane rotations from both sides diagonalise as many matrices as a vector has
 * lanes, until every {@code |a_ij| <= eps sqrt(|a_ii a_jj|)} [1]. What a matrix gives does not
 * depend on its neighbours, on the size of the stack, or on threads. Larger ones are decomposed one
 * after the other.
 *
 * <p><b>Accuracy.</b> That of {@link SymmetricEigen}: backward stable, and small eigenvalues of
 * positive definite matrices have their digits.
 *
 * <p><b>Cost.</b> For each matrix {@code 6 n^3} flops a sweep, 5 to 8 sweeps; a stack of them needs
 * no memory beside the results.
 *
 * <p>[1] J. Demmel and K. Veselic, Jacobi's method is more accurate than QR, SIAM J. Matrix Anal.
 * Appl. 13, 1992.
 */
public final class SymmetricEigenBatch {
  private static final String NAME = "SymmetricEigenBatch";

  private final Tensor values;
  private final @Nullable Tensor vectors;
  private final Certificate certificate;

  private SymmetricEigenBatch(Tensor values, @Nullable Tensor vectors, Certificate certificate) {
    this.values = values;
    this.vectors = vectors;
    this.certificate = certificate;
  }

  /**
   * Decomposes with the default options.
   *
   * @param a symmetric matrices, see {@link #of(Tensor, SymmetricEigenOptions)}
   * @return the decompositions
   */
  public static SymmetricEigenBatch of(Tensor a) {
    return of(a, SymmetricEigenOptions.auto());
  }

  /**
   * Decomposes.
   *
   * @param a shape (..., n, n): rank at least 2, F32 or F64, finite, any strides; not changed.
   *     Differences between {@code a_ij} and {@code a_ji} count as rounding as in {@link
   *     SymmetricEigen#of(Tensor, SymmetricEigenOptions)}
   * @param options how; the listener is told nothing
   * @return the decompositions
   * @throws ShapeException if the rank is less than 2, or the matrices are not square
   * @throws IllegalArgumentException if a matrix is not symmetric, or an element is not finite,
   *     naming the first such matrix and where in it
   * @throws NoConvergenceException if {@code options.maxSweeps()} are not enough for a matrix
   * @throws CancellationException if the thread is interrupted; its flag stays set
   */
  public static SymmetricEigenBatch of(Tensor a, SymmetricEigenOptions options) {
    Stack stack = Stack.of(NAME, a);
    long n = stack.rows();
    if (n != stack.columns()) {
      throw new ShapeException(
          NAME
              + ": shape "
              + a.shape()
              + ": matrices of "
              + n
              + " rows and "
              + stack.columns()
              + " columns are not square; SvdBatch takes any");
    }
    Tensor values = stack.results(n);
    Tensor vectors = options.vectors() ? stack.results(n, n) : null;
    double tolerance = Sweeps.tolerance(a.dtype(), options.tolerance());
    Certificate certificate =
        stack.each(
            tolerance,
            (part, from, to, sweeps) ->
                Internal.backend(Engine.current())
                    .manyEigen(
                        part,
                        tolerance,
                        options.maxSweeps(),
                        Stack.part(values, from, to),
                        vectors == null ? null : Stack.part(vectors, from, to),
                        sweeps),
            (matrix, i) -> {
              SymmetricEigen eigen = SymmetricEigen.of(matrix, options.withListener(null));
              values.slice(Slice.at(i)).copyFrom(eigen.values());
              if (vectors != null) {
                vectors.slice(Slice.at(i)).copyFrom(eigen.vectors());
              }
              return eigen.certificate();
            });
    return new SymmetricEigenBatch(
        stack.shaped(values), vectors == null ? null : stack.shaped(vectors), certificate);
  }

  /**
   * The eigenvalues.
   *
   * @return shape (..., n), descending along the last axis
   */
  public Tensor values() {
    return values;
  }

  /**
   * The eigenvectors.
   *
   * @return shape (..., n, n): of each matrix column i belongs to value i, has length 1, and its
   *     entry of largest magnitude is positive
   * @throws IllegalStateException if the options asked for none
   */
  public Tensor vectors() {
    if (vectors == null) {
      throw new IllegalStateException(
          NAME + ": eigenvectors were not computed; use options with vectors");
    }
    return vectors;
  }

  /**
   * What the sweeps recorded.
   *
   * @return the most sweeps that a matrix took, and a bound on what is left off the diagonal of any
   *     of them, without residual and orthogonality
   */
  public Certificate certificate() {
    return certificate;
  }

  /**
   * Checks the decompositions against the matrices, at the cost of three products in F64 for each.
   *
   * @param a the matrices that were decomposed
   * @return the complete certificate, with the largest residual and orthogonality of all
   * @throws ShapeException if the shape is another
   * @throws IllegalStateException if the options asked for no vectors
   */
  public Certificate certificate(Tensor a) {
    Tensor v = vectors();
    Stack.requireShape(NAME, a, v.shape().toArray());
    Tensor columns = Stack.flat(v);
    Tensor all = values.reshape(columns.size(0), values.size(-1));
    return Stack.of(NAME, a)
        .checked(
            certificate,
            (matrix, i) ->
                SymmetricEigen.certificate(
                    matrix, all.slice(Slice.at(i)), columns.slice(Slice.at(i)), certificate));
  }

  @Override
  public String toString() {
    return NAME + "[" + values.shape() + ", " + certificate + "]";
  }
}
