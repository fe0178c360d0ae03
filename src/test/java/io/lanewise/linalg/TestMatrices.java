package io.lanewise.linalg;

import java.util.Random;

/** Matrices with known or nasty properties, as arrays of doubles. */
final class TestMatrices {
  private TestMatrices() {}

  static double[][] random(long seed, int m, int n) {
    Random random = new Random(seed);
    double[][] a = new double[m][n];
    for (double[] row : a) {
      for (int j = 0; j < n; j++) {
        row[j] = random.nextGaussian();
      }
    }
    return a;
  }

  static double[][] randomSymmetric(long seed, int n) {
    return symmetric(random(seed, n, n));
  }

  /** Copies the upper triangle to the lower one. */
  static double[][] symmetric(double[][] a) {
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < i; j++) {
        a[i][j] = a[j][i];
      }
    }
    return a;
  }

  /**
   * {@code Q diag(values) Q'} for a random orthogonal Q made of Householder reflections; symmetric
   * to the bit.
   */
  static double[][] withEigenvalues(long seed, double... values) {
    int n = values.length;
    double[][] a = diagonal(values);
    Random random = new Random(seed);
    for (int k = 0; k < n; k++) {
      double[] h = reflector(random, n);
      reflectColumns(a, h);
      a = transposed(a);
      reflectColumns(a, h);
      a = transposed(a);
    }
    return symmetric(a);
  }

  /** {@code U diag(values) V'} of shape (m, n) for random orthogonal U and V. */
  static double[][] withSingularValues(long seed, int m, int n, double... values) {
    double[][] a = new double[m][n];
    for (int i = 0; i < values.length; i++) {
      a[i][i] = values[i];
    }
    Random random = new Random(seed);
    for (int k = 0; k < Math.max(m, n); k++) {
      reflectColumns(a, reflector(random, m));
      a = transposed(a);
      reflectColumns(a, reflector(random, n));
      a = transposed(a);
    }
    return a;
  }

  private static double[] reflector(Random random, int n) {
    double[] h = new double[n];
    double squares = 0;
    for (int i = 0; i < n; i++) {
      h[i] = random.nextGaussian();
      squares += h[i] * h[i];
    }
    for (int i = 0; i < n; i++) {
      h[i] /= Math.sqrt(squares);
    }
    return h;
  }

  /** {@code A := (I - 2 h h') A}. */
  private static void reflectColumns(double[][] a, double[] h) {
    for (int j = 0; j < a[0].length; j++) {
      double sum = 0;
      for (int i = 0; i < h.length; i++) {
        sum += h[i] * a[i][j];
      }
      for (int i = 0; i < h.length; i++) {
        a[i][j] -= 2 * sum * h[i];
      }
    }
  }

  static double[][] transposed(double[][] a) {
    double[][] result = new double[a[0].length][a.length];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < a[0].length; j++) {
        result[j][i] = a[i][j];
      }
    }
    return result;
  }

  static double[][] diagonal(double... values) {
    double[][] a = new double[values.length][values.length];
    for (int i = 0; i < values.length; i++) {
      a[i][i] = values[i];
    }
    return a;
  }

  static double[][] hilbert(int n) {
    double[][] a = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        a[i][j] = 1.0 / (i + j + 1);
      }
    }
    return a;
  }

  /**
   * Wilkinson's W+ of odd order: tridiagonal, with pairs of eigenvalues that agree to 14 digits.
   */
  static double[][] wilkinson(int n) {
    double[][] a = new double[n][n];
    for (int i = 0; i < n; i++) {
      a[i][i] = Math.abs(i - n / 2);
      if (i > 0) {
        a[i][i - 1] = 1;
        a[i - 1][i] = 1;
      }
    }
    return a;
  }

  /**
   * Rosser's matrix: a double eigenvalue, three close ones, a zero, a small one, and two of
   * opposite sign.
   */
  static double[][] rosser() {
    return new double[][] {
      {611, 196, -192, 407, -8, -52, -49, 29},
      {196, 899, 113, -192, -71, -43, -8, -44},
      {-192, 113, 899, 196, 61, 49, 8, 52},
      {407, -192, 196, 611, 8, 44, 59, -23},
      {-8, -71, 61, 8, 411, -599, 208, 208},
      {-52, -43, 49, 44, -599, 411, 208, 208},
      {-49, -8, 8, 59, 208, 208, 99, -911},
      {29, -44, 52, -23, 208, 208, -911, 99}
    };
  }

  /** Kahan's upper triangular matrix, whose smallest singular value hides from its diagonal. */
  static double[][] kahan(int n, double sine) {
    double cosine = Math.sqrt(1 - sine * sine);
    double[][] a = new double[n][n];
    for (int i = 0; i < n; i++) {
      double scale = Math.pow(sine, i);
      a[i][i] = scale;
      for (int j = i + 1; j < n; j++) {
        a[i][j] = -cosine * scale;
      }
    }
    return a;
  }

  static double[][] scaled(double[][] a, double factor) {
    double[][] result = new double[a.length][];
    for (int i = 0; i < a.length; i++) {
      result[i] = a[i].clone();
      for (int j = 0; j < result[i].length; j++) {
        result[i][j] *= factor;
      }
    }
    return result;
  }
}
