package io.lanewise.cpu.jacobi;

/**
 * Jacobi's method on one small symmetric matrix in plain arrays: the innermost problem of every
 * block step, most often of order 2, where it is a single rotation.
 *
 * <p>The rotation of rows i and j [1]: with {@code zeta = (a_ii - a_jj) / (2 a_ij)} the tangent of
 * the smaller angle is the smaller root of {@code t^2 - 2 zeta t - 1 = 0}, then {@code a_ii -= t
 * a_ij}, {@code a_jj += t a_ij} and {@code a_ij = 0} are set, not computed. Together with a
 * threshold relative to {@code sqrt(a_ii a_jj)} this finds each eigenvalue of a positive definite
 * matrix to the accuracy that its entries determine [2]. Where {@code a_ii} would then be the
 * smaller one, a quarter turn is added: sorted that way, matrices of order 256 converge two sweeps
 * sooner [3].
 *
 * <p>Cost: 8 k flops for each rotation of a matrix of order k.
 *
 * <p>[1] H. Rutishauser, The Jacobi method for real symmetric matrices, Numerische Mathematik 9,
 * 1966. [2] J. Demmel and K. Veselic, Jacobi's method is more accurate than QR, SIAM J. Matrix
 * Anal. Appl. 13, 1992. [3] P. P. M. de Rijk, A one-sided Jacobi algorithm for computing the
 * singular value decomposition on a vector computer, SIAM J. Sci. Stat. Comput. 10, 1989.
 */
final class SmallJacobi {
  /** Inner sweeps at most; what they leave is met again by the next outer sweep. */
  private static final int SWEEPS = 20;

  private SmallJacobi() {}

  /**
   * Diagonalises.
   *
   * @param k order
   * @param a row-major, both triangles equal; becomes {@code Q' A Q}
   * @param q becomes Q
   * @param tolerance elements larger than this, relative to the diagonal, are annihilated
   * @param floor elements up to this are left alone
   * @param smallestNormal of the type of the rotations: elements so much smaller than the diagonal
   *     that the sine might be smaller than this are left alone
   * @return the largest relative size of the other elements before, at most 1
   */
  static double diagonalise(
      int k, double[] a, double[] q, double tolerance, double floor, double smallestNormal) {
    for (int i = 0; i < k; i++) {
      for (int j = 0; j < k; j++) {
        q[i * k + j] = i == j ? 1 : 0;
      }
    }
    double measure = 0;
    for (int i = 0; i < k; i++) {
      for (int j = i + 1; j < k; j++) {
        measure = Math.max(measure, relative(k, a, i, j, floor, smallestNormal));
      }
    }
    if (measure > tolerance) {
      if (k == 2) {
        rotate(k, a, q, 0, 1);
      } else {
        int sweep = 0;
        while (sweep < SWEEPS && sweep(k, a, q, tolerance, floor, smallestNormal)) {
          sweep++;
        }
      }
    }
    return measure;
  }

  private static boolean sweep(
      int k, double[] a, double[] q, double tolerance, double floor, double smallestNormal) {
    boolean rotated = false;
    for (int i = 0; i < k; i++) {
      for (int j = i + 1; j < k; j++) {
        if (relative(k, a, i, j, floor, smallestNormal) > tolerance) {
          rotate(k, a, q, i, j);
          rotated = true;
        }
      }
    }
    return rotated;
  }

  /** {@code |a_ij| / sqrt(|a_ii a_jj|)}, at most 1, or 0 if the element is left alone. */
  private static double relative(
      int k, double[] a, int i, int j, double floor, double smallestNormal) {
    double element = Math.abs(a[i * k + j]);
    double aii = Math.abs(a[i * k + i]);
    double ajj = Math.abs(a[j * k + j]);
    if (element <= floor || element <= 8 * smallestNormal * Math.max(aii, ajj)) {
      return 0;
    }
    // two roots, as the product of the two numbers may not be in range
    return Math.min(1, element / (Math.sqrt(aii) * Math.sqrt(ajj)));
  }

  private static double tangent(double aii, double ajj, double aij) {
    double zeta = (aii - ajj) / (2 * aij);
    double size = Math.abs(zeta);
    double root = size < 0x1p500 ? Math.sqrt(1 + zeta * zeta) : size; // no overflow of the square
    return Math.copySign(1 / (size + root), -zeta);
  }

  /**
   * {@code 1 / sqrt(1 + t^2)}, but without its bias: of a small t the root lies just below the
   * middle of two neighbouring numbers every other time, and is always rounded down, so that {@code
   * c^2 + s^2} exceeds 1 by half an eps on average. A few thousand such rotations would stretch a
   * vector by hundreds of eps. Rounding {@code 1 - (1 - c)} has no preference.
   */
  private static double cosine(double tangent) {
    double square = tangent * tangent;
    double root = Math.sqrt(1 + square);
    return 1 - square / (root * (1 + root));
  }

  private static void rotate(int k, double[] a, double[] q, int i, int j) {
    double tangent = tangent(a[i * k + i], a[j * k + j], a[i * k + j]);
    double shift = tangent * a[i * k + j];
    double di = a[i * k + i] - shift;
    double dj = a[j * k + j] + shift;
    double c = cosine(tangent);
    double s = tangent * c;
    if (di < dj) { // a further quarter turn exchanges the two
      double swap = di;
      di = dj;
      dj = swap;
      swap = c;
      c = s;
      s = -swap;
    }
    for (int p = 0; p < k; p++) {
      if (p != i && p != j) {
        double x = a[i * k + p];
        double y = a[j * k + p];
        a[i * k + p] = c * x - s * y;
        a[p * k + i] = a[i * k + p];
        a[j * k + p] = s * x + c * y;
        a[p * k + j] = a[j * k + p];
      }
      double x = q[p * k + i];
      double y = q[p * k + j];
      q[p * k + i] = c * x - s * y;
      q[p * k + j] = s * x + c * y;
    }
    a[i * k + i] = di;
    a[j * k + j] = dj;
    a[i * k + j] = 0;
    a[j * k + i] = 0;
  }
}
