package io.lanewise.linalg;

import java.util.Arrays;
import java.util.concurrent.CancellationException;

/**
 * Eigenvectors of an upper quasi-triangular matrix T, such as {@link Schur} gives, by back
 * substitution: for eigenvalue w at place k, {@code (T - w I) x = 0} with {@code x_k = 1} and zeros
 * behind it, solved from row k-1 upwards.
 *
 * <p>A diagonal element that comes too near to w, as in a defective matrix, is replaced by a number
 * of the size of a rounding error of w: the vector is then that of a matrix as near to T as
 * rounding is. What grows is scaled back by a power of two, so nothing overflows (LAPACK's dtrevc).
 *
 * <p><b>Cost.</b> {@code n^3/3} flops for real eigenvalues, {@code 4/3 n^3} for complex ones, as
 * inner products of rows.
 */
final class SchurVectors {
  /**
   * Below it no diagonal element of {@code T - w I} is let: with {@link #GROWN} and elements of T
   * up to about 1 no quotient overflows.
   */
  private static final double SMALLEST = 0x1p-900;

  /** A vector with an element larger than that is scaled back. */
  private static final double GROWN = 0x1p50;

  private final double[][] t;
  private final double[] imaginary;
  private final double[] re;
  private final double[] im;
  private double least;

  private SchurVectors(double[][] t, double[] imaginary) {
    this.t = t;
    this.imaginary = imaginary;
    re = new double[t.length];
    im = new double[t.length];
  }

  /**
   * Computes all eigenvectors.
   *
   * @param operation for error texts
   * @param schur the form; the largest element of T about 1
   * @return as rows, each up to a power of two; for a pair the real part in the row of the first
   *     eigenvalue, the one with a positive imaginary part, and the imaginary part in the next
   * @throws CancellationException if the thread is interrupted
   */
  static double[][] of(String operation, Schur schur) {
    int n = schur.t().length;
    double[][] rows = new double[n][];
    SchurVectors vectors = new SchurVectors(schur.t(), schur.imaginary());
    for (int k = n - 1; k >= 0; k--) {
      if (Thread.currentThread().isInterrupted()) {
        throw new CancellationException(operation + ": interrupted in eigenvector " + k);
      }
      if (schur.imaginary()[k] == 0) {
        vectors.real(k);
        rows[k] = vectors.re.clone();
      } else {
        vectors.complex(k);
        rows[k] = vectors.im.clone();
        rows[k - 1] = vectors.re.clone();
        k--;
      }
    }
    return rows;
  }

  private void real(int k) {
    double w = t[k][k];
    least = Math.max(SMALLEST, Math.ulp(1.0) * Math.abs(w));
    start();
    re[k] = 1;
    int j = k - 1;
    while (j >= 0) {
      double[] row = t[j];
      double sum = -Rows.dot(row, re, j + 1, k + 1);
      if (imaginary[j] == 0) {
        double difference = row[j] - w;
        re[j] = sum / (Math.abs(difference) < least ? least : difference);
        rescale(j, j, k);
        j--;
      } else {
        double[] above = t[j - 1];
        solve(
            j,
            new Complex(above[j - 1] - w, 0),
            new Complex(row[j] - w, 0),
            new Complex(-Rows.dot(above, re, j + 1, k + 1), 0),
            new Complex(sum, 0));
        rescale(j - 1, j, k);
        j -= 2;
      }
    }
  }

  /** For the pair at k-1, k: the vector of the eigenvalue with a positive imaginary part. */
  private void complex(int k) {
    double real = t[k][k];
    double wi = imaginary[k - 1];
    least = Math.max(SMALLEST, Math.ulp(1.0) * (Math.abs(real) + wi));
    start();
    double above = t[k - 1][k];
    double below = t[k][k - 1];
    // (T - w) x = 0 in the block, in the form in which no element exceeds 1
    if (Math.abs(above) >= Math.abs(below)) {
      re[k - 1] = 1;
      im[k] = wi / above;
    } else {
      re[k - 1] = -wi / below;
      im[k] = 1;
    }
    int j = k - 2;
    while (j >= 0) {
      double[] row = t[j];
      Complex sum = sum(row, j, k);
      Complex difference = new Complex(row[j] - real, -wi);
      if (imaginary[j] == 0) {
        Complex x = sum.dividedBy(atLeast(difference));
        re[j] = x.real();
        im[j] = x.imaginary();
        rescale(j, j, k);
        j--;
      } else {
        double[] upper = t[j - 1];
        solve(j, new Complex(upper[j - 1] - real, -wi), difference, sum(upper, j, k), sum);
        rescale(j - 1, j, k);
        j -= 2;
      }
    }
  }

  private void start() {
    Arrays.fill(re, 0);
    Arrays.fill(im, 0);
  }

  private Complex sum(double[] row, int j, int k) {
    return new Complex(-Rows.dot(row, re, j + 1, k + 1), -Rows.dot(row, im, j + 1, k + 1));
  }

  private Complex atLeast(Complex x) {
    return x.size() < least ? new Complex(least, 0) : x;
  }

  /**
   * Solves with the 2 x 2 block at j-1, j, by elimination that begins with the largest of its
   * elements.
   *
   * @param first its first diagonal element, minus the eigenvalue
   * @param last the other one
   * @param upper first element of the right-hand side
   * @param lower second one
   */
  private void solve(int j, Complex first, Complex last, Complex upper, Complex lower) {
    Complex b = new Complex(t[j - 1][j], 0);
    Complex c = new Complex(t[j][j - 1], 0);
    double largest = Math.max(Math.max(first.size(), last.size()), Math.max(b.size(), c.size()));
    Complex x;
    Complex y;
    if (largest < least) {
      x = upper.times(1 / least);
      y = lower.times(1 / least);
    } else if (largest == first.size()) {
      y = second(first, b, c, last, upper, lower);
      x = first(first, b, upper, y);
    } else if (largest == c.size()) {
      y = second(c, last, first, b, lower, upper);
      x = first(c, last, lower, y);
    } else if (largest == b.size()) {
      x = second(b, first, last, c, upper, lower);
      y = first(b, first, upper, x);
    } else {
      x = second(last, c, b, first, lower, upper);
      y = first(last, c, lower, x);
    }
    re[j - 1] = x.real();
    im[j - 1] = x.imaginary();
    re[j] = y.real();
    im[j] = y.imaginary();
  }

  /** The second unknown of {@code [[a, b], [c, d]]} with the right-hand side (f, g). */
  private Complex second(Complex a, Complex b, Complex c, Complex d, Complex f, Complex g) {
    Complex factor = c.dividedBy(a);
    return g.minus(factor.times(f)).dividedBy(atLeast(d.minus(factor.times(b))));
  }

  /** The first unknown, the second one given. */
  private static Complex first(Complex a, Complex b, Complex f, Complex second) {
    return f.minus(b.times(second)).dividedBy(a);
  }

  /** Scales back elements from..k if one of the new ones, from..to, has grown. */
  private void rescale(int from, int to, int k) {
    double largest = 0;
    for (int j = from; j <= to; j++) {
      largest = Math.max(largest, Math.max(Math.abs(re[j]), Math.abs(im[j])));
    }
    if (largest > GROWN) {
      double factor = Math.scalb(1.0, -Math.getExponent(largest));
      Rows.scale(factor, re, from, k + 1);
      Rows.scale(factor, im, from, k + 1);
    }
  }
}
