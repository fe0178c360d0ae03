package io.lanewise.linalg;

import java.util.ArrayList;
import java.util.List;

/**
 * Two shifts of the QR iteration whose sum and product are real: a complex pair, or two real
 * numbers.
 *
 * @param real1 real part of the first
 * @param imaginary1 imaginary part of the first
 * @param real2 real part of the second
 * @param imaginary2 imaginary part of the second
 */
record Shifts(double real1, double imaginary1, double real2, double imaginary2) {

  /**
   * The eigenvalues of a 2 x 2 matrix; of two real ones that nearer to the last element, twice.
   *
   * @param a first diagonal element
   * @param b above the diagonal
   * @param c below it
   * @param d last element
   */
  static Shifts of(double a, double b, double c, double d) {
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

  /**
   * For an iteration that does not get on: some that have nothing to do with its eigenvalues.
   *
   * @param size of the elements
   * @param diagonal where they are
   */
  static Shifts exceptional(double size, double diagonal) {
    double corner = 0.75 * size + diagonal;
    return of(corner, -0.4375 * size, size, corner);
  }

  /**
   * Pairs of the eigenvalues of a real Schur form; a real one is paired with the next real one.
   *
   * @param t rows of the form
   * @param count how many of its eigenvalues, from the first
   * @return the pairs; a real one that is left over is not used, unless it is the only one
   */
  static List<Shifts> of(double[][] t, int count) {
    List<Shifts> pairs = new ArrayList<>();
    int single = -1;
    for (int i = 0; i < count; i++) {
      double value = t[i][i];
      if (i + 1 < count && t[i + 1][i] != 0) {
        double imaginary = Math.sqrt(Math.abs(t[i][i + 1])) * Math.sqrt(Math.abs(t[i + 1][i]));
        pairs.add(new Shifts(value, imaginary, value, -imaginary));
        i++;
      } else if (single < 0) {
        single = i;
      } else {
        pairs.add(new Shifts(t[single][single], 0, value, 0));
        single = -1;
      }
    }
    if (pairs.isEmpty() && single >= 0) {
      pairs.add(new Shifts(t[single][single], 0, t[single][single], 0));
    }
    return pairs;
  }

  /**
   * The first column of {@code (H - s1)(H - s2)}, up to a factor, for the part of a Hessenberg
   * matrix that begins at a row.
   *
   * @param h the matrix
   * @param m the row
   * @param v takes its three elements
   */
  void firstColumn(double[][] h, int m, double[] v) {
    double a = h[m][m];
    double d = h[m + 1][m + 1];
    double size = Math.abs(a - real2) + Math.abs(imaginary2) + Math.abs(h[m + 1][m]);
    double below = h[m + 1][m] / size;
    v[0] =
        below * h[m][m + 1] + (a - real1) * ((a - real2) / size) - imaginary1 * (imaginary2 / size);
    v[1] = below * (a + d - real1 - real2);
    v[2] = below * h[m + 2][m + 1];
    double sum = Math.abs(v[0]) + Math.abs(v[1]) + Math.abs(v[2]);
    for (int i = 0; i < 3; i++) {
      v[i] /= sum;
    }
  }
}
