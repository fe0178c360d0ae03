package io.lanewise.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lanewise.DType;
import io.lanewise.DTypeException;
import io.lanewise.ShapeException;
import io.lanewise.Tensor;
import io.lanewise.io.Npz;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LinalgTest {
  private static final MatrixNorm[] NORMS = {
    MatrixNorm.FROBENIUS,
    MatrixNorm.ONE,
    MatrixNorm.INFINITY,
    MatrixNorm.TWO,
    MatrixNorm.NUCLEAR,
    MatrixNorm.MAX
  };

  private static Map<String, Tensor> known() throws IOException, URISyntaxException {
    var file = Objects.requireNonNull(LinalgTest.class.getResource("/linalg/known.npz"));
    return Npz.read(Path.of(file.toURI()));
  }

  private static void assertClose(Tensor expected, Tensor actual, double bound, String what) {
    assertEquals(expected.shape(), actual.shape(), what);
    double size = expected.abs().max();
    double error = actual.cast(DType.F64).sub(expected).abs().max();
    assertTrue(error <= bound * size, what + ": " + error + " of " + size);
  }

  /** What NumPy makes of the same matrices. */
  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void knownAnswers(DType dtype) throws IOException, URISyntaxException {
    Map<String, Tensor> known = known();
    TreeSet<String> names = new TreeSet<>();
    known.keySet().forEach(key -> names.add(key.substring(0, key.indexOf('.'))));
    assertEquals(9, names.size());
    for (String name : names) {
      Tensor exact = known.get(name + ".a");
      Tensor a = exact.cast(dtype);
      Tensor b = known.get(name + ".b").cast(dtype);
      double eps = 100 * dtype.epsilon();
      double condition = known.containsKey(name + ".cond") ? known.get(name + ".cond").get(0) : 30;
      if (dtype == DType.F32 && condition > 1e4) {
        continue; // the matrix rounded to F32 is another one
      }
      double bound = eps * condition;
      assertEquals(known.get(name + ".rank").getLong(0), Linalg.rank(a), name);
      for (int i = 0; i < NORMS.length; i++) {
        double norm = known.get(name + ".norms").get(i);
        assertEquals(norm, Linalg.norm(a, NORMS[i]), eps * norm, name + " " + NORMS[i]);
      }
      assertClose(known.get(name + ".lstsq"), Linalg.leastSquares(a, b), bound, name + " lstsq");
      assertClose(known.get(name + ".pinv"), Linalg.pinv(a), bound, name + " pinv");
      assertClose(known.get(name + ".r"), Qr.of(a).r().abs(), bound, name + " r");
      if (known.containsKey(name + ".det")) {
        double det = known.get(name + ".det").get(0);
        double size = Math.max(Math.abs(det), Math.pow(Linalg.norm(a, MatrixNorm.TWO), a.size(0)));
        assertEquals(det, Linalg.det(a), eps * size, name);
      }
      if (known.containsKey(name + ".solve")) {
        assertClose(known.get(name + ".solve"), Linalg.solve(a, b), bound, name + " solve");
        assertClose(known.get(name + ".inv"), Linalg.inverse(a), bound, name + " inv");
        assertEquals(known.get(name + ".slogdet").get(0), Lu.of(a).logDet().sign(), name);
        double log = known.get(name + ".slogdet").get(1);
        assertEquals(log, Lu.of(a).logDet().log(), bound, name);
        assertEquals(condition, Condition.of(a), bound * condition, name);
        double one = known.get(name + ".cond1").get(0);
        double estimate = Condition.estimate(a);
        assertTrue(estimate <= one * (1 + bound) && estimate >= one / 3, name + ": " + estimate);
      }
      if (known.containsKey(name + ".cholesky")) {
        assertClose(known.get(name + ".cholesky"), Cholesky.of(a).l(), bound, name + " cholesky");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void thePseudoinverseIsOne(DType dtype) {
    for (int[] size : new int[][] {{5, 5}, {9, 4}, {4, 9}, {40, 67}}) {
      double[] values = new double[Math.min(size[0], size[1])];
      for (int i = 0; i < values.length - 1; i++) {
        values[i] = 1 + i % 3; // one is zero
      }
      double[][] a = TestMatrices.withSingularValues(3, size[0], size[1], values);
      Tensor p = Linalg.pinv(Tensor.of(a).cast(dtype), 1e-5);
      double[][] inverse = p.toDoubleMatrix();
      assertEquals(size[1], inverse.length);
      double[][] left = Products.multiply(a, inverse);
      double[][] right = Products.multiply(inverse, a);
      double bound = 100 * size[0] * dtype.epsilon();
      assertSmall(Products.minus(Products.multiply(left, a), a), bound);
      assertSmall(Products.minus(Products.multiply(right, inverse), inverse), bound);
      assertSmall(Products.minus(left, TestMatrices.transposed(left)), bound);
      assertSmall(Products.minus(right, TestMatrices.transposed(right)), bound);
    }
  }

  private static void assertSmall(double[][] error, double bound) {
    assertTrue(Products.oneNorm(error) < bound, "error " + Products.oneNorm(error));
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void nearOverflowAndUnderflow(DType dtype) {
    double huge = dtype == DType.F32 ? 0x1p127 : 0x1p1022;
    double tiny = dtype == DType.F32 ? 0x1p-149 : 0x1p-1074;
    Tensor large = Tensor.full(dtype, huge, 2, 2);
    for (MatrixNorm norm : NORMS) {
      double expected = norm == MatrixNorm.MAX ? huge : 2 * huge;
      assertEquals(expected, Linalg.norm(large, norm), 8 * dtype.epsilon() * huge, norm.name());
      double small = norm == MatrixNorm.MAX ? tiny : 2 * tiny;
      assertEquals(small, Linalg.norm(Tensor.full(dtype, tiny, 2, 2), norm), norm.name());
    }
    assertEquals(1, Linalg.rank(large));
    Tensor diagonal = Tensor.diag(Tensor.of(huge, huge / 4).cast(dtype));
    assertEquals(2, Linalg.rank(diagonal));
    assertEquals(1, Linalg.rank(diagonal, 0.5));
    assertEquals(4, Condition.of(diagonal), 8 * dtype.epsilon());
    assertEquals(4, Condition.estimate(diagonal), 8 * dtype.epsilon());
    assertEquals(1 / huge, Linalg.pinv(diagonal).get(0, 0));
    assertEquals(1 / huge, Linalg.inverse(diagonal).get(0, 0));
    assertEquals(1 / (huge / 4), Linalg.pinv(diagonal).get(1, 1));
  }

  @Test
  void specialNorms() {
    Tensor a = Tensor.of(new double[][] {{1, -2}, {Double.NaN, 3}});
    assertTrue(Double.isNaN(Linalg.norm(a, MatrixNorm.ONE)));
    assertTrue(Double.isNaN(Linalg.norm(a, MatrixNorm.MAX)));
    assertThrows(IllegalArgumentException.class, () -> Linalg.norm(a, MatrixNorm.TWO));
    a.set(Double.NEGATIVE_INFINITY, 1, 0);
    assertEquals(Double.POSITIVE_INFINITY, Linalg.norm(a, MatrixNorm.FROBENIUS));
    for (MatrixNorm norm : NORMS) {
      assertEquals(0, Linalg.norm(Tensor.zeros(DType.F32, 0, 3), norm));
      assertEquals(0, Linalg.norm(Tensor.zeros(DType.F64, 3, 2), norm));
    }
    Tensor b = Tensor.randn(DType.F64, 1, 9, 5);
    assertEquals(Linalg.norm(b, MatrixNorm.ONE), Linalg.norm(b.transpose(), MatrixNorm.INFINITY));
    assertEquals(0, Linalg.rank(Tensor.zeros(DType.F64, 0, 0)));
    assertArrayEquals(
        new long[] {3, 0}, Linalg.pinv(Tensor.zeros(DType.F64, 0, 3)).shape().toArray());
  }

  @Test
  void conditions() {
    Tensor a = Tensor.of(new double[][] {{1000, 0.001}, {0.001, 0.001}});
    assertEquals(1.0e6, Condition.of(a), 10);
    assertEquals(1.0e6, Condition.ofPositiveDefinite(a), 10);
    assertEquals(1.0e6, Condition.estimate(a), 10);
    assertEquals(1, Condition.of(Tensor.eye(DType.F32, 7)));
    assertEquals(Double.POSITIVE_INFINITY, Condition.of(Tensor.zeros(DType.F64, 2, 3)));
    assertEquals(Double.POSITIVE_INFINITY, Condition.estimate(Tensor.zeros(DType.F64, 2, 2)));
    assertEquals(0, Condition.of(Tensor.zeros(DType.F64, 0, 0)));
    assertEquals(0, Condition.ofPositiveDefinite(Tensor.zeros(DType.F64, 0, 0)));
    assertEquals(0, Condition.estimate(Tensor.zeros(DType.F64, 0, 0)));
    Tensor indefinite = Tensor.of(new double[][] {{1, 2}, {2, 1}});
    assertEquals(3, Condition.of(indefinite), 1e-14);
    String message =
        assertThrows(
                NotPositiveDefiniteException.class, () -> Condition.ofPositiveDefinite(indefinite))
            .getMessage();
    assertTrue(message.contains("Condition.of takes any matrix"), message);
    assertThrows(ShapeException.class, () -> Condition.estimate(Tensor.zeros(DType.F64, 2, 3)));
    assertThrows(
        ShapeException.class, () -> Condition.ofPositiveDefinite(Tensor.zeros(DType.F64, 2, 3)));
  }

  @Test
  void errors() {
    Tensor wide = Tensor.zeros(DType.F64, 2, 3);
    Tensor numbers = Tensor.zeros(DType.I64, 2, 2);
    assertThrows(ShapeException.class, () -> Linalg.solve(wide, Tensor.of(1, 2)));
    assertThrows(ShapeException.class, () -> Linalg.inverse(wide));
    assertThrows(ShapeException.class, () -> Linalg.det(wide));
    assertThrows(ShapeException.class, () -> Linalg.leastSquares(wide, Tensor.of(1, 2, 3)));
    assertThrows(ShapeException.class, () -> Linalg.rank(Tensor.of(1)));
    assertThrows(DTypeException.class, () -> Linalg.norm(numbers, MatrixNorm.ONE));
    assertThrows(DTypeException.class, () -> Linalg.pinv(numbers));
    assertThrows(DTypeException.class, () -> Condition.of(numbers));
    assertThrows(IllegalArgumentException.class, () -> Linalg.pinv(wide, -1));
    assertThrows(IllegalArgumentException.class, () -> Linalg.rank(wide, Double.NaN));
    Tensor singular = Tensor.ones(DType.F64, 2, 2);
    assertEquals(
        1,
        assertThrows(SingularMatrixException.class, () -> Linalg.solve(singular, Tensor.of(1, 2)))
            .pivot());
  }
}
