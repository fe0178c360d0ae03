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
    return refine(vectors, new Columns(vectors.matmul(a.transpose())), goal);
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
    return refine(vectors, new Symmetric(a), goal);
  }

  private static @Nullable Refinement refine(Tensor v, Target target, Goal goal) {
    double[] measures = new double[MOST];
    for (int sweep = 1; sweep <= Math.min(MOST, goal.maxSweeps); sweep++) {
      if (Thread.currentThread().isInterrupted()) {
        throw new CancellationException(goal.operation + ": interrupted in sweep " + sweep);
      }
      Tensor g = target.gram(v);
      Tensor s = Gram.upper(v, v);
      Corrections corrections = Corrections.of(s, g, target.measure(), goal.tolerance / 2);
      double met = Math.min(1, corrections.remaining());
      measures[sweep - 1] = met;
      if (met <= goal.tolerance && corrections.skew() <= goal.skew) {
        return new Refinement(
            v, target.products(), corrections.values(), goal.certificate(measures, sweep));
      }
      double left = corrections.squares();
      if (!(left <= 1)) { // NaN is far, too
        return null;
      }
      if (!corrections.closePairs().isEmpty()) {
        if (!rotateClose(corrections, v, target)) {
          return null;
        }
        continue;
      }
      boolean last = left <= goal.tolerance / 4;
      if (goal.vectorsToo || !last) {
        Tensor w = corrections.matrix();
        v.addInPlace(w.matmul(v));
        target.add(w);
      }
      if (last) {
        measures[sweep - 1] = left;
        return new Refinement(
            v, target.products(), corrections.values(), goal.certificate(measures, sweep));
      }
    }
    return null;
  }

  /** Diagonalises groups of close values; the next sweep sees to the rest. */
  private static boolean rotateClose(Corrections corrections, Tensor v, Target target) {
    List<int[]> groups = CloseValues.groups(corrections.closePairs(), Math.toIntExact(v.size(0)));
    if (groups == null) {
      return false;
    }
    for (int[] group : groups) {
      Tensor some = Matrices.sortedRows(v, group);
      Tensor rotations = CloseValues.rotations(target.gram(group, some));
      replace(v, group, rotations.matmul(some));
      target.rotate(group, rotations);
    }
    return true;
  }

  private static void replace(Tensor rows, int[] group, Tensor by) {
    for (int i = 0; i < group.length; i++) {
      rows.slice(Slice.at(group[i])).copyFrom(by.slice(Slice.at(i)));
    }
  }

  /** What is to become diagonal: {@code V'MV}. */
  private interface Target {
    Corrections.Measure measure();

    /** Its upper triangle. */
    Tensor gram(Tensor v);

    /** What it is for some of the vectors. */
    Tensor gram(int[] group, Tensor vectors);

    /** Does to the products what {@code V += W V} did to the vectors. */
    void add(Tensor w);

    /** Does to some of the products what the rotations did to the vectors. */
    void rotate(int[] group, Tensor rotations);

    @Nullable Tensor products();
  }

  /** {@code M = A'A} for a matrix A, of which the products {@code A V} are kept, as rows. */
  private record Columns(Tensor products) implements Target {
    @Override
    public Corrections.Measure measure() {
      return Corrections.Measure.RELATIVE;
    }

    @Override
    public Tensor gram(Tensor v) {
      return Gram.upper(products, products);
    }

    @Override
    public Tensor gram(int[] group, Tensor vectors) {
      Tensor some = Matrices.sortedRows(products, group);
      return some.matmul(some.transpose());
    }

    @Override
    public void add(Tensor w) {
      products.addInPlace(w.matmul(products));
    }

    @Override
    public void rotate(int[] group, Tensor rotations) {
      replace(products, group, rotations.matmul(Matrices.sortedRows(products, group)));
    }
  }

  /** {@code M = A}. */
  private record Symmetric(Tensor a) implements Target {
    @Override
    public Corrections.Measure measure() {
      return Corrections.Measure.NORM;
    }

    @Override
    public Tensor gram(Tensor v) {
      return Gram.upper(v.matmul(a), v);
    }

    @Override
    public Tensor gram(int[] group, Tensor vectors) {
      return vectors.matmul(a).matmul(vectors.transpose());
    }

    @Override
    public void add(Tensor w) {}

    @Override
    public void rotate(int[] group, Tensor rotations) {}

    @Override
    public @Nullable Tensor products() {
      return null;
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
