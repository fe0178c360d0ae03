package io.lanewise.linalg;

import io.lanewise.DType;
import io.lanewise.Slice;
import io.lanewise.Tensor;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Sweeps in which all pairs are rotated at once, by matrix products: how vectors that are near
 * become right. Each sweep squares the distance.
 *
 * <p>Of a matrix A the columns of {@code A V} are made orthogonal, as in {@link OneSidedJacobi},
 * and measured by their cosines; or, with A symmetric, {@code V'AV} diagonal, measured against its
 * largest value. V becomes orthonormal at the same time.
 *
 * <p>What a sweep leaves is at most {@code |W|^2}, with W the {@link Corrections}: where that is
 * less than rounding, nobody looks again, and it is what the last sweep reports.
 *
 * <p><b>Cost.</b> {@code 2 n^3} flops to look at the pairs of a square matrix, and {@code 4 n^3} to
 * rotate them; memory for two matrices beside {@code A V} and V.
 */
final class Refinement {
  /** Sweeps after which the start was not near. */
  private static final int MOST = 5;

  private final Tensor vectors;
  private final @Nullable Tensor products;
  private final double[] values;
  private final Certificate certificate;

  private Refinement(
      Tensor vectors, @Nullable Tensor products, double[] values, Certificate certificate) {
    this.vectors = vectors;
    this.products = products;
    this.values = values;
    this.certificate = certificate;
  }

  /** What is wanted. */
  record Goal(
      String operation,
      double tolerance,
      double skew,
      int maxSweeps,
      boolean vectorsToo,
      @Nullable SweepListener listener) {

    /**
     * In the terms of options.
     *
     * @param dtype of the result, whose rounding is the measure
     * @param n columns
     * @param units of {@code 2 sqrt(n) eps}
     */
    static Goal of(
        String operation,
        DType dtype,
        long n,
        double units,
        int maxSweeps,
        boolean vectorsToo,
        @Nullable SweepListener listener) {
      double tolerance = Sweeps.tolerance(dtype, 2 * units * Math.sqrt((double) n));
      // rounding leaves a few eps in inner products of unit vectors
      double skew = 8 * dtype.epsilon();
      return new Goal(operation, tolerance, skew, maxSweeps, vectorsToo, listener);
    }

    /** Tells the listener now that it is reached: a start that was not near would be no sweep. */
    Certificate certificate(double[] measures, int sweeps) {
      if (listener != null) {
        for (int i = 0; i < sweeps; i++) {
          listener.swept(i + 1, measures[i]);
        }
      }
      return Certificate.ofSweeps(sweeps, measures[sweeps - 1], tolerance);
    }
  }

  /**
   * Makes the columns of {@code A V} orthogonal.
   *
   * @param a F64, shape (m, n), m at least n
   * @param vectors F64, shape (n, n): row i is nearly a right singular vector; changed
   * @param goal what is wanted
   * @return the result, or null if the start was not near enough
   */
  static @Nullable Refinement ofColumns(Tensor a, Tensor vectors, Goal goal) {
    return refine(vectors, vectors.matmul(a.transpose()), null, goal);
  }

  /**
   * Makes {@code V'AV} diagonal.
   *
   * @param a F64, shape (n, n), symmetric
   * @param vectors F64, shape (n, n): row i is nearly an eigenvector; changed
   * @param goal what is wanted
   * @return the result, or null if the start was not near enough
   */
  static @Nullable Refinement ofSymmetric(Tensor a, Tensor vectors, Goal goal) {
    return refine(vectors, null, a, goal);
  }

  private static @Nullable Refinement refine(
      Tensor v, @Nullable Tensor x, @Nullable Tensor symmetric, Goal goal) {
    Corrections.Measure measure =
        symmetric == null ? Corrections.Measure.RELATIVE : Corrections.Measure.NORM;
    double[] measures = new double[MOST];
    for (int sweep = 1; sweep <= Math.min(MOST, goal.maxSweeps); sweep++) {
      if (Thread.currentThread().isInterrupted()) {
        throw new CancellationException(goal.operation + ": interrupted in sweep " + sweep);
      }
      Tensor g = symmetric == null ? Gram.upper(x, x) : Gram.upper(v.matmul(symmetric), v);
      Tensor s = Gram.upper(v, v);
      Corrections corrections = Corrections.of(s, g, measure, goal.tolerance / 2);
      double met = Math.min(1, corrections.remaining());
      measures[sweep - 1] = met;
      if (met <= goal.tolerance && corrections.skew() <= goal.skew) {
        return new Refinement(v, x, corrections.values(), goal.certificate(measures, sweep));
      }
      double left = corrections.squares();
      if (!(left <= 1)) { // NaN is far, too
        return null;
      }
      if (!corrections.closePairs().isEmpty()) {
        if (!rotateClose(corrections, v, x, symmetric)) {
          return null;
        }
        continue;
      }
      boolean last = left <= goal.tolerance / 4;
      if (goal.vectorsToo || !last) {
        Tensor w = corrections.matrix();
        add(w, v);
        if (x != null) {
          add(w, x);
        }
      }
      if (last) {
        measures[sweep - 1] = left;
        return new Refinement(v, x, corrections.values(), goal.certificate(measures, sweep));
      }
    }
    return null;
  }

  /** {@code X += W X}. */
  private static void add(Tensor w, Tensor x) {
    x.addInPlace(w.matmul(x));
  }

  /** Diagonalises groups of close values; the next sweep sees to the rest. */
  private static boolean rotateClose(
      Corrections corrections, Tensor v, @Nullable Tensor x, @Nullable Tensor symmetric) {
    List<int[]> groups = CloseValues.groups(corrections.closePairs(), Math.toIntExact(v.size(0)));
    if (groups == null) {
      return false;
    }
    for (int[] group : groups) {
      Tensor some = Matrices.sortedRows(v, group);
      Tensor others = x == null ? some.matmul(symmetric) : Matrices.sortedRows(x, group);
      Tensor gram = others.matmul((x == null ? some : others).transpose());
      Tensor rotations = CloseValues.rotations(group, gram);
      replace(v, group, rotations.matmul(some));
      if (x != null) {
        replace(x, group, rotations.matmul(others));
      }
    }
    return true;
  }

  private static void replace(Tensor rows, int[] group, Tensor by) {
    for (int i = 0; i < group.length; i++) {
      rows.slice(Slice.at(group[i])).copyFrom(by.slice(Slice.at(i)));
    }
  }

  /**
   * The vectors.
   *
   * @return shape (n, n): orthonormal rows, if vectors were wanted
   */
  Tensor vectors() {
    return vectors;
  }

  /**
   * The products {@code A V}.
   *
   * @return shape (n, m): orthogonal rows, if vectors were wanted
   */
  Tensor products() {
    return java.util.Objects.requireNonNull(products);
  }

  /**
   * The values: eigenvalues of a symmetric matrix, or squares of singular values.
   *
   * @return n numbers in the order of the vectors
   */
  double[] values() {
    return values;
  }

  Certificate certificate() {
    return certificate;
  }
}
