package io.lanewise.linalg;

import io.lanewise.Tensor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Graded matrices with values known to 70 digits: {@code spectral/graded.txt}, which {@code
 * graded.py} beside it made. Elements are products of small integers and powers of two, so F32 and
 * F64 hold the same matrix.
 */
final class GradedMatrices {

  /**
   * A matrix and what is known of it.
   *
   * @param kind columns: {@code B D}; both: {@code D1 B D2}; definite: {@code D B D}; indefinite:
   *     the same with B that is not definite; D falls by the decades, of the matrix
   * @param n its order
   * @param decades over which it falls
   * @param condition of B with rows and columns scaled; of both the largest of a leading block
   * @param a the matrix
   * @param values its singular values or eigenvalues, falling
   */
  record Case(String kind, int n, int decades, double condition, double[][] a, double[] values) {
    @Override
    public String toString() {
      return kind + ", n = " + n + ", " + decades + " decades";
    }
  }

  private long state;

  private GradedMatrices(long seed) {
    state = seed;
  }

  /** All of a kind. */
  static List<Case> all(String kind) {
    var stream =
        Objects.requireNonNull(GradedMatrices.class.getResourceAsStream("/spectral/graded.txt"));
    try (var reader =
        new BufferedReader(new InputStreamReader(stream, StandardCharsets.US_ASCII))) {
      return reader
          .lines()
          .map(line -> line.split(" ", 0))
          .filter(words -> words[0].equals(kind))
          .map(GradedMatrices::parse)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Case parse(String[] words) {
    String kind = words[0];
    int n = Integer.parseInt(words[1]);
    int decades = Integer.parseInt(words[2]);
    double[] values =
        Arrays.stream(words, 5, words.length).mapToDouble(Double::parseDouble).toArray();
    double[][] a = new GradedMatrices(Long.parseLong(words[3])).matrix(kind, n, decades);
    return new Case(kind, n, decades, Double.parseDouble(words[4]), a, values);
  }

  private int below(int bound) {
    state = (state * 1103515245 + 12345) % (1L << 31);
    return (int) ((state >> 12) % bound);
  }

  private double[] scales(int n, int decades, int least) {
    double[] result = new double[n];
    for (int k = 0; k < n; k++) {
      int exponent = -(k * decades * 3322 / (1000 * (n - 1)));
      result[k] = Math.scalb((double) least + below(least), exponent);
    }
    return result;
  }

  private double[][] matrix(String kind, int n, int decades) {
    double[][] a = middle(kind, n);
    double[] left = new double[n];
    Arrays.fill(left, 1);
    double[] right;
    switch (kind) {
      case "columns" -> right = scales(n, decades, 32);
      case "both" -> {
        left = scales(n, decades / 2, 32);
        right = scales(n, decades - decades / 2, 32);
      }
      default -> {
        left = scales(n, decades / 2, 8);
        right = left;
      }
    }
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        a[i][j] *= left[i] * right[j];
      }
    }
    return a;
  }

  private double[][] middle(String kind, int n) {
    if (kind.equals("definite")) {
      double[][] r = integers(n, 3 * n / 2, 15);
      return Products.multiply(r, TestMatrices.transposed(r));
    }
    double[][] b = integers(n, n, 255);
    if (kind.equals("both")) {
      for (int i = 0; i < n; i++) {
        b[i][i] += 75 * Math.floor(Math.sqrt(n));
      }
    }
    // the lower triangle is what the upper one says
    return kind.equals("indefinite") ? TestMatrices.symmetric(b) : b;
  }

  private double[][] integers(int m, int n, int bound) {
    double[][] a = new double[m][n];
    for (double[] row : a) {
      for (int j = 0; j < n; j++) {
        row[j] = below(bound) - (bound - 1) / 2;
      }
    }
    return a;
  }

  /** How rows or columns are put: falling, rising, shuffled. */
  static int place(int order, int i, int n) {
    // 7 is prime to the orders there are
    return order == 0 ? i : order == 1 ? n - 1 - i : i * 7 % n;
  }

  /** With rows and columns in other orders, which changes no singular value. */
  static Tensor permuted(double[][] a, int rows, int columns) {
    int n = a.length;
    double[][] result = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        result[i][j] = a[place(rows, i, n)][place(columns, j, n)];
      }
    }
    return Tensor.of(result);
  }
}
