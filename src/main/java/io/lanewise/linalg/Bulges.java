package io.lanewise.linalg;

import java.util.List;

/**
 * The QR steps of {@link Schur}: bulges of three rows are made at the top of a block of a
 * Hessenberg matrix and chased down its diagonal. Several follow each other at a distance of four
 * rows, so that one meets rows that the one before it has left in the cache.
 *
 * <p><b>Cost.</b> {@code 20 n} flops for each bulge and row, vectors included.
 */
final class Bulges {
  private static final double EPSILON = Math.ulp(1.0);

  /** At this distance no reflection meets a row or column of the next bulge. */
  private static final int DISTANCE = 4;

  private final double[][] h;
  private final double[][] zt;
  private final int lo;
  private final int hi;
  private final double[] v = new double[3];

  /**
   * For a matrix.
   *
   * @param h rows of the Hessenberg matrix, changed
   * @param zt rows of the transposed vectors, changed
   * @param lo first column in which they are not zero
   * @param hi last one
   */
  Bulges(double[][] h, double[][] zt, int lo, int hi) {
    this.h = h;
    this.zt = zt;
    this.lo = lo;
    this.hi = hi;
  }

  /**
   * Chases one bulge, from as far down as what it does to the element before it is below rounding.
   *
   * @param start first row of a block without a zero on its subdiagonal, of at least three rows
   * @param end its last row
   * @param shifts what makes the bulge
   */
  void chase(int start, int end, Shifts shifts) {
    int first = end - 2;
    shifts.firstColumn(h, first, v);
    while (first > start && !mayBegin(first)) {
      first--;
      shifts.firstColumn(h, first, v);
    }
    begin(first, start, end);
    for (int k = first + 1; k < end; k++) {
      move(k, end);
    }
  }

  /**
   * Chases several bulges.
   *
   * @param start as above
   * @param end as above
   * @param shifts what makes each of them
   */
  void chase(int start, int end, List<Shifts> shifts) {
    int steps = end - start + DISTANCE * (shifts.size() - 1);
    for (int step = 0; step < steps; step++) {
      for (int bulge = 0; bulge < shifts.size(); bulge++) {
        int k = start + step - DISTANCE * bulge;
        if (k == start) {
          shifts.get(bulge).firstColumn(h, start, v);
          begin(start, start, end);
        } else if (k > start && k < end) {
          move(k, end);
        }
      }
    }
  }

  /** Whether what the bulge of v, made here, does to the element before it is below rounding. */
  private boolean mayBegin(int m) {
    double neighbours = Math.abs(h[m - 1][m - 1]) + Math.abs(h[m][m]) + Math.abs(h[m + 1][m + 1]);
    return Math.abs(h[m][m - 1]) * (Math.abs(v[1]) + Math.abs(v[2]))
        <= EPSILON * Math.abs(v[0]) * neighbours;
  }

  /** Makes the bulge of v. */
  private void begin(int k, int start, int end) {
    Reflector reflector = Reflector.of(v, 0, 3);
    if (k > start) {
      // not its sign alone: v may have underflowed to a multiple of the unit vector
      h[k][k - 1] *= 1 - reflector.tau();
    }
    reflect(k, end, reflector.tau(), v[1], v[2]);
  }

  /** Moves the bulge that hangs on column k-1 one row down; the last step removes it. */
  private void move(int k, int end) {
    int rows = Math.min(3, end - k + 1);
    for (int i = 0; i < rows; i++) {
      v[i] = h[k + i][k - 1];
      h[k + i][k - 1] = 0;
    }
    Reflector reflector = Reflector.of(v, 0, rows);
    h[k][k - 1] = reflector.beta();
    if (rows == 3) {
      reflect(k, end, reflector.tau(), v[1], v[2]);
    } else {
      reflect(k, reflector.tau(), v[1]);
    }
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
