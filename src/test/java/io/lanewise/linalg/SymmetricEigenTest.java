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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SymmetricEigenTest {

  @Test
  void twoByTwo() {
    SymmetricEigen e = SymmetricEigen.of(Tensor.of(new double[][] {{4, 1}, {1, 3}}));
    double root = Math.sqrt(5);
    assertArrayEquals(
        new double[] {(7 + root) / 2, (7 - root) / 2}, e.values().toDoubleArray(), 1e-15);
    assertEquals(4.618, e.values().get(0), 5e-4);
    assertEquals(2.382, e.values().get(1), 5e-4);
    double golden = (1 + root) / 2;
    double length = Math.hypot(golden, 1);
    assertEquals(golden / length, e.vectors().get(0, 0), 1e-15);
    assertEquals(1 / length, e.vectors().get(1, 0), 1e-15);
    assertEquals(-1 / length, e.vectors().get(0, 1), 1e-15);
    assertEquals(golden / length, e.vectors().get(1, 1), 1e-15);
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void ratiosOfManyMatrices(DType dtype) {
    for (int n : new int[] {1, 2, 3, 5, 8, 13, 31, 64, 97}) {
      check(dtype, "random " + n, TestMatrices.randomSymmetric(n, n));
      check(dtype, "zero " + n, new double[n][n]);
      double[] ones = new double[n];
      Arrays.fill(ones, 1);
      check(dtype, "identity " + n, TestMatrices.diagonal(ones));
      check(dtype, "hilbert " + n, TestMatrices.hilbert(n));
      double[][] all = new double[n][n];
      for (double[] row : all) {
        Arrays.fill(row, -1);
      }
      check(dtype, "rank one " + n, all);
      double[] values = new double[n];
      for (int i = 0; i < n; i++) {
        values[i] = i % 3 - 1;
      }
      check(dtype, "repeated " + n, TestMatrices.withEigenvalues(n, values));
      for (int i = 0; i < n; i++) {
        values[i] = Math.pow(10, -16.0 * i / n) * (i % 2 == 0 ? 1 : -1);
      }
      check(dtype, "graded indefinite " + n, TestMatrices.withEigenvalues(n, values));
    }
    check(dtype, "wilkinson", TestMatrices.wilkinson(21));
    check(dtype, "rosser", TestMatrices.rosser());
    double[][] exchange = new double[10][10];
    for (int i = 0; i < 10; i++) {
      exchange[i][9 - i] = 1;
    }
    check(dtype, "exchange, all zeros on the diagonal", exchange);
  }

  private static SymmetricEigen check(DType dtype, String what, double[][] values) {
    Tensor a = Tensor.of(values).cast(dtype);
    Tensor kept = a.copy();
    SymmetricEigen e = SymmetricEigen.of(a);
    Ratios.check(a, e, what + " " + dtype);
    assertTrue(a.contentEquals(kept), "the input was changed");
    return e;
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void nearOverflowAndUnderflow(DType dtype) {
    double[][] base = TestMatrices.randomSymmetric(4, 20);
    double[] expected = SymmetricEigen.of(Tensor.of(base)).values().toDoubleArray();
    int[] exponents =
        dtype == DType.F32 ? new int[] {122, -120, -60} : new int[] {1018, -1010, -600};
    for (int exponent : exponents) {
      SymmetricEigen e =
          check(dtype, "2^" + exponent, TestMatrices.scaled(base, Math.scalb(1.0, exponent)));
      double[] found = e.values().toDoubleArray();
      for (int i = 0; i < expected.length; i++) {
        assertEquals(
            expected[i], Math.scalb(found[i], -exponent), 100 * dtype.epsilon(), "value " + i);
      }
    }
    // subnormal numbers have few digits, but they are numbers
    double least = dtype == DType.F32 ? Float.MIN_VALUE : Double.MIN_VALUE;
    Tensor tiny = Tensor.of(new double[][] {{0, least}, {least, 0}}).cast(dtype);
    assertArrayEquals(
        new double[] {least, -least}, SymmetricEigen.of(tiny).values().toDoubleArray());
  }

  @Test
  void scalingByPowersOfTwoIsExact() {
    Tensor a = Tensor.of(TestMatrices.randomSymmetric(9, 17));
    SymmetricEigen e = SymmetricEigen.of(a);
    SymmetricEigen scaled = SymmetricEigen.of(a.mul(0x1p300));
    assertTrue(e.values().mul(0x1p300).contentEquals(scaled.values()));
    assertTrue(e.vectors().contentEquals(scaled.vectors()));
  }

  @Test
  void rosserMatrix() {
    double[] expected = {
      10 * Math.sqrt(10405),
      1020,
      510 + 100 * Math.sqrt(26),
      1000,
      1000,
      510 - 100 * Math.sqrt(26),
      0,
      -10 * Math.sqrt(10405)
    };
    double[] found = SymmetricEigen.of(Tensor.of(TestMatrices.rosser())).values().toDoubleArray();
    assertArrayEquals(expected, found, 2e-12);
  }

  /** Known to 15 digits from the literature (Wilkinson, The Algebraic Eigenvalue Problem). */
  @Test
  void wilkinsonMatrix() {
    double[] found =
        SymmetricEigen.of(Tensor.of(TestMatrices.wilkinson(21))).values().toDoubleArray();
    assertEquals(10.746194182903393, found[0], 1e-14);
    assertEquals(10.746194182903322, found[1], 1e-14);
    assertEquals(9.210678647361332, found[2], 1e-14);
    assertEquals(9.210678647304919, found[3], 1e-14);
    assertEquals(-1.125441522119984, found[20], 1e-14);
  }

  @Test
  void agreesWithTheOracle() {
    for (int n : new int[] {4, 11, 24}) {
      double[][] values = TestMatrices.randomSymmetric(n, n);
      double[] expected = Oracle.singularValues(values);
      double[] sizes =
          Arrays.stream(SymmetricEigen.of(Tensor.of(values)).values().toDoubleArray())
              .map(Math::abs)
              .sorted()
              .toArray();
      for (int i = 0; i < n; i++) {
        assertEquals(expected[n - 1 - i], sizes[i], n * 0x1p-52 * expected[0]);
      }
    }
  }

  /** {@code D B D} over 16 decades: every eigenvalue has its digits. */
  @Test
  void gradedPositiveDefiniteMatricesKeepRelativeAccuracy() {
    int n = 16;
    double[][] b = TestMatrices.random(3, n, 3 * n);
    double[][] a = new double[n][n];
    for (int order = 0; order < 3; order++) {
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          double sum = 0;
          for (int k = 0; k < 3 * n; k++) {
            sum += b[i][k] * b[j][k];
          }
          a[i][j] = sum * grade(i, n, order) * grade(j, n, order);
        }
      }
      double[] expected = Oracle.singularValues(TestMatrices.symmetric(a));
      double[] found = SymmetricEigen.of(Tensor.of(a)).values().toDoubleArray();
      for (int i = 0; i < n; i++) {
        assertEquals(1, found[i] / expected[i], 1e-13, "order " + order + ", value " + i);
      }
    }
  }

  /** Falling, rising and shuffled powers of ten from 1 to 1e-8. */
  private static double grade(int i, int n, int order) {
    int place = order == 0 ? i : order == 1 ? n - 1 - i : i * 7 % n;
    return Math.pow(10, -8.0 * place / (n - 1));
  }

  /**
   * Where columns come in blocks: definite, indefinite, negative, semidefinite, clustered, zero.
   */
  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void ratiosOfBlockedMatrices(DType dtype) {
    for (int n : new int[] {95, 96, 97, 131, 192, 257}) {
      check(dtype, "random " + n, TestMatrices.randomSymmetric(n, n));
    }
    int n = 113;
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      values[i] = 1 + i;
    }
    check(dtype, "definite", TestMatrices.withEigenvalues(1, values));
    for (int i = 0; i < n; i++) {
      values[i] = -1 - i;
    }
    check(dtype, "negative", TestMatrices.withEigenvalues(2, values));
    for (int i = 0; i < n; i++) {
      values[i] = i < 70 ? 1 + i % 4 : 0;
    }
    check(dtype, "semidefinite, clustered", TestMatrices.withEigenvalues(3, values));
    for (int i = 0; i < n; i++) {
      values[i] = i % 2 == 0 ? 1 : -1;
    }
    check(dtype, "an involution", TestMatrices.withEigenvalues(4, values));
    for (int i = 0; i < n; i++) {
      values[i] = i == 0 ? -1e6 : Math.pow(10, -15.0 * i / n);
    }
    check(dtype, "one of its kind", TestMatrices.withEigenvalues(5, values));
    check(dtype, "zero", new double[n][n]);
    check(dtype, "wilkinson", TestMatrices.wilkinson(121));
    double[][] tiny = TestMatrices.scaled(TestMatrices.randomSymmetric(6, n), 0x1p-140);
    check(dtype, "tiny", tiny);
  }

  /** The spectra of LAPACK's dlatms, positive and with signs. */
  @ParameterizedTest
  @CsvSource({
    "F32, 66, 1e1",
    "F32, 97, 1e5",
    "F32, 40, 1e16",
    "F64, 66, 1e1",
    "F64, 97, 1e5",
    "F64, 40, 1e8",
    "F64, 66, 1e10",
    "F64, 97, 1e16"
  })
  void spectraOfAllKinds(DType dtype, int n, double condition) {
    SvdRoutesTest.spectra(n, condition)
        .forEach(
            (name, values) -> {
              String what = name + ", condition " + condition + ", n = " + n;
              Tensor a = Tensor.of(TestMatrices.withEigenvalues(n, values)).cast(dtype);
              Ratios.check(a, SymmetricEigen.of(a), what + ", positive");
              for (int i = 0; i < n; i += 3) {
                values[i] = -values[i];
              }
              a = Tensor.of(TestMatrices.withEigenvalues(n, values)).cast(dtype);
              Ratios.check(a, SymmetricEigen.of(a), what + ", with signs");
            });
  }

  @Test
  void emptyMatrix() {
    SymmetricEigen e = SymmetricEigen.of(Tensor.zeros(DType.F32, 0, 0));
    assertEquals("(0)", e.values().shape().toString());
    assertEquals("(0, 0)", e.vectors().shape().toString());
    assertEquals(0, e.certificate(Tensor.zeros(DType.F32, 0, 0)).residual());
  }

  @Test
  void anyLayoutGivesTheSameBits() {
    Tensor a = Tensor.of(TestMatrices.randomSymmetric(6, 30));
    SymmetricEigen e = SymmetricEigen.of(a);
    Tensor every = Tensor.zeros(DType.F64, 60, 90);
    Tensor view = every.slice(Slice.range(0, 60, 2), Slice.range(0, 90, 3));
    view.copyFrom(a);
    for (Tensor other : List.of(a.transpose(), view, Tensor.wrap(a.toDoubleArray(), 30, 30))) {
      SymmetricEigen same = SymmetricEigen.of(other);
      assertTrue(same.values().contentEquals(e.values()));
      assertTrue(same.vectors().contentEquals(e.vectors()));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void anyNumberOfThreadsAndAnyKernelsGiveTheSameBits(DType dtype) {
    Tensor a = Tensor.of(TestMatrices.randomSymmetric(7, 61)).cast(dtype);
    SymmetricEigen e = SymmetricEigen.of(a);
    for (EngineOptions.Kernels kernels :
        List.of(EngineOptions.Kernels.AUTO, EngineOptions.Kernels.SCALAR)) {
      for (int threads : new int[] {1, 2, 5}) {
        EngineOptions options = EngineOptions.auto().withThreads(threads).withKernels(kernels);
        SymmetricEigen same = Engine.cpu(options).call(() -> SymmetricEigen.of(a));
        assertTrue(same.values().contentEquals(e.values()), options.toString());
        assertTrue(same.vectors().contentEquals(e.vectors()), options.toString());
      }
    }
  }

  @Test
  void smallAsymmetryIsRounding() {
    Tensor a = Tensor.of(TestMatrices.randomSymmetric(8, 12));
    a.set(a.get(3, 5) + 1e-15, 3, 5);
    Ratios.check(a, SymmetricEigen.of(a), "nearly symmetric");
  }

  @Test
  void errorsSayWhatIsWrong() {
    Tensor skew = Tensor.of(new double[][] {{1, 2, 3}, {2, 5, 6}, {3, 6.5, 9}});
    String text = message(IllegalArgumentException.class, skew);
    assertTrue(text.contains("(1, 2) is 6.0, but (2, 1) is 6.5"), text);
    assertTrue(text.contains("difference of 0.5"), text);
    assertTrue(text.contains("a.add(a.transpose())"), text);

    text = message(ShapeException.class, Tensor.zeros(DType.F64, 2, 3));
    assertTrue(text.contains("(2, 3)") && text.contains("Svd"), text);
    text = message(ShapeException.class, Tensor.zeros(DType.F64, 2, 3, 3));
    assertTrue(text.contains("rank 3"), text);
    text = message(DTypeException.class, Tensor.zeros(DType.I64, 2, 2));
    assertTrue(text.contains("cast"), text);

    Tensor bad = Tensor.eye(DType.F32, 4);
    bad.set(Double.NEGATIVE_INFINITY, 2, 1);
    bad.set(Double.NaN, 1, 3);
    text = message(IllegalArgumentException.class, bad);
    assertTrue(text.contains("(1, 3)") && text.contains("NaN"), text);
  }

  private static String message(Class<? extends Throwable> type, Tensor a) {
    return assertThrows(type, () -> SymmetricEigen.of(a)).getMessage();
  }

  @Test
  void tooFewSweepsAreAnErrorWithTheCertificate() {
    Tensor a = Tensor.of(TestMatrices.randomSymmetric(8, 40));
    NoConvergenceException stopped =
        assertThrows(
            NoConvergenceException.class,
            () -> SymmetricEigen.of(a, SymmetricEigenOptions.auto().withMaxSweeps(2)));
    assertEquals(2, stopped.certificate().sweeps());
    assertFalse(stopped.certificate().converged());
    assertTrue(stopped.getMessage().contains("2 sweeps"), stopped.getMessage());
  }

  @Test
  void theListenerHearsOfEverySweepAndMeasuresFall() {
    List<Double> measures = new ArrayList<>();
    SymmetricEigen e =
        SymmetricEigen.of(
            Tensor.of(TestMatrices.randomSymmetric(8, 40)),
            SymmetricEigenOptions.auto()
                .withListener(
                    (sweep, largest) -> {
                      measures.add(largest);
                      assertEquals(measures.size(), sweep);
                    }));
    assertEquals(e.certificate().sweeps(), measures.size());
    assertEquals(e.certificate().remaining(), measures.getLast());
    assertTrue(measures.getLast() <= e.certificate().tolerance());
    assertTrue(measures.size() <= 12, measures.toString());
  }

  @Test
  void anInterruptCancels() {
    try {
      Thread.currentThread().interrupt();
      assertThrows(CancellationException.class, () -> SymmetricEigen.of(Tensor.eye(DType.F64, 4)));
      assertTrue(Thread.currentThread().isInterrupted());
    } finally {
      Thread.interrupted();
    }
  }

  @Test
  void valuesWithoutVectors() {
    Tensor a = Tensor.of(TestMatrices.randomSymmetric(8, 40));
    SymmetricEigen e = SymmetricEigen.of(a, SymmetricEigenOptions.auto().withVectors(false));
    assertTrue(e.values().contentEquals(SymmetricEigen.of(a).values()));
    assertThrows(IllegalStateException.class, e::vectors);
    assertThrows(IllegalStateException.class, () -> e.certificate(a));
  }

  @Test
  void theCertificateNoticesAWrongMatrix() {
    Tensor a = Tensor.of(TestMatrices.randomSymmetric(8, 10));
    SymmetricEigen e = SymmetricEigen.of(a);
    assertTrue(e.certificate(a).toString().contains("residual"), e.certificate(a).toString());
    assertEquals(1, e.certificate(a).toString().lines().count());
    a.set(a.get(0, 0) + 1e-6, 0, 0);
    assertTrue(e.certificate(a).residual() > 1e6);
    assertThrows(ShapeException.class, () -> e.certificate(Tensor.eye(DType.F64, 3)));
  }
}
