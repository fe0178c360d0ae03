package io.lanewise.linalg;

import java.util.Arrays;

/**
 * Singular values by one-sided Jacobi in double-double arithmetic: textbook code that shares
 * nothing with the library's.
 */
final class Oracle {
  private Oracle() {}

  /** Singular values of a matrix with at least as many rows as columns, descending. */
  static double[] singularValues(double[][] a) {
    int m = a.length;
    int n = m == 0 ? 0 : a[0].length;
    DoubleDouble[][] columns = new DoubleDouble[n][m];
    for (int j = 0; j < n; j++) {
      for (int i = 0; i < m; i++) {
        columns[j][i] = DoubleDouble.of(a[i][j]);
      }
    }
    boolean rotated = true;
    for (int sweep = 0; rotated; sweep++) {
      if (sweep == 60) {
        throw new AssertionError("the oracle does not converge");
      }
      rotated = false;
      for (int i = 0; i < n; i++) {
        for (int j = i + 1; j < n; j++) {
          rotated |= orthogonalise(columns[i], columns[j]);
        }
      }
    }
    double[] values = new double[n];
    for (int j = 0; j < n; j++) {
      values[j] = dot(columns[j], columns[j]).root().value();
    }
    Arrays.sort(values);
    for (int i = 0; i < n / 2; i++) {
      double swap = values[i];
      values[i] = values[n - 1 - i];
      values[n - 1 - i] = swap;
    }
    return values;
  }

  private static boolean orthogonalise(DoubleDouble[] x, DoubleDouble[] y) {
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
    for (int i = 0; i < x.length; i++) {
      DoubleDouble u = x[i];
      DoubleDouble v = y[i];
      x[i] = c.times(u).minus(s.times(v));
      y[i] = s.times(u).plus(c.times(v));
    }
    return true;
  }

  private static DoubleDouble dot(DoubleDouble[] x, DoubleDouble[] y) {
    DoubleDouble sum = DoubleDouble.ZERO;
    for (int i = 0; i < x.length; i++) {
      sum = sum.plus(x[i].times(y[i]));
    }
    return sum;
  }
}
