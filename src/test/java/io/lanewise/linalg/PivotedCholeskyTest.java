package io.lanewise.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lanewise.DType;
import io.lanewise.Tensor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PivotedCholeskyTest {

  /** {@code |P'AP - U'U|} element by element, over {@code n eps sqrt(a_ii a_jj)}. */
  private static double residual(Tensor a, PivotedCholesky cholesky) {
    int n = (int) a.size(0);
    double[][] exact = a.toDoubleMatrix();
    double[][] u = cholesky.u().toDoubleMatrix();
    long[] permutation = cholesky.permutation().toLongArray();
    double[][] product = Products.multiply(TestMatrices.transposed(u), u);
    double largest = 0;
    for (int i = 0; i < n; i++) {
      int row = (int) permutation[i];
      for (int j = i; j < n; j++) {
        int column = (int) permutation[j];
        double error = Math.abs(product[i][j] - exact[row][column]);
        double size = Math.sqrt(exact[row][row]) * Math.sqrt(exact[column][column]);
        largest = Math.max(largest, error / size);
      }
    }
    return largest / (n * a.dtype().epsilon());
  }

  private static double[] geometric(int n, double last) {
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      values[i] = Math.pow(last, i / Math.max(1, n - 1.0));
    }
    return values;
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void positiveDefiniteMatricesOfAnySize(DType dtype) {
    for (int n : new int[] {1, 2, 7, 63, 64, 65, 130, 211}) {
      double[][] values = TestMatrices.withEigenvalues(n, geometric(n, 0.01));
      Tensor a = Tensor.of(values).cast(dtype);
      PivotedCholesky cholesky = PivotedCholesky.of(a, 0);
      assertEquals(n, cholesky.rank());
      double residual = residual(a, cholesky);
      assertTrue(residual < 10, "n = " + n + ": " + residual);
      double[][] u = cholesky.u().toDoubleMatrix();
      for (int i = 0; i < n; i++) {
        assertTrue(u[i][i] > 0);
        for (int j = 0; j < i; j++) {
          assertEquals(0, u[i][j]);
        }
      }
      assertTrue(cholesky.smallestShare() > 0.005 && cholesky.smallestShare() <= 1);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void gradedMatricesKeepTheAccuracyOfEachElement(DType dtype) {
    int n = 90;
    double[][] values = TestMatrices.withEigenvalues(3, geometric(n, 0.1));
    double decades = dtype == DType.F32 ? 15 : 120;
    for (int i = 0; i < n; i++) {
      double size = Math.pow(10, -decades * (i * 37 % n) / n);
      for (int j = 0; j < n; j++) {
        values[i][j] *= size;
        values[j][i] *= size;
      }
    }
    Tensor a = Tensor.of(TestMatrices.symmetric(values)).cast(dtype);
    PivotedCholesky cholesky = PivotedCholesky.of(a, 0);
    assertEquals(n, cholesky.rank());
    double residual = residual(a, cholesky);
    assertTrue(residual < 10, "residual " + residual);
    assertTrue(cholesky.smallestShare() > 0.05, "share " + cholesky.smallestShare());
  }

  @Test
  void theRankOfASemidefiniteMatrix() {
    int n = 150;
    for (int rank : new int[] {0, 1, 63, 64, 70, 149}) {
      double[] values = new double[n];
      Arrays.fill(values, 0, rank, 1);
      Tensor a = Tensor.of(TestMatrices.withEigenvalues(rank, values));
      PivotedCholesky cholesky = PivotedCholesky.of(a, n * DType.F64.epsilon());
      assertEquals(rank, cholesky.rank());
      assertEquals(rank, cholesky.u().size(0));
      assertEquals(n, cholesky.u().size(1));
    }
  }

  @Test
  void anIndefiniteMatrixIsFoundOut() {
    double[] values = geometric(100, 0.01);
    values[99] = -1e-3;
    Tensor a = Tensor.of(TestMatrices.withEigenvalues(5, values));
    assertTrue(PivotedCholesky.of(a, 0).rank() < 100);
    assertEquals(0, PivotedCholesky.of(Tensor.zeros(DType.F64, 0, 0), 0).rank());
    assertEquals(0, PivotedCholesky.of(Tensor.zeros(DType.F64, 3, 3), 0).rank());
  }
}
