package io.lanewise.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lanewise.DType;
import io.lanewise.Tensor;
import java.util.ArrayList;
import java.util.List;

/** What must hold of every eigendecomposition of a general matrix, in plain loops. */
final class EigenChecks {
  private static final double BOUND = 30;

  private EigenChecks() {}

  /** Checks types, shapes, order, pairs, lengths, directions and LAPACK's test ratio. */
  static void check(Tensor a, Eigen e, String what) {
    long n = a.size(0);
    String square = "(" + n + ", " + n + ")";
    for (Tensor values : List.of(e.real(), e.imaginary())) {
      assertEquals(a.dtype(), values.dtype(), what);
      assertEquals("(" + n + ")", values.shape().toString(), what);
    }
    for (Tensor vectors : List.of(e.vectorsReal(), e.vectorsImaginary())) {
      assertEquals(a.dtype(), vectors.dtype(), what);
      assertEquals(square, vectors.shape().toString(), what);
    }
    double[] re = e.real().toDoubleArray();
    double[] im = e.imaginary().toDoubleArray();
    double[][] x = TestMatrices.transposed(atLeastOneRow(e.vectorsReal().toDoubleMatrix()));
    double[][] y = TestMatrices.transposed(atLeastOneRow(e.vectorsImaginary().toDoubleMatrix()));
    checkPairs(re, im, x, y, e.isReal(), what);
    checkOrder(re, im, what, a.dtype());
    for (int j = 0; j < n; j++) {
      checkDirection(x[j], y[j], a.dtype(), what + ": vector " + j);
    }
    double residual = residual(a, re, im, x, y);
    assertTrue(residual < BOUND, what + ": residual " + residual);
    Certificate certificate = e.certificate(a);
    assertTrue(certificate.residual() < BOUND, what + ": " + certificate);
    assertTrue(certificate.converged(), what + ": " + certificate);
  }

  private static double[][] atLeastOneRow(double[][] a) {
    return a.length == 0 ? new double[1][0] : a;
  }

  /** Conjugate pairs stand together and are conjugates to the bit. */
  private static void checkPairs(
      double[] re, double[] im, double[][] x, double[][] y, boolean isReal, String what) {
    boolean complex = false;
    for (int i = 0; i < re.length; i++) {
      if (im[i] == 0) {
        for (double element : y[i]) {
          assertEquals(0, element, what);
        }
      } else {
        complex = true;
        assertTrue(im[i] > 0, what + ": " + i + " begins no pair");
        assertEquals(re[i], re[i + 1], what);
        assertEquals(-im[i], im[i + 1], what);
        for (int k = 0; k < re.length; k++) {
          assertEquals(x[i][k], x[i + 1][k], what);
          assertEquals(-y[i][k], y[i + 1][k], 0, what);
        }
        i++;
      }
    }
    assertEquals(!complex, isReal, what);
  }

  private static void checkOrder(double[] re, double[] im, String what, DType dtype) {
    double closeness = 1 - re.length * (8 * DType.F64.epsilon() + 2 * dtype.epsilon());
    for (int i = 1; i < re.length; i++) {
      double before = Math.hypot(re[i - 1], im[i - 1]);
      double here = Math.hypot(re[i], im[i]);
      // equal moduli may follow each other in any order as far as rounding goes
      assertTrue(before >= here * closeness, what + ": moduli " + before + ", " + here);
    }
  }

  private static void checkDirection(double[] x, double[] y, DType dtype, String what) {
    double squares = 0;
    double largest = 0;
    for (int i = 0; i < x.length; i++) {
      double square = x[i] * x[i] + y[i] * y[i];
      squares += square;
      largest = Math.max(largest, square);
    }
    assertEquals(1, squares, 4 * x.length * dtype.epsilon(), what);
    boolean found = false;
    for (int i = 0; i < x.length; i++) {
      found |= y[i] == 0 && x[i] > 0 && x[i] * x[i] >= largest * (1 - 8 * dtype.epsilon());
    }
    assertTrue(found, what + ": its largest element is not real and positive");
  }

  /** {@code |A V - V D| / (n eps |A|)} in the 1-norm. */
  private static double residual(Tensor a, double[] re, double[] im, double[][] x, double[][] y) {
    int n = re.length;
    if (n == 0) {
      return 0;
    }
    double scale = Math.max(a.max(), -a.min());
    double unit = scale == 0 ? 1 : Math.scalb(1.0, -Math.getExponent(scale) / 2);
    double[][] rows = TestMatrices.scaled(TestMatrices.scaled(a.toDoubleMatrix(), unit), unit);
    double worst = 0;
    double norm = 0;
    for (int j = 0; j < n; j++) {
      double w = re[j] * unit * unit;
      double wi = im[j] * unit * unit;
      double error = 0;
      double column = 0;
      for (int i = 0; i < n; i++) {
        double p = -(w * x[j][i] - wi * y[j][i]);
        double q = -(w * y[j][i] + wi * x[j][i]);
        for (int k = 0; k < n; k++) {
          p += rows[i][k] * x[j][k];
          q += rows[i][k] * y[j][k];
        }
        error += Math.hypot(p, q);
        column += Math.abs(rows[i][j]);
      }
      worst = Math.max(worst, error);
      norm = Math.max(norm, column);
    }
    return worst == 0 ? 0 : worst / (n * a.dtype().epsilon() * norm);
  }

  /**
   * That the eigenvalues are the expected ones, in any order: each takes the nearest one that is
   * left.
   */
  static void checkValues(Eigen e, double[] re, double[] im, double[] tolerances, String what) {
    double[] foundRe = e.real().toDoubleArray();
    double[] foundIm = e.imaginary().toDoubleArray();
    List<Integer> left = new ArrayList<>();
    for (int i = 0; i < foundRe.length; i++) {
      left.add(i);
    }
    assertEquals(re.length, left.size(), what);
    for (int i = 0; i < re.length; i++) {
      int best = left.getFirst();
      for (int k : left) {
        best =
            distance(foundRe, foundIm, k, re, im, i) < distance(foundRe, foundIm, best, re, im, i)
                ? k
                : best;
      }
      left.remove((Integer) best);
      assertEquals(re[i], foundRe[best], tolerances[i], what + ": real part " + i);
      assertEquals(im[i], foundIm[best], tolerances[i], what + ": imaginary part " + i);
    }
  }

  private static double distance(
      double[] re1, double[] im1, int i, double[] re2, double[] im2, int j) {
    return Math.hypot(re1[i] - re2[j], im1[i] - im2[j]);
  }
}
