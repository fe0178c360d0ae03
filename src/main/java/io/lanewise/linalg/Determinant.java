package io.lanewise.linalg;

/**
 * A product of many numbers that may leave the range of a double on its way: mantissa and exponent
 * apart.
 */
final class Determinant {
  private double mantissa = 1;
  private long exponent;
  private double log;

  /**
   * The product of some factors, each times a power of two.
   *
   * @param factors all of them
   * @param scale the exponent of the power of two
   */
  Determinant(double[] factors, int scale) {
    for (double factor : factors) {
      int size = Matrices.exponent(factor);
      mantissa *= Math.scalb(factor, -size);
      exponent += size + (long) scale;
      int carry = Matrices.exponent(mantissa);
      mantissa = Math.scalb(mantissa, -carry);
      exponent += carry;
      log += StrictMath.log(Math.abs(Math.scalb(factor, -size)));
      log += (size + scale) * StrictMath.log(2);
    }
  }

  void negate() {
    mantissa = -mantissa;
  }

  /** The product; infinite or zero if it is out of range. */
  double value() {
    return mantissa == 0 ? 0 : Math.scalb(mantissa, Math.clamp(exponent, -5000, 5000));
  }

  /** Its sign: -1, 0 or 1. */
  double sign() {
    return mantissa == 0 ? 0 : Math.signum(mantissa);
  }

  /** The logarithm of its absolute value; -infinity if it is zero. */
  double log() {
    return log;
  }
}
