package io.lanewise.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lanewise.DType;
import io.lanewise.Slice;
import io.lanewise.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every spectrum of LAPACK's dlatms and every matrix with a name, by every route: the one that the
 * matrix takes by itself, rotations from the triangle, values only, tall and wide.
 */
class SvdRoutesTest {
  private static final SvdOptions NONE = SvdOptions.auto().withVectors(SvdOptions.Vectors.NONE);

  private static void everyRoute(Tensor a, String what) {
    Svd svd = Svd.of(a);
    Ratios.check(a, svd, what);
    assertTrue(Svd.of(a, NONE).s().contentEquals(svd.s()), what + ", values only");
    Svd careful = Svd.preconditioned(a, false, SvdOptions.auto(), false);
    Ratios.check(a, careful, what + ", rotated");
    Svd values = Svd.preconditioned(a, false, NONE, false);
    assertTrue(values.s().contentEquals(careful.s()), what + ", rotated, values only");
    // what both ways find is the same but for rounding
    double size = Math.max(careful.s().get(0), a.dtype().epsilon());
    double error = svd.s().sub(careful.s()).abs().max();
    assertTrue(error <= a.size(0) * a.dtype().epsilon() * size, what + ": ways differ by " + error);
    Tensor tall = Tensor.concat(0, a, a.mul(0.5));
    Ratios.check(tall, Svd.of(tall), what + ", tall");
    Tensor wide = tall.transpose();
    Ratios.check(wide, Svd.of(wide), what + ", wide");
  }

  /** Modes 1 to 6 of dlatms, and clusters. */
  static Map<String, double[]> spectra(int n, double condition) {
    Map<String, double[]> all = new LinkedHashMap<>();
    double[][] modes = new double[7][n];
    Random random = new Random(n);
    for (int i = 0; i < n; i++) {
      double part = i / (n - 1.0);
      modes[0][i] = i == 0 ? 1 : 1 / condition;
      modes[1][i] = i < n - 1 ? 1 : 1 / condition;
      modes[2][i] = Math.pow(condition, -part);
      modes[3][i] = 1 - part * (1 - 1 / condition);
      modes[4][i] = Math.pow(condition, -random.nextDouble());
      modes[5][i] = Math.abs(random.nextGaussian());
      modes[6][i] = Math.pow(condition, -(i / 9 * 9) / (double) n); // eight and more of each
    }
    String[] names = {
      "one large", "one small", "geometric", "arithmetic", "random logarithms", "random", "clusters"
    };
    for (int i = 0; i < names.length; i++) {
      all.put(names[i], modes[i]);
    }
    return all;
  }

  @ParameterizedTest
  @CsvSource({
    "F32, 66, 1e1",
    "F32, 97, 1e5",
    "F32, 66, 1e7",
    "F32, 66, 1e16",
    "F64, 66, 1e1",
    "F64, 97, 1e3",
    "F64, 66, 1e7",
    "F64, 40, 1e8",
    "F64, 97, 1e10",
    "F64, 66, 1e13",
    "F64, 66, 1e16"
  })
  void spectra(DType dtype, int n, double condition) {
    spectra(n, condition)
        .forEach(
            (name, values) ->
                everyRoute(
                    Tensor.of(TestMatrices.withSingularValues(n, n, n, values)).cast(dtype),
                    name + ", condition " + condition + ", n = " + n + ", " + dtype));
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void matricesWithNames(DType dtype) {
    for (int n : new int[] {66, 97}) {
      MatrixKinds.square(dtype, n)
          .forEach(
              (name, values) -> everyRoute(Tensor.of(values).cast(dtype), name + " " + n + dtype));
      double[][] laeuchli = new double[n + 1][n];
      Arrays.fill(laeuchli[0], 1);
      for (int i = 0; i < n; i++) {
        laeuchli[i + 1][i] = Math.sqrt(dtype.epsilon()) / 4;
      }
      everyRoute(Tensor.of(laeuchli).cast(dtype), "laeuchli " + n + dtype);
    }
    everyRoute(Tensor.of(TestMatrices.wilkinson(21)).cast(dtype), "W21+ " + dtype);
  }

  /** The small ones are lost in {@code A'A}, which must be seen. */
  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void laeuchliMatricesKeepTheirSmallValues(DType dtype) {
    int n = 70;
    double small = dtype == DType.F32 ? 0x1p-20 : 0x1p-40;
    Tensor a = Tensor.zeros(dtype, n + 1, n);
    a.slice(Slice.at(0)).fill(1);
    for (int i = 0; i < n; i++) {
      a.set(small, i + 1, i);
    }
    double[] found = Svd.of(a).s().toDoubleArray();
    assertEquals(Math.sqrt(n + small * small), found[0], n * dtype.epsilon());
    for (int i = 1; i < n; i++) {
      assertEquals(1, found[i] / small, n * n * dtype.epsilon(), "value " + i);
    }
  }

  /** However the matrix is decomposed, an interrupt ends it. */
  @Test
  void anInterruptCancelsEveryRoute() {
    Tensor a = Tensor.randn(DType.F64, 1, 80, 80);
    Tensor definite = a.matmul(a.transpose());
    Tensor indefinite = a.add(a.transpose());
    Tensor start = Tensor.eye(DType.F64, 80);
    Refinement.Goal goal =
        Refinement.Goal.of("test", DType.F64, 80, 1, 60, Refinement.Wanted.BOTH, null);
    Refinement.Memory memory = DirectVectorsTest.memory(80);
    try {
      Thread.currentThread().interrupt();
      for (Runnable work :
          new Runnable[] {
            () -> Svd.of(a),
            () -> Svd.of(a, NONE),
            () -> Svd.preconditioned(a, false, SvdOptions.auto(), false),
            () -> SymmetricEigen.of(definite),
            () -> SymmetricEigen.of(indefinite),
            () -> Refinement.ofColumns(a.copy(), start, goal, memory)
          }) {
        assertThrows(CancellationException.class, work::run);
        assertTrue(Thread.currentThread().isInterrupted());
      }
    } finally {
      Thread.interrupted();
    }
  }
}
