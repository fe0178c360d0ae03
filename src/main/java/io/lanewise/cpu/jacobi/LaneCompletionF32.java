package io.lanewise.cpu.jacobi;

/**
 * Fills up orthonormal columns in one lane: what the singular vectors that belong to zeros need.
 *
 * <p>Each new column starts as the unit vector that the present ones capture least, and what they
 * span is projected out twice ("twice is enough": Giraud, Langou and Rozloznik, 2005), in double.
 */
final class LaneCompletionF32 {
  private LaneCompletionF32() {}

  /**
   * Fills the columns that are missing.
   *
   * @param u columns of interleaved elements, of which a square part counts
   * @param stride from a column to the next
   * @param n rows and columns
   * @param norms elements: a column is missing where this is not larger than a bound
   * @param smallest the bound
   * @param lane which
   * @param lanes how many
   */
  static void fill(
      float[] u, int stride, int n, float[] norms, float smallest, int lane, int lanes) {
    boolean[] there = new boolean[n];
    for (int j = 0; j < n; j++) {
      there[j] = norms[j * lanes + lane] > smallest;
    }
    for (int j = 0; j < n; j++) {
      if (!there[j]) {
        double[] column = outside(u, stride, there, lane, lanes);
        for (int i = 0; i < n; i++) {
          u[j * stride + i * lanes + lane] = (float) column[i];
        }
        there[j] = true;
      }
    }
  }

  private static double[] outside(float[] u, int stride, boolean[] there, int lane, int lanes) {
    int n = there.length;
    double[] captured = new double[n];
    for (int j = 0; j < n; j++) {
      for (int i = 0; there[j] && i < n; i++) {
        double value = u[j * stride + i * lanes + lane];
        captured[i] += value * value;
      }
    }
    int least = 0;
    for (int i = 1; i < n; i++) {
      least = captured[i] < captured[least] ? i : least;
    }
    double[] column = new double[n];
    column[least] = 1;
    for (int pass = 0; pass < 2; pass++) {
      for (int j = 0; j < n; j++) {
        if (there[j]) {
          project(u, j * stride + lane, lanes, column);
        }
      }
      double square = 0;
      for (double value : column) {
        square += value * value;
      }
      for (int i = 0; i < n; i++) {
        column[i] /= Math.sqrt(square);
      }
    }
    return column;
  }

  private static void project(float[] u, int at, int lanes, double[] column) {
    double product = 0;
    for (int i = 0; i < column.length; i++) {
      product += u[at + i * lanes] * column[i];
    }
    for (int i = 0; i < column.length; i++) {
      column[i] -= product * u[at + i * lanes];
    }
  }
}
