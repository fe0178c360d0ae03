package io.lanewise.kernel;

/**
 * {@code a * b + c} in scalar code: fused where the processor does it in one instruction, otherwise
 * with two roundings, because the emulated {@code Math.fma} is a hundred times slower.
 */
public final class Fma {
  private static final boolean FUSED = Hardware.hasFma();

  private Fma() {}

  /**
   * Multiplies and adds.
   *
   * @param a factor
   * @param b factor
   * @param c summand
   * @return {@code a * b + c}
   */
  public static float fma(float a, float b, float c) {
    return FUSED ? Math.fma(a, b, c) : a * b + c;
  }

  /**
   * Multiplies and adds.
   *
   * @param a factor
   * @param b factor
   * @param c summand
   * @return {@code a * b + c}
   */
  public static double fma(double a, double b, double c) {
    return FUSED ? Math.fma(a, b, c) : a * b + c;
  }
}
