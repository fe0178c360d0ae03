package io.lanewise.linalg;

/**
 * A number as the unevaluated sum of two doubles, some 31 digits: what oracles compute with (Dekker
 * 1971; the operations as in Hida, Li and Bailey, 2001).
 *
 * @param high the nearest double
 * @param low the rest
 */
record DoubleDouble(double high, double low) {
  static final DoubleDouble ZERO = new DoubleDouble(0, 0);

  static DoubleDouble of(double value) {
    return new DoubleDouble(value, 0);
  }

  private static DoubleDouble quickSum(double a, double b) {
    double sum = a + b;
    return new DoubleDouble(sum, b - (sum - a));
  }

  DoubleDouble plus(DoubleDouble other) {
    double sum = high + other.high;
    double part = sum - high;
    double error = (high - (sum - part)) + (other.high - part);
    double lows = low + other.low;
    double lowPart = lows - low;
    double lowError = (low - (lows - lowPart)) + (other.low - lowPart);
    DoubleDouble first = quickSum(sum, error + lows);
    return quickSum(first.high, first.low + lowError);
  }

  DoubleDouble negated() {
    return new DoubleDouble(-high, -low);
  }

  DoubleDouble minus(DoubleDouble other) {
    return plus(other.negated());
  }

  DoubleDouble times(DoubleDouble other) {
    double product = high * other.high;
    double error = Math.fma(high, other.high, -product);
    return quickSum(product, error + (high * other.low + low * other.high));
  }

  DoubleDouble dividedBy(DoubleDouble other) {
    double q1 = high / other.high;
    DoubleDouble rest = minus(other.times(of(q1)));
    double q2 = rest.high / other.high;
    rest = rest.minus(other.times(of(q2)));
    double q3 = rest.high / other.high;
    return quickSum(q1, q2).plus(of(q3));
  }

  DoubleDouble root() {
    if (high == 0) {
      return ZERO;
    }
    double root = Math.sqrt(high);
    DoubleDouble guess = of(root);
    for (int step = 0; step < 2; step++) {
      guess = guess.plus(dividedBy(guess)).times(of(0.5));
    }
    return guess;
  }

  double value() {
    return high + low;
  }
}
