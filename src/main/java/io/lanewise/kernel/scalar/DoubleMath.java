package io.lanewise.kernel.scalar;

import static io.lanewise.kernel.Fma.fma;

/**
 * Elementary functions on {@code double}, and the constants that the SIMD kernels share with them:
 * both do the same operations in the same order. Errors, over all arguments: exp and log below 1
 * ulp, tanh below 2 ulp.
 *
 * <p>Not generated: {@link FloatMath} has the same methods with polynomials of a lower degree.
 */
public final class DoubleMath {
  /** Above it {@code e^x} is infinite. */
  public static final double EXP_HIGH = 710;

  /** Below it {@code e^x} is 0. */
  public static final double EXP_LOW = -746;

  /** Below it {@code e^x} is no normal number. */
  public static final double WEIGHT_LEAST = -708.3;

  /** There the bits of the power of two are those of 0. */
  public static final double WEIGHT_ZERO = -709;

  /** {@code 1 / ln 2}. */
  public static final double LOG2_E = 0x1.71547652b82fep0;

  /** The leading 32 bits of ln 2: multiples by exponents are exact. */
  public static final double LN2_HIGH = 0x1.62e42feep-1;

  /** {@code ln 2 - LN2_HIGH}. */
  public static final double LN2_LOW = 0x1.a39ef35793c76p-33;

  /** {@code 1.5 * 2^52}: adding it rounds to an integer, which stands in the low bits. */
  public static final double ROUNDER = 0x1.8p52;

  /** Bits of {@link #ROUNDER} less twice the bias of the exponent. */
  public static final long ROUNDER_BITS = 0x4338000000000000L - 2046;

  /** Bits of the fraction. */
  public static final int FRACTION_BITS = 52;

  /** Coefficients of {@code (e^r - 1 - r) / r^2} for |r| up to ln(2)/2: error 2^-61 of r. */
  public static final double E0 = 0.5;

  /** Coefficient of r. */
  public static final double E1 = 0x1.5555555555559p-3;

  /** Coefficient of r^2. */
  public static final double E2 = 0x1.555555555555ap-5;

  /** Coefficient of r^3. */
  public static final double E3 = 0x1.111111110f6afp-7;

  /** Coefficient of r^4. */
  public static final double E4 = 0x1.6c16c16c14470p-10;

  /** Coefficient of r^5. */
  public static final double E5 = 0x1.a01a01afe52d1p-13;

  /** Coefficient of r^6. */
  public static final double E6 = 0x1.a01a01b0ae7c3p-16;

  /** Coefficient of r^7. */
  public static final double E7 = 0x1.71ddf8538c8d5p-19;

  /** Coefficient of r^8. */
  public static final double E8 = 0x1.27e4c5b0f91b8p-22;

  /** Coefficient of r^9. */
  public static final double E9 = 0x1.af5ebf270a614p-26;

  /** Coefficient of r^10. */
  public static final double E10 = 0x1.1f954d1e3e439p-29;

  /** Bits of the square root of 1/2. */
  public static final long SQRT_HALF_BITS = 0x3fe6a09e667f3bcdL;

  /** Bits of 1. */
  public static final long ONE_BITS = 0x3ff0000000000000L;

  /** Bits of the fraction, set. */
  public static final long FRACTION_MASK = 0x000fffffffffffffL;

  /** {@code 2^54}, which makes subnormal numbers normal. */
  public static final double NORMALISER = 0x1p54;

  /** Coefficients of {@code (log((1+s)/(1-s)) - 2s) / s^3} in s^2: error 2^-58. */
  public static final double L0 = 0x1.5555555555592p-1;

  /** Coefficient of s^2. */
  public static final double L1 = 0x1.999999997fd39p-2;

  /** Coefficient of s^4. */
  public static final double L2 = 0x1.24924941f8b86p-2;

  /** Coefficient of s^6. */
  public static final double L3 = 0x1.c71c5202bfa5dp-3;

  /** Coefficient of s^8. */
  public static final double L4 = 0x1.7466405a6211fp-3;

  /** Coefficient of s^10. */
  public static final double L5 = 0x1.39a1934834165p-3;

  /** Coefficient of s^12. */
  public static final double L6 = 0x1.2f070579ac125p-3;

  /** {@link #ROUNDER} and the bias of the exponent. */
  public static final double BIASED_ROUNDER = ROUNDER + 1023;

  /** From here on tanh is 1. */
  public static final double TANH_HIGH = 20;

  private DoubleMath() {}

  /** {@code (e^r - 1 - r) / r^2} for |r| up to ln(2)/2. */
  static double series(double r) {
    double q = fma(E10, r, E9);
    q = fma(q, r, E8);
    q = fma(q, r, E7);
    q = fma(q, r, E6);
    q = fma(q, r, E5);
    q = fma(q, r, E4);
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
  public static double exp(double x) {
    x = x > EXP_HIGH ? EXP_HIGH : x < EXP_LOW ? EXP_LOW : x;
    double shifted = fma(x, LOG2_E, ROUNDER);
    double n = shifted - ROUNDER;
    double r = fma(n, -LN2_LOW, fma(n, -LN2_HIGH, x));
    double e = 1 + fma(r * r, series(r), r);
    long exponents = Double.doubleToRawLongBits(shifted) - ROUNDER_BITS;
    long half = exponents >>> 1;
    return e
        * Double.longBitsToDouble(half << FRACTION_BITS)
        * Double.longBitsToDouble((exponents - half) << FRACTION_BITS);
  }

  /**
   * {@code e^x} of a number that is not positive, in fewer operations than {@link #exp}: 0 where
   * that is no normal number. Below 1 ulp.
   *
   * @param x argument, at most 0 (and NaN)
   * @return the exponential
   */
  public static double weight(double x) {
    x = x < WEIGHT_LEAST ? WEIGHT_ZERO : x;
    double shifted = fma(x, LOG2_E, BIASED_ROUNDER);
    double n = shifted - BIASED_ROUNDER;
    double r = fma(n, -LN2_LOW, fma(n, -LN2_HIGH, x));
    long bits = Double.doubleToRawLongBits(shifted) << FRACTION_BITS;
    return fma(fma(series(r), r, 1), r, 1) * Double.longBitsToDouble(bits);
  }

  /**
   * Natural logarithm: with {@code x = 2^k (1 + f)}, {@code 1 + f} between the square roots of 1/2
   * and 2, and {@code s = f / (2 + f)}, {@code k ln 2 + f - f^2/2 + s (f^2/2 + R(s^2))}, as in
   * fdlibm.
   *
   * @param x argument
   * @return the logarithm
   */
  public static double log(double x) {
    if (!(x > 0) || x == Double.POSITIVE_INFINITY) {
      return x == 0 ? Double.NEGATIVE_INFINITY : x < 0 ? Double.NaN : x;
    }
    boolean subnormal = x < Double.MIN_NORMAL;
    long bits =
        Double.doubleToRawLongBits(subnormal ? x * NORMALISER : x) + (ONE_BITS - SQRT_HALF_BITS);
    double k = (bits >> FRACTION_BITS) - (subnormal ? 1023 + 54 : 1023);
    double f = Double.longBitsToDouble((bits & FRACTION_MASK) + SQRT_HALF_BITS) - 1;
    double s = f / (2 + f);
    double z = s * s;
    double series = fma(L6, z, L5);
    series = fma(series, z, L4);
    series = fma(series, z, L3);
    series = fma(series, z, L2);
    series = fma(series, z, L1);
    series = fma(series, z, L0);
    double half = 0.5 * f * f;
    double low = fma(s, fma(series, z, half), k * LN2_LOW);
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
  public static double tanh(double x) {
    double y = Math.abs(x);
    y = y > TANH_HIGH ? TANH_HIGH : y;
    y = y + y;
    double shifted = fma(y, LOG2_E, ROUNDER);
    double n = shifted - ROUNDER;
    double r = fma(n, -LN2_LOW, fma(n, -LN2_HIGH, y));
    long exponent = Double.doubleToRawLongBits(shifted) - ROUNDER_BITS - 1023;
    double power = Double.longBitsToDouble(exponent << FRACTION_BITS);
    double e = fma(power, r * r * series(r), fma(power, r, power - 1));
    double d = e + 2;
    double t = e / d;
    double excess = e > 4 ? 0 : d - 2 - e;
    return Math.copySign(fma(t * excess, fma(-0.5, t, 0.5), t), x);
  }
}
