package io.lanewise.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lanewise.DType;
import io.lanewise.DTypeException;
import io.lanewise.ShapeException;
import io.lanewise.Slice;
import io.lanewise.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LuTest {
  private static final double BOUND = 30;

  @Test
  void threeByThree() {
    Tensor a = Tensor.of(new double[][] {{1, 2, 4}, {2, 8, 2}, {4, 4, 4}});
    Lu lu = Lu.of(a);
    assertArrayEquals(new long[] {2, 1, 0}, lu.permutation().toLongArray());
    assertArrayEquals(new double[] {1, 0, 0, 0.5, 1, 0, 0.25, 1 / 6.0, 1}, lu.l().toDoubleArray());
    assertArrayEquals(new double[] {4, 4, 4, 0, 6, 0, 0, 0, 3}, lu.u().toDoubleArray());
    assertEquals(-72, lu.det());
    assertEquals(-1, lu.logDet().sign());
    assertEquals(Math.log(72), lu.logDet().log(), 1e-15);
    assertArrayEquals(
        new double[] {1, 2, 3}, lu.solve(Tensor.of(17, 24, 24)).toDoubleArray(), 1e-15);
    assertEquals("Lu[3 x 3, F64]", lu.toString());
  }

  /** Checks the factorisation and its certificate. */
  private static Lu check(DType dtype, String what, double[][] values) {
    Tensor a = tensor(dtype, values);
    Tensor kept = a.copy();
    Lu lu = Lu.of(a);
    assertTrue(a.contentEquals(kept), what + ": the input was changed");
    int m = (int) a.size(0);
    int n = (int) a.size(1);
    long r = Math.min(m, n);
    assertEquals("(" + m + ", " + r + ")", lu.l().shape().toString(), what);
    assertEquals("(" + r + ", " + n + ")", lu.u().shape().toString(), what);
    assertEquals(dtype, lu.l().dtype());
    assertEquals(dtype, lu.u().dtype());
    if (a.elements() == 0) {
      return lu;
    }
    // out of the way of overflow in the products
    double unit = Math.scalb(1.0, -Math.getExponent(Math.max(a.max(), -a.min())));
    double[][] exact = TestMatrices.scaled(a.toDoubleMatrix(), unit);
    double[][] l = lu.l().toDoubleMatrix();
    double[][] u = TestMatrices.scaled(lu.u().toDoubleMatrix(), unit);
    long[] permutation = lu.permutation().toLongArray();
    double[][] exchanged = new double[m][];
    for (int i = 0; i < m; i++) {
      exchanged[i] = exact[(int) permutation[i]];
      for (int j = 0; j < r; j++) {
        assertTrue(Math.abs(l[i][j]) <= 1, what + ": element of L " + l[i][j]);
        assertTrue(i < j ? l[i][j] == 0 : i != j || l[i][j] == 1, what + ": L is not triangular");
      }
    }
    for (int i = 0; i < r; i++) {
      for (int j = 0; j < i; j++) {
        assertEquals(0, u[i][j], what + ": U is not triangular");
      }
    }
    double residual = Products.residual(exchanged, Products.multiply(l, u), dtype);
    assertTrue(residual < BOUND, what + ": residual " + residual);
    assertTrue(lu.certificate(a).residual() < BOUND, what + ": " + lu.certificate(a));
    return lu;
  }

  private static Tensor tensor(DType dtype, double[][] values) {
    return values.length == 0 ? Tensor.zeros(dtype, 0, 0) : Tensor.of(values).cast(dtype);
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void ratiosOfRandomMatricesOfAnyShape(DType dtype) {
    for (int n : MatrixKinds.ORDERS) {
      check(dtype, "random " + n, TestMatrices.random(n, n, n));
    }
    int[] sizes = {1, 2, 7, 16, 31, 65, 131};
    for (int m : sizes) {
      for (int n : sizes) {
        check(dtype, m + " x " + n, TestMatrices.random(m * 100 + n, m, n));
      }
    }
    check(dtype, "tall", TestMatrices.random(1, 997, 11));
    check(dtype, "wide", TestMatrices.random(1, 11, 997));
    assertEquals(0, Lu.of(Tensor.zeros(dtype, 0, 3)).l().elements());
    assertEquals("(3, 0)", Lu.of(Tensor.zeros(dtype, 3, 0)).l().shape().toString());
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void ratiosOfSpecialMatrices(DType dtype) {
    for (int n : new int[] {5, 40, 67}) {
      for (Map.Entry<String, double[][]> kind : MatrixKinds.square(dtype, n).entrySet()) {
        check(dtype, kind.getKey() + " " + n, kind.getValue());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void solutionsHaveSmallResiduals(DType dtype) {
    for (int n : new int[] {1, 2, 7, 31, 64, 65, 131, 300}) {
      for (int k : new int[] {1, 3, 40}) {
        Tensor a = Tensor.randn(dtype, n, n, n);
        Tensor b = Tensor.randn(dtype, k, n, k);
        Tensor x = Lu.of(a).solve(b);
        assertEquals(b.shape(), x.shape());
        double ratio =
            MatrixKinds.solutionRatio(
                a.toDoubleMatrix(), x.toDoubleMatrix(), b.toDoubleMatrix(), dtype);
        assertTrue(ratio < BOUND, n + ", " + k + ": " + ratio);
        Tensor one = Lu.of(a).solve(b.slice(Slice.all(), Slice.at(0)));
        assertEquals(1, one.rank());
        Tensor difference = one.sub(x.slice(Slice.all(), Slice.at(0))).abs();
        assertTrue(difference.max() <= 1e4 * n * dtype.epsilon() * x.abs().max());
      }
    }
    assertEquals(
        "(0)", Lu.of(Tensor.zeros(dtype, 0, 0)).solve(Tensor.zeros(dtype, 0)).shape().toString());
    assertEquals(
        "(3, 0)", Lu.of(Tensor.eye(dtype, 3)).solve(Tensor.zeros(dtype, 3, 0)).shape().toString());
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void solutionsAreAsAccurateAsTheConditionAllows(DType dtype) {
    for (int n : new int[] {3, 13, 37}) {
      Tensor a = Tensor.randn(dtype, n, n, n);
      Tensor b = Tensor.randn(dtype, 9, n);
      double[] exact = LinearOracle.solve(a.toDoubleMatrix(), b.toDoubleArray());
      Lu lu = Lu.of(a);
      double[] x = lu.solve(b).toDoubleArray();
      double largest = 0;
      double error = 0;
      for (int i = 0; i < n; i++) {
        largest = Math.max(largest, Math.abs(exact[i]));
        error = Math.max(error, Math.abs(exact[i] - x[i]));
      }
      assertTrue(error / largest < n * dtype.epsilon() * lu.conditionEstimate());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void nearOverflowAndUnderflow(DType dtype) {
    double huge = dtype == DType.F32 ? 0x1p126 : 0x1p1022;
    double tiny = dtype == DType.F32 ? 0x1p-148 : 0x1p-1073;
    Tensor a = Tensor.of(new double[][] {{2 * tiny, tiny}, {tiny, 2 * tiny}}).cast(dtype);
    Tensor x = Lu.of(a).solve(Tensor.of(4 * tiny, 5 * tiny).cast(dtype));
    assertArrayEquals(new double[] {1, 2}, x.toDoubleArray(), 4 * dtype.epsilon());
    Tensor large = Tensor.of(new double[][] {{huge, huge}, {huge, -huge}}).cast(dtype);
    x = Lu.of(large).solve(Tensor.of(huge, 0).cast(dtype));
    assertArrayEquals(new double[] {0.5, 0.5}, x.toDoubleArray(), 2 * dtype.epsilon());
    x = Lu.of(large).solve(Tensor.of(tiny * 0x1p10, 0).cast(dtype));
    assertEquals(0, x.get(0)); // underflows, as the solution does
    Tensor mixed = Tensor.of(new double[][] {{huge, 0}, {0, 0x1p12 * tiny}}).cast(dtype);
    x = Lu.of(mixed).solve(Tensor.of(huge, 0).cast(dtype));
    assertArrayEquals(new double[] {1, 0}, x.toDoubleArray());
  }

  @Test
  void determinantsOutOfRange() {
    Tensor a = Tensor.eye(DType.F64, 40).mul(1e-10);
    assertEquals(0, Lu.of(a).det());
    assertEquals(-400 * Math.log(10), Lu.of(a).logDet().log(), 1e-11);
    assertEquals(1, Lu.of(a).logDet().sign());
    Tensor b = Tensor.eye(DType.F64, 40).mul(-1e10);
    b.set(1e10, 0, 0);
    assertEquals(Double.NEGATIVE_INFINITY, Lu.of(b).det());
    assertEquals(400 * Math.log(10), Lu.of(b).logDet().log(), 1e-11);
    assertEquals(-1, Lu.of(b).logDet().sign());
    Tensor mixed = Tensor.diag(Tensor.of(1e200, 1e200, 1e-200, 1e-200, 3));
    assertEquals(3, Lu.of(mixed).det(), 1e-14);
    assertEquals(1, Lu.of(Tensor.zeros(DType.F64, 0, 0)).det());
    assertEquals(0, Lu.of(Tensor.zeros(DType.F64, 0, 0)).logDet().log());
  }

  @Test
  void aSingularMatrixNamesItsPivot() {
    Tensor a = Tensor.of(new double[][] {{1, 2, 3}, {2, 4, 7}, {4, 8, 1}});
    Lu lu = Lu.of(a);
    assertEquals(0, lu.det());
    assertEquals(0, lu.logDet().sign());
    assertEquals(Double.NEGATIVE_INFINITY, lu.logDet().log());
    assertEquals(Double.POSITIVE_INFINITY, lu.conditionEstimate());
    SingularMatrixException e =
        assertThrows(SingularMatrixException.class, () -> lu.solve(Tensor.of(1, 2, 3)));
    assertEquals(1, e.pivot());
    assertEquals(
        "Lu.solve: the matrix of shape (3, 3) is singular: pivot 1 is zero, column 1 depends on"
            + " those before it; Linalg.leastSquares gives the shortest of the best solutions",
        e.getMessage());
    assertEquals(1, assertThrows(SingularMatrixException.class, lu::inverse).pivot());
    Lu zero = Lu.of(Tensor.zeros(DType.F32, 100, 100));
    assertEquals(0, assertThrows(SingularMatrixException.class, zero::inverse).pivot());
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void inverses(DType dtype) {
    for (int n : new int[] {0, 1, 5, 64, 97}) {
      Tensor a = Tensor.randn(dtype, n, n, n);
      Lu lu = Lu.of(a);
      Tensor inverse = lu.inverse();
      if (n > 0) {
        double[][] product = Products.multiply(a.toDoubleMatrix(), inverse.toDoubleMatrix());
        for (int i = 0; i < n; i++) {
          product[i][i] -= 1;
        }
        double scale =
            Products.oneNorm(a.toDoubleMatrix()) * Products.oneNorm(inverse.toDoubleMatrix());
        double ratio = Products.oneNorm(product) / (n * dtype.epsilon() * scale);
        assertTrue(ratio < BOUND, n + ": " + ratio);
        assertTrue(lu.conditionEstimate() <= 1.01 * scale, n + ": " + lu.conditionEstimate());
        assertTrue(lu.conditionEstimate() >= scale / 3, n + ": " + lu.conditionEstimate());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void scalingByPowersOfTwoIsExact(DType dtype) {
    Tensor a = Tensor.randn(dtype, 5, 93, 93);
    Tensor b = Tensor.randn(dtype, 6, 93);
    Lu lu = Lu.of(a);
    Lu scaled = Lu.of(a.mul(0x1p-60));
    assertTrue(lu.l().contentEquals(scaled.l()));
    assertTrue(lu.u().mul(0x1p-60).contentEquals(scaled.u()));
    assertTrue(lu.solve(b).mul(0x1p60).contentEquals(scaled.solve(b)));
    assertTrue(lu.solve(b).mul(0x1p-20).contentEquals(lu.solve(b.mul(0x1p-20))));
    assertEquals(lu.logDet().log() - 93 * 60 * Math.log(2), scaled.logDet().log(), 1e-10);
  }

  @Test
  void permutedRowsHaveTheSameFactors() {
    Tensor a = Tensor.randn(DType.F64, 7, 150, 150);
    Tensor reversed = a.slice(Slice.range(-1, -151, -1), Slice.all());
    assertTrue(Lu.of(a).u().contentEquals(Lu.of(reversed).u()));
    assertTrue(Lu.of(a).l().contentEquals(Lu.of(reversed).l()));
    assertEquals(Lu.of(a).det(), Math.pow(-1, 75) * Lu.of(reversed).det());
    double det = Lu.of(a).logDet().log();
    assertEquals(det, Lu.of(a.transpose()).logDet().log(), 1e-11);
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void theSameBitsWhateverThreadsKernelsAndLayouts(DType dtype) {
    for (int n : new int[] {30, 300}) {
      Tensor a = Tensor.randn(dtype, 8, n, n);
      Tensor b = Tensor.randn(dtype, 9, n, 300);
      List<Tensor[]> results =
          MatrixKinds.onAllEngines(
              () -> {
                Lu lu = Lu.of(a);
                return new Tensor[] {lu.l(), lu.u(), lu.solve(b)};
              });
      for (Tensor[] result : results) {
        for (int i = 0; i < result.length; i++) {
          assertTrue(result[i].contentEquals(results.getFirst()[i]), n + ": result " + i);
        }
      }
      for (Tensor same : MatrixKinds.layouts(a)) {
        assertTrue(Lu.of(same).u().contentEquals(results.getFirst()[1]));
      }
      for (Tensor same : MatrixKinds.layouts(b)) {
        assertTrue(Lu.of(a).solve(same).contentEquals(results.getFirst()[2]));
      }
    }
  }

  @Test
  void growthOutOfRangeIsAnError() {
    int n = 140;
    double[][] values = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        values[i][j] = -1;
      }
      values[i][i] = 1;
      values[i][n - 1] = 1;
    }
    Tensor a = Tensor.of(values);
    assertEquals(0x1p139, Lu.of(a).u().get(n - 1, n - 1));
    ArithmeticException e = assertThrows(ArithmeticException.class, () -> Lu.of(a.cast(DType.F32)));
    assertTrue(e.getMessage().contains("Qr"), e.getMessage());
  }

  private static String message(Class<? extends Exception> type, Runnable work) {
    return assertThrows(type, work::run).getMessage();
  }

  @Test
  void errors() {
    Tensor a = Tensor.randn(DType.F64, 1, 3, 3);
    assertTrue(
        message(ShapeException.class, () -> Lu.of(Tensor.of(1, 2))).startsWith("Lu: shape (2)"));
    assertTrue(
        message(DTypeException.class, () -> Lu.of(a.cast(DType.I64))).contains("storage only"));
    a.set(Double.NaN, 1, 2);
    assertTrue(message(IllegalArgumentException.class, () -> Lu.of(a)).contains("element (1, 2)"));
    Lu lu = Lu.of(Tensor.eye(DType.F64, 3));
    assertEquals(
        "Lu.solve: right side of shape (2) has 2 rows, but the matrix 3",
        message(ShapeException.class, () -> lu.solve(Tensor.of(1, 2))));
    assertEquals(
        "Lu.solve: right side of shape (2, 3) has 2 rows, but the matrix 3; did you mean"
            + " b.transpose()?",
        message(ShapeException.class, () -> lu.solve(Tensor.zeros(DType.F64, 2, 3))));
    assertTrue(
        message(DTypeException.class, () -> lu.solve(Tensor.zeros(DType.F32, 3)))
            .contains("cast(DType.F64)"));
    assertTrue(
        message(
                IllegalArgumentException.class,
                () -> lu.solve(Tensor.of(1, Double.POSITIVE_INFINITY, 2)))
            .contains("right side: element (1, 0)"));
    Lu wide = Lu.of(Tensor.zeros(DType.F64, 2, 3));
    assertTrue(message(ShapeException.class, wide::det).contains("not square"));
    assertTrue(message(ShapeException.class, wide::logDet).contains("not square"));
    assertTrue(message(ShapeException.class, wide::inverse).contains("not square"));
    assertTrue(message(ShapeException.class, wide::conditionEstimate).contains("not square"));
    assertTrue(
        message(ShapeException.class, () -> wide.solve(Tensor.of(1, 2))).contains("not square"));
    assertTrue(
        message(ShapeException.class, () -> wide.certificate(Tensor.zeros(DType.F64, 3, 2)))
            .contains("(2, 3) was decomposed"));
  }
}
