package io.lanewise.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lanewise.DType;
import io.lanewise.Tensor;
import java.util.Arrays;

/** LAPACK's test ratios in plain loops and the 1-norm, independent of the certificates. */
final class Ratios {
  private static final double BOUND = 30;

  private Ratios() {}

  /** All that must hold of an eigendecomposition. */
  static void check(Tensor a, SymmetricEigen e, String what) {
    long n = a.size(0);
    assertEquals(a.dtype(), e.values().dtype(), what);
    assertEquals(a.dtype(), e.vectors().dtype(), what);
    assertEquals("(" + n + ", " + n + ")", e.vectors().shape().toString(), what);
    assertEquals("(" + n + ")", e.values().shape().toString(), what);
    assertTrue(e.certificate().converged(), what);
    checkDescending(e.values().toDoubleArray(), what);
    checkSigns(e.vectors(), what);
    double[][] v = e.vectors().toDoubleMatrix();
    double[] values = e.values().toDoubleArray();
    double orthogonality = orthogonality(v, a.dtype());
    double residual = residual(a, v, values, v);
    assertTrue(orthogonality < BOUND, what + ": orthogonality " + orthogonality);
    assertTrue(residual < BOUND, what + ": residual " + residual);
    checkCertificate(e.certificate(a), what);
  }

  /** All that must hold of a singular value decomposition. */
  static void check(Tensor a, Svd svd, String what) {
    long r = Math.min(a.size(0), a.size(1));
    assertEquals(a.dtype(), svd.s().dtype(), what);
    assertEquals("(" + a.size(0) + ", " + r + ")", svd.u().shape().toString(), what);
    assertEquals("(" + r + ")", svd.s().shape().toString(), what);
    assertEquals("(" + r + ", " + a.size(1) + ")", svd.vt().shape().toString(), what);
    assertTrue(svd.certificate().converged(), what);
    double[] s = svd.s().toDoubleArray();
    checkDescending(s, what);
    assertTrue(r == 0 || s[s.length - 1] >= 0, what + ": negative singular value");
    checkSigns(svd.u(), what);
    double[][] u = svd.u().toDoubleMatrix();
    double[][] v = svd.vt().transpose().toDoubleMatrix();
    double left = orthogonality(u, a.dtype());
    double right = orthogonality(v, a.dtype());
    double residual = residual(a, u, s, v);
    assertTrue(left < BOUND, what + ": orthogonality of u " + left);
    assertTrue(right < BOUND, what + ": orthogonality of v " + right);
    assertTrue(residual < BOUND, what + ": residual " + residual);
    checkCertificate(svd.certificate(a), what);
  }

  private static void checkCertificate(Certificate certificate, String what) {
    assertTrue(certificate.residual() < BOUND, what + ": " + certificate);
    assertTrue(certificate.orthogonality() < BOUND, what + ": " + certificate);
  }

  private static void checkDescending(double[] values, String what) {
    for (int i = 1; i < values.length; i++) {
      assertTrue(values[i - 1] >= values[i], what + ": not descending at " + i);
    }
  }

  /** The entry of largest magnitude of each column is positive. */
  private static void checkSigns(Tensor vectors, String what) {
    for (double[] row : TestMatrices.transposed(atLeastOneRow(vectors.toDoubleMatrix()))) {
      double largest = Arrays.stream(row).max().orElse(0);
      double smallest = Arrays.stream(row).min().orElse(0);
      assertTrue(largest >= -smallest, what + ": largest entry is " + smallest);
    }
  }

  private static double[][] atLeastOneRow(double[][] a) {
    return a.length == 0 ? new double[1][0] : a;
  }

  /** {@code |V'V - I| / (n eps)}, n the length of the columns. */
  static double orthogonality(double[][] v, DType dtype) {
    int n = v.length;
    int r = n == 0 ? 0 : v[0].length;
    double[][] product = new double[r][r];
    for (int i = 0; i < r; i++) {
      for (int j = 0; j < r; j++) {
        double sum = i == j ? -1 : 0;
        for (int k = 0; k < n; k++) {
          sum += v[k][i] * v[k][j];
        }
        product[i][j] = sum;
      }
    }
    return r == 0 ? 0 : norm(product) / (n * dtype.epsilon());
  }

  /** {@code |A - U diag(s) V'| / (n eps |A|)}. */
  static double residual(Tensor a, double[][] u, double[] s, double[][] v) {
    if (a.elements() == 0) {
      return 0;
    }
    double[][] error = a.toDoubleMatrix();
    double scale = Math.max(a.max(), -a.min());
    double unit = scale == 0 ? 1 : Math.scalb(1.0, -Math.getExponent(scale) / 2);
    double norm = norm(TestMatrices.scaled(TestMatrices.scaled(error, unit), unit));
    for (int i = 0; i < error.length; i++) {
      for (int j = 0; j < error[0].length; j++) {
        double sum = error[i][j] * unit * unit;
        for (int k = 0; k < s.length; k++) {
          sum -= u[i][k] * (s[k] * unit * unit) * v[j][k];
        }
        error[i][j] = sum;
      }
    }
    double size = norm(error);
    return size == 0 ? 0 : size / (Math.max(a.size(0), a.size(1)) * a.dtype().epsilon() * norm);
  }

  /** The largest column sum. */
  private static double norm(double[][] a) {
    double largest = 0;
    for (int j = 0; j < a[0].length; j++) {
      double sum = 0;
      for (double[] row : a) {
        sum += Math.abs(row[j]);
      }
      largest = Math.max(largest, sum);
    }
    return largest;
  }
}
