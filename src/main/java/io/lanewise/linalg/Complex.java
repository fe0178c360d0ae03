package io.lanewise.linalg;

/** A complex number: for the few places where a pair of eigenvalues is more than two reals. */
record Complex(double real, double imaginary) {

  Complex plus(Complex other) {
    return new Complex(real + other.real, imaginary + other.imaginary);
  }

  Complex minus(Complex other) {
    return new Complex(real - other.real, imaginary - other.imaginary);
  }

  Complex times(Complex other) {
    return new Complex(
        real * other.real - imaginary * other.imaginary,
        real * other.imaginary + imaginary * other.real);
  }

  Complex times(double factor) {
    return new Complex(real * factor, imaginary * factor);
  }

  /** The quotient, without squares of the divisor (R. L. Smith, CACM 5, 1962). */
  Complex dividedBy(Complex divisor) {
    double c = divisor.real;
    double d = divisor.imaginary;
    if (Math.abs(c) >= Math.abs(d)) {
      double ratio = d / c;
      double denominator = c + d * ratio;
      return new Complex(
          (real + imaginary * ratio) / denominator, (imaginary - real * ratio) / denominator);
    }
    double ratio = c / d;
    double denominator = c * ratio + d;
    return new Complex(
        (real * ratio + imaginary) / denominator, (imaginary * ratio - real) / denominator);
  }

  /** {@code |real| + |imaginary|}: as good as the modulus for comparing sizes. */
  double size() {
    return Math.abs(real) + Math.abs(imaginary);
  }
}
