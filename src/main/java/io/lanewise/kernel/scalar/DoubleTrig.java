package io.lanewise.kernel.scalar;

import static io.lanewise.kernel.Fma.fma;

/**
 * Sine and cosine of {@code double}, and the constants that the SIMD kernels share with them: both
 * do the same operations in the same order.
 *
 * <p>{@code x = n pi/2 + r} with |r| up to pi/4 (Cody and Waite 1980): pi/2 stands in three parts
 * of 53 bits, and for |x| up to {@link #LIMIT} the first difference is exact. Then a polynomial for
 * the sine of r or for its cosine, after the last bits of n. Beyond the limit {@link StrictMath},
 * which reduces with as many digits of pi as it takes. Errors: see {@code
 * docs/design/functions.md}.
 *
 * <p>Not generated: {@link FloatTrig} has the same methods with polynomials of a lower degree.
 */
public final class DoubleTrig {
  /** Largest argument of the fast reduction. */
  public static final double LIMIT = 0x1p20;

  /** {@code 2 / pi}. */
  public static final double TWO_OVER_PI = 0x1.45f306dc9c883p-1;

  /** The leading bits of pi/2. */
  public static final double PI1 = 0x1.921fb54442d18p0;

  /** The next bits of pi/2. */
  public static final double PI2 = 0x1.1a62633145c06p-54;

  /** The bits of pi/2 after these. */
  public static final double PI3 = 0x1.c1cd129024e08p-107;

  /** Coefficients of {@code (sin(r)/r - 1) / r^2} in r^2. */
  public static final double S0 = -0x1.5555555555548p-3;

  /** Coefficient of power 1. */
  public static final double S1 = 0x1.111111110f759p-7;

  /** Coefficient of power 2. */
  public static final double S2 = -0x1.a01a019bf1702p-13;

  /** Coefficient of power 3. */
  public static final double S3 = 0x1.71de355e554dfp-19;

  /** Coefficient of power 4. */
  public static final double S4 = -0x1.ae5e53df1c51ep-26;

  /** Coefficient of power 5. */
  public static final double S5 = 0x1.5d8e08e78da78p-33;

  /** Coefficients of {@code ((cos(r) - 1)/r^2 + 1/2) / r^2} in r^2. */
  public static final double C0 = 0x1.555555555554bp-5;

  /** Coefficient of power 1. */
  public static final double C1 = -0x1.6c16c16c15014p-10;

  /** Coefficient of power 2. */
  public static final double C2 = 0x1.a01a019c8ef27p-16;

  /** Coefficient of power 3. */
  public static final double C3 = -0x1.27e4f7f159bcdp-22;

  /** Coefficient of power 4. */
  public static final double C4 = 0x1.1ee9db9cf2ef8p-29;

  /** Coefficient of power 5. */
  public static final double C5 = -0x1.8fa664adec10fp-37;

  private DoubleTrig() {}

  /**
   * Sine.
   *
   * @param x argument in radians
   * @return the sine; NaN of infinities
   */
  public static double sin(double x) {
    return Math.abs(x) > LIMIT ? StrictMath.sin(x) : quarters(x, 0.0);
  }

  /**
   * Cosine.
   *
   * @param x argument in radians
   * @return the cosine; NaN of infinities
   */
  public static double cos(double x) {
    return Math.abs(x) > LIMIT ? StrictMath.cos(x) : quarters(x, 1.0);
  }

  /** The sine of x and so many quarters of a circle. */
  private static double quarters(double x, double more) {
    double n = fma(x, TWO_OVER_PI, DoubleMath.ROUNDER) - DoubleMath.ROUNDER;
    double r = fma(n, -PI1, x);
    r = fma(n, -PI2, r);
    r = fma(n, -PI3, r);
    double z = r * r;
    double s = fma(S5, z, S4);
    s = fma(s, z, S3);
    s = fma(s, z, S2);
    s = fma(s, z, S1);
    s = fma(s, z, S0);
    double c = fma(C5, z, C4);
    c = fma(c, z, C3);
    c = fma(c, z, C2);
    c = fma(c, z, C1);
    c = fma(c, z, C0);
    double sine = fma(z * r, s, r);
    double cosine = fma(z, fma(z, c, -0.5), 1.0);
    double quarter = n + more;
    double half =
        fma(quarter, 0.5, -0.25) + DoubleMath.ROUNDER - DoubleMath.ROUNDER; // rounded down
    double turn = fma(half, 0.5, -0.25) + DoubleMath.ROUNDER - DoubleMath.ROUNDER;
    double sign = fma(fma(turn, -2.0, half), -2.0, 1.0);
    if (fma(half, -2.0, quarter) == 1) {
      return cosine * sign;
    }
    return x == 0 ? x : sine * sign;
  }
}
