package io.lanewise.cpu.reduce;

import io.lanewise.DType;

/**
 * When the plain sum of squares will not do: it overflowed, or the squares were so small that they
 * lost digits. Then everything is scaled by a power of two that brings the largest element near 1,
 * which changes no digit.
 */
final class Norm {
  private Norm() {}

  /**
   * Whether a sum of squares is good to its last digits: each square errs by at most half the
   * smallest subnormal number, and n of those stay below the rounding error of a sum of n times the
   * smallest normal number.
   */
  static boolean good(double sum, long n, DType dtype) {
    double least = dtype == DType.F32 ? Float.MIN_NORMAL : Double.MIN_NORMAL;
    return Double.isNaN(sum) || sum >= n * least && sum < Double.POSITIVE_INFINITY;
  }

  /** The power of two to scale by, representable in the type. */
  static double scale(double largest, DType dtype) {
    int exponent = -Math.getExponent(largest);
    int limit = dtype == DType.F32 ? Float.MAX_EXPONENT - 1 : Double.MAX_EXPONENT - 1;
    return Math.scalb(1.0, Math.clamp(exponent, -limit, limit));
  }
}
