package io.lanewise.kernel.scalar;

import static io.lanewise.kernel.Fma.fma;

/**
 * The error function and the Gaussian error linear unit on {@code double}, and the constants that
 * the SIMD kernels share with them: both do the same operations in the same order.
 *
 * <p><b>erf</b>: {@code x + x A(x^2)} below 1, {@code 1 - e^-B(|x|)} from there.
 *
 * <p><b>GELU</b>: {@code x Phi(x)}, where Phi is the distribution function of the normal
 * distribution. With {@code y = |x|} and {@code t = y Phi(-y)} it is {@code x - t} for positive x
 * and {@code -t} for negative x. {@code t = e^(-y^2/2) w V(w)} with {@code w = y / (1 + y/4)}: V is
 * smooth over the whole axis, so that t has its digits far out as well. What rounding takes from
 * {@code y^2/2}, from w, and from the last steps of w V goes into the low part of the result.
 *
 * <p>The polynomials are weighted minimax fits of relative error 2^-56. Errors of the functions:
 * see {@code docs/design/functions.md}.
 *
 * <p>Not generated: {@link FloatErf} has the same methods with polynomials of a lower degree.
 */
public final class DoubleErf {
  /** From here on erf is 1. */
  public static final double ERF_HIGH = 6;

  /** From here on t is 0. */
  public static final double GELU_HIGH = 39;

  /** Where the polynomial V is expanded. */
  public static final double CENTRE = 1.826171875;

  /** Coefficients of {@code erf(x)/x - 1} in x^2. */
  public static final double A0 = 0x1.06eba8214db69p-3;

  /** Coefficient of power 1. */
  public static final double A1 = -0x1.812746b037a21p-2;

  /** Coefficient of power 2. */
  public static final double A2 = 0x1.ce2f21a04547cp-4;

  /** Coefficient of power 3. */
  public static final double A3 = -0x1.b82ce3133c5f8p-6;

  /** Coefficient of power 4. */
  public static final double A4 = 0x1.565bcd284833fp-8;

  /** Coefficient of power 5. */
  public static final double A5 = -0x1.c02db86aba231p-11;

  /** Coefficient of power 6. */
  public static final double A6 = 0x1.f9a3a1a7c4364p-14;

  /** Coefficient of power 7. */
  public static final double A7 = -0x1.f4db2137a85fdp-17;

  /** Coefficient of power 8. */
  public static final double A8 = 0x1.ba519c53cb936p-20;

  /** Coefficient of power 9. */
  public static final double A9 = -0x1.62c99985d9f6p-23;

  /** Coefficient of power 10. */
  public static final double A10 = 0x1.0ef6c33143bdfp-26;

  /** Coefficient of power 11. */
  public static final double A11 = -0x1.ab3c63f1e0c01p-30;

  /** Coefficient of power 12. */
  public static final double A12 = 0x1.199ae0e5d0f41p-33;

  /** Coefficients of {@code -log(1 - erf(x))} in x. */
  public static final double B0 = 0x1.0df8fab25cb08p-21;

  /** Coefficient of power 1. */
  public static final double B1 = 0x1.20dd1fd08f49cp0;

  /** Coefficient of power 2. */
  public static final double B2 = 0x1.45f6278aa4b7bp-1;

  /** Coefficient of power 3. */
  public static final double B3 = 0x1.a4ac55d430f35p-4;

  /** Coefficient of power 4. */
  public static final double B4 = -0x1.372252553a02bp-6;

  /** Coefficient of power 5. */
  public static final double B5 = -0x1.aeaf9f232d21ap-12;

  /** Coefficient of power 6. */
  public static final double B6 = 0x1.f649ac9e625e2p-10;

  /** Coefficient of power 7. */
  public static final double B7 = -0x1.941abb13c50bbp-11;

  /** Coefficient of power 8. */
  public static final double B8 = 0x1.1b692e985fc51p-13;

  /** Coefficient of power 9. */
  public static final double B9 = 0x1.5329b66f6b1bfp-16;

  /** Coefficient of power 10. */
  public static final double B10 = -0x1.7e85bc5b9e3bfp-16;

  /** Coefficient of power 11. */
  public static final double B11 = 0x1.2290bffecf706p-17;

  /** Coefficient of power 12. */
  public static final double B12 = -0x1.1e607c8b7a8e2p-19;

  /** Coefficient of power 13. */
  public static final double B13 = 0x1.9067ee81484ecp-22;

  /** Coefficient of power 14. */
  public static final double B14 = -0x1.8e47d2db4678p-25;

  /** Coefficient of power 15. */
  public static final double B15 = 0x1.0df956d2ea34ap-28;

  /** Coefficient of power 16. */
  public static final double B16 = -0x1.c0f19295e1583p-33;

  /** Coefficient of power 17. */
  public static final double B17 = 0x1.5a26b99d3fb44p-38;

  /** Coefficients of {@code y Phi(-y) e^(y^2/2) / w} in w - CENTRE. */
  public static final double V0 = 0x1.9f51b69a6f0fcp-3;

  /** Coefficient of power 1. */
  public static final double V1 = -0x1.5bf1dd5ee689ap-4;

  /** Coefficient of power 2. */
  public static final double V2 = 0x1.c114a4b90cd51p-6;

  /** Coefficient of power 3. */
  public static final double V3 = -0x1.aa10c40f2345cp-8;

  /** Coefficient of power 4. */
  public static final double V4 = 0x1.030a494ad575bp-10;

  /** Coefficient of power 5. */
  public static final double V5 = -0x1.66b4fa28f51adp-15;

  /** Coefficient of power 6. */
  public static final double V6 = -0x1.226467757b299p-16;

  /** Coefficient of power 7. */
  public static final double V7 = 0x1.82f0dbe30d1d3p-19;

  /** Coefficient of power 8. */
  public static final double V8 = 0x1.44c233f91c5bdp-22;

  /** Coefficient of power 9. */
  public static final double V9 = -0x1.c33f4d9aa279p-24;

  /** Coefficient of power 10. */
  public static final double V10 = -0x1.1df70490562dcp-27;

  /** Coefficient of power 11. */
  public static final double V11 = 0x1.052879fd33da4p-28;

  /** Coefficient of power 12. */
  public static final double V12 = 0x1.c1a0ead519c6ap-32;

  /** Coefficient of power 13. */
  public static final double V13 = -0x1.2b619ebb719d3p-33;

  /** Coefficient of power 14. */
  public static final double V14 = -0x1.bdef1ea1fc54p-36;

  /** Coefficient of power 15. */
  public static final double V15 = 0x1.1d9e484533182p-38;

  /** Coefficient of power 16. */
  public static final double V16 = 0x1.ac11e55dec2f9p-40;

  /** Coefficient of power 17. */
  public static final double V17 = -0x1.3cd137d9148bdp-45;

  /** Coefficient of power 18. */
  public static final double V18 = -0x1.5ee67a2eef0e2p-44;

  /** Coefficient of power 19. */
  public static final double V19 = -0x1.047a6a4c6b064p-47;

  /** Coefficient of power 20. */
  public static final double V20 = 0x1.ae126c285db63p-49;

  /** Coefficient of power 21. */
  public static final double V21 = 0x1.617054433175bp-51;

  /** Coefficient of power 22. */
  public static final double V22 = -0x1.236d7923a161ep-54;

  /** Coefficient of power 23. */
  public static final double V23 = -0x1.7717eeb51afecp-56;

  private DoubleErf() {}

  /**
   * The error function.
   *
   * @param x argument
   * @return {@code 2/sqrt(pi)} times the integral of {@code e^(-u^2)} from 0 to x
   */
  public static double erf(double x) {
    double y = Math.abs(x);
    if (y < 1) {
      double z = x * x;
      double a = fma(A12, z, A11);
      a = fma(a, z, A10);
      a = fma(a, z, A9);
      a = fma(a, z, A8);
      a = fma(a, z, A7);
      a = fma(a, z, A6);
      a = fma(a, z, A5);
      a = fma(a, z, A4);
      a = fma(a, z, A3);
      a = fma(a, z, A2);
      a = fma(a, z, A1);
      a = fma(a, z, A0);
      return fma(a, x, x);
    }
    y = y > ERF_HIGH ? ERF_HIGH : y;
    double b = fma(B17, y, B16);
    b = fma(b, y, B15);
    b = fma(b, y, B14);
    b = fma(b, y, B13);
    b = fma(b, y, B12);
    b = fma(b, y, B11);
    b = fma(b, y, B10);
    b = fma(b, y, B9);
    b = fma(b, y, B8);
    b = fma(b, y, B7);
    b = fma(b, y, B6);
    b = fma(b, y, B5);
    b = fma(b, y, B4);
    b = fma(b, y, B3);
    b = fma(b, y, B2);
    b = fma(b, y, B1);
    b = fma(b, y, B0);
    double v = -b;
    double slopeed = fma(v, DoubleMath.LOG2_E, DoubleMath.ROUNDER);
    double n = slopeed - DoubleMath.ROUNDER;
    double r = fma(n, -DoubleMath.LN2_LOW, fma(n, -DoubleMath.LN2_HIGH, v));
    double p = fma(r * r, DoubleMath.series(r), r);
    long exponent = Double.doubleToRawLongBits(slopeed) - DoubleMath.ROUNDER_BITS - 1023;
    double power = Double.longBitsToDouble(exponent << DoubleMath.FRACTION_BITS);
    return Math.copySign(fma(power, -p, 1.0 - power), x);
  }

  /**
   * The Gaussian error linear unit, {@code x (1 + erf(x / sqrt(2))) / 2}.
   *
   * @param x argument
   * @return x times the share of a normal distribution below x
   */
  public static double gelu(double x) {
    double y = Math.abs(x);
    y = y > GELU_HIGH ? GELU_HIGH : y;
    double d = fma(y, 0.25, 1.0);
    double lost = fma(y, 0.25, 1.0 - d);
    double w = y / d;
    double slope = 1.0 - w * 0.25; // 1 / d
    double u = w - CENTRE;
    double v = fma(V23, u, V22);
    v = fma(v, u, V21);
    v = fma(v, u, V20);
    v = fma(v, u, V19);
    v = fma(v, u, V18);
    v = fma(v, u, V17);
    v = fma(v, u, V16);
    v = fma(v, u, V15);
    v = fma(v, u, V14);
    v = fma(v, u, V13);
    v = fma(v, u, V12);
    v = fma(v, u, V11);
    v = fma(v, u, V10);
    v = fma(v, u, V9);
    v = fma(v, u, V8);
    v = fma(v, u, V7);
    v = fma(v, u, V6);
    v = fma(v, u, V5);
    v = fma(v, u, V4);
    v = fma(v, u, V3);
    v = fma(v, u, V2);
    v = fma(v, u, V1);
    double sum = fma(u, v, V0);
    double g = w * sum;
    double lowest = fma(w, fma(u, v, V0 - sum), fma(w, sum, -g));
    lowest = fma(sum * slope * slope, fma(-w, lost, fma(-w, d, y)), lowest);
    double minus = y * -0.5;
    double square = minus * y;
    double low = fma(minus, y, -square);
    double slopeed = fma(square, DoubleMath.LOG2_E, DoubleMath.ROUNDER);
    double n = slopeed - DoubleMath.ROUNDER;
    double r = fma(n, -DoubleMath.LN2_HIGH, square) + fma(n, -DoubleMath.LN2_LOW, low);
    double p = fma(r * r, DoubleMath.series(r), r);
    long exponents = Double.doubleToRawLongBits(slopeed) - DoubleMath.ROUNDER_BITS;
    long half = exponents >>> 1;
    double power = Double.longBitsToDouble(half << DoubleMath.FRACTION_BITS);
    double rest = Double.longBitsToDouble((exponents - half) << DoubleMath.FRACTION_BITS);
    double t = (fma(g, p, fma(lowest, p, lowest)) + g) * power * rest;
    return x < 0 ? -t : x - t;
  }
}
