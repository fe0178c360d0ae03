package io.lanewise.linalg;

import io.lanewise.DType;
import io.lanewise.Slice;
import io.lanewise.Tensor;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Sweeps in which all pairs are rotated at once, by matrix products: how vectors that are near
 * become right. Each sweep squares the distance.
 *
 * <p>Of a matrix A the columns of {@code A V} are made orthogonal, as in {@link OneSidedJacobi},
 * and measured by their cosines; or, with T symmetric and tridiagonal, {@code Z'TZ} diagonal,
 * measured against its largest value. V becomes orthonormal at the same time.
 *
 * <p>What a sweep leaves of each pair is bounded by what it did, see {@link Corrections}. Where
 * that is less than rounding, nobody looks again, and it is what the last sweep reports. Where it
 * is not, the next sweep looks only at pairs of the vectors concerned: mostly few, of small values.
 *
 * <p><b>Cost.</b> {@code 2 n^3} flops to look at the pairs of a square matrix, and {@code 4 n^3} to
 * rotate them all; {@code 4 k n^2} and {@code 8 k n^2} for those of k vectors. With T {@code 2 n^3}
 * and {@code 2 n^3}, less the share of pairs that are far apart, see {@link Near}. It works in
 * memory that is given to it.
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

  /** What of the results is wanted beside the values. */
  enum Wanted {
    VALUES,
    PRODUCTS,
    VECTORS,
    BOTH;

    boolean vectors() {
      return this == VECTORS || this == BOTH;
    }

    boolean products() {
      return this == PRODUCTS || this == BOTH;
    }
  }

  /** What is wanted. */
  record Goal(
      String operation,
      double tolerance,
      double skew,
      int maxSweeps,
      Wanted wanted,
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
        Wanted wanted,
        @Nullable SweepListener listener) {
      double tolerance = Sweeps.tolerance(dtype, 2 * units * Math.sqrt((double) n));
      // rounding leaves a few eps in inner products of unit vectors
      double skew = 8 * dtype.epsilon();
      return new Goal(operation, tolerance, skew, maxSweeps, wanted, listener);
    }

    Corrections.Negligible negligible() {
      return new Corrections.Negligible(tolerance / 2, skew / 2);
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
   * Matrices that are overwritten on the way, of the type of the vectors.
   *
   * @param s shape (n, n)
   * @param g shape (n, n)
   * @param spare shape (n, m), with m the length of the longest rows that are corrected
   */
  record Memory(Tensor s, Tensor g, Tensor spare) {}

  /**
   * Makes the columns of {@code A V} orthogonal.
   *
   * @param products F32 or F64, shape (n, m), m at least n: row i is {@code A v_i}; changed
   * @param vectors of its type, shape (n, n): row i is nearly a right singular vector; changed
   * @param goal what is wanted
   * @param memory with a spare of shape (n, m)
   * @return the result, or null if the start was not near enough
   */
  static @Nullable Refinement ofColumns(Tensor products, Tensor vectors, Goal goal, Memory memory) {
    return refine(vectors, new Columns(products), goal, memory);
  }

  /**
   * Makes {@code Z'TZ} diagonal for a symmetric tridiagonal T.
   *
   * @param diagonal of T
   * @param beside the elements beside it, one fewer
   * @param vectors F32 or F64, shape (n, n): row i is nearly an eigenvector, in the order of
   *     falling values; changed
   * @param goal what is wanted
   * @param memory with a spare of shape (n, n)
   * @return the result, or null if the start was not near enough
   */
  static @Nullable Refinement ofTridiagonal(
      double[] diagonal, double[] beside, Tensor vectors, Goal goal, Memory memory) {
    return refine(vectors, new TridiagonalTarget(diagonal, beside, memory.spare()), goal, memory);
  }

  private static @Nullable Refinement refine(Tensor v, Target target, Goal goal, Memory memory) {
    double[] measures = new double[MOST];
    double[] values = new double[Math.toIntExact(v.size(0))];
    int k = values.length; // vectors whose pairs are looked at: the first
    Near near = target.near(v, goal);
    double settled = near.measure(); // what all other pairs may have left
    double wanted = goal.tolerance - settled;
    for (int sweep = 1; sweep <= Math.min(MOST, goal.maxSweeps); sweep++) {
      if (Thread.currentThread().isInterrupted()) {
        throw new CancellationException(goal.operation + ": interrupted in sweep " + sweep);
      }
      Slice top = Slice.to(k);
      Tensor s = memory.s.slice(top);
      Tensor g = memory.g.slice(top);
      Gram.upperInto(v.slice(top), v, near.reach(), s);
      target.gram(v, k, near.reach(), g);
      Corrections corrections =
          Corrections.of(s, g, values, target.measure(), goal.negligible(), near);
      values = corrections.values();
      measures[sweep - 1] = Math.max(settled, Math.min(1, corrections.remaining()));
      boolean done = measures[sweep - 1] <= goal.tolerance && corrections.skew() <= goal.skew;
      if (done) {
        return new Refinement(v, target.products(), values, goal.certificate(measures, sweep));
      }
      if (!(corrections.left() <= 1)) { // NaN is far, too
        return null;
      }
      wanted /= 2; // so that all sweeps together leave no more than the tolerance
      boolean last = corrections.left() <= wanted && corrections.closePairs().isEmpty();
      corrections.assemble();
      if (goal.wanted.vectors() || !last) {
        corrections.applyTo(v, memory.spare);
      }
      if (goal.wanted.products() || !last) {
        target.correct(corrections, memory.spare);
      }
      settled += Math.min(wanted, corrections.left());
      if (last) {
        measures[sweep - 1] = settled;
        return new Refinement(v, target.products(), values, goal.certificate(measures, sweep));
      }
      BitSet again = corrections.unsettled(wanted);
      if (!rotateClose(corrections, v, target, again)) {
        return null;
      }
      k = bringToFront(again, v, target, values);
      near = Near.all(k, values.length);
    }
    return null;
  }

  /** Diagonalises groups of close values; the next sweep sees to the rest. */
  private static boolean rotateClose(
      Corrections corrections, Tensor v, Target target, BitSet again) {
    List<int[]> groups = CloseValues.groups(corrections.closePairs(), Math.toIntExact(v.size(0)));
    if (groups == null) {
      return false;
    }
    for (int[] group : groups) {
      Tensor some = Matrices.sortedRows(v, group);
      Tensor rotations = CloseValues.rotations(target.gram(group, some));
      replace(v, group, rotations.matmul(some));
      target.rotate(group, rotations);
      for (int i : group) {
        again.set(i);
      }
    }
    return true;
  }

  /** Exchanges vectors so that some are the first; of most of them, it takes all. */
  private static int bringToFront(BitSet some, Tensor v, Target target, double[] values) {
    if (2 * some.cardinality() > values.length) {
      return values.length;
    }
    int k = 0;
    for (int i = some.nextSetBit(0); i >= 0; i = some.nextSetBit(i + 1)) {
      if (i != k) {
        swap(v, i, k);
        target.swap(i, k);
        double value = values[i];
        values[i] = values[k];
        values[k] = value;
      }
      k++;
    }
    return k;
  }

  private static void swap(Tensor rows, int i, int j) {
    Tensor first = rows.slice(Slice.at(i));
    Tensor second = rows.slice(Slice.at(j));
    Tensor kept = first.copy();
    first.copyFrom(second);
    second.copyFrom(kept);
  }

  private static void replace(Tensor rows, int[] group, Tensor by) {
    for (int i = 0; i < group.length; i++) {
      rows.slice(Slice.at(group[i])).copyFrom(by.slice(Slice.at(i)));
    }
  }

  /** What is to become diagonal: {@code V'MV}. */
  interface Target {
    Corrections.Measure measure();

    /** The pairs of all vectors that have to be looked at first. */
    Near near(Tensor v, Goal goal);

    /** The first k rows of its upper triangle, as far as columns are wanted. */
    void gram(Tensor v, int k, int[] reach, Tensor into);

    /** What it is for some of the vectors. */
    Tensor gram(int[] group, Tensor vectors);

    /** Does to the products what was done to the vectors. */
    void correct(Corrections corrections, Tensor spare);

    /** Exchanges the products of two vectors. */
    void swap(int i, int j);

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
    public Near near(Tensor v, Goal goal) {
      int n = Math.toIntExact(v.size(0));
      return Near.all(n, n);
    }

    @Override
    public void gram(Tensor v, int k, int[] reach, Tensor into) {
      Gram.upperInto(products.slice(Slice.to(k)), products, reach, into);
    }

    @Override
    public Tensor gram(int[] group, Tensor vectors) {
      Tensor some = Matrices.sortedRows(products, group);
      return some.matmul(some.transpose());
    }

    @Override
    public void correct(Corrections corrections, Tensor spare) {
      corrections.applyTo(products, spare);
    }

    @Override
    public void swap(int i, int j) {
      Refinement.swap(products, i, j);
    }

    @Override
    public void rotate(int[] group, Tensor rotations) {
      replace(products, group, rotations.matmul(Matrices.sortedRows(products, group)));
    }
  }

  /**
   * The vectors.
   *
   * @return shape (n, n): orthonormal rows, if they were wanted
   */
  Tensor vectors() {
    return vectors;
  }

  /**
   * The products {@code A V}.
   *
   * @return shape (n, m): orthogonal rows, if they were wanted
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
