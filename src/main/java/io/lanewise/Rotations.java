package io.lanewise;

/** Plane rotations of the BLAS: how their numbers are made and read. */
final class Rotations {
  private Rotations() {}

  /**
   * The rotation that takes (a, b) to (r, 0).
   *
   * @param a first number
   * @param b second number
   * @return r, z, c and s; z is s if |a| is larger, otherwise 1/c, or 1 if c is 0
   */
  static double[] of(double a, double b) {
    if (a == 0 && b == 0) {
      return new double[] {0, 0, 1, 0};
    }
    boolean first = Math.abs(a) > Math.abs(b);
    // By the larger number, so that r alone can overflow.
    double large = first ? a : b;
    double ratio = first ? b / a : a / b;
    double root = Math.sqrt(1 + ratio * ratio);
    double c = (first ? 1 : ratio) / root;
    double s = (first ? ratio : 1) / root;
    double z = first ? s : c == 0 ? 1 : 1 / c;
    return new double[] {large * root, z, c, s};
  }

  /**
   * A modified rotation.
   *
   * @param identity whether it changes nothing
   * @param h11 element
   * @param h12 element
   * @param h21 element
   * @param h22 element
   */
  record H(boolean identity, double h11, double h12, double h21, double h22) {
    /** From the five numbers of the BLAS: a flag, then H by columns. */
    static H of(double flag, double h11, double h21, double h12, double h22) {
      if (flag == -2) {
        return new H(true, 1, 0, 0, 1);
      }
      if (flag == 0) {
        return new H(false, 1, h12, h21, 1);
      }
      return flag < 0 ? new H(false, h11, h12, h21, h22) : new H(false, h11, 1, -1, h22);
    }
  }

  /** What the numbers of a modified rotation are kept below, squared: powers of two, so exact. */
  private static final double BIG = 4096.0 * 4096.0;

  /**
   * A modified rotation without square roots: H makes the second component of {@code (sqrt(d1) x1,
   * sqrt(d2) y1)} zero (Hammarling 1974; Lawson and others, ACM TOMS 5:3, 1979).
   *
   * @param d1 first weight
   * @param d2 second weight
   * @param x1 first component
   * @param y1 second component
   * @return d1, d2 and x1 afterwards, the flag, and h11, h21, h12, h22
   */
  static double[] modified(double d1, double d2, double x1, double y1) {
    double p1 = d1 * x1;
    double p2 = d2 * y1;
    double q1 = p1 * x1;
    double q2 = p2 * y1;
    if (d1 >= 0 && p2 == 0) {
      return new double[] {d1, d2, x1, -2, 1, 0, 0, 1};
    }
    if (d1 >= 0 && Math.abs(q1) > Math.abs(q2)) {
      double h21 = -y1 / x1;
      double h12 = p2 / p1;
      double u = 1 - h12 * h21;
      if (u > 0) {
        return scaled(new double[] {d1 / u, d2 / u, x1 * u, 0, 1, h21, h12, 1});
      }
    } else if (d1 >= 0 && q2 >= 0) {
      double h11 = p1 / p2;
      double h22 = x1 / y1;
      double u = 1 + h11 * h22;
      return scaled(new double[] {d2 / u, d1 / u, y1 * u, 1, h11, -1, 1, h22});
    }
    return new double[] {0, 0, 0, -1, 0, 0, 0, 0};
  }

  /** Keeps the weights away from overflow and underflow. */
  private static double[] scaled(double[] r) {
    double gamma = Math.sqrt(BIG);
    while (r[0] != 0 && r[0] <= 1 / BIG) {
      change(r, BIG, 1 / gamma, 0);
    }
    while (r[0] >= BIG && r[0] < Double.POSITIVE_INFINITY) {
      change(r, 1 / BIG, gamma, 0);
    }
    while (r[1] != 0 && Math.abs(r[1]) <= 1 / BIG) {
      change(r, BIG, 1 / gamma, 1);
    }
    while (Math.abs(r[1]) >= BIG && Math.abs(r[1]) < Double.POSITIVE_INFINITY) {
      change(r, 1 / BIG, gamma, 1);
    }
    return r;
  }

  private static void change(double[] r, double weight, double factor, int row) {
    r[row] *= weight;
    r[2] *= row == 0 ? factor : 1;
    r[3] = -1;
    r[4 + row] *= factor;
    r[6 + row] *= factor;
  }
}
