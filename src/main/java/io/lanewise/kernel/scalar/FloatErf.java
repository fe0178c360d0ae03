package io.lanewise.kernel.scalar;

import static io.lanewise.kernel.Fma.fma;

/**
 * The error function and the Gaussian error linear unit on {@code float}, and the constants that
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
 * <p>The polynomials are weighted minimax fits of relative error 2^-26. Errors of the functions:
 * see {@code docs/design/functions.md}.
 *
 * <p>Not generated: {@link DoubleErf} has the same methods with polynomials of a higher degree.
 */
public final class FloatErf {
  /** From here on erf is 1. */
  public static final float ERF_HIGH = 4f;

  /** From here on t is 0. */
  public static final float GELU_HIGH = 14.5f;

  /** Where the polynomial V is expanded. */
  public static final float CENTRE = 1.484375f;

  /** Coefficients of {@code erf(x)/x - 1} in x^2. */
  public static final float A0 = 0x1.06eba2p-3f;

  /** Coefficient of power 1. */
  public static final float A1 = -0x1.812672p-2f;

  /** Coefficient of power 2. */
  public static final float A2 = 0x1.ce08f2p-4f;

  /** Coefficient of power 3. */
  public static final float A3 = -0x1.b59fe2p-6f;

  /** Coefficient of power 4. */
  public static final float A4 = 0x1.4236cep-8f;

  /** Coefficient of power 5. */
  public static final float A5 = -0x1.270b3ap-11f;

  /** Coefficients of {@code -log(1 - erf(x))} in x. */
  public static final float B0 = 0x1.656b7ap-12f;

  /** Coefficient of power 1. */
  public static final float B1 = 0x1.20890ep0f;

  /** Coefficient of power 2. */
  public static final float B2 = 0x1.46ba9ap-1f;

  /** Coefficient of power 3. */
  public static final float B3 = 0x1.a6546cp-4f;

  /** Coefficient of power 4. */
  public static final float B4 = -0x1.65cb7ap-6f;

  /** Coefficient of power 5. */
  public static final float B5 = 0x1.82563ap-9f;

  /** Coefficient of power 6. */
  public static final float B6 = -0x1.86cd9ep-13f;

  /** Coefficients of {@code y Phi(-y) e^(y^2/2) / w} in w - CENTRE. */
  public static final float V0 = 0x1.e1e668p-3f;

  /** Coefficient of power 1. */
  public static final float V1 = -0x1.b2ae5ep-4f;

  /** Coefficient of power 2. */
  public static final float V2 = 0x1.1cef04p-5f;

  /** Coefficient of power 3. */
  public static final float V3 = -0x1.0271b8p-7f;

  /** Coefficient of power 4. */
  public static final float V4 = 0x1.0d4676p-10f;

  /** Coefficient of power 5. */
  public static final float V5 = -0x1.14b1p-20f;

  /** Coefficient of power 6. */
  public static final float V6 = -0x1.7f898ep-16f;

  /** Coefficient of power 7. */
  public static final float V7 = 0x1.bd3bep-20f;

  /** Coefficient of power 8. */
  public static final float V8 = 0x1.200a44p-21f;

  /** Coefficient of power 9. */
  public static final float V9 = -0x1.b11dbp-25f;

  /** Coefficient of power 10. */
  public static final float V10 = -0x1.8a8b6ap-27f;

  private FloatErf() {}

  /**
   * The error function.
   *
   * @param x argument
   * @return {@code 2/sqrt(pi)} times the integral of {@code e^(-u^2)} from 0 to x
   */
  public static float erf(float x) {
    float y = Math.abs(x);
    if (y < 1) {
      float z = x * x;
      float a = fma(A5, z, A4);
      a = fma(a, z, A3);
      a = fma(a, z, A2);
      a = fma(a, z, A1);
      a = fma(a, z, A0);
      return fma(a, x, x);
    }
    y = y > ERF_HIGH ? ERF_HIGH : y;
    float b = fma(B6, y, B5);
    b = fma(b, y, B4);
    b = fma(b, y, B3);
    b = fma(b, y, B2);
    b = fma(b, y, B1);
    b = fma(b, y, B0);
    float v = -b;
    float slopeed = fma(v, FloatMath.LOG2_E, FloatMath.ROUNDER);
    float n = slopeed - FloatMath.ROUNDER;
    float r = fma(n, -FloatMath.LN2_LOW, fma(n, -FloatMath.LN2_HIGH, v));
    float p = fma(r * r, FloatMath.series(r), r);
    int exponent = Float.floatToRawIntBits(slopeed) - FloatMath.ROUNDER_BITS - 127;
    float power = Float.intBitsToFloat(exponent << FloatMath.FRACTION_BITS);
    return Math.copySign(fma(power, -p, 1.0f - power), x);
  }

  /**
   * The Gaussian error linear unit, {@code x (1 + erf(x / sqrt(2))) / 2}.
   *
   * @param x argument
   * @return x times the share of a normal distribution below x
   */
  public static float gelu(float x) {
    float y = Math.abs(x);
    y = y > GELU_HIGH ? GELU_HIGH : y;
    float d = fma(y, 0.25f, 1.0f);
    float lost = fma(y, 0.25f, 1.0f - d);
    float w = y / d;
    float slope = 1.0f - w * 0.25f; // 1 / d
    float u = w - CENTRE;
    float v = fma(V10, u, V9);
    v = fma(v, u, V8);
    v = fma(v, u, V7);
    v = fma(v, u, V6);
    v = fma(v, u, V5);
    v = fma(v, u, V4);
    v = fma(v, u, V3);
    v = fma(v, u, V2);
    v = fma(v, u, V1);
    float sum = fma(u, v, V0);
    float g = w * sum;
    float lowest = fma(w, fma(u, v, V0 - sum), fma(w, sum, -g));
    lowest = fma(sum * slope * slope, fma(-w, lost, fma(-w, d, y)), lowest);
    float minus = y * -0.5f;
    float square = minus * y;
    float low = fma(minus, y, -square);
    float slopeed = fma(square, FloatMath.LOG2_E, FloatMath.ROUNDER);
    float n = slopeed - FloatMath.ROUNDER;
    float r = fma(n, -FloatMath.LN2_HIGH, square) + fma(n, -FloatMath.LN2_LOW, low);
    float p = fma(r * r, FloatMath.series(r), r);
    int exponents = Float.floatToRawIntBits(slopeed) - FloatMath.ROUNDER_BITS;
    int half = exponents >>> 1;
    float power = Float.intBitsToFloat(half << FloatMath.FRACTION_BITS);
    float rest = Float.intBitsToFloat((exponents - half) << FloatMath.FRACTION_BITS);
    float t = (fma(g, p, fma(lowest, p, lowest)) + g) * power * rest;
    return x < 0 ? -t : x - t;
  }
}
