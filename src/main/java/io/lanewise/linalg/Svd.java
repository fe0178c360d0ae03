package io.lanewise.linalg;

import io.lanewise.DType;
import io.lanewise.ShapeException;
import io.lanewise.Slice;
import io.lanewise.Tensor;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * The singular value decomposition: {@code A = U diag(s) V'}, thin with r = min(m, n) columns in U
 * and V, full with square U and V, or values only.
 *
 * <p><b>Method.</b> One-sided Jacobi: rotations from the right make the columns of a matrix
 * orthogonal; their norms are the singular values. From 64 columns on, a matrix that is far from
 * singular (by 2^20) is started from the eigenvectors of {@code A'A}, found directly, and then one
 * or two sweeps rotate all pairs at once, by matrix products. If its rows or columns differ in
 * size, that is done with a triangle: rows sorted by size, QR with column pivoting, then LQ [1].
 * All other matrices are rotated pair by pair from that triangle, from 96 columns on in blocks; a
 * triangular system gives the right vectors. A pair of columns is rotated while {@code |x_i'x_j| >
 * sqrt(r) eps |x_i| |x_j|}, whatever their sizes, on either way.
 *
 * <p><b>Accuracy.</b> Backward stable, and more: if {@code A = D1 B D2} with diagonal D1 and D2,
 * every singular value, however small, has a relative error of a small multiple of {@code eps}
 * times a condition of B [1]; methods that begin with a bidiagonal form lose small values of such
 * matrices. That holds for values at most 10^28 (F32), 10^288 (F64) below the largest; smaller
 * columns are not made orthogonal.
 *
 * <p><b>Cost.</b> For n columns of length m, far from singular: about {@code 9 n^3 + 6 m n^2}
 * flops; memory for at most four matrices of A's size beside the results. F32 matrices are computed
 * in F32, if the largest value is at most 2^16 times the smallest, otherwise in F64. Matrices that
 * are not far from singular, or of which rows or columns differ in size: {@code 2 n^2 (m - n/3)}
 * flops and as much again for thin vectors; {@code 7 n^3} a sweep, 6 to 10 sweeps; {@code 7 n^3}
 * for the right vectors. Memory for three copies of A.
 *
 * <p>[1] Z. Drmac and K. Veselic, New fast and accurate Jacobi SVD algorithm I and II, SIAM J.
 * Matrix Anal. Appl. 29, 2008.
 */
public final class Svd {
  private static final String NAME = "Svd";

  /** Exponent of the largest element up to which a matrix is not scaled: squares are in range. */
  private static final int NEAR_ONE = 8;

  private final Tensor s;
  private final @Nullable Tensor u;
  private final @Nullable Tensor vt;
  private final Certificate certificate;
  private final double truncationError;

  private Svd(Tensor s, @Nullable Tensor u, @Nullable Tensor vt, Certificate certificate) {
    this(s, u, vt, certificate, 0);
  }

  private Svd(
      Tensor s,
      @Nullable Tensor u,
      @Nullable Tensor vt,
      Certificate certificate,
      double truncationError) {
    this.s = s;
    this.u = u;
    this.vt = vt;
    this.certificate = certificate;
    this.truncationError = truncationError;
  }

  /**
   * Decomposes with the default options.
   *
   * @param a any matrix, see {@link #of(Tensor, SvdOptions)}
   * @return the decomposition
   */
  public static Svd of(Tensor a) {
    return of(a, SvdOptions.auto());
  }

  /**
   * Decomposes.
   *
   * @param a shape (m, n), sizes from 0, F32 or F64, finite; it is not changed
   * @param options how
   * @return the decomposition
   * @throws ShapeException if it is not a matrix
   * @throws IllegalArgumentException if an element is not finite, naming the first
   * @throws NoConvergenceException if {@code options.maxSweeps()} are not enough
   * @throws CancellationException if the thread is interrupted; its flag stays set
   */
  public static Svd of(Tensor a, SvdOptions options) {
    Matrices.requireMatrix(NAME, a);
    boolean wide = a.size(0) < a.size(1);
    Tensor tall = wide ? a.transpose() : a;
    int exponent = -Matrices.exponent(Matrices.largest(NAME, a));
    try (Borrowed borrowed = Borrowed.open()) {
      Svd direct = direct(tall, wide, exponent, options, borrowed);
      if (direct != null) {
        return direct;
      }
    }
    return preconditioned(tall, wide, options, true);
  }

  /**
   * Without preconditioning, if that will do.
   *
   * @param tall shape (m, n), m at least n
   * @param wide whether it is the transpose of what was given
   * @param size {@code 2^size A} has its largest element at about 1
   */
  private static @Nullable Svd direct(
      Tensor tall, boolean wide, int size, SvdOptions options, Borrowed borrowed) {
    long m = tall.size(0);
    long n = tall.size(1);
    if (n == 0) {
      return null;
    }
    DType dtype = tall.dtype();
    int exponent = Math.abs(size) <= NEAR_ONE ? 0 : size;
    Tensor core =
        exponent == 0 ? tall : Matrices.scaledInto(tall, exponent, borrowed.matrix(dtype, m, n));
    if (!DirectSvd.mayTakeWhole(core)) {
      return null;
    }
    boolean none = options.vectors() == SvdOptions.Vectors.NONE;
    // what becomes U has as many elements as one of the matrices on the way
    Tensor u =
        none
            ? borrowed.matrix(dtype, m, n)
            : wide ? Tensor.empty(dtype, n, n) : Tensor.empty(dtype, m, n);
    Tensor vt =
        none
            ? borrowed.matrix(dtype, n, n)
            : wide ? Tensor.empty(dtype, n, m) : Tensor.empty(dtype, n, n);
    Tensor gram = borrowed.matrix(dtype, n, n);
    DirectSvd.Room room =
        wide && !none
            ? new DirectSvd.Room(
                gram, u, borrowed.matrix(dtype, n, m), borrowed.matrix(dtype, n, n), vt)
            : new DirectSvd.Room(
                gram,
                borrowed.matrix(dtype, n, n),
                u.reshape(n, m),
                vt,
                borrowed.matrix(dtype, n, m));
    DirectSvd found = DirectSvd.ofCore(NAME, core, options, room, borrowed);
    if (found == null) {
      return null;
    }
    Tensor s = values(found.values(), exponent, dtype);
    if (none) {
      return new Svd(s, null, null, found.certificate());
    }
    DirectSvd all =
        options.vectors() == SvdOptions.Vectors.FULL && m > n ? found.completed() : found;
    return of(s, all.left(), all.right(), wide, u, all.certificate());
  }

  /**
   * By preconditioning: then the triangle is decomposed.
   *
   * @param tall shape (m, n), m at least n
   * @param wide whether it is the transpose of what was given
   * @param options as for {@link #of(Tensor, SvdOptions)}
   * @param fast whether the fast way is tried on the triangle, before rotations
   */
  static Svd preconditioned(Tensor tall, boolean wide, SvdOptions options, boolean fast) {
    // All work is on 2^k A with its largest element at a fixed power of two: as high as the squares
    // of norms allow, so that the squares of small columns, too, stay in range.
    int up = tall.dtype() == DType.F32 ? 44 : 480;
    int exponent = up - Matrices.exponent(Matrices.largest(NAME, tall));
    Preconditioner preconditioner = Preconditioner.of(tall, exponent);
    Tensor triangle = preconditioner.columnsOfTriangle();
    Part part = fast ? Part.direct(triangle, up, options) : null;
    part = part == null ? Part.rotated(triangle, options) : part;
    int n = Math.toIntExact(tall.size(1));
    Tensor s = values(Arrays.copyOf(part.values, n), exponent, tall.dtype());
    if (part.left == null || part.right == null) {
      return new Svd(s, null, null, part.certificate);
    }
    boolean full = options.vectors() == SvdOptions.Vectors.FULL;
    Tensor u = preconditioner.left(part.left, full ? tall.size(0) : n);
    Tensor v = preconditioner.right(part.right, n);
    return of(s, u.transpose(), v.transpose(), wide, null, part.certificate);
  }

  /** The decomposition of a triangle; its vectors are rows. */
  private record Part(
      double[] values, @Nullable Tensor left, @Nullable Tensor right, Certificate certificate) {

    static @Nullable Part direct(Tensor triangle, int up, SvdOptions options) {
      if (!DirectSvd.mayTake(triangle)) {
        return null;
      }
      long k = triangle.size(0);
      DirectSvd direct;
      try (Borrowed borrowed = Borrowed.open()) {
        Tensor core =
            Matrices.scaledInto(triangle, -up, borrowed.matrix(triangle.dtype(), k, k)).transpose();
        DirectSvd.Room room = DirectSvd.Room.of(borrowed, triangle.dtype(), k, k);
        direct = DirectSvd.ofCore(NAME, core, options, room, borrowed);
      }
      if (direct == null) {
        return null;
      }
      double[] values = direct.values();
      for (int i = 0; i < values.length; i++) {
        values[i] = Math.scalb(values[i], up);
      }
      return options.vectors() == SvdOptions.Vectors.NONE
          ? new Part(values, null, null, direct.certificate())
          : new Part(values, direct.left(), direct.right(), direct.certificate());
    }

    static Part rotated(Tensor triangle, SvdOptions options) {
      if (options.vectors() == SvdOptions.Vectors.NONE) {
        OneSidedJacobi jacobi = jacobi(triangle, false, options);
        return new Part(jacobi.values(), null, null, jacobi.certificate());
      }
      OneSidedJacobi jacobi = jacobi(triangle.copy(), false, options);
      Tensor right = RightVectors.of(triangle, jacobi.columns());
      if (right == null) {
        jacobi = jacobi(triangle, true, options);
        right = jacobi.right();
      }
      return new Part(jacobi.values(), jacobi.left(), right, jacobi.certificate());
    }
  }

  private static Tensor values(double[] values, int exponent, DType dtype) {
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.scalb(values[i], -exponent);
    }
    return Tensor.of(values).cast(dtype);
  }

  /**
   * From vectors, as rows, of the matrix with at least as many rows as columns.
   *
   * @param memory for U, if it is as large
   */
  private static Svd of(
      Tensor s,
      Tensor left,
      Tensor right,
      boolean wide,
      @Nullable Tensor memory,
      Certificate certificate) {
    Tensor first = wide ? right : left;
    Tensor second = wide ? left : right;
    signs(first, second);
    Tensor u = first.transpose();
    if (memory == null || !memory.shape().equals(u.shape())) {
      return new Svd(s, u.contiguous(), second, certificate);
    }
    memory.copyFrom(u);
    return new Svd(s, memory, second, certificate);
  }

  private static OneSidedJacobi jacobi(Tensor columns, boolean accumulate, SvdOptions options) {
    return OneSidedJacobi.of(
        NAME, columns, accumulate, options.tolerance(), options.maxSweeps(), options.listener());
  }

  /**
   * The k largest singular values and their vectors, with the default options.
   *
   * @param a any matrix, see {@link #truncated(Tensor, long, TruncatedOptions)}
   * @param k how many
   * @return the truncated decomposition
   */
  public static Svd truncated(Tensor a, long k) {
    return truncated(a, k, TruncatedOptions.auto());
  }

  /**
   * The k largest singular values and their vectors, by random projection: nearly the best
   * approximation of rank k, for the cost of some products with A. What it lacks is measured:
   * {@link #truncationError()}. Where k is not much less than min(m, n), the whole decomposition is
   * made and cut off.
   *
   * @param a shape (m, n), sizes from 1, F32 or F64, finite; it is not changed
   * @param k how many, from 1 to min(m, n)
   * @param options how
   * @return the decomposition with r = k
   * @throws ShapeException if it is not a matrix
   * @throws IllegalArgumentException if k is out of range or an element is not finite, naming the
   *     first
   * @throws NoConvergenceException if the singular values of the projected matrix are not found
   * @throws CancellationException if the thread is interrupted; its flag stays set
   */
  public static Svd truncated(Tensor a, long k, TruncatedOptions options) {
    RandomizedSvd.Result result = RandomizedSvd.of(NAME + ".truncated", a, k, options);
    return new Svd(result.s(), result.u(), result.vt(), result.certificate(), result.error());
  }

  /** Makes the entry of largest magnitude positive in each row of the first. */
  private static void signs(Tensor first, Tensor second) {
    Tensor signs = Matrices.signs(first);
    first.mulInPlace(signs);
    Slice both = Slice.to(Math.min(first.size(0), second.size(0)));
    second.slice(both).mulInPlace(signs.slice(both));
  }

  /**
   * The singular values.
   *
   * @return shape (r), descending, none negative
   */
  public Tensor s() {
    return s;
  }

  /**
   * The left singular vectors.
   *
   * @return shape (m, r), or (m, m) if all were asked for: orthonormal columns, the entry of
   *     largest magnitude of each positive
   * @throws IllegalStateException if the options asked for none
   */
  public Tensor u() {
    return vectors(u);
  }

  /**
   * The right singular vectors, transposed.
   *
   * @return shape (r, n), or (n, n) if all were asked for: orthonormal rows
   * @throws IllegalStateException if the options asked for none
   */
  public Tensor vt() {
    return vectors(vt);
  }

  private static Tensor vectors(@Nullable Tensor computed) {
    if (computed == null) {
      throw new IllegalStateException(
          NAME + ": singular vectors were not computed; use options with Vectors.THIN");
    }
    return computed;
  }

  /**
   * What a truncated decomposition leaves out.
   *
   * @return {@code |A - U diag(s) V'| / |A|} in the Frobenius norm, measured; 0 if it was not
   *     truncated
   */
  public double truncationError() {
    return truncationError;
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
    if (a.rank() != 2 || a.size(0) != u().size(0) || a.size(1) != vt().size(1)) {
      throw new ShapeException(
          NAME
              + ": certificate of a tensor of shape "
              + a.shape()
              + ", but a matrix of shape ("
              + u().size(0)
              + ", "
              + vt().size(1)
              + ") was decomposed");
    }
    return certificate(a, u(), s, vt(), certificate);
  }

  /** Residual and orthogonality, beside what the sweeps recorded. */
  static Certificate certificate(Tensor a, Tensor u, Tensor s, Tensor vt, Certificate recorded) {
    double orthogonality =
        Math.max(Matrices.orthogonality(u.transpose()), Matrices.orthogonality(vt));
    Slice first = Slice.to(s.size(0));
    Tensor left = u.slice(Slice.all(), first);
    return recorded.with(Residual.of(a, left, s, vt.slice(first)), orthogonality);
  }

  @Override
  public String toString() {
    return NAME + "[r=" + s.size(0) + ", " + certificate + "]";
  }
}
