package io.lanewise.linalg;

import io.lanewise.DType;
import io.lanewise.Engine;
import io.lanewise.ShapeException;
import io.lanewise.Tensor;
import io.lanewise.backend.Backend;
import io.lanewise.internal.Internal;
import io.lanewise.memory.View;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Eigenvalues and eigenvectors of a real symmetric matrix: {@code A = V diag(values) V'}.
 *
 * <p><b>Method.</b> A Cholesky factorisation with pivoting, {@code P'AP = L L'}, tells whether A is
 * positive definite. If it is, one-sided Jacobi on L finds its singular values and left vectors, as
 * in {@link Svd}: their squares and they are the answer [1]. If not, matrices from n = 64 on are
 * made tridiagonal, and the vectors of that are refined by sweeps that rotate all pairs at once
 * [3]; where that fails, a multiple of the identity is added that makes them positive definite,
 * which moves the values and leaves the vectors. Small matrices (n below 64) are diagonalised by
 * plane rotations from both sides until every {@code |a_ij| <= eps sqrt(|a_ii a_jj|)} [2].
 *
 * <p><b>Accuracy.</b> Backward stable: {@code |A - V diag(values) V'|} is a small multiple of
 * {@code eps |A|}, so every eigenvalue is right to that. Of a positive definite matrix small
 * eigenvalues, too, have their digits: the relative error is bounded by {@code eps} times the
 * condition of {@code D A D} with unit diagonal [2]. Small eigenvalues of other matrices are right
 * to a small multiple of {@code eps |A|} only.
 *
 * <p><b>Cost.</b> About {@code 6 n^3} flops, {@code 13 n^3} if A is positive definite; memory for
 * four matrices of n x n beside the vectors. Positive definite matrices whose factor is near
 * singular take {@code 7 n^3} a sweep, 6 to 10 sweeps, and small ones that are not positive
 * definite {@code 9 n^3} a sweep.
 *
 * <p>[1] K. Veselic and V. Hari, A note on a one-sided Jacobi algorithm, Numerische Mathematik 56,
 * 1989. [2] J. Demmel and K. Veselic, Jacobi's method is more accurate than QR, SIAM J. Matrix
 * Anal. Appl. 13, 1992. [3] T. Ogita and K. Aishima, Iterative refinement for symmetric eigenvalue
 * decomposition, Japan J. Indust. Appl. Math. 35, 2018.
 */
public final class SymmetricEigen {
  private static final String NAME = "SymmetricEigen";

  /** Order from which matrices that are not positive definite are shifted until they are. [TP] */
  private static final int SHIFTED = 96;

  private final Tensor values;
  private final @Nullable Tensor vectors;
  private final Certificate certificate;

  private SymmetricEigen(Tensor values, @Nullable Tensor vectors, Certificate certificate) {
    this.values = values;
    this.vectors = vectors;
    this.certificate = certificate;
  }

  /**
   * Decomposes with the default options.
   *
   * @param a symmetric matrix, see {@link #of(Tensor, SymmetricEigenOptions)}
   * @return the decomposition
   */
  public static SymmetricEigen of(Tensor a) {
    return of(a, SymmetricEigenOptions.auto());
  }

  /**
   * Decomposes.
   *
   * @param a shape (n, n), n from 0, F32 or F64, finite. Differences between {@code a_ij} and
   *     {@code a_ji} up to {@code 8 n eps max|a|} count as rounding, and the mean is taken; larger
   *     ones are an error. It is not changed.
   * @param options how
   * @return the decomposition
   * @throws ShapeException if it is not a square matrix
   * @throws IllegalArgumentException if it is not symmetric, saying where and by how much, or an
   *     element is not finite
   * @throws NoConvergenceException if {@code options.maxSweeps()} are not enough
   * @throws CancellationException if the thread is interrupted; its flag stays set
   */
  public static SymmetricEigen of(Tensor a, SymmetricEigenOptions options) {
    Matrices.requireMatrix(NAME, a);
    Symmetric.requireSquare(NAME, a, "Svd takes any matrix");
    double largest = Matrices.largest(NAME, a);
    // All work is on 2^k A with an even k and its largest element about 1.
    int exponent = -Matrices.exponent(largest) & ~1;
    if (largest == 0 && a.elements() > 0) {
      return twoSided(a, 0, options);
    }
    try (Borrowed borrowed = Borrowed.open()) {
      return of(a, exponent, options, borrowed);
    }
  }

  private static SymmetricEigen of(
      Tensor a, int exponent, SymmetricEigenOptions options, Borrowed borrowed) {
    long n = a.size(0);
    Tensor work = borrowed.matrix(a.dtype(), n, n);
    Tensor other = borrowed.matrix(a.dtype(), n, n);
    prepare(a, exponent, work);
    PivotedCholesky factor = PivotedCholesky.of(work, 0, other);
    SymmetricEigen fast = fast(a, work, factor, other, exponent, options, borrowed);
    if (fast != null) {
      return fast;
    }
    prepare(a, exponent, work);
    double shift = 0;
    if (factor.rank() == n) {
      factor = PivotedCholesky.of(work, 0, other);
    } else if (n < SHIFTED) {
      return twoSided(work, exponent, options);
    } else {
      Shift shifted = Shift.of(work);
      factor = shifted.factor();
      shift = shifted.value();
    }
    return oneSided(factor, shift, exponent, options);
  }

  /** Makes the matrix that is decomposed: scaled, and symmetric. */
  private static void prepare(Tensor a, int exponent, Tensor into) {
    Matrices.scaledInto(a, exponent, into);
    if (!Symmetric.require(NAME, into, exponent)) {
      Symmetric.average(into);
    }
  }

  /**
   * By direct methods, in the type of the matrix or, where F32 is not near enough to start from, in
   * F64.
   *
   * @param a the matrix
   * @param work the same, prepared; overwritten
   * @param factor its Cholesky factor, as far as it has one
   * @param other where that is; overwritten
   */
  private static @Nullable SymmetricEigen fast(
      Tensor a,
      Tensor work,
      PivotedCholesky factor,
      Tensor other,
      int exponent,
      SymmetricEigenOptions options,
      Borrowed borrowed) {
    long n = a.size(0);
    DType dtype = a.dtype();
    boolean definite = factor.rank() == n;
    if (definite ? !DirectSvd.mayTake(factor.u()) : !DirectEigen.mayTake(n)) {
      return null;
    }
    SymmetricEigen found =
        definite
            ? fastOneSided(factor, factor.u(), work, dtype, exponent, options, borrowed)
            : direct(work, other, dtype, exponent, options, borrowed);
    if (found != null || dtype == DType.F64) {
      return found;
    }
    prepare(a, exponent, work);
    Tensor spare = borrowed.matrix(DType.F64, n, n);
    if (definite) {
      PivotedCholesky again = PivotedCholesky.of(work, 0, other);
      Tensor u = again.u().cast(DType.F64);
      return fastOneSided(again, u, spare, dtype, exponent, options, borrowed);
    }
    return direct(work.cast(DType.F64), spare, dtype, exponent, options, borrowed);
  }

  /** Of a matrix that is not positive definite. */
  private static @Nullable SymmetricEigen direct(
      Tensor work,
      Tensor other,
      DType dtype,
      int exponent,
      SymmetricEigenOptions options,
      Borrowed borrowed) {
    // the factorisation that failed was there
    other.copyFrom(work);
    DirectEigen found = DirectEigen.of(NAME, other, work, dtype, borrowed, options);
    if (found == null) {
      return null;
    }
    double[] scaled = found.values();
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = Math.scalb(scaled[i], -exponent);
    }
    Tensor values = Tensor.of(scaled).cast(dtype);
    Tensor rows = found.rows();
    return rows == null
        ? new SymmetricEigen(values, null, found.certificate())
        : new SymmetricEigen(values, rows.cast(dtype).transpose(), found.certificate());
  }

  /**
   * From a Cholesky factor that is far from singular.
   *
   * @param u the factor, in the type it is computed in; overwritten
   * @param work of its type and shape, overwritten
   */
  private static @Nullable SymmetricEigen fastOneSided(
      PivotedCholesky factor,
      Tensor u,
      Tensor work,
      DType dtype,
      int exponent,
      SymmetricEigenOptions options,
      Borrowed borrowed) {
    long n = u.size(0);
    Tensor left =
        options.vectors() ? Tensor.empty(u.dtype(), n, n) : borrowed.matrix(u.dtype(), n, n);
    DirectSvd.Room room =
        new DirectSvd.Room(
            borrowed.matrix(u.dtype(), n, n), work, u, borrowed.matrix(u.dtype(), n, n), left);
    DirectSvd direct =
        DirectSvd.compute(
            NAME,
            u.transpose(),
            dtype,
            new SvdOptions(
                options.tolerance(),
                options.maxSweeps(),
                SvdOptions.Vectors.THIN,
                options.listener()),
            options.vectors() ? Refinement.Wanted.PRODUCTS : Refinement.Wanted.VALUES,
            room);
    if (direct == null) {
      return null;
    }
    double[] found = direct.values();
    for (int i = 0; i < found.length; i++) {
      found[i] = Math.scalb(found[i] * found[i], -exponent);
    }
    Tensor values = Tensor.of(found).cast(dtype);
    if (!options.vectors()) {
      return new SymmetricEigen(values, null, direct.certificate());
    }
    left.mulInPlace(Matrices.signs(left));
    work.copyFrom(left.transpose());
    Tensor vectors = dtype == u.dtype() ? left : Tensor.empty(dtype, n, n);
    Matrices.scatter(work, Matrices.places(factor.permutation()), vectors);
    return new SymmetricEigen(values, vectors, direct.certificate());
  }

  /** Eigenvectors as columns, from those of the permuted matrix as rows. */
  private static Tensor vectors(Tensor rows, PivotedCholesky factor) {
    rows.mulInPlace(Matrices.signs(rows));
    return Matrices.scattered(rows.transpose().contiguous(), Matrices.places(factor.permutation()));
  }

  /** From the Cholesky factor of {@code A + shift I}: its singular values and left vectors. */
  private static SymmetricEigen oneSided(
      PivotedCholesky factor, double shift, int exponent, SymmetricEigenOptions options) {
    DType dtype = factor.u().dtype();
    // as high as the squares of norms allow, so that those of small columns stay in range
    int up = dtype == DType.F32 ? 44 : 480;
    OneSidedJacobi jacobi =
        OneSidedJacobi.of(
            NAME,
            Matrices.scaled(factor.u(), up),
            false,
            options.tolerance(),
            options.maxSweeps(),
            options.listener());
    double[] found = jacobi.values();
    for (int i = 0; i < found.length; i++) {
      double root = Math.scalb(found[i], -up);
      found[i] = Math.scalb(root * root - shift, -exponent);
    }
    Tensor values = Tensor.of(found).cast(dtype);
    if (!options.vectors()) {
      return new SymmetricEigen(values, null, jacobi.certificate());
    }
    return new SymmetricEigen(values, vectors(jacobi.left(), factor), jacobi.certificate());
  }

  private static SymmetricEigen twoSided(
      Tensor scaled, int exponent, SymmetricEigenOptions options) {
    // far from both ends of the range
    int up = scaled.dtype() == DType.F32 ? 64 : 512;
    Tensor work = Matrices.scaled(scaled, up);
    int n = Math.toIntExact(work.size(0));
    Tensor rows = options.vectors() ? Tensor.eye(work.dtype(), n) : null;
    Certificate certificate = diagonalise(work, rows, options);
    double[] found = work.diagonal().toDoubleArray();
    int[] order = Matrices.descending(found);
    double[] sorted = new double[n];
    for (int i = 0; i < n; i++) {
      sorted[i] = Math.scalb(found[order[i]], -exponent - up);
    }
    Tensor values = Tensor.of(sorted).cast(work.dtype());
    if (rows == null) {
      return new SymmetricEigen(values, null, certificate);
    }
    Tensor vectors = Matrices.sortedRows(rows, order);
    vectors.mulInPlace(Matrices.signs(vectors));
    return new SymmetricEigen(values, vectors.transpose(), certificate);
  }

  /** Makes {@code work} diagonal, and {@code rows} the transposed eigenvectors. */
  private static Certificate diagonalise(
      Tensor work, @Nullable Tensor rows, SymmetricEigenOptions options) {
    DType dtype = work.dtype();
    View a = Internal.view(work);
    View columns = a.swapAxes(0, 1);
    View v = rows == null ? null : Internal.view(rows);
    Backend backend = Internal.backend(Engine.current());
    double tolerance = Sweeps.tolerance(dtype, options.tolerance());
    // what is smaller than this can be subnormal after rounding, and so has no accuracy to keep
    double floor = dtype == DType.F32 ? 0x1p-103 : 0x1p-970;
    return new Sweeps(NAME, tolerance, options.maxSweeps(), options.listener())
        .run(
            dtype,
            Math.toIntExact(work.size(0)),
            1,
            (pairs, blocks, rotations, measure) -> {
              backend.selectBlocks(a, pairs, blocks);
              backend.smallJacobi(blocks, tolerance, floor, rotations, measure);
              backend.rotateRows(a, pairs, rotations);
              backend.rotateRows(columns, pairs, rotations);
              // What the rotations made of these elements is rounded; the small problems know them
              // exactly.
              backend.storeBlocks(a, pairs, blocks);
              if (v != null) {
                backend.rotateRows(v, pairs, rotations);
              }
            });
  }

  /**
   * The eigenvalues.
   *
   * @return shape (n), descending
   */
  public Tensor values() {
    return values;
  }

  /**
   * The eigenvectors.
   *
   * @return shape (n, n): column i belongs to value i, has length 1, and its entry of largest
   *     magnitude is positive
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
   * @return a certificate without residual and orthogonality
   */
  public Certificate certificate() {
    return certificate;
  }

  /**
   * Checks the decomposition against the matrix, at the cost of three products in F64.
   *
   * @param a the matrix that was decomposed
   * @return the complete certificate
   * @throws ShapeException if the shape is another
   * @throws IllegalStateException if the options asked for no vectors
   */
  public Certificate certificate(Tensor a) {
    Tensor v = vectors();
    if (!a.shape().equals(v.shape())) {
      throw new ShapeException(
          NAME
              + ": certificate of a matrix of shape "
              + a.shape()
              + ", but one of shape "
              + v.shape()
              + " was decomposed");
    }
    return certificate(a, values, v, certificate);
  }

  /** Residual and orthogonality, beside what the sweeps recorded. */
  static Certificate certificate(Tensor a, Tensor values, Tensor v, Certificate recorded) {
    double residual = Residual.of(a, v, values, v.transpose());
    return recorded.with(residual, Matrices.orthogonality(v.transpose()));
  }

  @Override
  public String toString() {
    return NAME + "[n=" + values.size(0) + ", " + certificate + "]";
  }
}
