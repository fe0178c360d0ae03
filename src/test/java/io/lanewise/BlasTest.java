package io.lanewise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/**
 * What the BLAS promises beyond its results: errors, empty sizes, extreme numbers, what is not
 * read, and the same bits. The results themselves are compared with netlib's in {@code
 * BlasContractTest}.
 */
@Tag("contract")
class BlasTest {
  private static final double NAN = Double.NaN;

  private static double[] numbers(int seed, int n) {
    Random random = new Random(seed);
    return random.doubles(n, -1, 1).toArray();
  }

  private static float[] floats(int seed, int n) {
    double[] numbers = numbers(seed, n);
    float[] result = new float[n];
    for (int i = 0; i < n; i++) {
      result[i] = (float) numbers[i];
    }
    return result;
  }

  private static void refuses(String text, Executable call) {
    assertEquals(text, assertThrows(IllegalArgumentException.class, call).getMessage());
  }

  private static void tooShort(String text, Executable call) {
    assertEquals(text, assertThrows(IndexOutOfBoundsException.class, call).getMessage());
  }

  @Test
  void argumentsThatCannotBeAreNamed() {
    double[] a = new double[9];
    float[] f = new float[9];
    refuses(
        "dgemm: parameter 1 (transa) is 'x', but 'N' or 'T' or 'C' is needed",
        () -> Blas.dgemm("x", "N", 3, 3, 3, 1, a, 3, a, 3, 0, a, 3));
    refuses(
        "dgemm: parameter 2 (transb) is '', but 'N' or 'T' or 'C' is needed",
        () -> Blas.dgemm("n", "", 3, 3, 3, 1, a, 3, a, 3, 0, a, 3));
    refuses(
        "sgemm: parameter 3 (m) is -1, but sizes are not negative",
        () -> Blas.sgemm("N", "N", -1, 3, 3, 1, f, 3, f, 3, 0, f, 3));
    refuses(
        "sgemm: parameter 8 (lda) is 2, but columns of 3 elements need at least 3",
        () -> Blas.sgemm("N", "N", 3, 3, 3, 1, f, 2, f, 3, 0, f, 3));
    refuses(
        "sgemm: parameter 13 (ldc) is 0, but columns of 0 elements need at least 1",
        () -> Blas.sgemm("N", "N", 0, 3, 3, 1, f, 3, f, 3, 0, f, 0));
    refuses(
        "dtrsm: parameter 1 (side) is 'U', but 'L' or 'R' is needed",
        () -> Blas.dtrsm("U", "U", "N", "N", 3, 3, 1, a, 3, a, 3));
    refuses(
        "dtrsm: parameter 11 (ldb) is 2, but columns of 3 elements need at least 3",
        () -> Blas.dtrsm("L", "U", "N", "N", 3, 3, 1, a, 3, a, 2));
    refuses(
        "dsymv: parameter 10 (incy) is 0, but increments are not 0",
        () -> Blas.dsymv("U", 3, 1, a, 3, a, 1, 0, a, 0));
    refuses(
        "strmv: parameter 3 (diag) is 'X', but 'N' or 'U' is needed",
        () -> Blas.strmv("U", "N", "X", 3, f, 3, f, 1));
  }

  @Test
  void arraysThatAreTooShortSayWhatIsNeeded() {
    double[] a = new double[8];
    tooShort(
        "dgemm: a has 8 elements, but a 3 x 3 matrix with lda 3 needs 9",
        () -> Blas.dgemm("N", "N", 3, 3, 3, 1, a, 3, a, 3, 0, a, 3));
    tooShort(
        "ddot: y has 8 elements, but 3 elements with increment -3 from offset 2 need 9",
        () -> Blas.ddot(3, a, 0, 1, a, 2, -3));
    tooShort(
        "ddot: x has 8 elements, but 3 elements with increment 1 cannot begin at -1",
        () -> Blas.ddot(3, a, -1, 1, a, 0, 1));
    tooShort(
        "dscal: x has 8 elements, but 2147483647 elements with increment 2147483647"
            + " need 4611686011984936963",
        () -> Blas.dscal(Integer.MAX_VALUE, 1, a, Integer.MAX_VALUE));
  }

  @Test
  void nothingIsDoneToNothing() {
    double[] none = {};
    double[] c = {1, 2, 3, 4};
    Blas.daxpy(0, 1, none, 1, none, 1);
    Blas.daxpy(-3, 1, none, 1, none, 1);
    assertEquals(0, Blas.ddot(0, none, 1, none, 1));
    assertEquals(0, Blas.dnrm2(0, none, 1));
    assertEquals(0, Blas.dasum(3, none, 0));
    assertEquals(-1, Blas.idamax(0, none, 1));
    assertEquals(-1, Blas.idamax(3, c, -1));
    Blas.dgemm("N", "N", 0, 2, 2, 1, none, 1, c, 2, 0, none, 1);
    Blas.dtrsm("L", "U", "N", "N", 0, 2, 1, none, 1, none, 1);
    Blas.dgemm("N", "N", 2, 2, 0, 1, none, 2, none, 1, 1, c, 2);
    assertArrayEquals(new double[] {1, 2, 3, 4}, c);
    Blas.dgemm("N", "N", 2, 2, 0, 1, none, 2, none, 1, 2, c, 2);
    assertArrayEquals(new double[] {2, 4, 6, 8}, c);
    Blas.dsyrk("U", "N", 2, 0, 1, none, 2, 0, c, 2);
    assertArrayEquals(new double[] {0, 4, 0, 0}, c);
    double[] y = {NAN, NAN};
    Blas.dgemv("N", 2, 0, 1, none, 2, none, 1, 0, y, 1);
    assertArrayEquals(new double[] {NAN, NAN}, y, "as the reference: no columns, nothing done");
  }

  @Test
  void zeroFactorsReadNothing() {
    double[] nan = new double[16];
    Arrays.fill(nan, NAN);
    double[] c = nan.clone();
    Blas.dgemm("N", "T", 4, 4, 4, 0, nan, 4, nan, 4, 0, c, 4);
    assertArrayEquals(new double[16], c);
    c = nan.clone();
    Blas.dsymm("R", "L", 4, 4, 0, nan, 4, nan, 4, 0, c, 4);
    assertArrayEquals(new double[16], c);
    c = nan.clone();
    Blas.dtrsm("R", "L", "N", "N", 4, 4, 0, nan, 4, c, 4);
    assertArrayEquals(new double[16], c);
    c = numbers(1, 16);
    double[] expected = c.clone();
    Blas.daxpy(16, 0, nan, 1, c, 1);
    assertArrayEquals(expected, c);
  }

  @Test
  void normsNeitherOverflowNorUnderflow() {
    for (double unit : new double[] {1, 0x1p1023, 0x1p-1074, 0x1p-1022, 0x1p600, 0x1p-530}) {
      double[] x = {3 * (unit / 4), 0, -4 * (unit / 4)};
      double expected = unit < 0x1p-1072 ? 1 * unit : 5 * (unit / 4);
      if (unit >= 0x1p-1060) {
        assertEquals(expected, Blas.dnrm2(3, x, 1), 2 * Math.ulp(expected), "unit " + unit);
      }
      double[] many = new double[10_000];
      Arrays.fill(many, unit / 128);
      double norm = unit / 128 * 100;
      assertEquals(norm, Blas.dnrm2(10_000, many, 1), 4 * Math.ulp(norm), "many " + unit);
    }
    float[] tiny = {3e-45f, 4e-45f, 0f};
    assertEquals(Math.hypot(tiny[0], tiny[1]), Blas.snrm2(3, tiny, 1), Float.MIN_VALUE);
    float[] huge = {1.5e38f, 2e38f};
    assertEquals(2.5e38f, Blas.snrm2(2, huge, 1), Math.ulp(2.5e38f));
    assertTrue(Double.isNaN(Blas.dnrm2(3, new double[] {1, NAN, 1e308}, 1)));
    assertEquals(
        Double.POSITIVE_INFINITY, Blas.dnrm2(2, new double[] {Double.NEGATIVE_INFINITY, 1}, 1));
  }

  @Test
  void theLargestIsFoundAsTheReferenceDoes() {
    double[] x = numbers(2, 1000);
    x[700] = -5;
    x[800] = 5;
    assertEquals(700, Blas.idamax(1000, x, 1));
    assertEquals(100, Blas.idamax(143, x, 7));
    x[300] = NAN;
    assertEquals(700, Blas.idamax(1000, x, 1));
    x[0] = NAN;
    assertEquals(0, Blas.idamax(1000, x, 1));
    assertEquals(0, Blas.isamax(3, new float[3], 1));
  }

  @Test
  void infinitiesStayWhereTheyBelong() {
    int n = 70;
    double[] lower = numbers(3, n * n);
    for (String side : List.of("L", "R")) {
      double[] b = numbers(4, n * n);
      b[33] = Double.POSITIVE_INFINITY;
      Blas.dtrmm(side, "L", "N", "N", n, n, 1, lower, n, b, n);
      for (int i = 0; i < n; i++) {
        boolean reached = side.equals("R") ? i == 33 : i >= 33;
        assertEquals(reached, !Double.isFinite(b[i]), side + " row " + i);
        assertTrue(!Double.isNaN(b[i]), side + " row " + i);
      }
    }
  }

  /** All routines on one set of arrays, whose contents they leave behind. */
  private static List<double[]> everything(int n) {
    List<double[]> results = new ArrayList<>();
    double[] a = numbers(5, n * n);
    for (int i = 0; i < n; i++) {
      a[i + i * n] += n;
    }
    double[] b = numbers(6, n * n);
    double[] x = numbers(7, n * n);
    Supplier<double[]> fresh = () -> numbers(8, n * n);
    Consumer<Consumer<double[]>> on =
        routine -> {
          double[] c = fresh.get();
          routine.accept(c);
          results.add(c);
        };
    on.accept(c -> c[0] = Blas.ddot(n * n, b, 1, x, 1));
    on.accept(c -> c[0] = Blas.dnrm2(n * n, b, 1) + Blas.dasum(n * n, x, 1));
    on.accept(c -> Blas.dgemv("N", n, n, 2, a, n, x, 1, 1, c, 1));
    on.accept(c -> Blas.dgemv("T", n, n, 2, a, n, x, 1, 1, c, 1));
    on.accept(c -> Blas.dsymv("U", n, 2, a, n, x, 1, 1, c, 1));
    on.accept(c -> Blas.dtrsv("L", "T", "N", n, a, n, c, 1));
    on.accept(c -> Blas.dgemm("N", "T", n, n, n, 2, a, n, b, n, 0.5, c, n));
    on.accept(c -> Blas.dsymm("R", "U", n, n, 2, a, n, b, n, 0.5, c, n));
    on.accept(c -> Blas.dsyrk("L", "T", n, n, 2, b, n, 0.5, c, n));
    on.accept(c -> Blas.dsyr2k("U", "N", n, n, 2, a, n, b, n, 0.5, c, n));
    on.accept(c -> Blas.dtrmm("L", "U", "T", "N", n, n, 2, a, n, c, n));
    on.accept(c -> Blas.dtrsm("R", "L", "N", "N", n, n, 2, a, n, c, n));
    return results;
  }

  @Test
  void bitsDoNotDependOnThreads() {
    int n = 301;
    Engine one = Engine.cpu(EngineOptions.auto().withThreads(1));
    List<double[]> expected = one.call(() -> everything(n));
    for (int threads : new int[] {2, 3, 8}) {
      Engine engine = Engine.cpu(EngineOptions.auto().withThreads(threads));
      List<double[]> results = engine.call(() -> everything(n));
      for (int i = 0; i < expected.size(); i++) {
        assertArrayEquals(expected.get(i), results.get(i), "routine " + i + " with " + threads);
      }
    }
  }

  @Test
  void bitsDoNotDependOnIncrementsAndPlace() {
    int n = 5000;
    float[] x = floats(9, n);
    float[] y = floats(10, n);
    float[] spread = new float[3 * n + 5];
    float[] reversed = new float[n];
    for (int i = 0; i < n; i++) {
      spread[5 + 3 * i] = x[i];
      reversed[n - 1 - i] = y[i];
    }
    float expected = Blas.sdot(n, x, 1, y, 1);
    assertEquals(expected, Blas.sdot(n, spread, 5, 3, reversed, 0, -1));
    assertEquals(Blas.snrm2(n, x, 1), Blas.snrm2(n, spread, 5, 3));
    assertEquals(Blas.sasum(n, x, 1), Blas.sasum(n, spread, 5, 3));
  }

  @Test
  void productsAreThoseOfTensors() {
    int m = 37;
    int n = 50;
    int k = 300;
    double[] a = numbers(11, m * k);
    double[] b = numbers(12, k * n);
    double[] c = new double[m * n];
    Blas.dgemm("T", "T", m, n, k, 1, a, k, b, n, 0, c, m);
    Tensor product =
        Tensor.of(a).reshape(m, k).matmul(Tensor.of(b).reshape(k, n)).transpose().contiguous();
    assertArrayEquals(product.toDoubleArray(), c);
  }

  /** What a number is, where sums of infinities are compared whose finite parts differ. */
  private static String kind(double value) {
    return Double.isFinite(value) ? "finite" : Double.toString(value);
  }

  @Test
  void solutionsWithInfinitiesAreThoseOfSubstitution() {
    for (int n : new int[] {5, 7, 16, 51, 70}) {
      for (int at : new int[] {0, 3, n / 2, n - 2, n - 1}) {
        for (double special : new double[] {Double.POSITIVE_INFINITY, NAN}) {
          double[] t = numbers(13, n * n);
          double[] x = numbers(14, n);
          x[at] = special;
          double[] b = new double[n * n];
          for (int i = 0; i < n; i++) {
            t[i + i * n] = n;
            b[i + 2 * n] = x[i];
            b[i + 4 * n] = 1;
          }
          // Column by column, as the reference does.
          for (int j = 0; j < n; j++) {
            x[j] /= t[j + j * n];
            for (int i = j + 1; i < n; i++) {
              x[i] -= t[i + j * n] * x[j];
            }
          }
          double[] right = new double[n * n];
          for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
              right[j + i * n] = b[i + j * n];
            }
          }
          Blas.dtrsm("L", "L", "N", "N", n, n, 1, t, n, b, n);
          Blas.dtrsm("R", "L", "T", "N", n, n, 1, t, n, right, n);
          for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
              String expected = j == 2 ? kind(x[i]) : "finite";
              String where = "n=" + n + " at " + at + ": (" + i + ", " + j + ")";
              assertEquals(expected, kind(b[i + j * n]), "left, " + where);
              assertEquals(expected, kind(right[j + i * n]), "right, " + where);
            }
          }
        }
      }
    }
  }
}
