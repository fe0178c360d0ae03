package io.lanewise.linalg;

import io.lanewise.DType;
import io.lanewise.Tensor;
import java.util.Arrays;

/** Products, norms and LAPACK's test ratios of factorisations, in plain loops over doubles. */
final class Products {
  private Products() {}

  static double[][] multiply(double[][] a, double[][] b) {
    int n = b.length == 0 ? 0 : b[0].length;
    double[][] c = new double[a.length][n];
    for (int i = 0; i < a.length; i++) {
      for (int p = 0; p < b.length; p++) {
        double factor = a[i][p];
        for (int j = 0; j < n; j++) {
          c[i][j] += factor * b[p][j];
        }
      }
    }
    return c;
  }

  static double[][] minus(double[][] a, double[][] b) {
    double[][] c = new double[a.length][];
    for (int i = 0; i < a.length; i++) {
      c[i] = a[i].clone();
      for (int j = 0; j < c[i].length; j++) {
        c[i][j] -= b[i][j];
      }
    }
    return c;
  }

  /** The largest column sum. */
  static double oneNorm(double[][] a) {
    double[] sums = new double[a.length == 0 ? 0 : a[0].length];
    for (double[] row : a) {
      for (int j = 0; j < row.length; j++) {
        sums[j] += Math.abs(row[j]);
      }
    }
    return Arrays.stream(sums).max().orElse(0);
  }

  /** {@code |A - B| / (n eps |A|)} with n the larger size of A. */
  static double residual(double[][] a, double[][] b, DType dtype) {
    double error = oneNorm(minus(a, b));
    int n = Math.max(a.length, a.length == 0 ? 0 : a[0].length);
    return error == 0 ? 0 : error / (n * dtype.epsilon() * oneNorm(a));
  }

  /** {@code |R R' - I| / (n eps)} for rows R of length n. */
  static double orthogonality(Tensor rows) {
    if (rows.elements() == 0) {
      return 0;
    }
    double[][] r = rows.toDoubleMatrix();
    double[][] product = multiply(r, TestMatrices.transposed(r));
    for (int i = 0; i < product.length; i++) {
      product[i][i] -= 1;
    }
    return oneNorm(product) / (r[0].length * rows.dtype().epsilon());
  }
}
