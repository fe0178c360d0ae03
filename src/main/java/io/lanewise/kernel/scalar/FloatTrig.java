package io.lanewise.kernel.scalar;

import static io.lanewise.kernel.Fma.fma;

/**
 * Sine and cosine of {@code float}, and the constants that the SIMD kernels share with them: both
 * do the same operations in the same order.
 *
 * <p>{@code x = n pi/2 + r} with |r| up to pi/4 (Cody and Waite 1980): pi/2 stands in three parts
 * of 24 bits, and for |x| up to {@link #LIMIT} the first difference is exact. Then a polynomial for
 * the sine of r or for its cosine, after the last bits of n. Beyond the limit {@link StrictMath},
 * which reduces with as many digits of pi as it takes. Errors: see {@code
 * docs/design/functions.md}.
 *
 * <p>Not generated: {@link DoubleTrig} has the same methods with polynomials of a higher degree.
 */
public final class FloatTrig {
  /** Largest argument of the fast reduction. */
  public static final float LIMIT = 0x1p16f;

  /** {@code 2 / pi}. */
  public static final float TWO_OVER_PI = 0x1.45f306p-1f;

  /** The leading bits of pi/2. */
  public static final float PI1 = 0x1.921fb4p0f;

  /** The next bits of pi/2. */
  public static final float PI2 = 0x1.4442dp-24f;

  /** The bits of pi/2 after these. */
  public static final float PI3 = 0x1.846988p-48f;

  /** Coefficients of {@code (sin(r)/r - 1) / r^2} in r^2. */
  public static final float S0 = -0x1.555546p-3f;

  /** Coefficient of power 1. */
  public static final float S1 = 0x1.110778p-7f;

  /** Coefficient of power 2. */
  public static final float S2 = -0x1.995446p-13f;

  /** Coefficients of {@code ((cos(r) - 1)/r^2 + 1/2) / r^2} in r^2. */
  public static final float C0 = 0x1.55554ap-5f;

  /** Coefficient of power 1. */
  public static final float C1 = -0x1.6c0c2ap-10f;

  /** Coefficient of power 2. */
  public static final float C2 = 0x1.99e938p-16f;

  private FloatTrig() {}

  /**
   * Sine.
   *
   * @param x argument in radians
   * @return the sine; NaN of infinities
   */
  public static float sin(float x) {
    return Math.abs(x) > LIMIT ? (float) StrictMath.sin(x) : quarters(x, 0.0f);
  }

  /**
   * Cosine.
   *
   * @param x argument in radians
   * @return the cosine; NaN of infinities
   */
  public static float cos(float x) {
    return Math.abs(x) > LIMIT ? (float) StrictMath.cos(x) : quarters(x, 1.0f);
  }

  /** The sine of x and so many quarters of a circle. */
  private static float quarters(float x, float more) {
    float n = fma(x, TWO_OVER_PI, FloatMath.ROUNDER) - FloatMath.ROUNDER;
    float r = fma(n, -PI1, x);
    r = fma(n, -PI2, r);
    r = fma(n, -PI3, r);
    float z = r * r;
    float s = fma(S2, z, S1);
    s = fma(s, z, S0);
    float c = fma(C2, z, C1);
    c = fma(c, z, C0);
    float sine = fma(z * r, s, r);
    float cosine = fma(z, fma(z, c, -0.5f), 1.0f);
    float quarter = n + more;
    float half = fma(quarter, 0.5f, -0.25f) + FloatMath.ROUNDER - FloatMath.ROUNDER; // rounded down
    float turn = fma(half, 0.5f, -0.25f) + FloatMath.ROUNDER - FloatMath.ROUNDER;
    float sign = fma(fma(turn, -2.0f, half), -2.0f, 1.0f);
    if (fma(half, -2.0f, quarter) == 1) {
      return cosine * sign;
    }
    return x == 0 ? x : sine * sign;
  }
}
