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
import io.lanewise.io.Npz;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EigenTest {
  private static final double EPSILON = Math.ulp(1.0);

  @Test
  void twoByTwo() {
    Eigen e = Eigen.of(Tensor.of(new double[][] {{2, 1}, {2, 3}}));
    assertArrayEquals(new double[] {4, 1}, e.real().toDoubleArray(), 4 * EPSILON);
    assertTrue(e.isReal());
    double[][] v = e.vectorsReal().toDoubleMatrix();
    assertEquals(1 / Math.sqrt(5), v[0][0], 2 * EPSILON);
    assertEquals(2 / Math.sqrt(5), v[1][0], 2 * EPSILON);
    assertEquals(1 / Math.sqrt(2), v[0][1], 2 * EPSILON);
    assertEquals(-1 / Math.sqrt(2), v[1][1], 2 * EPSILON);
  }

  @Test
  void aRotationTurnsByItsAngle() {
    for (double angle : new double[] {1e-9, 0.1, Math.PI / 2, 2, 3}) {
      double c = Math.cos(angle);
      double s = Math.sin(angle);
      Eigen e = Eigen.of(Tensor.of(new double[][] {{c, -s}, {s, c}}));
      assertFalse(e.isReal());
      assertArrayEquals(new double[] {c, c}, e.real().toDoubleArray(), EPSILON);
      assertArrayEquals(new double[] {s, -s}, e.imaginary().toDoubleArray(), EPSILON);
      double half = Math.sqrt(0.5);
      assertEquals(half, e.vectorsReal().get(0, 0), EPSILON);
      assertEquals(-half, e.vectorsImaginary().get(1, 0), EPSILON);
    }
  }

  /** Sizes from 0 over primes to 120. */
  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void ratiosOfRandomMatrices(DType dtype) {
    for (int n : new int[] {0, 1, 2, 3, 4, 5, 7, 8, 11, 13, 17, 31, 37, 64, 97, 113, 120}) {
      check(dtype, "random " + n, TestMatrices.random(n, n, n));
      check(dtype, "zero " + n, new double[n][n]);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void ratiosOfSpecialMatrices(DType dtype) {
    for (int n : new int[] {1, 2, 3, 5, 13, 40, 67}) {
      double[] values = new double[n];
      Arrays.fill(values, 1);
      check(dtype, "identity " + n, TestMatrices.diagonal(values));
      check(dtype, "orthogonal " + n, TestMatrices.withSingularValues(n, n, n, values));
      check(dtype, "symmetric " + n, TestMatrices.randomSymmetric(n, n));
      check(dtype, "hilbert " + n, TestMatrices.hilbert(n));
      check(dtype, "kahan " + n, TestMatrices.kahan(n, 0.9));
      check(dtype, "jordan " + n, jordan(n, 3));
      check(dtype, "nilpotent " + n, jordan(n, 0));
      check(dtype, "turned nilpotent " + n, similar(n, jordan(n, 0)));
      check(dtype, "turned jordan " + n, similar(n, jordan(n, 1)));
      check(dtype, "cycle " + n, cycle(n));
      check(dtype, "rank one " + n, ones(n));
      check(dtype, "stochastic " + n, stochastic(n));
      check(dtype, "two blocks " + n, blocks(n));
      for (int i = 0; i < n; i++) {
        values[i] = i % 3;
      }
      check(dtype, "repeated " + n, similar(n, TestMatrices.diagonal(values)));
      for (int i = 0; i < n; i++) {
        values[i] = Math.pow(10, -16.0 * i / n);
      }
      check(dtype, "graded " + n, scaledRows(TestMatrices.random(n, n, n), values));
    }
    check(dtype, "wilkinson", TestMatrices.wilkinson(21));
    check(dtype, "rosser", TestMatrices.rosser());
  }

  private static Eigen check(DType dtype, String what, double[][] values) {
    Tensor a = values.length == 0 ? Tensor.zeros(dtype, 0, 0) : Tensor.of(values).cast(dtype);
    Tensor kept = a.copy();
    Eigen e = Eigen.of(a);
    EigenChecks.check(a, e, what + " " + dtype);
    assertTrue(a.contentEquals(kept), "the input was changed");
    return e;
  }

  private static double[][] jordan(int n, double value) {
    double[][] a = new double[n][n];
    for (int i = 0; i < n; i++) {
      a[i][i] = value;
      if (i > 0) {
        a[i - 1][i] = 1;
      }
    }
    return a;
  }

  /** {@code Q A Q'} for a random orthogonal Q. */
  private static double[][] similar(int seed, double[][] a) {
    double[] ones = new double[a.length];
    Arrays.fill(ones, 1);
    Tensor q = Tensor.of(TestMatrices.withSingularValues(seed, a.length, a.length, ones));
    return q.matmul(Tensor.of(a)).matmul(q.transpose()).toDoubleMatrix();
  }

  private static double[][] cycle(int n) {
    double[][] a = new double[n][n];
    for (int i = 0; i < n; i++) {
      a[(i + 1) % n][i] = 1;
    }
    return a;
  }

  private static double[][] ones(int n) {
    double[][] a = new double[n][n];
    for (double[] row : a) {
      Arrays.fill(row, 1);
    }
    return a;
  }

  private static double[][] stochastic(int n) {
    double[][] a = TestMatrices.random(n, n, n);
    for (double[] row : a) {
      double sum = 0;
      for (int j = 0; j < n; j++) {
        row[j] = Math.abs(row[j]);
        sum += row[j];
      }
      for (int j = 0; j < n; j++) {
        row[j] /= sum;
      }
    }
    return a;
  }

  /** Two blocks that know nothing of each other, rows and columns shuffled. */
  private static double[][] blocks(int n) {
    double[][] a = TestMatrices.random(n + 1, n, n);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        a[i][j] = (i * 7 + j * 7) % 2 == 0 ? a[i][j] : 0;
      }
    }
    return a;
  }

  private static double[][] scaledRows(double[][] a, double[] factors) {
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < a.length; j++) {
        a[i][j] *= factors[i];
      }
    }
    return a;
  }

  /** Large enough for early deflation. */
  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void ratiosOfLargeMatrices(DType dtype) {
    int n = 280;
    check(dtype, "random", TestMatrices.random(1, n, n));
    check(dtype, "symmetric", TestMatrices.randomSymmetric(2, n));
    double[] falling = new double[n];
    for (int i = 0; i < n; i++) {
      falling[i] = Math.pow(10, -12.0 * i / n);
    }
    check(dtype, "graded", scaledRows(TestMatrices.random(n, n, n), falling));
    check(dtype, "nearly triangular", nearlyTriangular(n));
  }

  private static double[][] nearlyTriangular(int n) {
    double[][] a = TestMatrices.random(4, n, n);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        a[i][j] *= 1e-10;
      }
    }
    return a;
  }

  /** Within what the condition of each eigenvalue allows. */
  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void agreesWithNumPy(DType dtype) throws Exception {
    Map<String, Tensor> known = read("eigen.npz");
    int cases = 0;
    for (String key : known.keySet()) {
      if (!key.endsWith("_a")) {
        continue;
      }
      String name = key.substring(0, key.length() - 2);
      Tensor a = get(known, key);
      Eigen e = check(dtype, name, a.toDoubleMatrix());
      double[] tolerances =
          get(known, name + "_condition")
              .mul(10 * dtype.epsilon() * Math.sqrt(a.size(0)) * a.norm())
              .toDoubleArray();
      double[] re = get(known, name + "_re").toDoubleArray();
      double[] im = get(known, name + "_im").toDoubleArray();
      EigenChecks.checkValues(e, re, im, tolerances, name + " " + dtype);
      if (known.containsKey(name + "_vr")) {
        checkVectors(e, re, im, get(known, name + "_vr"), get(known, name + "_vi"), name);
      }
      cases++;
    }
    assertEquals(15, cases);
  }

  /** The random matrices have well-conditioned vectors; they are compared to a few digits less. */
  private static void checkVectors(
      Eigen e, double[] re, double[] im, Tensor x, Tensor y, String name) {
    double tolerance = 2e3 * e.real().dtype().epsilon();
    int n = re.length;
    int matched = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        if (Math.hypot(re[i] - e.real().get(j), im[i] - e.imaginary().get(j)) < 1e-3) {
          matched++;
          for (int k = 0; k < n; k++) {
            assertEquals(x.get(k, i), e.vectorsReal().get(k, j), tolerance, name);
            assertEquals(y.get(k, i), e.vectorsImaginary().get(k, j), tolerance, name);
          }
        }
      }
    }
    assertEquals(n, matched, name);
  }

  static Map<String, Tensor> read(String file) throws IOException, URISyntaxException {
    return Npz.read(Path.of(EigenTest.class.getResource("/spectral/" + file).toURI()));
  }

  private static Tensor get(Map<String, Tensor> known, String key) {
    Tensor tensor = known.get(key);
    assertTrue(tensor != null, key);
    return tensor;
  }

  /** The roots of unity, in the order that is promised although all have one modulus. */
  @Test
  void aCycleHasTheRootsOfUnity() {
    for (int n : new int[] {2, 3, 4, 7, 12, 31, 120, 300}) {
      Eigen e = Eigen.of(Tensor.of(cycle(n)));
      for (int i = 0; i < n; i++) {
        double angle = 2 * Math.PI * ((i + 1) / 2) / n;
        double sign = i % 2 == 0 ? -1 : 1;
        boolean last = n % 2 == 0 && i == n - 1;
        assertEquals(Math.cos(angle), e.real().get(i), 4 * n * EPSILON, n + ", " + i);
        assertEquals(
            last ? 0 : sign * Math.sin(angle), e.imaginary().get(i), 4 * n * EPSILON, n + ", " + i);
      }
    }
  }

  @Test
  void triangularMatricesKeepTheirDiagonal() {
    double[][] kahan = TestMatrices.kahan(50, 0.8);
    double[] found = Eigen.of(Tensor.of(kahan)).real().toDoubleArray();
    for (int i = 0; i < 50; i++) {
      assertEquals(kahan[i][i], found[i]);
    }
    double[][] lower = TestMatrices.transposed(kahan);
    assertArrayEquals(found, Eigen.of(Tensor.of(lower)).real().toDoubleArray());
    double[] defective = Eigen.of(Tensor.of(jordan(30, 7))).real().toDoubleArray();
    Arrays.stream(defective).forEach(value -> assertEquals(7, value));
  }

  /** A block of size k moves by the k-th root of the rounding error. */
  @Test
  void defectiveMatricesLoseWhatTheirConditionSays() {
    for (int k : new int[] {2, 3, 5}) {
      double[][] a = similar(k, jordan(k, 2));
      double bound = 2 * Math.pow(10 * k * EPSILON, 1.0 / k);
      double[] re = new double[k];
      Arrays.fill(re, 2);
      double[] bounds = new double[k];
      Arrays.fill(bounds, bound);
      EigenChecks.checkValues(
          Eigen.of(Tensor.of(a)), re, new double[k], bounds, "block of size " + k);
    }
  }

  @Test
  void nearOverflowAndUnderflow() {
    double[][] base = TestMatrices.random(4, 20, 20);
    Eigen expected = Eigen.of(Tensor.of(base));
    for (DType dtype : new DType[] {DType.F32, DType.F64}) {
      int[] exponents =
          dtype == DType.F32 ? new int[] {122, -120, -60} : new int[] {1018, -1010, -600};
      for (int exponent : exponents) {
        String what = "2^" + exponent;
        Eigen e = check(dtype, what, TestMatrices.scaled(base, Math.scalb(1.0, exponent)));
        for (int i = 0; i < 20; i++) {
          double re = Math.scalb(e.real().get(i), -exponent);
          double im = Math.scalb(e.imaginary().get(i), -exponent);
          assertEquals(expected.real().get(i), re, 200 * dtype.epsilon(), what);
          assertEquals(expected.imaginary().get(i), im, 200 * dtype.epsilon(), what);
        }
      }
    }
    double least = Double.MIN_VALUE;
    Eigen tiny = Eigen.of(Tensor.of(new double[][] {{0, -3 * least}, {3 * least, 0}}));
    assertArrayEquals(new double[] {3 * least, -3 * least}, tiny.imaginary().toDoubleArray());
    Eigen both = Eigen.of(Tensor.of(new double[][] {{1, 1e300}, {1e-300, 1}}));
    assertArrayEquals(new double[] {2, 0}, both.real().toDoubleArray(), 1e-15);
    assertEquals(1, both.vectorsReal().get(0, 0));
    assertEquals(1e-300, both.vectorsReal().get(1, 0), 1e-314);
    Eigen largest = Eigen.of(Tensor.full(DType.F64, Double.MAX_VALUE, 3, 3));
    assertEquals(Double.POSITIVE_INFINITY, largest.real().get(0));
  }

  /** Balancing finds the powers of two again, however large. */
  @Test
  void aScaledMatrixHasTheSameValues() {
    int n = 23;
    double[][] base = TestMatrices.random(5, n, n);
    Eigen expected = Eigen.of(Tensor.of(base));
    Random random = new Random(1);
    for (int size : new int[] {10, 100, 400}) {
      int[] exponents = random.ints(n, -size, size).toArray();
      double[][] a = new double[n][n];
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          a[i][j] = Math.scalb(base[i][j], exponents[i] - exponents[j]);
        }
      }
      Eigen e = Eigen.of(Tensor.of(a));
      double[] tolerances = new double[n];
      Arrays.fill(tolerances, 1e-12);
      EigenChecks.checkValues(
          e,
          expected.real().toDoubleArray(),
          expected.imaginary().toDoubleArray(),
          tolerances,
          "scaled by 2^" + size);
    }
  }

  /**
   * A small matrix whose rounding errors become elements like any other if balancing leaves the
   * diagonal out of its norms: the example of MATLAB's manual for "nobalance".
   */
  @Test
  void balancingDoesNoHarm() {
    double[][] a = {
      {3, -2, -0.9, 2 * EPSILON},
      {-2, 4, 1, -EPSILON},
      {-EPSILON / 4, EPSILON / 2, -1, 0},
      {-0.5, -0.5, 0.1, 1}
    };
    check(DType.F64, "rounding errors below", a);
    check(DType.F64, "rounding errors above", TestMatrices.transposed(a));
  }

  @Test
  void scalingByPowersOfTwoIsExact() {
    for (DType dtype : new DType[] {DType.F32, DType.F64}) {
      Tensor a = Tensor.of(TestMatrices.random(9, 17, 17)).cast(dtype);
      double factor = dtype == DType.F32 ? 0x1p90 : 0x1p-700;
      Eigen e = Eigen.of(a);
      Eigen scaled = Eigen.of(a.mul(factor));
      assertTrue(e.real().mul(factor).contentEquals(scaled.real()));
      assertTrue(e.imaginary().mul(factor).contentEquals(scaled.imaginary()));
      assertTrue(e.vectorsReal().contentEquals(scaled.vectorsReal()));
      assertTrue(e.vectorsImaginary().contentEquals(scaled.vectorsImaginary()));
    }
  }

  @Test
  void permutedAndTransposedMatricesHaveTheSameValues() {
    int n = 29;
    double[][] a = TestMatrices.random(6, n, n);
    Eigen expected = Eigen.of(Tensor.of(a));
    double[][] permuted = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        permuted[i * 12 % n][j * 12 % n] = a[i][j];
      }
    }
    for (Tensor other : new Tensor[] {Tensor.of(permuted), Tensor.of(a).transpose()}) {
      Eigen e = Eigen.of(other);
      double[] tolerances = new double[n];
      Arrays.fill(tolerances, 1e-12);
      EigenChecks.checkValues(
          e,
          expected.real().toDoubleArray(),
          expected.imaginary().toDoubleArray(),
          tolerances,
          "metamorphic");
    }
  }

  @Test
  void sumAndProductOfTheValuesAreTraceAndDeterminant() {
    for (int n : new int[] {3, 10, 41}) {
      double[] singular = new double[n];
      double determinant = 1;
      for (int i = 0; i < n; i++) {
        singular[i] = 1 + i % 4;
        determinant *= singular[i];
      }
      double[][] a = TestMatrices.withSingularValues(n, n, n, singular);
      double trace = 0;
      for (int i = 0; i < n; i++) {
        trace += a[i][i];
      }
      Eigen e = Eigen.of(Tensor.of(a));
      double product = 1;
      for (int i = 0; i < n; i++) {
        product *= Math.hypot(e.real().get(i), e.imaginary().get(i));
      }
      assertEquals(trace, e.real().sum(), 10 * n * EPSILON * 4);
      assertEquals(1, product / determinant, 10 * n * n * EPSILON);
    }
  }

  @Test
  void viewsGiveTheSameBits() {
    Tensor large = Tensor.of(TestMatrices.random(2, 24, 30));
    Tensor view = large.transpose().slice(Slice.range(3, 27), Slice.all().step(-1));
    Eigen e = Eigen.of(view);
    Eigen copy = Eigen.of(view.copy());
    assertTrue(e.real().contentEquals(copy.real()));
    assertTrue(e.vectorsReal().contentEquals(copy.vectorsReal()));
    assertTrue(e.vectorsImaginary().contentEquals(copy.vectorsImaginary()));
  }

  @Test
  void anyNumberOfThreadsGivesTheSameBits() {
    Tensor a = Tensor.of(TestMatrices.random(7, 150, 150));
    Eigen e = Eigen.of(a);
    for (int threads : new int[] {1, 3}) {
      Eigen same = Engine.cpu(EngineOptions.auto().withThreads(threads)).call(() -> Eigen.of(a));
      assertTrue(same.real().contentEquals(e.real()));
      assertTrue(same.imaginary().contentEquals(e.imaginary()));
      assertTrue(same.vectorsReal().contentEquals(e.vectorsReal()));
      assertTrue(same.vectorsImaginary().contentEquals(e.vectorsImaginary()));
    }
  }

  @Test
  void errorsSayWhatIsWrong() {
    assertTrue(message(ShapeException.class, Tensor.of(1, 2)).contains("rank 1"));
    String shape = message(ShapeException.class, Tensor.zeros(DType.F64, 2, 3));
    assertTrue(shape.contains("(2, 3) is not square") && shape.contains("Svd"), shape);
    assertTrue(message(DTypeException.class, Tensor.zeros(DType.I64, 2, 2)).contains("cast"));
    Tensor bad = Tensor.ones(DType.F32, 3, 3);
    bad.set(Double.NaN, 1, 2);
    bad.set(Double.NEGATIVE_INFINITY, 2, 0);
    String text = message(IllegalArgumentException.class, bad);
    assertTrue(text.contains("(1, 2)") && text.contains("NaN"), text);
  }

  private static String message(Class<? extends Throwable> type, Tensor a) {
    return assertThrows(type, () -> Eigen.of(a)).getMessage();
  }

  @Test
  void tooFewIterationsAreAnErrorWithTheCertificate() {
    Tensor a = Tensor.of(TestMatrices.random(8, 30, 30));
    NoConvergenceException stopped =
        assertThrows(NoConvergenceException.class, () -> Eigen.of(a, 1));
    assertEquals(30, stopped.certificate().sweeps());
    assertFalse(stopped.certificate().converged());
    assertTrue(Eigen.of(a).certificate().sweeps() < 3 * 30);
  }

  @Test
  void anInterruptCancels() {
    Thread.currentThread().interrupt();
    try {
      Tensor a = Tensor.of(TestMatrices.random(8, 10, 10));
      assertThrows(CancellationException.class, () -> Eigen.of(a));
      assertTrue(Thread.currentThread().isInterrupted());
    } finally {
      Thread.interrupted();
    }
  }

  @Test
  void theCertificateNoticesAWrongMatrix() {
    Tensor a = Tensor.of(TestMatrices.random(8, 10, 10));
    Eigen e = Eigen.of(a);
    a.set(a.get(0, 0) + 1e-6, 0, 0);
    assertTrue(e.certificate(a).residual() > 1e6);
    assertThrows(ShapeException.class, () -> e.certificate(Tensor.zeros(DType.F64, 9, 9)));
    assertTrue(Double.isNaN(e.certificate().residual()));
  }
}
