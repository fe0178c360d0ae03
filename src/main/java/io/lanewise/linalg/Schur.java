package io.lanewise.linalg;

import java.util.List;
import java.util.concurrent.CancellationException;

/**
 * The real Schur form of a Hessenberg matrix: {@code H = Z T Z'} with Z orthogonal and T upper
 * triangular but for 2 x 2 blocks on its diagonal, one for each pair of complex eigenvalues.
 *
 * <p><b>Method.</b> Francis's implicit double-shift QR iteration [1, 7.5]: a bulge, made by the two
 * eigenvalues of the last 2 x 2 block as shifts, is chased down the diagonal ({@link Bulges}); the
 * subdiagonal elements above the end of the block go to zero quadratically. An element is set to
 * zero by the test of Ahues and Tisseur [2], which is kinder to small eigenvalues of graded
 * matrices than a comparison with the neighbours on the diagonal alone. Ten iterations without a
 * deflation are followed by one with exceptional shifts, alternately from the lower and the upper
 * end.
 *
 * <p>In large blocks {@link EarlyDeflation} comes first; if it finds little, its shifts make a
 * group of bulges that are chased together. At n = 1024 that halves the time.
 *
 * <p><b>Cost.</b> About {@code 25 n^3} flops for small matrices, {@code 14 n^3} for large ones.
 * They are plain loops over arrays: a reflection touches three rows, too few for a product of
 * matrices.
 *
 * <p>[1] G. H. Golub and C. F. Van Loan, Matrix Computations, 4th edition, 2013. [2] M. Ahues and
 * F. Tisseur, A new deflation criterion for the QR algorithm, LAPACK Working Note 122, 1997.
 */
final class Schur {
  private static final double EPSILON = Math.ulp(1.0);

  /** Iterations without a deflation after which shifts are exceptional. [TP] */
  private static final int PATIENCE = 10;

  /** Rows of a block, less one, from which bulges are chased in groups. [TP] */
  private static final int LARGE = 256;

  /** Rows of the window in which eigenvalues are looked for that have converged. [TP] */
  private static final int WINDOW = 64;

  /** How many bulges make a group. [TP] */
  private static final int BULGES = 16;

  /** The share of a window that must have converged to look again before bulges are chased. [TP] */
  private static final double NIBBLE = 0.14;

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
    Bulges bulges = new Bulges(h, zt, lo, hi);
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
            operation,
            Certificate.ofSweeps(iterations, relative(end), EPSILON),
            "shifted QR does not converge for this matrix; its transpose has the same eigenvalues");
      }
      if (Thread.currentThread().isInterrupted()) {
        throw new CancellationException(operation + ": interrupted in iteration " + iterations);
      }
      since++;
      if (end - start < LARGE || since % PATIENCE == 0) {
        iterations++;
        bulges.chase(start, end, shifts(start, end, since));
      } else if (sweep(bulges, start, end)) {
        since = 0;
      }
    }
  }

  /** Looks for what has converged, or chases many bulges; true if something has. */
  private boolean sweep(Bulges bulges, int start, int end) {
    EarlyDeflation early = new EarlyDeflation(operation, h, end, WINDOW, negligible);
    int found = early.found();
    if (found > 0) {
      early.apply(zt, lo, hi);
      dropped = Math.max(dropped, early.dropped());
    }
    if (found < NIBBLE * WINDOW && end - found - start >= LARGE) {
      List<Shifts> shifts = early.shifts();
      shifts = shifts.subList(Math.max(0, shifts.size() - BULGES), shifts.size());
      iterations += shifts.size();
      bulges.chase(start, end - found, shifts);
    }
    return found > 0;
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
    if (start < end) {
      RealBlock block = RealBlock.of(h[start][start], h[start][end], h[end][start], h[end][end]);
      block.replace(h, zt, start, lo, hi + 1);
      imaginary[start] = block.imaginary();
      imaginary[end] = 0 - block.imaginary();
    }
    real[start] = h[start][start];
    real[end] = h[end][end];
  }

  /** The eigenvalues of the last 2 x 2 block, or exceptional shifts if they have not helped. */
  private Shifts shifts(int start, int end, int since) {
    if (since % (2 * PATIENCE) == 0) {
      double size = Math.abs(h[end][end - 1]) + Math.abs(h[end - 1][end - 2]);
      return Shifts.exceptional(size, h[end][end]);
    }
    if (since % PATIENCE == 0) {
      double size = Math.abs(h[start + 1][start]) + Math.abs(h[start + 2][start + 1]);
      return Shifts.exceptional(size, h[start][start]);
    }
    return Shifts.of(h[end - 1][end - 1], h[end - 1][end], h[end][end - 1], h[end][end]);
  }
}
