package io.lanewise.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lanewise.DType;
import io.lanewise.ShapeException;
import io.lanewise.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CholeskyTest {
  private static final double BOUND = 30;

  @Test
  void threeByThree() {
    Tensor a = Tensor.of(new double[][] {{4, 12, -16}, {12, 37, -43}, {-16, -43, 98}});
    Cholesky cholesky = Cholesky.of(a);
    assertArrayEquals(new double[] {2, 0, 0, 6, 1, 0, -8, 5, 3}, cholesky.l().toDoubleArray());
    assertEquals(36, cholesky.det(), 1e-13);
    assertEquals(Math.log(36), cholesky.logDet(), 1e-15);
    Tensor b = a.matmul(Tensor.of(1, 2, 3));
    assertArrayEquals(new double[] {1, 2, 3}, cholesky.solve(b).toDoubleArray(), 1e-12);
    assertEquals("Cholesky[3 x 3, F64]", cholesky.toString());
  }

  private static double[][] geometric(int n, double last) {
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      values[i] = Math.pow(last, i / Math.max(1, n - 1.0));
    }
    return TestMatrices.withEigenvalues(n, values);
  }

  /** Checks the factorisation, element by element relative to the diagonal. */
  private static Cholesky check(DType dtype, String what, double[][] values) {
    Tensor a = Tensor.of(values).cast(dtype);
    Tensor kept = a.copy();
    Cholesky cholesky = Cholesky.of(a);
    assertTrue(a.contentEquals(kept), what + ": the input was changed");
    assertEquals(dtype, cholesky.l().dtype());
    int n = values.length;
    double[][] exact = a.toDoubleMatrix();
    double[][] l = cholesky.l().toDoubleMatrix();
    double[][] product = Products.multiply(l, TestMatrices.transposed(l));
    for (int i = 0; i < n; i++) {
      assertTrue(l[i][i] > 0, what);
      for (int j = 0; j < n; j++) {
        assertTrue(j <= i || l[i][j] == 0, what + ": L is not triangular");
        double size = Math.sqrt(exact[i][i]) * Math.sqrt(exact[j][j]);
        double error = Math.abs(product[i][j] - exact[i][j]);
        assertTrue(
            error <= BOUND * n * dtype.epsilon() * size + n * Float.MIN_VALUE,
            what + ": element " + i + ", " + j);
      }
    }
    assertTrue(cholesky.certificate(a).residual() < BOUND, what);
    return cholesky;
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void ratiosOfAnySize(DType dtype) {
    for (int n : MatrixKinds.ORDERS) {
      if (n > 0) {
        check(dtype, "n = " + n, geometric(n, 0.01));
      }
    }
    Cholesky empty = Cholesky.of(Tensor.zeros(dtype, 0, 0));
    assertEquals(0, empty.l().elements());
    assertEquals(1, empty.det());
    assertEquals(0, empty.inverse().elements());
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void gradedAndScaled(DType dtype) {
    int n = 70;
    double[][] values = geometric(n, 0.1);
    double decades = dtype == DType.F32 ? 15 : 120;
    for (int i = 0; i < n; i++) {
      double size = Math.pow(10, -decades * (i * 37 % n) / n);
      for (int j = 0; j < n; j++) {
        values[i][j] *= size;
        values[j][i] *= size;
      }
    }
    check(dtype, "graded", TestMatrices.symmetric(values));
    check(dtype, "hilbert", TestMatrices.hilbert(dtype == DType.F32 ? 4 : 9));
    Tensor a = Tensor.of(geometric(n, 0.1)).cast(dtype);
    int exponent = dtype == DType.F32 ? 126 : 1022;
    Tensor l = Cholesky.of(a).l();
    for (int e : new int[] {exponent, -exponent + 4}) {
      Tensor scaled = a.mul(Math.scalb(1.0, e));
      Tensor unscaled = Cholesky.of(scaled).l().mul(Math.scalb(1.0, -e / 2));
      assertTrue(unscaled.sub(l).abs().max() < 4 * dtype.epsilon(), "2^" + e);
    }
    assertTrue(l.mul(0x1p-20).contentEquals(Cholesky.of(a.mul(0x1p-40)).l()));
    Tensor odd = Cholesky.of(a.mul(0x1p-3)).l();
    assertTrue(odd.mul(Math.sqrt(8)).sub(l).abs().max() < 8 * dtype.epsilon());
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void solutionsAndInverses(DType dtype) {
    for (int n : new int[] {1, 5, 64, 131}) {
      double[][] values = geometric(n, 0.01);
      Tensor a = Tensor.of(values).cast(dtype);
      Tensor b = Tensor.randn(dtype, 3, n, 7);
      Cholesky cholesky = Cholesky.of(a);
      double ratio =
          MatrixKinds.solutionRatio(
              a.toDoubleMatrix(), cholesky.solve(b).toDoubleMatrix(), b.toDoubleMatrix(), dtype);
      assertTrue(ratio < BOUND, n + ": " + ratio);
      Tensor inverse = cholesky.inverse();
      assertTrue(inverse.contentEquals(inverse.transpose()), "not symmetric");
      double[][] error = Products.multiply(a.toDoubleMatrix(), inverse.toDoubleMatrix());
      for (int i = 0; i < n; i++) {
        error[i][i] -= 1;
      }
      assertTrue(Products.oneNorm(error) < 100 * BOUND * n * dtype.epsilon(), "n = " + n);
      assertEquals(Lu.of(a).logDet().log(), cholesky.logDet(), 100 * n * dtype.epsilon());
    }
  }

  @Test
  void determinantsOutOfRange() {
    Tensor a = Tensor.eye(DType.F64, 40).mul(1e-10);
    assertEquals(0, Cholesky.of(a).det());
    assertEquals(-400 * Math.log(10), Cholesky.of(a).logDet(), 1e-11);
    assertEquals(Double.POSITIVE_INFINITY, Cholesky.of(a.mul(1e20)).det());
  }

  @Test
  void otherMatricesSayWhatIsWrong() {
    Tensor indefinite = Tensor.of(new double[][] {{1, 2}, {2, 1}});
    String message =
        assertThrows(NotPositiveDefiniteException.class, () -> Cholesky.of(indefinite))
            .getMessage();
    assertEquals(
        "Cholesky: the matrix of shape (2, 2) is not positive definite: pivot 1 is -3.0; Lu solves"
            + " with any regular matrix",
        message);
    for (int n : new int[] {70, 200}) {
      double[][] values = geometric(n, 0.01);
      values[n - 3][n - 3] = -1;
      Tensor a = Tensor.of(values);
      message = assertThrows(NotPositiveDefiniteException.class, () -> Cholesky.of(a)).getMessage();
      assertTrue(message.contains("pivot " + (n - 3) + " is -"), message);
    }
    assertThrows(
        NotPositiveDefiniteException.class, () -> Cholesky.of(Tensor.zeros(DType.F32, 3, 3)));
    Tensor skew = Tensor.of(new double[][] {{1, 0.5}, {0, 1}});
    message = assertThrows(IllegalArgumentException.class, () -> Cholesky.of(skew)).getMessage();
    assertTrue(message.startsWith("Cholesky: matrix of shape (2, 2) is not symmetric"), message);
    assertThrows(ShapeException.class, () -> Cholesky.of(Tensor.zeros(DType.F64, 2, 3)));
    Tensor nan = Tensor.eye(DType.F64, 3);
    nan.set(Double.NaN, 2, 1);
    message = assertThrows(IllegalArgumentException.class, () -> Cholesky.of(nan)).getMessage();
    assertTrue(message.contains("element (2, 1)"), message);
    Cholesky cholesky = Cholesky.of(Tensor.eye(DType.F64, 3));
    assertThrows(ShapeException.class, () -> cholesky.solve(Tensor.of(1, 2)));
    assertThrows(ShapeException.class, () -> cholesky.certificate(Tensor.eye(DType.F64, 2)));
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void theSameBitsWhateverThreadsKernelsAndLayouts(DType dtype) {
    for (int n : new int[] {30, 300}) {
      Tensor a = Tensor.of(geometric(n, 0.01)).cast(dtype);
      Tensor b = Tensor.randn(dtype, 9, n, 300);
      List<Tensor[]> results =
          MatrixKinds.onAllEngines(
              () -> {
                Cholesky cholesky = Cholesky.of(a);
                PivotedCholesky pivoted = PivotedCholesky.of(a, 0);
                return new Tensor[] {
                  cholesky.l(), cholesky.solve(b), pivoted.u(), pivoted.permutation()
                };
              });
      for (Tensor[] result : results) {
        for (int i = 0; i < result.length; i++) {
          assertTrue(result[i].contentEquals(results.getFirst()[i]), n + ": result " + i);
        }
      }
      for (Tensor same : MatrixKinds.layouts(a)) {
        assertTrue(Cholesky.of(same).l().contentEquals(results.getFirst()[0]));
      }
    }
  }
}
