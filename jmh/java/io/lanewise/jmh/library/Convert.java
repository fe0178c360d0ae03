package io.lanewise.jmh.library;

/** Arrays from and to the f64 that problems are stated in. */
public final class Convert {
  private Convert() {}

  /** As floats. */
  public static float[] floats(double[] values) {
    float[] result = new float[values.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = (float) values[i];
    }
    return result;
  }

  /** A copy. */
  public static double[] doubles(double[] values) {
    return values.clone();
  }

  /** As doubles. */
  public static double[] widened(float... values) {
    double[] result = new double[values.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = values[i];
    }
    return result;
  }

  /** A copy. */
  public static double[] widened(double... values) {
    return values.clone();
  }

  /** A matrix of n x n, row-major, by columns, or the other way round. */
  public static double[] transposed(int n, double[] x) {
    double[] y = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        y[j * n + i] = x[i * n + j];
      }
    }
    return y;
  }
}
