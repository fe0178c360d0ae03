package io.lanewise.linalg;

import io.lanewise.DType;
import io.lanewise.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The fast way to the eigenvectors of a symmetric matrix that is not positive definite: tridiagonal
 * form, {@code A = Q T Q'}, vectors of T found directly, a sweep that rotates all their pairs at
 * once, and Q.
 *
 * <p>Refined are the vectors of T, not those of A: products with T cost nothing, and tell of which
 * pairs nothing has to be looked at (see {@link Near}). T and Q are those of a matrix within a
 * small multiple of {@code eps |A|} of A, so what is true of T is true of A as far as its rounding
 * goes.
 *
 * <p><b>Cost.</b> {@code 4/3 n^3} flops for T, {@code 2 n^3} for Q, and up to {@code 4 n^3}
 * between: half of it at n = 1024. It works in the place of the vectors and of four more matrices.
 */
final class DirectEigen {
  /** Order from which this is faster than rotations. [TP] */
  private static final int LEAST = 64;

  private final double[] values;
  private final @Nullable Tensor rows;
  private final Certificate certificate;

  private DirectEigen(double[] values, @Nullable Tensor rows, Certificate certificate) {
    this.values = values;
    this.rows = rows;
    this.certificate = certificate;
  }

  /**
   * Whether it is worth trying.
   *
   * @param n order of the matrix
   */
  static boolean mayTake(long n) {
    return n >= LEAST && !OneSidedJacobi.isPreferred();
  }

  /**
   * Decomposes in the type of a matrix, if it can.
   *
   * @param operation for error texts
   * @param a F32 or F64, shape (n, n), symmetric, its largest element about 1; not zero. It is
   *     overwritten
   * @param spare of the type and shape of A, overwritten
   * @param accuracy the type to whose accuracy it is done
   * @param borrowed where more memory comes from
   * @param options how
   * @return the decomposition, or null
   */
  static @Nullable DirectEigen of(
      String operation,
      Tensor a,
      Tensor spare,
      DType accuracy,
      Borrowed borrowed,
      SymmetricEigenOptions options) {
    long n = a.size(0);
    DirectVectors start = DirectVectors.of(operation, a);
    Tensor vectors =
        options.vectors() ? Tensor.empty(a.dtype(), n, n) : borrowed.matrix(a.dtype(), n, n);
    start.vectorsOfT(vectors);
    Refinement refined =
        Refinement.ofTridiagonal(
            start.diagonal(),
            start.beside(),
            vectors,
            Refinement.Goal.of(
                operation,
                accuracy,
                n,
                options.tolerance(),
                options.maxSweeps(),
                options.vectors() ? Refinement.Wanted.VECTORS : Refinement.Wanted.VALUES,
                options.listener()),
            new Refinement.Memory(
                borrowed.matrix(a.dtype(), n, n), borrowed.matrix(a.dtype(), n, n), spare));
    if (refined == null) {
      return null;
    }
    double[] found = refined.values();
    int[] order = Matrices.descending(found);
    double[] values = new double[found.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = found[order[i]];
    }
    if (!options.vectors()) {
      return new DirectEigen(values, null, refined.certificate());
    }
    Matrices.sortRowsInPlace(vectors, order);
    start.multiplyQ(vectors);
    vectors.mulInPlace(Matrices.signs(vectors));
    return new DirectEigen(values, vectors, refined.certificate());
  }

  /** The eigenvalues, falling. */
  double[] values() {
    return values;
  }

  /**
   * The vectors, if they were asked for.
   *
   * @return shape (n, n): orthonormal rows, the largest element of each positive
   */
  @Nullable Tensor rows() {
    return rows;
  }

  Certificate certificate() {
    return certificate;
  }
}
