package io.lanewise.linalg;

import java.util.Arrays;

/**
 * The singular value decomposition by one-sided Jacobi in double-double arithmetic: textbook code
 * that shares nothing with the library's.
 */
final class Oracle {
  private Oracle() {}

  /**
   * What it finds.
   *
   * @param values the singular values, descending
   * @param left row i is the left vector of value i
   * @param right row i is the right vector of value i
   */
  record Vectors(double[] values, double[][] left, double[][] right) {}

  /** Singular values of a matrix with at least as many rows as columns, descending. */
  static double[] singularValues(double[][] a) {
    DoubleDouble[][] columns = columns(a);
    orthogonalise(columns, new DoubleDouble[columns.length][0]);
    return sorted(norms(columns));
  }

  /** The same with vectors, of a matrix without zero columns. */
  static Vectors decompose(double[][] a) {
    DoubleDouble[][] columns = columns(a);
    int n = columns.length;
    DoubleDouble[][] rotations = columns(Rows.identity(n));
    orthogonalise(columns, rotations);
    double[] norms = norms(columns);
    int[] order = Matrices.descending(norms);
    double[][] left = new double[n][a.length];
    double[][] right = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < a.length; k++) {
        left[i][k] = columns[order[i]][k].value() / norms[order[i]];
      }
      for (int k = 0; k < n; k++) {
        right[i][k] = rotations[order[i]][k].value();
      }
    }
    return new Vectors(sorted(norms), left, right);
  }

  private static DoubleDouble[][] columns(double[][] a) {
    int m = a.length;
    int n = m == 0 ? 0 : a[0].length;
    DoubleDouble[][] columns = new DoubleDouble[n][m];
    for (int j = 0; j < n; j++) {
      for (int i = 0; i < m; i++) {
        columns[j][i] = DoubleDouble.of(a[i][j]);
      }
    }
    return columns;
  }

  private static void orthogonalise(DoubleDouble[][] columns, DoubleDouble[][] rotations) {
    int n = columns.length;
    boolean rotated = true;
    for (int sweep = 0; rotated; sweep++) {
      if (sweep == 60) {
        throw new AssertionError("the oracle does not converge");
      }
      rotated = false;
      for (int i = 0; i < n; i++) {
        for (int j = i + 1; j < n; j++) {
          rotated |= orthogonalise(columns[i], columns[j], rotations[i], rotations[j]);
        }
      }
    }
  }

  private static double[] norms(DoubleDouble[][] columns) {
    return Arrays.stream(columns).mapToDouble(x -> dot(x, x).root().value()).toArray();
  }

  private static double[] sorted(double[] norms) {
    double[] values = norms.clone();
    int n = values.length;
    Arrays.sort(values);
    for (int i = 0; i < n / 2; i++) {
      double swap = values[i];
      values[i] = values[n - 1 - i];
      values[n - 1 - i] = swap;
    }
    return values;
  }

  private static boolean orthogonalise(
      DoubleDouble[] x, DoubleDouble[] y, DoubleDouble[] xRotations, DoubleDouble[] yRotations) {
    DoubleDouble xx = dot(x, x);
    DoubleDouble yy = dot(y, y);
    DoubleDouble xy = dot(x, y);
    if (Math.abs(xy.value()) <= 1e-28 * Math.sqrt(xx.value()) * Math.sqrt(yy.value())) {
      return false;
    }
    DoubleDouble zeta = yy.minus(xx).dividedBy(xy.times(DoubleDouble.of(2)));
    DoubleDouble size = zeta.high() < 0 ? zeta.negated() : zeta;
    DoubleDouble one = DoubleDouble.of(1);
    DoubleDouble t = one.dividedBy(size.plus(one.plus(zeta.times(zeta)).root()));
    t = zeta.high() < 0 ? t.negated() : t;
    DoubleDouble c = one.dividedBy(one.plus(t.times(t)).root());
    DoubleDouble s = c.times(t);
    rotate(c, s, x, y);
    rotate(c, s, xRotations, yRotations);
    return true;
  }

  private static void rotate(DoubleDouble c, DoubleDouble s, DoubleDouble[] x, DoubleDouble[] y) {
    for (int i = 0; i < x.length; i++) {
      DoubleDouble u = x[i];
      DoubleDouble v = y[i];
      x[i] = c.times(u).minus(s.times(v));
      y[i] = s.times(u).plus(c.times(v));
    }
  }

  private static DoubleDouble dot(DoubleDouble[] x, DoubleDouble[] y) {
    DoubleDouble sum = DoubleDouble.ZERO;
    for (int i = 0; i < x.length; i++) {
      sum = sum.plus(x[i].times(y[i]));
    }
    return sum;
  }
}
