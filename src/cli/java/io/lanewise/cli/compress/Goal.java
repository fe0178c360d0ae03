package io.lanewise.cli.compress;

import io.lanewise.DType;
import io.lanewise.Tensor;
import io.lanewise.linalg.LowRank;

/**
 * How much of a matrix is kept.
 *
 * @param kind what the number is
 * @param value a rank; or the largest relative error in the Frobenius norm
 */
public record Goal(Kind kind, double value) {
  /** What is given. */
  public enum Kind {
    /** The rank. */
    RANK,
    /** The error, from which the rank follows. */
    ERROR
  }

  /**
   * A given rank.
   *
   * @param k from 1
   * @return the goal
   */
  public static Goal rank(long k) {
    if (k < 1) {
      throw new IllegalArgumentException("--rank: " + k + " is less than 1");
    }
    return new Goal(Kind.RANK, k);
  }

  /**
   * The lowest rank whose error is small enough.
   *
   * @param e the error, relative, in the Frobenius norm
   * @return the goal
   */
  public static Goal error(double e) {
    if (!(e > 0 && e < 1)) {
      throw new IllegalArgumentException("--error: " + e + " is not between 0 and 1");
    }
    return new Goal(Kind.ERROR, e);
  }

  /**
   * The lowest rank that keeps a share of the squared Frobenius norm.
   *
   * @param p the share
   * @return the goal: an error of at most {@code sqrt(1 - p)}
   */
  public static Goal energy(double p) {
    if (!(p > 0 && p < 1)) {
      throw new IllegalArgumentException("--energy: " + p + " is not between 0 and 1");
    }
    return error(Math.sqrt(1 - p));
  }

  /**
   * The error that the factors may have before they are rounded to the type in which they are
   * stored, as rounding adds its own.
   *
   * @param stored the type
   * @return 0 if the type alone is too coarse
   */
  double errorBeforeRounding(DType stored) {
    double rounding = stored.epsilon() / 4; // [TP] of two factors: about an eighth, seen
    return value <= rounding ? 0 : Math.sqrt((value - rounding) * (value + rounding));
  }

  /**
   * Factorises.
   *
   * @param a shape (m, n), F32 or F64
   * @param e the error to reach, if that is the goal
   * @return factors of the rank given, or of the lowest that reaches the error
   */
  LowRank reach(Tensor a, double e) {
    return kind == Kind.RANK
        ? LowRank.of(a, Math.min((long) value, Math.min(a.size(0), a.size(1))))
        : LowRank.ofError(a, e);
  }

  /**
   * Whether factors of this rank are smaller than the matrix.
   *
   * @param m rows
   * @param n columns
   * @param k rank
   * @return k (m + n) &lt; m n
   */
  static boolean saves(long m, long n, long k) {
    return k < (double) m * n / ((double) m + n);
  }
}
