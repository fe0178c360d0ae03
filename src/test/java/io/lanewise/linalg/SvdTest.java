package io.lanewise.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lanewise.DType;
import io.lanewise.DTypeException;
import io.lanewise.Engine;
import io.lanewise.EngineOptions;
import io.lanewise.ShapeException;
import io.lanewise.Slice;
import io.lanewise.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SvdTest {

  @Test
  void twoByTwo() {
    Svd svd = Svd.of(Tensor.of(new double[][] {{3, 0}, {4, 5}}));
    assertArrayEquals(
        new double[] {3 * Math.sqrt(5), Math.sqrt(5)}, svd.s().toDoubleArray(), 2e-15);
    assertEquals(3 / Math.sqrt(10), svd.u().get(1, 0), 1e-15);
    assertEquals(1 / Math.sqrt(2), svd.vt().get(0, 1), 1e-15);
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void ratiosOfRandomMatricesOfAnyShape(DType dtype) {
    int[] sizes = {1, 2, 3, 7, 16, 31, 53};
    for (int m : sizes) {
      for (int n : sizes) {
        check(dtype, "random " + m + " x " + n, TestMatrices.random(m * 100 + n, m, n));
      }
    }
    check(dtype, "tall", TestMatrices.random(1, 997, 11));
    check(dtype, "wide", TestMatrices.random(1, 11, 997));
    check(dtype, "larger", TestMatrices.random(2, 211, 173));
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void ratiosOfSpecialMatrices(DType dtype) {
    for (int n : new int[] {1, 2, 5, 13, 40, 67}) {
      check(dtype, "zero " + n, new double[n][n + 2]);
      double[] values = new double[n];
      Arrays.fill(values, 1);
      check(dtype, "identity " + n, TestMatrices.diagonal(values));
      check(dtype, "orthogonal " + n, TestMatrices.withSingularValues(n, n, n, values));
      check(dtype, "hilbert " + n, TestMatrices.hilbert(n));
      check(dtype, "kahan " + n, TestMatrices.kahan(n, 0.9));
      for (double[] row : check(dtype, "ones " + n, ones(n + 3, n)).u().toDoubleMatrix()) {
        assertEquals(1 / Math.sqrt(n + 3), row[0], 10 * dtype.epsilon());
      }
      for (int i = 0; i < n; i++) {
        values[i] = i % 3;
      }
      check(dtype, "repeated " + n, TestMatrices.withSingularValues(n, n + 1, n, values));
      for (int i = 0; i < n; i++) {
        values[i] = i < n / 2 ? 1 + i : 0;
      }
      check(dtype, "rank deficient " + n, TestMatrices.withSingularValues(n, n, 2 * n, values));
      for (int i = 0; i < n; i++) {
        values[i] = Math.pow(10, -16.0 * i / n);
      }
      check(dtype, "graded " + n, TestMatrices.withSingularValues(n, n, n, values));
    }
    check(dtype, "wilkinson", TestMatrices.wilkinson(21));
    check(dtype, "rosser", TestMatrices.rosser());
    check(dtype, "indefinite symmetric", TestMatrices.randomSymmetric(3, 30));
    double[][] laeuchli = new double[20][19];
    Arrays.fill(laeuchli[0], 1);
    for (int i = 1; i < 20; i++) {
      laeuchli[i][i - 1] = 1e-9;
    }
    check(dtype, "laeuchli", laeuchli);
  }

  private static double[][] ones(int m, int n) {
    double[][] a = new double[m][n];
    for (double[] row : a) {
      Arrays.fill(row, 1);
    }
    return a;
  }

  private static Svd check(DType dtype, String what, double[][] values) {
    Tensor a = Tensor.of(values).cast(dtype);
    Tensor kept = a.copy();
    Svd svd = Svd.of(a);
    Ratios.check(a, svd, what + " " + dtype);
    assertTrue(a.contentEquals(kept), "the input was changed");
    return svd;
  }

  @Test
  void zeroColumnsAreCompletedExactly() {
    double[][] values = TestMatrices.random(5, 9, 6);
    for (double[] row : values) {
      row[1] = 0;
      row[4] = 0;
    }
    Svd svd = check(DType.F64, "zero columns", values);
    assertEquals(0, svd.s().get(4));
    assertEquals(0, svd.s().get(5));
    Tensor u = svd.u();
    Tensor error = u.transpose().matmul(u).sub(Tensor.eye(DType.F64, 6));
    assertTrue(error.abs().max() < 4 * DType.F64.epsilon());
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void nearOverflowAndUnderflow(DType dtype) {
    double[][] base = TestMatrices.random(4, 24, 20);
    double[] expected = Oracle.singularValues(base);
    int[] exponents =
        dtype == DType.F32 ? new int[] {122, -120, -60} : new int[] {1018, -1010, -600};
    for (int exponent : exponents) {
      Svd svd = check(dtype, "2^" + exponent, TestMatrices.scaled(base, Math.scalb(1.0, exponent)));
      double[] found = svd.s().toDoubleArray();
      for (int i = 0; i < expected.length; i++) {
        double value = Math.scalb(found[i], -exponent);
        assertEquals(expected[i], value, 100 * dtype.epsilon(), "value " + i);
      }
    }
    double huge = dtype == DType.F32 ? 1e37 : 1e300;
    check(dtype, "one huge", new double[][] {{huge, 1}, {1, 1 / huge}});
    double least = dtype == DType.F32 ? Float.MIN_VALUE : Double.MIN_VALUE;
    Svd tiny = Svd.of(Tensor.of(new double[][] {{0, 3 * least}, {4 * least, 0}}).cast(dtype));
    assertArrayEquals(new double[] {4 * least, 3 * least}, tiny.s().toDoubleArray());
    assertEquals(1, tiny.u().get(1, 0));
  }

  @Test
  void scalingByPowersOfTwoIsExact() {
    Tensor a = Tensor.of(TestMatrices.random(9, 17, 13)).cast(DType.F32);
    Svd svd = Svd.of(a);
    Svd scaled = Svd.of(a.mul(0x1p-90));
    assertTrue(svd.s().mul(0x1p-90).contentEquals(scaled.s()));
    assertTrue(svd.u().contentEquals(scaled.u()));
    assertTrue(svd.vt().contentEquals(scaled.vt()));
  }

  @Test
  void agreesWithTheOracle() {
    for (int n : new int[] {4, 11, 24}) {
      double[][] values = TestMatrices.random(n, n + 5, n);
      double[] expected = Oracle.singularValues(values);
      assertArrayEquals(
          expected, Svd.of(Tensor.of(values)).s().toDoubleArray(), n * 0x1p-52 * expected[0]);
    }
    // the smallest singular values of Hilbert's matrix of order 12 are below rounding errors
    double[] expected = Oracle.singularValues(TestMatrices.hilbert(12));
    double[] found = Svd.of(Tensor.of(TestMatrices.hilbert(12))).s().toDoubleArray();
    assertArrayEquals(expected, found, 12 * 0x1p-52 * expected[0]);
  }

  /**
   * {@code A = B D} with a well-conditioned B and columns over 15 decades: every singular value has
   * its digits.
   */
  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void gradedColumnsKeepHighRelativeAccuracy(DType dtype) {
    int n = 30;
    for (int order = 0; order < 3; order++) {
      double[][] b = TestMatrices.random(order, n + 15, n);
      for (double[] row : b) {
        for (int j = 0; j < n; j++) {
          int place = order == 0 ? j : order == 1 ? n - 1 - j : j * 7 % n;
          row[j] *= Math.pow(10, -15.0 * place / (n - 1));
        }
      }
      Tensor a = Tensor.of(b).cast(dtype);
      double[] expected = Oracle.singularValues(a.toDoubleMatrix());
      Svd svd = Svd.of(a);
      Ratios.check(a, svd, "graded columns");
      double[] found = svd.s().toDoubleArray();
      double bound = dtype == DType.F32 ? 5e-5 : 1e-13;
      for (int i = 0; i < n; i++) {
        assertEquals(1, found[i] / expected[i], bound, "order " + order + ", value " + i);
      }
      // rows of a wide matrix likewise
      double[] wide = Svd.of(a.transpose()).s().toDoubleArray();
      assertArrayEquals(found, wide);
    }
  }

  /**
   * {@code A = D B} and {@code A = D1 B D2}, whose rows and columns span many decades in any order:
   * what the sorting of rows and the pivoting are for.
   */
  @Test
  void gradedRowsAndColumnsKeepHighRelativeAccuracy() {
    int n = 26;
    for (int order = 0; order < 3; order++) {
      for (int decades : new int[] {15, 30}) {
        double[][] rows = TestMatrices.random(order, n, n);
        for (int i = 0; i < n; i++) {
          for (int j = 0; j < n; j++) {
            rows[i][j] *= Math.pow(10, -decades * place(order, i, n));
          }
        }
        // graded columns are what the oracle computes accurately
        compare(Oracle.singularValues(transposed(rows)), rows, "rows " + order);
      }
      double[][] both = TestMatrices.random(order, n, n);
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          both[i][j] *= Math.pow(10, -8 * place(order, i, n) - 8 * place((order + 1) % 3, j, n));
        }
      }
      compare(Oracle.singularValues(both), both, "rows and columns " + order);
    }
  }

  private static double place(int order, int i, int n) {
    int place = order == 0 ? i : order == 1 ? n - 1 - i : i * 7 % n;
    return place / (n - 1.0);
  }

  private static double[][] transposed(double[][] a) {
    return Tensor.of(a).transpose().toDoubleMatrix();
  }

  private static void compare(double[] expected, double[][] a, String what) {
    double[] found = check(DType.F64, what, a).s().toDoubleArray();
    for (int i = 0; i < expected.length; i++) {
      // the condition of B is at most a few hundred
      assertEquals(1, found[i] / expected[i], 1e-12, what + ", value " + i);
    }
  }

  /** Where rows come in blocks, sizes around them, and few columns left over. */
  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void ratiosOfBlockedMatrices(DType dtype) {
    for (int n : new int[] {95, 96, 97, 127, 160, 191, 300}) {
      check(dtype, "random " + n, TestMatrices.random(n, n, n));
    }
    int n = 131;
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      values[i] = Math.pow(10, -20.0 * i / n);
    }
    check(dtype, "graded", TestMatrices.withSingularValues(n, n + 9, n, values));
    for (int i = 0; i < n; i++) {
      values[i] = i < 100 ? 1 + i % 5 : 0;
    }
    check(dtype, "clusters and zeros", TestMatrices.withSingularValues(n, n, n + 9, values));
    check(dtype, "ones", ones(n, n));
    check(dtype, "kahan", TestMatrices.kahan(n, 0.9));
    check(dtype, "zero", new double[n][n]);
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void fullVectorsAreOrthogonalBases(DType dtype) {
    SvdOptions full = SvdOptions.auto().withVectors(SvdOptions.Vectors.FULL);
    for (int[] shape : new int[][] {{5, 3}, {3, 5}, {4, 4}, {1, 7}, {7, 1}, {130, 100}, {3, 0}}) {
      for (boolean deficient : new boolean[] {false, true}) {
        double[][] values = TestMatrices.random(3, shape[0], shape[1]);
        if (deficient) {
          for (double[] row : values) {
            Arrays.fill(row, 1);
          }
        }
        Tensor a = shape[1] == 0 ? Tensor.zeros(dtype, 3, 0) : Tensor.of(values).cast(dtype);
        Svd svd = Svd.of(a, full);
        long r = Math.min(shape[0], shape[1]);
        assertEquals(shape[0], svd.u().size(0));
        assertEquals(shape[0], svd.u().size(1));
        assertEquals(shape[1], svd.vt().size(0));
        assertEquals(shape[1], svd.vt().size(1));
        Certificate certificate = svd.certificate(a);
        assertTrue(certificate.orthogonality() < 30, certificate.toString());
        assertTrue(certificate.residual() < 30, certificate.toString());
        Svd thin = Svd.of(a);
        assertTrue(svd.s().contentEquals(thin.s()));
        Tensor first = svd.u().slice(Slice.all(), Slice.to(r));
        assertTrue(first.allClose(thin.u(), 0, 100 * dtype.epsilon()) || deficient);
      }
    }
  }

  /** Grading beyond what one can square in the type. */
  @Test
  void gradingBeyondTheRangeOfSquares() {
    double[][] b = TestMatrices.random(7, 12, 10);
    for (double[] row : b) {
      for (int j = 0; j < 10; j++) {
        row[j] *= Math.pow(10, -30.0 * j);
      }
    }
    double[] expected = Oracle.singularValues(scaledColumns(b, 10));
    double[] found = Svd.of(Tensor.of(b)).s().toDoubleArray();
    for (int i = 0; i < 10; i++) {
      // the oracle computes with columns closer together, which for such gaps changes next to
      // nothing
      assertEquals(expected[i], found[i] * Math.pow(10, 20.0 * i), 1e-13 * expected[i]);
    }
    // and farther than any arithmetic of the type reaches: still a decomposition
    double[][] extreme = {{1e37, 3e-40, 1e-3}, {2e37, 5e-40, 2e-3}, {1e36, 1e-40, 5e-3}};
    check(DType.F32, "extreme grading", extreme);
  }

  /** Multiplies column j by 10^(20 j): a grading of 10^30 per column becomes one of 10^10. */
  private static double[][] scaledColumns(double[][] b, int n) {
    double[][] result = new double[b.length][n];
    for (int i = 0; i < b.length; i++) {
      for (int j = 0; j < n; j++) {
        result[i][j] = b[i][j] * Math.pow(10, 20.0 * j);
      }
    }
    return result;
  }

  @Test
  void emptyMatrices() {
    for (long[] shape : new long[][] {{0, 0}, {0, 3}, {4, 0}}) {
      Tensor a = Tensor.zeros(DType.F64, shape);
      Svd svd = Svd.of(a);
      Ratios.check(a, svd, a.shape().toString());
      assertEquals(0, svd.s().elements());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void anyNumberOfThreadsAndAnyKernelsGiveTheSameBits(DType dtype) {
    // the second is large enough for its steps to be split
    for (int[] shape : new int[][] {{61, 45}, {8, 50021}}) {
      Tensor a = Tensor.of(TestMatrices.random(7, shape[0], shape[1])).cast(dtype);
      Svd svd = Svd.of(a);
      for (EngineOptions.Kernels kernels :
          List.of(EngineOptions.Kernels.AUTO, EngineOptions.Kernels.SCALAR)) {
        for (int threads : new int[] {1, 2, 5}) {
          EngineOptions options = EngineOptions.auto().withThreads(threads).withKernels(kernels);
          Svd same = Engine.cpu(options).call(() -> Svd.of(a));
          assertTrue(same.s().contentEquals(svd.s()), options.toString());
          assertTrue(same.u().contentEquals(svd.u()), options.toString());
          assertTrue(same.vt().contentEquals(svd.vt()), options.toString());
        }
      }
    }
  }

  @Test
  void theTransposeGivesTheTranspose() {
    Tensor a = Tensor.of(TestMatrices.random(12, 20, 14));
    Svd svd = Svd.of(a);
    Svd other = Svd.of(a.transpose());
    assertTrue(svd.s().contentEquals(other.s()));
    assertTrue(svd.u().abs().contentEquals(other.vt().transpose().abs()));
    assertTrue(svd.vt().abs().contentEquals(other.u().transpose().abs()));
  }

  @Test
  void errorsSayWhatIsWrong() {
    assertTrue(message(ShapeException.class, Tensor.of(1, 2)).contains("rank 1"));
    assertTrue(message(DTypeException.class, Tensor.zeros(DType.U8, 2, 2)).contains("cast"));
    Tensor bad = Tensor.ones(DType.F32, 3, 4);
    bad.set(Double.POSITIVE_INFINITY, 1, 3);
    bad.set(Double.NaN, 2, 0);
    String text = message(IllegalArgumentException.class, bad);
    assertTrue(text.contains("(1, 3)") && text.contains("Infinity"), text);
    assertThrows(IllegalArgumentException.class, () -> SvdOptions.auto().withTolerance(0.5));
    assertThrows(IllegalArgumentException.class, () -> SvdOptions.auto().withMaxSweeps(0));
  }

  private static String message(Class<? extends Throwable> type, Tensor a) {
    return assertThrows(type, () -> Svd.of(a)).getMessage();
  }

  @Test
  void tooFewSweepsAreAnErrorWithTheCertificate() {
    Tensor a = Tensor.of(TestMatrices.random(8, 40, 30));
    NoConvergenceException stopped =
        assertThrows(
            NoConvergenceException.class, () -> Svd.of(a, SvdOptions.auto().withMaxSweeps(2)));
    assertEquals(2, stopped.certificate().sweeps());
    assertFalse(stopped.certificate().converged());
  }

  @Test
  void theListenerHearsOfEverySweep() {
    List<Double> measures = new ArrayList<>();
    SvdOptions options = SvdOptions.auto().withListener((sweep, largest) -> measures.add(largest));
    Svd svd = Svd.of(Tensor.of(TestMatrices.random(8, 40, 30)), options);
    assertEquals(svd.certificate().sweeps(), measures.size());
    assertEquals(svd.certificate().remaining(), measures.getLast());
    assertTrue(measures.size() <= 12, measures.toString());
  }

  @Test
  void anInterruptInMidSweepCancels() {
    SvdOptions options =
        SvdOptions.auto().withListener((sweep, largest) -> Thread.currentThread().interrupt());
    try {
      CancellationException cancelled =
          assertThrows(
              CancellationException.class,
              () -> Svd.of(Tensor.of(TestMatrices.random(8, 40, 30)), options));
      assertTrue(cancelled.getMessage().contains("sweep 2"), cancelled.getMessage());
      assertTrue(Thread.currentThread().isInterrupted());
    } finally {
      Thread.interrupted();
    }
  }

  @Test
  void valuesOnly() {
    Tensor a = Tensor.of(TestMatrices.random(8, 40, 30));
    Svd svd = Svd.of(a, SvdOptions.auto().withVectors(SvdOptions.Vectors.NONE));
    assertTrue(svd.s().contentEquals(Svd.of(a).s()));
    assertThrows(IllegalStateException.class, svd::u);
    assertThrows(IllegalStateException.class, svd::vt);
  }

  @Test
  void theCertificateNoticesAWrongMatrix() {
    Tensor a = Tensor.of(TestMatrices.random(8, 10, 12));
    Svd svd = Svd.of(a);
    a.set(a.get(0, 0) + 1e-6, 0, 0);
    assertTrue(svd.certificate(a).residual() > 1e6);
    assertThrows(ShapeException.class, () -> svd.certificate(a.transpose()));
  }
}
