package io.lanewise.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lanewise.DType;
import io.lanewise.Tensor;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HouseholderTest {
  private static final double BOUND = 30;

  /** Checks all that holds of a factorisation, and gives R. */
  private static double[][] check(DType dtype, double[][] values, boolean pivoted, String what) {
    Tensor a = Tensor.of(values).cast(dtype);
    double[][] exact = a.toDoubleMatrix();
    Tensor columns = a.transpose().copy();
    Householder qr = pivoted ? Householder.pivoted(columns) : Householder.of(columns);
    long[] permutation = qr.permutation().toLongArray();
    double[][] permuted = new double[exact.length][exact[0].length];
    for (int i = 0; i < exact.length; i++) {
      for (int j = 0; j < exact[0].length; j++) {
        permuted[i][j] = exact[i][(int) permutation[j]];
      }
    }
    int m = values.length;
    int r = Math.min(m, values[0].length);
    Tensor qt = qr.qt(Math.min(m, 200));
    double[][] thin = qr.qt(r).toDoubleMatrix();
    double[][] triangle = qr.r().toDoubleMatrix();
    double[][] product = Products.multiply(TestMatrices.transposed(thin), triangle);
    double residual = Products.residual(permuted, product, dtype);
    assertTrue(residual < BOUND, what + ": residual " + residual);
    double orthogonality = Products.orthogonality(qt);
    assertTrue(orthogonality < BOUND, what + ": orthogonality " + orthogonality);
    for (int i = 0; i < r; i++) {
      for (int j = 0; j < i; j++) {
        assertEquals(0, triangle[i][j], what + ": below the diagonal");
      }
    }
    long[] sorted = permutation.clone();
    Arrays.sort(sorted);
    assertTrue(Arrays.equals(sorted, LongStream.range(0, sorted.length).toArray()), what);
    if (pivoted) {
      checkPivots(triangle, dtype, what);
    }
    Tensor b = Tensor.randn(dtype, 5, m, 3);
    Tensor qb = b.copy();
    qr.multiplyQ(qb);
    if (m == qt.size(0)) {
      double[][] expected = Products.multiply(qt.transpose().toDoubleMatrix(), b.toDoubleMatrix());
      double error = Products.residual(expected, qb.toDoubleMatrix(), dtype);
      assertTrue(error < BOUND, what + ": Q B " + error);
    }
    Tensor rows = qb.transpose().copy();
    qr.multiplyQt(rows.transpose());
    double back = Products.residual(b.toDoubleMatrix(), rows.transpose().toDoubleMatrix(), dtype);
    assertTrue(back < BOUND, what + ": Q'(Q B) " + back);
    return triangle;
  }

  /** Each diagonal element is at least as long as what is left of the columns behind it. */
  private static void checkPivots(double[][] r, DType dtype, String what) {
    for (int k = 0; k < r.length; k++) {
      for (int j = k; j < r[0].length; j++) {
        double squares = 0;
        for (int i = k; i <= Math.min(j, r.length - 1); i++) {
          squares += r[i][j] * r[i][j];
        }
        double most = Math.abs(r[k][k]) * (1 + 100 * Math.sqrt(dtype.epsilon()));
        assertTrue(
            Math.sqrt(squares) <= most + r.length * dtype.epsilon() * Math.abs(r[0][0]),
            what + ": column " + j + " was longer at step " + k);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void randomMatricesOfAnyShape(DType dtype) {
    int[] sizes = {1, 2, 7, 8, 9, 16, 31, 64, 65, 97, 131};
    for (int m : sizes) {
      for (int n : sizes) {
        double[][] values = TestMatrices.random(m * 1000 + n, m, n);
        check(dtype, values, false, m + " x " + n);
        check(dtype, values, true, "pivoted " + m + " x " + n);
      }
    }
    check(dtype, TestMatrices.random(1, 5000, 7), false, "tall");
    check(dtype, TestMatrices.random(1, 701, 67), true, "tall");
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void gradedColumnsKeepTheirAccuracy(DType dtype) {
    int n = 40;
    double[][] values = TestMatrices.random(3, n, n);
    Random random = new Random(3);
    double decades = dtype == DType.F32 ? 36 : 290;
    for (int j = 0; j < n; j++) {
      double size = Math.pow(10, -decades * random.nextDouble());
      for (double[] row : values) {
        row[j] *= size;
      }
    }
    check(dtype, values, false, "graded");
    double[][] r = check(dtype, values, true, "graded");
    Tensor a = Tensor.of(values).cast(dtype);
    Tensor columns = a.transpose().copy();
    Householder qr = Householder.pivoted(columns);
    long[] permutation = qr.permutation().toLongArray();
    double[][] exact = a.toDoubleMatrix();
    for (int j = 0; j < n; j++) {
      double norm = 0;
      double rNorm = 0;
      for (int i = 0; i < n; i++) {
        norm = Math.hypot(norm, exact[i][(int) permutation[j]]);
        rNorm = Math.hypot(rNorm, r[i][j]);
      }
      assertEquals(norm, rNorm, 20 * dtype.epsilon() * norm, "norm of column " + j);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void special(DType dtype) {
    for (int n : new int[] {1, 5, 33, 70}) {
      check(dtype, new double[n][n + 1], false, "zero");
      check(dtype, new double[n + 1][n], true, "zero");
      check(dtype, TestMatrices.hilbert(n), false, "hilbert");
      check(dtype, TestMatrices.hilbert(n), true, "hilbert");
      check(dtype, TestMatrices.kahan(n, 0.99), true, "kahan");
      double[] values = new double[n];
      for (int i = 0; i < n; i++) {
        values[i] = i < n / 2 ? 1 : 0;
      }
      check(dtype, TestMatrices.withSingularValues(n, n + 2, n, values), true, "rank deficient");
      check(dtype, TestMatrices.diagonal(values), true, "diagonal");
    }
  }
}
