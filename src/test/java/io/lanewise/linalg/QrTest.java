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

class QrTest {
  private static final double BOUND = 30;

  @Test
  void twoByTwo() {
    Tensor a = Tensor.of(new double[][] {{3, 5}, {4, 0}});
    Qr qr = Qr.of(a);
    assertArrayEquals(new double[] {-5, -3, 0, -4}, qr.r().toDoubleArray(), 1e-15);
    assertArrayEquals(new double[] {-0.6, -0.8, -0.8, 0.6}, qr.q().toDoubleArray(), 1e-15);
    assertArrayEquals(new long[] {0, 1}, qr.permutation().toLongArray());
    assertArrayEquals(new double[] {1, 2}, qr.solve(Tensor.of(13, 4)).toDoubleArray(), 1e-15);
    assertEquals("Qr[2 x 2, F64]", qr.toString());
    Qr pivoted = Qr.pivoted(Tensor.of(new double[][] {{1, 0}, {0, 2}}));
    assertArrayEquals(new long[] {1, 0}, pivoted.permutation().toLongArray());
    assertEquals("Qr[2 x 2, F64, pivoted, rank 2]", pivoted.toString());
  }

  /** Checks the factorisation and its certificate. */
  private static Qr check(DType dtype, String what, double[][] values, boolean pivoted) {
    Tensor a = Tensor.of(values).cast(dtype);
    Tensor kept = a.copy();
    Qr qr = pivoted ? Qr.pivoted(a) : Qr.of(a);
    assertTrue(a.contentEquals(kept), what + ": the input was changed");
    int m = (int) a.size(0);
    int n = (int) a.size(1);
    long r = Math.min(m, n);
    assertEquals("(" + m + ", " + r + ")", qr.q().shape().toString(), what);
    assertEquals("(" + r + ", " + n + ")", qr.r().shape().toString(), what);
    assertEquals(dtype, qr.q().dtype());
    assertEquals(dtype, qr.r().dtype());
    double unit = Math.scalb(1.0, -Math.getExponent(Math.max(a.max(), -a.min())));
    double[][] exact = TestMatrices.scaled(a.toDoubleMatrix(), unit);
    double[][] triangle = TestMatrices.scaled(qr.r().toDoubleMatrix(), unit);
    long[] permutation = qr.permutation().toLongArray();
    double[][] exchanged = new double[m][n];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        exchanged[i][j] = exact[i][(int) permutation[j]];
      }
    }
    for (int i = 0; i < r; i++) {
      for (int j = 0; j < i; j++) {
        assertEquals(0, triangle[i][j], what + ": R is not triangular");
      }
      if (pivoted && i > 0) {
        double before = Math.abs(triangle[i - 1][i - 1]);
        assertTrue(
            Math.abs(triangle[i][i]) <= before * (1 + 1e3 * dtype.epsilon()) + 1e-300,
            what + ": the diagonal rises at " + i);
      }
    }
    double[][] product = Products.multiply(qr.q().toDoubleMatrix(), triangle);
    double residual = Products.residual(exchanged, product, dtype);
    assertTrue(residual < BOUND, what + ": residual " + residual);
    double orthogonality = Products.orthogonality(qr.q().transpose());
    assertTrue(orthogonality < BOUND, what + ": orthogonality " + orthogonality);
    Certificate certificate = qr.certificate(a);
    assertTrue(certificate.residual() < BOUND, what + ": " + certificate);
    assertTrue(certificate.orthogonality() < BOUND, what + ": " + certificate);
    assertTrue(certificate.converged());
    return qr;
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void ratiosOfRandomMatricesOfAnyShape(DType dtype) {
    for (int n : MatrixKinds.ORDERS) {
      if (n > 0) {
        check(dtype, "random " + n, TestMatrices.random(n, n, n), false);
        check(dtype, "pivoted random " + n, TestMatrices.random(n, n, n), true);
      }
    }
    int[] sizes = {1, 2, 7, 16, 31, 65, 131};
    for (int m : sizes) {
      for (int n : sizes) {
        check(dtype, m + " x " + n, TestMatrices.random(m * 100 + n, m, n), m % 2 == 0);
      }
    }
    check(dtype, "tall", TestMatrices.random(1, 997, 11), false);
    check(dtype, "wide", TestMatrices.random(1, 11, 997), true);
    for (long[] shape : new long[][] {{0, 0}, {0, 3}, {3, 0}}) {
      Tensor a = Tensor.zeros(dtype, shape);
      assertEquals(0, Qr.of(a).r().elements());
      assertEquals(0, Qr.pivoted(a).q().elements());
      assertEquals(shape[0], Qr.of(a).fullQ().size(0));
      assertEquals(0, Qr.pivoted(a).rank());
      assertEquals(shape[1], Qr.pivoted(a).solve(Tensor.zeros(dtype, shape[0])).size(0));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void ratiosOfSpecialMatrices(DType dtype) {
    for (int n : new int[] {5, 40, 67}) {
      for (Map.Entry<String, double[][]> kind : MatrixKinds.square(dtype, n).entrySet()) {
        check(dtype, kind.getKey() + " " + n, kind.getValue(), false);
        check(dtype, "pivoted " + kind.getKey() + " " + n, kind.getValue(), true);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void theWholeQ(DType dtype) {
    for (int[] size : new int[][] {{1, 1}, {9, 4}, {70, 65}, {140, 3}, {20, 31}}) {
      Tensor a = Tensor.randn(dtype, 3, size[0], size[1]);
      Qr qr = Qr.of(a);
      Tensor full = qr.fullQ();
      assertEquals(size[0], full.size(1));
      assertTrue(Products.orthogonality(full.transpose()) < BOUND);
      Tensor thin = full.slice(Slice.all(), Slice.to(Math.min(size[0], size[1])));
      assertTrue(thin.sub(qr.q()).abs().max() <= 4 * dtype.epsilon());
      Tensor b = Tensor.randn(dtype, 4, size[0], 5);
      double[][] expected = Products.multiply(full.toDoubleMatrix(), b.toDoubleMatrix());
      Tensor product = qr.multiplyQ(b);
      assertTrue(Products.residual(expected, product.toDoubleMatrix(), dtype) < BOUND);
      Tensor back = qr.multiplyQt(product);
      assertTrue(Products.residual(b.toDoubleMatrix(), back.toDoubleMatrix(), dtype) < BOUND);
      Tensor column = b.slice(Slice.all(), Slice.at(2));
      assertEquals(1, qr.multiplyQ(column).rank());
      Tensor difference = qr.multiplyQ(column).sub(product.slice(Slice.all(), Slice.at(2)));
      assertTrue(difference.abs().max() <= 100 * dtype.epsilon());
    }
  }

  /** The residual of a least squares solution is orthogonal to the columns. */
  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void leastSquares(DType dtype) {
    for (int[] size : new int[][] {{5, 5}, {7, 3}, {100, 31}, {200, 130}, {1, 1}}) {
      Tensor a = Tensor.randn(dtype, 3, size[0], size[1]);
      Tensor b = Tensor.randn(dtype, 4, size[0], 3);
      for (Qr qr : new Qr[] {Qr.of(a), Qr.pivoted(a)}) {
        double[][] x = qr.solve(b).toDoubleMatrix();
        checkOrthogonal(a, x, b);
      }
    }
  }

  private static void checkOrthogonal(Tensor a, double[][] x, Tensor b) {
    double[][] exact = a.toDoubleMatrix();
    double[][] residual = Products.minus(b.toDoubleMatrix(), Products.multiply(exact, x));
    double[][] product = Products.multiply(TestMatrices.transposed(exact), residual);
    double norm = Products.oneNorm(exact);
    double size = norm * (norm * Products.oneNorm(x) + Products.oneNorm(b.toDoubleMatrix()));
    double ratio = Products.oneNorm(product) / (size * exact.length * a.dtype().epsilon());
    assertTrue(ratio < BOUND, a.shape() + ": " + ratio);
  }

  /** Of all solutions the shortest is in the row space. */
  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void theShortestSolutionWhereColumnsDepend(DType dtype) {
    for (int[] size : new int[][] {{3, 7}, {31, 90}, {60, 50}, {90, 90}}) {
      int m = size[0];
      int n = size[1];
      int rank = Math.min(m, n) * 2 / 3;
      double[] values = new double[Math.min(m, n)];
      for (int i = 0; i < rank; i++) {
        values[i] = 1 + i % 4;
      }
      Tensor a = Tensor.of(TestMatrices.withSingularValues(n, m, n, values)).cast(dtype);
      Qr qr = Qr.pivoted(a);
      double relative = 1e3 * dtype.epsilon();
      assertEquals(rank, qr.rank(relative), a.shape().toString());
      Tensor b = Tensor.randn(dtype, 4, m, 2);
      Tensor x = Qr.pivoted(a).solve(b);
      checkOrthogonal(a, x.toDoubleMatrix(), b);
      Tensor shortest = Linalg.pinv(a, relative).matmul(b);
      if (qr.rank() == rank) {
        double difference = x.sub(shortest).norm() / shortest.norm();
        assertTrue(difference < 1e3 * n * dtype.epsilon(), a.shape() + ": " + difference);
      }
    }
    Tensor wide = Tensor.randn(dtype, 1, 20, 50);
    Tensor b = Tensor.randn(dtype, 2, 20);
    Tensor x = Qr.pivoted(wide).solve(b);
    Tensor shortest = Linalg.pinv(wide).matmul(b);
    assertTrue(x.sub(shortest).norm() < 1e3 * dtype.epsilon() * shortest.norm());
    Tensor zero = Qr.pivoted(Tensor.zeros(dtype, 5, 4)).solve(Tensor.ones(dtype, 5));
    assertArrayEquals(new double[4], zero.toDoubleArray());
  }

  @Test
  void dependentColumnsWithoutPivotingAreAnError() {
    Tensor a = Tensor.of(new double[][] {{1, 2}, {2, 4}, {0, 0}});
    SingularMatrixException e =
        assertThrows(SingularMatrixException.class, () -> Qr.of(a).solve(Tensor.of(1, 2, 3)));
    assertEquals(
        "Qr.solve: of the 2 columns of a matrix with 3 rows only 1 are independent;"
            + " Qr.pivoted(a) gives the shortest of the solutions",
        e.getMessage());
    assertThrows(
        SingularMatrixException.class,
        () -> Qr.of(Tensor.ones(DType.F64, 1, 2)).solve(Tensor.of(1.0)));
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void nearOverflowAndUnderflow(DType dtype) {
    double huge = dtype == DType.F32 ? 0x1p126 : 0x1p1022;
    double tiny = dtype == DType.F32 ? 0x1p-145 : 0x1p-1070;
    Tensor a = Tensor.of(new double[][] {{3 * tiny, 0}, {4 * tiny, 5 * tiny}}).cast(dtype);
    assertArrayEquals(
        new double[] {-5 * tiny, -4 * tiny, 0, 3 * tiny}, Qr.of(a).r().toDoubleArray());
    Tensor large = Tensor.of(new double[][] {{huge, 0}, {huge, huge}, {huge, 0}}).cast(dtype);
    Tensor x = Qr.pivoted(large).solve(Tensor.of(huge, 2 * (huge / 2), huge).cast(dtype));
    assertArrayEquals(new double[] {1, 0}, x.toDoubleArray(), 8 * dtype.epsilon());
    Tensor mixed = Tensor.of(new double[][] {{huge, 0}, {0, tiny * 0x1p12}}).cast(dtype);
    assertEquals(0x1p12 * tiny, Math.abs(Qr.of(mixed).r().get(1, 1)));
    assertEquals(1, Qr.pivoted(mixed).rank());
    assertEquals(2, Qr.pivoted(mixed).rank(0));
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void scalingAndExchangingColumns(DType dtype) {
    Tensor a = Tensor.randn(dtype, 5, 120, 93);
    assertTrue(Qr.of(a).q().contentEquals(Qr.of(a.mul(0x1p-60)).q()));
    assertTrue(Qr.of(a).r().mul(0x1p-60).contentEquals(Qr.of(a.mul(0x1p-60)).r()));
    Tensor reversed = a.slice(Slice.all(), Slice.range(-1, -94, -1));
    assertTrue(Qr.pivoted(a).r().contentEquals(Qr.pivoted(reversed).r()));
    double[] order = Qr.pivoted(reversed).permutation().cast(DType.F64).rsub(92).toDoubleArray();
    assertArrayEquals(order, Qr.pivoted(a).permutation().cast(DType.F64).toDoubleArray());
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void theSameBitsWhateverThreadsKernelsAndLayouts(DType dtype) {
    for (int n : new int[] {30, 300}) {
      Tensor a = Tensor.randn(dtype, 8, n + 7, n);
      Tensor b = Tensor.randn(dtype, 9, n + 7, 20);
      List<Tensor[]> results =
          MatrixKinds.onAllEngines(
              () -> {
                Qr qr = Qr.of(a);
                Qr pivoted = Qr.pivoted(a);
                return new Tensor[] {
                  qr.q(), qr.r(), qr.solve(b), pivoted.q(), pivoted.r(), pivoted.permutation()
                };
              });
      for (Tensor[] result : results) {
        for (int i = 0; i < result.length; i++) {
          assertTrue(result[i].contentEquals(results.getFirst()[i]), n + ": result " + i);
        }
      }
      for (Tensor same : MatrixKinds.layouts(a)) {
        assertTrue(Qr.of(same).r().contentEquals(results.getFirst()[1]));
        assertTrue(Qr.pivoted(same).r().contentEquals(results.getFirst()[4]));
      }
    }
  }

  @Test
  void ranks() {
    double[] values = {1, 1e-3, 1e-9, 1e-14, 0, 0};
    Tensor a = Tensor.of(TestMatrices.withSingularValues(1, 9, 6, values));
    assertEquals(4, Qr.pivoted(a).rank());
    assertEquals(3, Qr.pivoted(a).rank(1e-11));
    assertEquals(1, Qr.pivoted(a).rank(0.1));
    assertEquals(0, Qr.pivoted(Tensor.zeros(DType.F64, 3, 4)).rank());
  }

  @Test
  void errors() {
    Tensor a = Tensor.randn(DType.F64, 1, 4, 3);
    assertThrows(ShapeException.class, () -> Qr.of(Tensor.of(1, 2)));
    assertThrows(DTypeException.class, () -> Qr.pivoted(a.cast(DType.I32)));
    Qr qr = Qr.of(a);
    assertThrows(ShapeException.class, () -> qr.solve(Tensor.of(1, 2, 3)));
    assertThrows(ShapeException.class, () -> qr.multiplyQ(Tensor.of(1, 2, 3)));
    assertThrows(ShapeException.class, () -> qr.multiplyQt(Tensor.zeros(DType.F64, 3, 4)));
    assertThrows(DTypeException.class, () -> qr.multiplyQt(Tensor.zeros(DType.F32, 4)));
    assertThrows(ShapeException.class, () -> qr.certificate(Tensor.zeros(DType.F64, 3, 4)));
    a.set(Double.NEGATIVE_INFINITY, 3, 1);
    String message = assertThrows(IllegalArgumentException.class, () -> Qr.of(a)).getMessage();
    assertTrue(message.startsWith("Qr: element (3, 1) of (4, 3) is -Infinity"), message);
  }
}
