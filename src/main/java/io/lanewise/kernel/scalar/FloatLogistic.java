package io.lanewise.kernel.scalar;

import static io.lanewise.kernel.Fma.fma;

/**
 * The logistic function {@code 1 / (1 + e^-x)} and {@code x} times it on {@code float}, and the
 * constants that the SIMD kernels share with them: both do the same operations in the same order.
 *
 * <p>With {@code e = e^-|x|}, which cannot overflow: {@code 1 / (1 + e)} for positive x and {@code
 * e / (1 + e)} for negative x. What rounding {@code 1 + e} and its inverse leaves over is put
 * right. The factor x goes in before the power of two does, so that it does not multiply the
 * rounding of a subnormal e. Errors: see {@code docs/design/functions.md}.
 *
 * <p>Not generated: {@link DoubleLogistic} has the same methods for the other type.
 */
public final class FloatLogistic {
  /** Below it {@code x e^x} is -0. */
  public static final float LOW = -110f;

  private FloatLogistic() {}

  /**
   * The logistic function.
   *
   * @param x argument
   * @return a number from 0 to 1
   */
  public static float sigmoid(float x) {
    return weighted(x, 1.0f, 1.0f);
  }

  /**
   * The sigmoid linear unit.
   *
   * @param x argument
   * @return x times the logistic function of x
   */
  public static float silu(float x) {
    return weighted(x, x, Math.max(x, LOW));
  }

  /** The factor over {@code 1 + e^-x}; it is finite for negative x. */
  private static float weighted(float x, float factor, float finite) {
    float v = -Math.abs(x);
    v = v < LOW ? LOW : v;
    float slopeed = fma(v, FloatMath.LOG2_E, FloatMath.ROUNDER);
    float n = slopeed - FloatMath.ROUNDER;
    float r = fma(n, -FloatMath.LN2_LOW, fma(n, -FloatMath.LN2_HIGH, v));
    float p = fma(r * r, FloatMath.series(r), r);
    int exponents = Float.floatToRawIntBits(slopeed) - FloatMath.ROUNDER_BITS;
    int half = exponents >>> 1;
    float power = Float.intBitsToFloat(half << FloatMath.FRACTION_BITS);
    float rest = Float.intBitsToFloat((exponents - half) << FloatMath.FRACTION_BITS);
    float both = power * rest;
    float e = fma(both, p, both);
    float d = e + 1.0f;
    float inverse = 1.0f / d;
    float missing = fma(d - 1.0f - e, inverse, fma(-d, inverse, 1.0f));
    if (x < 0) {
      float share = finite * inverse;
      return fma(share, fma(p, missing, missing) + p, share) * power * rest;
    }
    return factor * fma(inverse, missing, inverse);
  }
}
