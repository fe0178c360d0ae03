package io.lanewise.linalg;

import java.util.concurrent.CancellationException;

/**
 * The real Schur form of a Hessenberg matrix: {@code H = Z T Z'} with Z orthogonal and T upper
 * triangular but for 2 x 2 blocks on its diagonal, one for each pair of complex eigenvalues.
 *
 * <p><b>Method.</b> Francis's implicit double-shift QR iteration [1, 7.5]: a bulge, made by the two
 * eigenvalues of the last 2 x 2 block as shifts, is chased down the diagonal; the subdiagonal
 * elements above the end of the block go to zero quadratically. An element is set to zero by the
 * test of Ahues and Tisseur [2], which is kinder to small eigenvalues of graded matrices than a
 * comparison with the neighbours on the diagonal alone. Ten iterations without a deflation are
 * followed by one with exceptional shifts, alternately from the lower and the upper end.
 *
 * <p><b>Cost.</b> About {@code 25 n^3} flops. They are plain loops over arrays: a step touches
 * three rows, so there is little that a product of matrices could do.
 *
 * <p>[1] G. H. Golub and C. F. Van Loan, Matrix Computations, 4th edition, 2013. [2] M. Ahues and
 * F. Tisseur, A new deflation criterion for the QR algorithm, LAPACK Working Note 122, 1997.
 */
final class Schur {
  private static final double EPSILON = Math.ulp(1.0);

  /** Iterations without a deflation after which shifts are exceptional. [TP] */
  private static final int PATIENCE = 10;

  private final String operation;
  private final double[][] h;
  private final double[][] zt;
  private final int lo;
  private final int hi;
  private final double[] real;
  private final double[] imaginary;
  private final double negligible;
  private int iterations;
  private double dropped;

  private Schur(String operation, double[][] h, double[][] zt, int lo, int hi) {
    this.operation = operation;
    this.h = h;
    this.zt = zt;
    this.lo = lo;
    this.hi = hi;
    real = new double[h.length];
    imaginary = new double[h.length];
    negligible = Double.MIN_NORMAL * ((hi - lo + 1) / EPSILON);
  }

  /**
   * Iterates until T is there.
   *
   * @param operation for error texts
   * @param h rows of a Hessenberg matrix, replaced by T
   * @param zt rows of Q' of the reduction to it, replaced by those of Z'
   * @param lo first row of the part that is not triangular
   * @param hi last row of it
   * @param most iterations for each eigenvalue, on average
   * @return the form
   * @throws NoConvergenceException if they were not enough
   * @throws CancellationException if the thread is interrupted
   */
  static Schur of(String operation, double[][] h, double[][] zt, int lo, int hi, int most) {
    Schur schur = new Schur(operation, h, zt, lo, hi);
    for (int i = 0; i < h.length; i++) {
      schur.real[i] = h[i][i];
    }
    schur.iterate((long) most * Math.max(10, hi - lo + 1));
    return schur;
  }

  /** T, as rows. */
  double[][] t() {
    return h;
  }

  /** The Schur vectors, as rows. */
  double[][] vectors() {
    return zt;
  }

  /** Real parts of the eigenvalues, in the order of the diagonal. */
  double[] real() {
    return real;
  }

  /** Imaginary parts; of a pair the positive one comes first. */
  double[] imaginary() {
    return imaginary;
  }

  /** How often a bulge was chased, and the largest relative element that was set to zero. */
  Certificate certificate() {
    return Certificate.ofSweeps(iterations, dropped, EPSILON);
  }

  private void iterate(long most) {
    int end = hi;
    int since = 0;
    while (end >= lo) {
      int start = start(end);
      if (start >= end - 1) {
        finish(start, end);
        end = start - 1;
        since = 0;
        continue;
      }
      if (iterations >= most) {
        throw new NoConvergenceException(
            operation, Certificate.ofSweeps(iterations, relative(end), EPSILON));
      }
      if (Thread.currentThread().isInterrupted()) {
        throw new CancellationException(operation + ": interrupted in iteration " + iterations);
      }
      iterations++;
      since++;
      Shifts shifts = shifts(start, end, since);
      chase(start, end, shifts);
    }
  }

  /** The first row of the block that ends with a row: the subdiagonal element before it is zero. */
  private int start(int end) {
    int k = end;
    while (k > lo && !isNegligible(k)) {
      k--;
    }
    if (k > lo) {
      dropped = Math.max(dropped, Math.min(EPSILON, relative(k)));
      h[k][k - 1] = 0;
    }
    return k;
  }

  private double relative(int k) {
    double size = Math.abs(h[k][k - 1]);
    return size == 0 ? 0 : size / (Math.abs(h[k][k]) + Math.abs(h[k - 1][k - 1]) + size);
  }

  private boolean isNegligible(int k) {
    double below = Math.abs(h[k][k - 1]);
    if (below <= negligible) {
      return true;
    }
    double neighbours = Math.abs(h[k - 1][k - 1]) + Math.abs(h[k][k]);
    if (neighbours == 0) {
      neighbours += k - 2 >= lo ? Math.abs(h[k - 1][k - 2]) : 0;
      neighbours += k + 1 <= hi ? Math.abs(h[k + 1][k]) : 0;
    }
    if (below > EPSILON * neighbours) {
      return false;
    }
    double above = Math.abs(h[k - 1][k]);
    double difference = Math.abs(h[k - 1][k - 1] - h[k][k]);
    double larger = Math.max(Math.abs(h[k][k]), difference);
    double smaller = Math.min(Math.abs(h[k][k]), difference);
    double sum = larger + Math.max(below, above);
    return Math.min(below, above) * (Math.max(below, above) / sum)
        <= Math.max(negligible, EPSILON * (smaller * (larger / sum)));
  }

  /** Takes one or two eigenvalues from a diagonal block. */
  private void finish(int start, int end) {
    if (start == end) {
      real[end] = h[end][end];
      return;
    }
    double[] upper = h[start];
    double[] lower = h[end];
    RealBlock block = RealBlock.of(upper[start], upper[end], lower[start], lower[end]);
    upper[start] = block.a();
    upper[end] = block.b();
    lower[start] = block.c();
    lower[end] = block.d();
    real[start] = block.a();
    real[end] = block.d();
    imaginary[start] = block.imaginary();
    imaginary[end] = 0 - block.imaginary();
    double cosine = block.cosine();
    double sine = block.sine();
    Rows.rotate(cosine, sine, upper, lower, end + 1, h.length);
    for (int i = 0; i < start; i++) {
      double[] row = h[i];
      double x = row[start];
      double y = row[end];
      row[start] = cosine * x + sine * y;
      row[end] = cosine * y - sine * x;
    }
    Rows.rotate(cosine, sine, zt[start], zt[end], lo, hi + 1);
  }

  /** Two shifts: a complex pair, or one real number twice. */
  private record Shifts(double real1, double imaginary1, double real2, double imaginary2) {}

  private Shifts shifts(int start, int end, int since) {
    if (since % (2 * PATIENCE) == 0) {
      double size = Math.abs(h[end][end - 1]) + Math.abs(h[end - 1][end - 2]);
      return exceptional(size, h[end][end]);
    }
    if (since % PATIENCE == 0) {
      double size = Math.abs(h[start + 1][start]) + Math.abs(h[start + 2][start + 1]);
      return exceptional(size, h[start][start]);
    }
    return eigenvalues(h[end - 1][end - 1], h[end - 1][end], h[end][end - 1], h[end][end]);
  }

  private static Shifts exceptional(double size, double diagonal) {
    double corner = 0.75 * size + diagonal;
    return eigenvalues(corner, -0.4375 * size, size, corner);
  }

  /** Of two real eigenvalues the one nearer to the last element is used twice. */
  private static Shifts eigenvalues(double a, double b, double c, double d) {
    double size = Math.abs(a) + Math.abs(b) + Math.abs(c) + Math.abs(d);
    if (size == 0) {
      return new Shifts(0, 0, 0, 0);
    }
    double last = d / size;
    double mean = (a / size + last) / 2;
    double determinant = (a / size - mean) * (last - mean) - b / size * (c / size);
    double root = Math.sqrt(Math.abs(determinant));
    if (determinant >= 0) {
      return new Shifts(mean * size, root * size, mean * size, -root * size);
    }
    double shift =
        Math.abs(mean + root - last) <= Math.abs(mean - root - last) ? mean + root : mean - root;
    return new Shifts(shift * size, 0, shift * size, 0);
  }

  /** Chases a bulge from where it may begin to the end of the block. */
  private void chase(int start, int end, Shifts shifts) {
    double[] v = new double[3];
    int first = end - 2;
    bulge(first, shifts, v);
    while (first > start && !mayBegin(first, v)) {
      first--;
      bulge(first, shifts, v);
    }
    for (int k = first; k < end; k++) {
      int rows = Math.min(3, end - k + 1);
      if (k > first) {
        for (int i = 0; i < rows; i++) {
          v[i] = h[k + i][k - 1];
        }
      }
      Reflector reflector = Reflector.of(v, 0, rows);
      if (k > first) {
        h[k][k - 1] = reflector.beta();
        for (int i = 1; i < rows; i++) {
          h[k + i][k - 1] = 0;
        }
      } else if (first > start) {
        // not its sign alone: v may have underflowed to a multiple of the unit vector
        h[k][k - 1] *= 1 - reflector.tau();
      }
      if (rows == 3) {
        reflect(k, end, reflector.tau(), v[1], v[2]);
      } else {
        reflect(k, reflector.tau(), v[1]);
      }
    }
  }

  /** The first column of {@code (H - s1)(H - s2)} for the part of H that begins at a row. */
  private void bulge(int m, Shifts s, double[] v) {
    double a = h[m][m];
    double d = h[m + 1][m + 1];
    double size = Math.abs(a - s.real2) + Math.abs(s.imaginary2) + Math.abs(h[m + 1][m]);
    double below = h[m + 1][m] / size;
    v[0] =
        below * h[m][m + 1]
            + (a - s.real1) * ((a - s.real2) / size)
            - s.imaginary1 * (s.imaginary2 / size);
    v[1] = below * (a + d - s.real1 - s.real2);
    v[2] = below * h[m + 2][m + 1];
    double sum = Math.abs(v[0]) + Math.abs(v[1]) + Math.abs(v[2]);
    for (int i = 0; i < 3; i++) {
      v[i] /= sum;
    }
  }

  /** Whether what a bulge that begins here does to the element before it is below rounding. */
  private boolean mayBegin(int m, double[] v) {
    double neighbours = Math.abs(h[m - 1][m - 1]) + Math.abs(h[m][m]) + Math.abs(h[m + 1][m + 1]);
    return Math.abs(h[m][m - 1]) * (Math.abs(v[1]) + Math.abs(v[2]))
        <= EPSILON * Math.abs(v[0]) * neighbours;
  }

  /** Reflects rows and columns k, k+1, k+2. */
  private void reflect(int k, int end, double tau, double v1, double v2) {
    Rows.reflect(tau, v1, v2, h[k], h[k + 1], h[k + 2], k, h.length);
    double t1 = tau * v1;
    double t2 = tau * v2;
    int last = Math.min(k + 3, end);
    for (int i = 0; i <= last; i++) {
      double[] row = h[i];
      double sum = row[k] + v1 * row[k + 1] + v2 * row[k + 2];
      row[k] -= tau * sum;
      row[k + 1] -= t1 * sum;
      row[k + 2] -= t2 * sum;
    }
    Rows.reflect(tau, v1, v2, zt[k], zt[k + 1], zt[k + 2], lo, hi + 1);
  }

  /** Reflects rows and columns k and k+1, the last of the block. */
  private void reflect(int k, double tau, double v1) {
    Rows.reflect(tau, v1, h[k], h[k + 1], k, h.length);
    double t1 = tau * v1;
    for (int i = 0; i <= k + 1; i++) {
      double[] row = h[i];
      double sum = row[k] + v1 * row[k + 1];
      row[k] -= tau * sum;
      row[k + 1] -= t1 * sum;
    }
    Rows.reflect(tau, v1, zt[k], zt[k + 1], lo, hi + 1);
  }
}
