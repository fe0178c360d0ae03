package io.lanewise.linalg;

/**
 * A Householder reflection {@code I - tau v v'} that maps a vector to a multiple of the first unit
 * vector. The sign is chosen so that nothing cancels; tau is 0 if there is nothing to do.
 *
 * @param tau its factor, between 1 and 2, or 0
 * @param beta the first element of the image
 */
record Reflector(double tau, double beta) {
  /** Between them squares, and sums of them, are far from both ends of the range. */
  private static final double SMALL = 0x1p-400;

  private static final double LARGE = 0x1p400;

  /**
   * Finds the reflection.
   *
   * @param x holds the vector in a range, replaced by v, whose first element is 1
   * @param from start of the range
   * @param to its end
   */
  static Reflector of(double[] x, int from, int to) {
    double first = x[from];
    double rest = Rows.largest(x, from + 1, to);
    x[from] = 1;
    if (rest == 0) {
      return new Reflector(0, first);
    }
    double size = Math.max(rest, Math.abs(first));
    // by a power of two, so that squares stay in range and nothing is rounded
    int exponent = size > SMALL && size < LARGE ? 0 : -Matrices.exponent(size);
    double alpha = Math.scalb(first, exponent);
    double squares = alpha * alpha;
    for (int j = from + 1; j < to; j++) {
      x[j] = exponent == 0 ? x[j] : Math.scalb(x[j], exponent);
      squares += x[j] * x[j];
    }
    double beta = -Math.copySign(Math.sqrt(squares), alpha);
    Rows.scale(1 / (alpha - beta), x, from + 1, to);
    return new Reflector((beta - alpha) / beta, Math.scalb(beta, -exponent));
  }
}
