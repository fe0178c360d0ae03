package io.lanewise.linalg;

import io.lanewise.DType;
import io.lanewise.Engine;
import io.lanewise.Slice;
import io.lanewise.Tensor;
import io.lanewise.backend.Backend;
import io.lanewise.internal.Internal;
import io.lanewise.memory.View;
import org.jspecify.annotations.Nullable;

/**
 * One-sided Jacobi on a square matrix X, kept by columns: {@code X V = U diag(s)}.
 *
 * <p>Rotations from the right make the columns orthogonal [1]; their norms are the singular values.
 * A pair of columns is rotated while {@code |x_i'x_j| > sqrt(k) eps |x_i| |x_j|}, whatever their
 * sizes: that relative test is what gives small singular values their digits [2]. A sweep that met
 * nothing beyond twice that is the last: what is left then is what rounding makes of half a million
 * inner products, and does not become less by repetition. Columns are taken in blocks, if there are
 * enough: a step forms the Gram matrix of a pair of blocks, diagonalises it, and multiplies the
 * columns by the rotations, so that the work is matrix products.
 *
 * <p>[1] M. R. Hestenes, Inversion of matrices by biorthogonalization, J. SIAM 6, 1958. [2] J.
 * Demmel and K. Veselic, Jacobi's method is more accurate than QR, SIAM J. Matrix Anal. Appl. 13,
 * 1992.
 */
final class OneSidedJacobi {
  private final Tensor columns;
  private final @Nullable Tensor rotations;
  private final double[] norms;
  private final int[] order;
  private final Certificate certificate;

  private OneSidedJacobi(
      Tensor columns, @Nullable Tensor rotations, double[] norms, Certificate certificate) {
    this.columns = columns;
    this.rotations = rotations;
    this.norms = norms;
    this.order = Matrices.descending(norms);
    this.certificate = certificate;
  }

  /** Whether this is the way for the current engine, even where direct methods would do. */
  static boolean isPreferred() {
    Backend backend = Internal.backend(Engine.current());
    return backend.panels() != backend;
  }

  /**
   * Orthogonalises.
   *
   * @param operation for error texts
   * @param columns shape (k, k): row j is column j of X; may be overwritten. Squares of its norms
   *     must be in range
   * @param accumulate whether V is wanted
   * @param units tolerance in units of {@code 2 sqrt(k) eps}
   * @param maxSweeps how many sweeps are tried
   * @param listener told of each sweep, or null
   * @return the result
   */
  static OneSidedJacobi of(
      String operation,
      Tensor columns,
      boolean accumulate,
      double units,
      int maxSweeps,
      @Nullable SweepListener listener) {
    long k = columns.size(0);
    int block = Sweeps.blockSize(k);
    Tensor padded = Matrices.padded(columns, block);
    Tensor v = accumulate ? Matrices.padded(Tensor.eye(columns.dtype(), k), block) : null;
    double tolerance =
        Sweeps.tolerance(columns.dtype(), 2 * units * Math.sqrt((double) Math.max(1, k)));
    Sweeps sweeps = new Sweeps(operation, tolerance, maxSweeps, listener);
    Certificate certificate = sweep(sweeps, padded, v, block, tolerance);
    Tensor done = padded.slice(Slice.to(k));
    double[] norms = k == 0 ? new double[0] : done.norm(1).toDoubleArray();
    return new OneSidedJacobi(done, v == null ? null : v.slice(Slice.to(k)), norms, certificate);
  }

  private static Certificate sweep(
      Sweeps sweeps, Tensor columns, @Nullable Tensor v, int block, double tolerance) {
    DType dtype = columns.dtype();
    View a = Internal.view(columns);
    View product = v == null ? null : Internal.view(v);
    Backend backend = Internal.backend(Engine.current());
    double floor = smallestNormal(dtype);
    return sweeps.run(
        dtype,
        Math.toIntExact(columns.size(0) / block),
        block,
        (pairs, grams, rotations, measure) -> {
          backend.gram(a, pairs, grams);
          backend.smallJacobi(grams, tolerance / 2, floor, rotations, measure);
          backend.rotateRows(a, pairs, rotations);
          if (product != null) {
            backend.rotateRows(product, pairs, rotations);
          }
        });
  }

  private static double smallestNormal(DType dtype) {
    return dtype == DType.F32 ? Float.MIN_NORMAL : Double.MIN_NORMAL;
  }

  /**
   * The orthogonalised columns {@code X V}, in the order of the values.
   *
   * @return new, shape (k, k): row j is the column that belongs to value j
   */
  Tensor columns() {
    return Matrices.sortedRows(columns, order);
  }

  /** The singular values, descending. */
  double[] values() {
    double[] result = new double[order.length];
    for (int i = 0; i < order.length; i++) {
      result[i] = norms[order[i]];
    }
    return result;
  }

  /**
   * The left singular vectors, in the order of the values.
   *
   * @return shape (k, k), orthonormal rows; those of columns that are zero, or too small to have
   *     been rotated, are made up
   */
  Tensor left() {
    double smallest = Math.sqrt(smallestNormal(columns.dtype()) / certificate.tolerance());
    double[] divisors = new double[norms.length];
    boolean[] missing = new boolean[norms.length];
    Tensor result = columns();
    for (int i = 0; i < norms.length; i++) {
      double norm = norms[order[i]];
      missing[i] = norm <= smallest;
      divisors[i] = missing[i] ? 1 : norm;
      if (missing[i]) {
        result.slice(Slice.at(i)).fill(0);
      }
    }
    result.divInPlace(Tensor.of(divisors).cast(columns.dtype()).unsqueeze(1));
    Completion.fill(result, missing);
    return result;
  }

  /**
   * The right singular vectors, in the order of the values.
   *
   * @return shape (k, k), orthonormal rows
   */
  Tensor right() {
    return Matrices.sortedRows(java.util.Objects.requireNonNull(rotations), order);
  }

  Certificate certificate() {
    return certificate;
  }
}
