package io.lanewise.kernel.scalar;

import static io.lanewise.kernel.Fma.fma;

/**
 * Elementary functions on {@code float}, and the constants that the SIMD kernels share with them:
 * both do the same operations in the same order. Errors, over all arguments: exp and log below 1
 * ulp, tanh below 2 ulp.
 *
 * <p>Not generated: {@link DoubleMath} has the same methods with polynomials of a higher degree.
 */
public final class FloatMath {
  /** Above it {@code e^x} is infinite. */
  public static final float EXP_HIGH = 89f;

  /** Below it {@code e^x} is 0. */
  public static final float EXP_LOW = -104f;

  /** Below it {@code e^x} is no normal number. */
  public static final float WEIGHT_LEAST = -87.3f;

  /** There the bits of the power of two are those of 0. */
  public static final float WEIGHT_ZERO = -88f;

  /** {@code 1 / ln 2}. */
  public static final float LOG2_E = 0x1.715476p0f;

  /** The leading 17 bits of ln 2: multiples by exponents are exact. */
  public static final float LN2_HIGH = 0x1.62e4p-1f;

  /** {@code ln 2 - LN2_HIGH}. */
  public static final float LN2_LOW = 0x1.7f7d1cp-20f;

  /** {@code 1.5 * 2^23}: adding it rounds to an integer, which stands in the low bits. */
  public static final float ROUNDER = 0x1.8p23f;

  /** Bits of {@link #ROUNDER} less twice the bias of the exponent. */
  public static final int ROUNDER_BITS = 0x4b400000 - 254;

  /** Bits of the fraction. */
  public static final int FRACTION_BITS = 23;

  /** Coefficients of {@code (e^r - 1 - r) / r^2} for |r| up to ln(2)/2: error 2^-32 of r. */
  public static final float E0 = 0.5f;

  /** Coefficient of r. */
  public static final float E1 = 0x1.555556p-3f;

  /** Coefficient of r^2. */
  public static final float E2 = 0x1.5554aep-5f;

  /** Coefficient of r^3. */
  public static final float E3 = 0x1.11109p-7f;

  /** Coefficient of r^4. */
  public static final float E4 = 0x1.6d7486p-10f;

  /** Coefficient of r^5. */
  public static final float E5 = 0x1.a1a166p-13f;

  /** Bits of the square root of 1/2. */
  public static final int SQRT_HALF_BITS = 0x3f3504f3;

  /** Bits of 1. */
  public static final int ONE_BITS = 0x3f800000;

  /** Bits of the fraction, set. */
  public static final int FRACTION_MASK = 0x007fffff;

  /** {@code 2^23}, which makes subnormal numbers normal. */
  public static final float NORMALISER = 0x1p23f;

  /** Coefficients of {@code (log((1+s)/(1-s)) - 2s) / s^3} in s^2: error 2^-36. */
  public static final float L0 = 0x1.555554p-1f;

  /** Coefficient of s^2. */
  public static final float L1 = 0x1.999a7ap-2f;

  /** Coefficient of s^4. */
  public static final float L2 = 0x1.2438cep-2f;

  /** Coefficient of s^6. */
  public static final float L3 = 0x1.e2f7e2p-3f;

  /** {@link #ROUNDER} and the bias of the exponent. */
  public static final float BIASED_ROUNDER = ROUNDER + 127;

  /** From here on tanh is 1. */
  public static final float TANH_HIGH = 10f;

  private FloatMath() {}

  /** {@code (e^r - 1 - r) / r^2} for |r| up to ln(2)/2. */
  static float series(float r) {
    float q = fma(E5, r, E4);
    q = fma(q, r, E3);
    q = fma(q, r, E2);
    q = fma(q, r, E1);
    return fma(q, r, E0);
  }

  /**
   * {@code e^x}: with {@code x = n ln 2 + r}, {@code 2^n (1 + (e^r - 1))}. The power of two is
   * applied in two factors, so that results at both ends of the range come out right.
   *
   * @param x argument
   * @return the exponential
   */
  public static float exp(float x) {
    x = x > EXP_HIGH ? EXP_HIGH : x < EXP_LOW ? EXP_LOW : x;
    float shifted = fma(x, LOG2_E, ROUNDER);
    float n = shifted - ROUNDER;
    float r = fma(n, -LN2_LOW, fma(n, -LN2_HIGH, x));
    float e = 1f + fma(r * r, series(r), r);
    int exponents = Float.floatToRawIntBits(shifted) - ROUNDER_BITS;
    int half = exponents >>> 1;
    return e
        * Float.intBitsToFloat(half << FRACTION_BITS)
        * Float.intBitsToFloat((exponents - half) << FRACTION_BITS);
  }

  /**
   * {@code e^x} of a number that is not positive, in fewer operations than {@link #exp}: 0 where
   * that is no normal number. Below 1 ulp.
   *
   * @param x argument, at most 0 (and NaN)
   * @return the exponential
   */
  public static float weight(float x) {
    x = x < WEIGHT_LEAST ? WEIGHT_ZERO : x;
    float shifted = fma(x, LOG2_E, BIASED_ROUNDER);
    float n = shifted - BIASED_ROUNDER;
    float r = fma(n, -LN2_LOW, fma(n, -LN2_HIGH, x));
    int bits = Float.floatToRawIntBits(shifted) << FRACTION_BITS;
    return fma(fma(series(r), r, 1f), r, 1f) * Float.intBitsToFloat(bits);
  }

  /**
   * Natural logarithm: with {@code x = 2^k (1 + f)}, {@code 1 + f} between the square roots of 1/2
   * and 2, and {@code s = f / (2 + f)}, {@code k ln 2 + f - f^2/2 + s (f^2/2 + R(s^2))}, as in
   * fdlibm.
   *
   * @param x argument
   * @return the logarithm
   */
  public static float log(float x) {
    if (!(x > 0) || x == Float.POSITIVE_INFINITY) {
      return x == 0 ? Float.NEGATIVE_INFINITY : x < 0 ? Float.NaN : x;
    }
    boolean subnormal = x < Float.MIN_NORMAL;
    int bits =
        Float.floatToRawIntBits(subnormal ? x * NORMALISER : x) + (ONE_BITS - SQRT_HALF_BITS);
    float k = (bits >> FRACTION_BITS) - (subnormal ? 127 + 23 : 127);
    float f = Float.intBitsToFloat((bits & FRACTION_MASK) + SQRT_HALF_BITS) - 1f;
    float s = f / (2f + f);
    float z = s * s;
    float series = fma(L3, z, L2);
    series = fma(series, z, L1);
    series = fma(series, z, L0);
    float half = 0.5f * f * f;
    float low = fma(s, fma(series, z, half), k * LN2_LOW);
    return fma(k, LN2_HIGH, f - (half - low));
  }

  /**
   * Hyperbolic tangent: {@code t = e / d} with {@code e = e^(2|x|) - 1} and {@code d = e + 2}. What
   * rounding added to d, {@code excess}, is put right: {@code t + t * excess / d}, where {@code 1 /
   * d = (1 - t) / 2}. That matters where t is small.
   *
   * @param x argument
   * @return the hyperbolic tangent
   */
  public static float tanh(float x) {
    float y = Math.abs(x);
    y = y > TANH_HIGH ? TANH_HIGH : y;
    y = y + y;
    float shifted = fma(y, LOG2_E, ROUNDER);
    float n = shifted - ROUNDER;
    float r = fma(n, -LN2_LOW, fma(n, -LN2_HIGH, y));
    int exponent = Float.floatToRawIntBits(shifted) - ROUNDER_BITS - 127;
    float power = Float.intBitsToFloat(exponent << FRACTION_BITS);
    float e = fma(power, r * r * series(r), fma(power, r, power - 1f));
    float d = e + 2f;
    float t = e / d;
    float excess = e > 4f ? 0 : d - 2f - e;
    return Math.copySign(fma(t * excess, fma(-0.5f, t, 0.5f), t), x);
  }
}
