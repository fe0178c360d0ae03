package io.lanewise.kernel.scalar;

import static io.lanewise.kernel.Fma.fma;

/**
 * The logistic function {@code 1 / (1 + e^-x)} and {@code x} times it on {@code double}, and the
 * constants that the SIMD kernels share with them: both do the same operations in the same order.
 *
 * <p>With {@code e = e^-|x|}, which cannot overflow: {@code 1 / (1 + e)} for positive x and {@code
 * e / (1 + e)} for negative x. What rounding {@code 1 + e} and its inverse leaves over is put
 * right. The factor x goes in before the power of two does, so that it does not multiply the
 * rounding of a subnormal e. Errors: see {@code docs/design/functions.md}.
 *
 * <p>Not generated: {@link FloatLogistic} has the same methods for the other type.
 */
public final class DoubleLogistic {
  /** Below it {@code x e^x} is -0. */
  public static final double LOW = -760;

  private DoubleLogistic() {}

  /**
   * The logistic function.
   *
   * @param x argument
   * @return a number from 0 to 1
   */
  public static double sigmoid(double x) {
    return weighted(x, 1.0, 1.0);
  }

  /**
   * The sigmoid linear unit.
   *
   * @param x argument
   * @return x times the logistic function of x
   */
  public static double silu(double x) {
    return weighted(x, x, Math.max(x, LOW));
  }

  /** The factor over {@code 1 + e^-x}; it is finite for negative x. */
  private static double weighted(double x, double factor, double finite) {
    double v = -Math.abs(x);
    v = v < LOW ? LOW : v;
    double slopeed = fma(v, DoubleMath.LOG2_E, DoubleMath.ROUNDER);
    double n = slopeed - DoubleMath.ROUNDER;
    double r = fma(n, -DoubleMath.LN2_LOW, fma(n, -DoubleMath.LN2_HIGH, v));
    double p = fma(r * r, DoubleMath.series(r), r);
    long exponents = Double.doubleToRawLongBits(slopeed) - DoubleMath.ROUNDER_BITS;
    long half = exponents >>> 1;
    double power = Double.longBitsToDouble(half << DoubleMath.FRACTION_BITS);
    double rest = Double.longBitsToDouble((exponents - half) << DoubleMath.FRACTION_BITS);
    double both = power * rest;
    double e = fma(both, p, both);
    double d = e + 1.0;
    double inverse = 1.0 / d;
    double missing = fma(d - 1.0 - e, inverse, fma(-d, inverse, 1.0));
    if (x < 0) {
      double share = finite * inverse;
      return fma(share, fma(p, missing, missing) + p, share) * power * rest;
    }
    return factor * fma(inverse, missing, inverse);
  }
}
