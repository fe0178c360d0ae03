package io.lanewise.cli.compress;

import static io.lanewise.Slice.range;

import io.lanewise.DType;
import io.lanewise.Tensor;
import io.lanewise.linalg.LowRank;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of one weight.
 *
 * @param u shape (m, k), in the weight's own type; null if the weight stays as it is
 * @param v shape (k, n), likewise
 * @param rank k, also where the factors were not worth it; 0 if it was not found
 * @param error the relative error in the Frobenius norm of the product of the factors as they are
 *     stored
 * @param reason why the weight stays, or empty
 */
record Factors(@Nullable Tensor u, @Nullable Tensor v, long rank, double error, String reason) {
  /** [TP] Elements of the product that are formed at once to measure the error. */
  private static final long BLOCK = 1 << 20;

  /**
   * Factorises a weight where that saves storage.
   *
   * @param weight shape (m, n), a floating-point type
   * @param goal how much is kept
   * @param dtype what to compute in, or null for the weight's own type, F32 for small ones
   * @return the factors, or why there are none
   */
  static Factors of(Tensor weight, Goal goal, @Nullable DType dtype) {
    long m = weight.size(0);
    long n = weight.size(1);
    DType stored = weight.dtype();
    if (weight.elements() == 0) {
      return kept(0, "empty");
    }
    if (goal.kind() == Goal.Kind.RANK && !Goal.saves(m, n, (long) goal.value())) {
      return kept((long) goal.value(), "saves nothing");
    }
    double e = goal.kind() == Goal.Kind.RANK ? 0 : goal.errorBeforeRounding(stored);
    if (goal.kind() == Goal.Kind.ERROR && e == 0) {
      return kept(0, stored + " too coarse");
    }
    DType computes = dtype != null ? dtype : stored.computes() ? stored : DType.F32;
    Tensor a = stored == computes ? weight : weight.cast(computes);
    if (!Double.isFinite(a.norm())) {
      return kept(0, "not finite");
    }
    Factors found = rounded(a, goal.reach(a, e), stored);
    if (goal.kind() == Goal.Kind.ERROR && found.error > goal.value()) {
      e *= 0.98 * goal.value() / found.error;
      found = rounded(a, goal.reach(a, e), stored);
    }
    if (!Goal.saves(m, n, found.rank)) {
      return kept(found.rank, "saves nothing");
    }
    if (goal.kind() == Goal.Kind.ERROR && found.error > goal.value()) {
      return kept(found.rank, stored + " too coarse");
    }
    return found;
  }

  private static Factors kept(long rank, String reason) {
    return new Factors(null, null, rank, 0, reason);
  }

  /**
   * The factors as they are stored. Each takes the square roots of the singular values: F16 ends at
   * 65504, which products of the whole ones can reach.
   */
  private static Factors rounded(Tensor a, LowRank low, DType stored) {
    Tensor lengths = low.u().norm(0);
    Tensor roots =
        Tensor.where(lengths.eq(0), Tensor.ones(lengths.dtype(), lengths.size(0)), lengths.sqrt());
    Tensor u = low.u().div(roots).cast(stored);
    Tensor v = low.v().mul(roots.unsqueeze(1)).cast(stored);
    double error = error(a, u.cast(a.dtype()), v.cast(a.dtype()));
    return new Factors(u, v, low.rank(), error, "");
  }

  /** {@code |a - u v| / |a|}, some rows at a time. */
  private static double error(Tensor a, Tensor u, Tensor v) {
    long rows = Math.max(1, BLOCK / a.size(1));
    double total = 0;
    for (long from = 0; from < a.size(0); from += rows) {
      long to = Math.min(a.size(0), from + rows);
      double norm = u.slice(range(from, to)).matmul(v).subInPlace(a.slice(range(from, to))).norm();
      total = Math.hypot(total, norm);
    }
    double whole = a.norm();
    return whole == 0 ? 0 : total / whole;
  }
}
