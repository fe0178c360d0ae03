package io.lanewise.linalg;

/**
 * The real Schur form of a 2 x 2 matrix: {@code [[a, b], [c, d]] = G [[a', b'], [c', d']] G'} with
 * {@code G = [[cosine, -sine], [sine, cosine]]}, where either c' is 0 or a' = d' and b' c' is
 * negative.
 *
 * <p>Near a double eigenvalue rounding decides between a real and a complex pair; what is returned
 * is one or the other exactly, so that no later step sees a third case (LAPACK's dlanv2).
 *
 * @param a first diagonal element of the form
 * @param b element above the diagonal
 * @param c element below it
 * @param d second diagonal element
 * @param cosine of the rotation
 * @param sine of the rotation
 */
record RealBlock(double a, double b, double c, double d, double cosine, double sine) {
  /** In units of epsilon: below it the discriminant counts as zero, a double eigenvalue. */
  private static final double SMALL = 4;

  static RealBlock of(double a, double b, double c, double d) {
    if (c == 0) {
      return new RealBlock(a, b, c, d, 1, 0);
    }
    if (b == 0) {
      return new RealBlock(d, -c, 0, a, 0, 1);
    }
    if (a == d && Math.signum(b) != Math.signum(c)) {
      return new RealBlock(a, b, c, d, 1, 0);
    }
    double half = 0.5 * (a - d);
    double larger = Math.max(Math.abs(b), Math.abs(c));
    double smaller = Math.min(Math.abs(b), Math.abs(c)) * Math.signum(b) * Math.signum(c);
    double scale = Math.max(Math.abs(half), larger);
    double discriminant = half / scale * half + larger / scale * smaller;
    if (discriminant < SMALL * Math.ulp(1.0)) {
      return equalDiagonal(a, b, c, d);
    }
    double root = half + Math.copySign(Math.sqrt(scale) * Math.sqrt(discriminant), half);
    double length = Math.hypot(c, root);
    return new RealBlock(
        d + root, b - c, 0, d - larger / root * smaller, root / length, c / length);
  }

  /** For complex eigenvalues, and for real ones that nearly agree. */
  private static RealBlock equalDiagonal(double a, double b, double c, double d) {
    double sigma = b + c;
    double difference = a - d;
    // the angle depends on their ratio alone
    double unit = 1 / Math.max(Math.abs(sigma), Math.abs(difference));
    double x = sigma * unit;
    double y = difference * unit;
    double tau = Math.hypot(x, y);
    double cosine = Math.sqrt(0.5 * (1 + Math.abs(x) / tau));
    double sine = -(0.5 * y / (tau * cosine)) * Math.copySign(1, x);
    double aa = a * cosine + b * sine;
    double bb = -a * sine + b * cosine;
    double cc = c * cosine + d * sine;
    double dd = -c * sine + d * cosine;
    double upper = bb * cosine + dd * sine;
    double lower = -aa * sine + cc * cosine;
    double mean = 0.5 * (aa * cosine + cc * sine + (-bb * sine + dd * cosine));
    if (lower == 0) {
      return new RealBlock(mean, upper, 0, mean, cosine, sine);
    }
    if (upper == 0) {
      return new RealBlock(mean, -lower, 0, mean, -sine, cosine);
    }
    if (Math.signum(upper) != Math.signum(lower)) {
      return new RealBlock(mean, upper, lower, mean, cosine, sine);
    }
    // rounding has left a real pair
    double p = Math.copySign(Math.sqrt(Math.abs(upper)) * Math.sqrt(Math.abs(lower)), lower);
    double length = 1 / Math.sqrt(Math.abs(upper + lower));
    double c1 = Math.sqrt(Math.abs(upper)) * length;
    double s1 = Math.sqrt(Math.abs(lower)) * length;
    return new RealBlock(
        mean + p, upper - lower, 0, mean - p, cosine * c1 - sine * s1, cosine * s1 + sine * c1);
  }

  /**
   * Puts the form in the place of the block that it was made of.
   *
   * @param t a matrix that is quasi-triangular below the block, changed
   * @param zt rows of the vectors that go with it, changed
   * @param p first row and column of the block
   * @param from first column in which the vectors are not zero
   * @param to behind the last one
   */
  void replace(double[][] t, double[][] zt, int p, int from, int to) {
    double[] upper = t[p];
    double[] lower = t[p + 1];
    upper[p] = a;
    upper[p + 1] = b;
    lower[p] = c;
    lower[p + 1] = d;
    Rows.rotate(cosine, sine, upper, lower, p + 2, t.length);
    for (int i = 0; i < p; i++) {
      double[] row = t[i];
      double x = row[p];
      double y = row[p + 1];
      row[p] = cosine * x + sine * y;
      row[p + 1] = cosine * y - sine * x;
    }
    Rows.rotate(cosine, sine, zt[p], zt[p + 1], from, to);
  }

  /** The imaginary part of the eigenvalues, not negative; 0 for a real pair. */
  double imaginary() {
    return c == 0 ? 0 : Math.sqrt(Math.abs(b)) * Math.sqrt(Math.abs(c));
  }
}
