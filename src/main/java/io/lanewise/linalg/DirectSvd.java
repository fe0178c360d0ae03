package io.lanewise.linalg;

import io.lanewise.DType;
import io.lanewise.Slice;
import io.lanewise.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The fast way to the singular value decomposition of a matrix that is far from singular: right
 * vectors from the eigenvectors of {@code A'A}, then a sweep that rotates all pairs of columns of
 * {@code A V} at once. In the type of the matrix; but where F32 does not see enough of the
 * eigenvectors to start from them, in F64.
 *
 * <p>The eigenvectors of {@code A'A} have errors of {@code eps (s_1 / s_i)^2}. That loses small
 * singular values (in F32 the last few of any large random matrix); but here they only say where to
 * start: what counts are the cosines of the columns of {@code A V}, as in {@link OneSidedJacobi},
 * and they are measured. So the result is as accurate as that of rotations, or there is none.
 *
 * <p>Products with an orthogonal matrix from the right keep what is small in rows of A, and lose
 * what is small in columns. So the matrix must be one whose rows and columns are of similar size,
 * or the triangle of a {@link Preconditioner}.
 *
 * <p><b>Cost.</b> {@code m n^2} flops for {@code A'A}, {@code 4 n^3} for {@link DirectVectors},
 * {@code 2 m n^2} for {@code A V}, {@code 3 m n^2 + 3 n^3} for a sweep. So tall matrices need no QR
 * before, which would cost as much as it saves, and not at the pace of products.
 */
final class DirectSvd {
  /** Columns from which it is the faster way. [TP] */
  private static final long LEAST = 64;

  /** Largest over smallest norm of rows, or of columns, up to which they are similar. */
  private static final double SIMILAR = 16;

  /** Smallest singular value, relative to the largest, that is far from singular. */
  private static final double FAR = 0x1p-20;

  /** The same where all is computed in F32. */
  private static final double FAR_F32 = 0x1p-16;

  /**
   * Values whose squares may be lost in the rounding errors of {@code A'A} in F32: their vectors
   * are found from the columns of {@code A V}. A random matrix has one to three. [TP]
   */
  private static final int MOST_LOST = 16;

  private final double[] values;
  private final @Nullable Tensor left;
  private final @Nullable Tensor right;
  private final Certificate certificate;

  private DirectSvd(
      double[] values, @Nullable Tensor left, @Nullable Tensor right, Certificate certificate) {
    this.values = values;
    this.left = left;
    this.right = right;
    this.certificate = certificate;
  }

  /**
   * The memory it works in, of one type, for a matrix of shape (m, n). The vectors are found where
   * they are to be.
   *
   * @param gram shape (n, n)
   * @param other shape (n, n)
   * @param spare shape (n, m)
   * @param right shape (n, n), for the right vectors
   * @param left shape (n, m), for the left vectors
   */
  record Room(Tensor gram, Tensor other, Tensor spare, Tensor right, Tensor left) {
    /** With new memory for the vectors, and the rest borrowed. */
    static Room of(Borrowed borrowed, DType dtype, long m, long n) {
      return new Room(
          borrowed.matrix(dtype, n, n),
          borrowed.matrix(dtype, n, n),
          borrowed.matrix(dtype, n, m),
          Tensor.empty(dtype, n, n),
          Tensor.empty(dtype, n, m));
    }
  }

  /**
   * Whether it is worth trying: large enough, its rows and columns of similar size, and the engine
   * does not prefer rotations.
   *
   * @param a shape (m, n), m at least n, finite; squares of its elements are in range
   */
  static boolean mayTakeWhole(Tensor a) {
    if (a.size(1) < LEAST || OneSidedJacobi.isPreferred()) {
      return false;
    }
    Tensor rows = a.norm(1);
    Tensor columns = a.norm(0);
    return rows.max() <= SIMILAR * rows.min() && columns.max() <= SIMILAR * columns.min();
  }

  /** With as many left vectors as there are rows. */
  DirectSvd completed() {
    Tensor some = left();
    // orthonormal columns are Q times signs
    Tensor all = Householder.of(some.copy()).qt(some.size(1));
    all.slice(Slice.to(some.size(0))).copyFrom(some);
    return new DirectSvd(values, all, right, certificate);
  }

  /**
   * Whether it is worth trying.
   *
   * @param triangle shape (k, k), triangular
   * @return whether it is large enough, its diagonal does not fall too far, and the engine does not
   *     prefer rotations
   */
  static boolean mayTake(Tensor triangle) {
    if (triangle.size(0) < LEAST || OneSidedJacobi.isPreferred()) {
      return false;
    }
    double largest = 0;
    double smallest = Double.POSITIVE_INFINITY;
    for (double element : triangle.diagonal().toDoubleArray()) {
      largest = Math.max(largest, Math.abs(element));
      smallest = Math.min(smallest, Math.abs(element));
    }
    return smallest >= FAR * largest;
  }

  /**
   * Decomposes a matrix whose rows may be of any sizes, if it can. An F32 matrix is decomposed in
   * F32, if that is near enough to a start, else in F64.
   *
   * @param operation for error texts
   * @param core F32 or F64, shape (m, n), m at least n, its largest element about 1; not changed
   * @param options as of {@link Svd}
   * @param room for its type
   * @param borrowed where more comes from
   * @return the decomposition, vectors in the type of the core, or null
   */
  static @Nullable DirectSvd ofCore(
      String operation, Tensor core, SvdOptions options, Room room, Borrowed borrowed) {
    Refinement.Wanted wanted =
        options.vectors() == SvdOptions.Vectors.NONE
            ? Refinement.Wanted.VALUES
            : Refinement.Wanted.BOTH;
    DirectSvd found = compute(operation, core, core.dtype(), options, wanted, room);
    if (found != null || core.dtype() == DType.F64) {
      return found;
    }
    Room wideRoom = Room.of(borrowed, DType.F64, core.size(0), core.size(1));
    Tensor wideCore = core.cast(DType.F64);
    DirectSvd wide = compute(operation, wideCore, core.dtype(), options, wanted, wideRoom);
    return wide == null ? null : wide.cast(core.dtype());
  }

  private DirectSvd cast(DType dtype) {
    return new DirectSvd(
        values,
        left == null ? null : left.cast(dtype),
        right == null ? null : right.cast(dtype),
        certificate);
  }

  /**
   * Decomposes in the type of the core, to the accuracy of another.
   *
   * @param operation for error texts
   * @param core shape (m, n); not changed, unless it is part of the room
   * @param dtype whose accuracy is wanted
   * @param options tolerance, sweeps and listener
   * @param wanted left vectors are products, right vectors vectors
   * @param room for the type of the core; its spare may be the core's memory
   * @return the decomposition, or null
   */
  static @Nullable DirectSvd compute(
      String operation,
      Tensor core,
      DType dtype,
      SvdOptions options,
      Refinement.Wanted wanted,
      Room room) {
    Tensor columns = core.transpose();
    long n = core.size(1);
    Gram.upperInto(columns, columns, Gram.everything(n, n), room.gram);
    DirectVectors start = DirectVectors.of(operation, room.gram);
    if (!isKnown(start.values(), core.dtype())) {
      return null;
    }
    Tensor right = room.right;
    start.vectorsOfT(right);
    start.multiplyQ(right);
    Tensor left = room.left;
    right.matmulInto(columns, left);
    Refinement refined =
        Refinement.ofColumns(
            left,
            right,
            Refinement.Goal.of(
                operation,
                dtype,
                n,
                options.tolerance(),
                options.maxSweeps(),
                wanted,
                options.listener()),
            new Refinement.Memory(room.gram, room.other, room.spare));
    if (refined == null) {
      return null;
    }
    double[] found = roots(refined.values());
    int[] order = Matrices.descending(found);
    double[] values = new double[found.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = found[order[i]];
    }
    if (!(values[values.length - 1] >= far(core.dtype()) * values[0])) {
      return null;
    }
    if (wanted.products()) {
      Matrices.sortRowsInPlace(left, order);
      left.divInPlace(left.norm(1).unsqueeze(1));
    }
    if (wanted.vectors()) {
      Matrices.sortRowsInPlace(right, order);
    }
    return new DirectSvd(
        values,
        wanted.products() ? left : null,
        wanted.vectors() ? right : null,
        refined.certificate());
  }

  private static double far(DType dtype) {
    return dtype == DType.F32 ? FAR_F32 : FAR;
  }

  /** Whether all but a few eigenvalues of {@code A'A} are larger than its rounding errors. */
  private static boolean isKnown(double[] squares, DType dtype) {
    double largest = 0;
    for (double square : squares) {
      largest = Math.max(largest, square);
    }
    double least = dtype == DType.F32 ? 8 * dtype.epsilon() : FAR * FAR / 4;
    int lost = 0;
    for (double square : squares) {
      lost += square < least * largest ? 1 : 0;
    }
    return lost <= (dtype == DType.F32 ? MOST_LOST : 0);
  }

  private static double[] roots(double[] squares) {
    double[] roots = new double[squares.length];
    for (int i = 0; i < roots.length; i++) {
      roots[i] = Math.sqrt(squares[i]);
    }
    return roots;
  }

  /** The singular values, descending. */
  double[] values() {
    return values;
  }

  /**
   * The left vectors, if there are any.
   *
   * @return of the type of A, shape (n, m), or (m, m) if all were asked for: orthonormal rows
   */
  Tensor left() {
    return java.util.Objects.requireNonNull(left);
  }

  /**
   * The right vectors, if there are any.
   *
   * @return of the type of A, shape (n, n): orthonormal rows
   */
  Tensor right() {
    return java.util.Objects.requireNonNull(right);
  }

  Certificate certificate() {
    return certificate;
  }
}
