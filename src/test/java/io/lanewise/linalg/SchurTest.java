package io.lanewise.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lanewise.DType;
import io.lanewise.Tensor;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The steps on the way to eigenvalues, each for itself. */
class SchurTest {
  private static final double EPSILON = Math.ulp(1.0);

  @Test
  void hessenbergAndSchurFormsReproduceTheMatrix() {
    for (int n : new int[] {1, 2, 3, 4, 5, 17, 64, 101, 300, 347}) {
      double[][] a = TestMatrices.random(n, n, n);
      double[][] work = copy(a);
      double[][] qt = Hessenberg.reduce("test", work, 0, n - 1);
      checkProduct(a, work, qt, "Hessenberg " + n);
      for (int i = 2; i < n; i++) {
        for (int j = 0; j < i - 1; j++) {
          assertEquals(0, work[i][j], "below the subdiagonal");
        }
      }
      Schur schur = Schur.of("test", work, qt, 0, n - 1, 30);
      checkProduct(a, schur.t(), schur.vectors(), "Schur " + n);
      checkForm(schur);
    }
  }

  /** The rows and columns before and behind the part that is not triangular belong to it too. */
  @Test
  void partsOfATriangularMatrix() {
    int n = 20;
    double[][] a = TestMatrices.random(1, n, n);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        a[i][j] = j < 5 || i > 13 ? 0 : a[i][j];
      }
    }
    double[][] work = copy(a);
    double[][] qt = Hessenberg.reduce("test", work, 5, 13);
    Schur schur = Schur.of("test", work, qt, 5, 13, 30);
    checkProduct(a, schur.t(), schur.vectors(), "part");
    checkForm(schur);
    for (int i : new int[] {0, 4, 14, 19}) {
      assertEquals(a[i][i], schur.real()[i]);
    }
  }

  private static double[][] copy(double[][] a) {
    return Arrays.stream(a).map(double[]::clone).toArray(double[][]::new);
  }

  /** {@code A = Q F Q'}, Q orthogonal. */
  private static void checkProduct(double[][] a, double[][] form, double[][] qt, String what) {
    int n = a.length;
    assertTrue(Ratios.orthogonality(qt, DType.F64) < 30, what);
    Tensor q = Tensor.of(qt);
    Tensor error = q.transpose().matmul(Tensor.of(form)).matmul(q).sub(Tensor.of(a));
    assertTrue(error.norm() < 10 * n * EPSILON * Tensor.of(a).norm(), what + ": " + error.norm());
  }

  /** Quasi-triangular; blocks have equal diagonals and complex eigenvalues. */
  private static void checkForm(Schur schur) {
    double[][] t = schur.t();
    for (int i = 1; i < t.length; i++) {
      for (int j = 0; j < i - 1; j++) {
        assertEquals(0, t[i][j]);
      }
      if (t[i][i - 1] != 0) {
        assertEquals(t[i - 1][i - 1], t[i][i]);
        assertTrue(t[i][i - 1] * t[i - 1][i] < 0, "a real pair was not taken apart");
        double square = -t[i][i - 1] * t[i - 1][i];
        assertEquals(Math.sqrt(square), schur.imaginary()[i - 1], 1e-15 * Math.sqrt(square));
        assertTrue(i < 2 || t[i - 1][i - 2] == 0, "two blocks overlap");
      }
      assertEquals(t[i][i], schur.real()[i]);
    }
  }

  @Test
  void blocksOfTwo() {
    Random random = new Random(1);
    double[] small = {0, 1, -1, 1e-20, 3, 1e-300, 1 + EPSILON, -4};
    for (int i = 0; i < 20000; i++) {
      double[] m = new double[4];
      for (int k = 0; k < 4; k++) {
        m[k] =
            i % 2 == 0
                ? random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20)
                : small[random.nextInt(small.length)];
      }
      RealBlock b = RealBlock.of(m[0], m[1], m[2], m[3]);
      assertTrue(b.c() == 0 || b.a() == b.d() && b.b() * b.c() <= 0, b + " of " + show(m));
      double c = b.cosine();
      double s = b.sine();
      assertEquals(1, c * c + s * s, 4 * EPSILON, b + " of " + show(m));
      double[] again = {
        c * (c * b.a() - s * b.c()) - s * (c * b.b() - s * b.d()),
        s * (c * b.a() - s * b.c()) + c * (c * b.b() - s * b.d()),
        c * (s * b.a() + c * b.c()) - s * (s * b.b() + c * b.d()),
        s * (s * b.a() + c * b.c()) + c * (s * b.b() + c * b.d())
      };
      double size = Arrays.stream(m).map(Math::abs).max().orElse(0);
      assertArrayEquals(m, again, 16 * EPSILON * size, b + " of " + show(m));
    }
  }

  private static String show(double[] m) {
    return Arrays.toString(m);
  }

  /** {@code A P D = P D B} to the bit, and B is smaller. */
  @Test
  void balancingIsExact() {
    for (int n : new int[] {1, 2, 5, 30}) {
      double[][] a = TestMatrices.random(n, n, n);
      Random random = new Random(n);
      int[] exponents = random.ints(n, -30, 30).toArray();
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          // every fourth row and column is alone in its part
          boolean kept = i == j || i % 4 != 1 && j % 4 != 3;
          a[i][j] = kept ? Math.scalb(a[i][j], exponents[i] - exponents[j]) : 0;
        }
      }
      double[][] b = copy(a);
      Balancing balancing = Balancing.of(b);
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < i; j++) {
          assertTrue(b[i][j] == 0 || j >= balancing.lo() && i <= balancing.hi(), "not triangular");
        }
      }
      double[][] scaled = Rows.identity(n); // P D, column by column, each up to a power of two
      for (int j = 0; j < n; j++) {
        balancing.undo(scaled[j]);
      }
      double[][] expected = new double[n][n];
      int[] places = new int[n];
      for (int j = 0; j < n; j++) {
        for (int i = 0; i < n; i++) {
          places[j] = scaled[j][i] == 0 ? places[j] : i;
        }
        assertEquals(1, Arrays.stream(scaled[j]).sum(), "a unit vector stays one");
      }
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          expected[i][j] = a[places[i]][places[j]];
        }
      }
      for (int i = 0; i < n; i++) {
        assertEquals(expected[i][i], b[i][i]);
        for (int j = 0; j < n; j++) {
          if (b[i][j] != 0) {
            double ratio = Math.abs(expected[i][j] / b[i][j]);
            assertEquals(Math.scalb(1.0, Math.getExponent(ratio)), ratio, "a power of two");
          }
        }
      }
      assertTrue(norm(b) <= norm(a), "balancing made the norm larger");
    }
  }

  private static double norm(double[][] a) {
    return Tensor.of(a).norm();
  }

  @Test
  void theOrderOfEigenvalues() {
    double[] re = {-1, 3, 0.5, 0.5, -3, 0, 0, 1 + EPSILON, -0.5};
    double[] im = {0, 0, 2, -2, 0, 1, -1, 0, 0};
    assertArrayEquals(new int[] {1, 4, 2, 3, 7, 5, 6, 0, 8}, EigenOrder.of(re, im));
    assertArrayEquals(new int[0], EigenOrder.of(new double[0], new double[0]));
  }
}
