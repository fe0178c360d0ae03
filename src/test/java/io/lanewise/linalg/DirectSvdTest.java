package io.lanewise.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lanewise.DType;
import io.lanewise.Engine;
import io.lanewise.EngineOptions;
import io.lanewise.Slice;
import io.lanewise.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The fast way of the SVD and the careful one, each forced, against an oracle and each other. */
class DirectSvdTest {
  private static final int N = 66;

  private static Svd rotated(Tensor a) {
    return Svd.preconditioned(a, false, SvdOptions.auto(), false);
  }

  private static boolean takesTheFastWay(Tensor a) {
    int exponent = -Matrices.exponent(Matrices.largest("test", a));
    Tensor scaled = Matrices.scaled(a, exponent);
    if (!DirectSvd.mayTakeWhole(scaled)) {
      return false;
    }
    try (Borrowed borrowed = Borrowed.open()) {
      DirectSvd.Room room = DirectSvd.Room.of(borrowed, a.dtype(), a.size(0), a.size(1));
      return DirectSvd.ofCore("test", scaled, SvdOptions.auto(), room, borrowed) != null;
    }
  }

  private static double[] spectrum(double condition) {
    return spectrum(N, condition);
  }

  private static double[] spectrum(int n, double condition) {
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      values[i] = Math.pow(condition, -(double) i / (n - 1));
    }
    return values;
  }

  private static @Nullable DirectSvd inF32(Tensor a) {
    return compute(a, DType.F32);
  }

  private static @Nullable DirectSvd compute(Tensor a, DType accuracy) {
    try (Borrowed borrowed = Borrowed.open()) {
      DirectSvd.Room room = DirectSvd.Room.of(borrowed, a.dtype(), a.size(0), a.size(1));
      return DirectSvd.compute(
          "test", a, accuracy, SvdOptions.auto(), Refinement.Wanted.BOTH, room);
    }
  }

  private static double place(int order, int i) {
    int place = order == 0 ? i : order == 1 ? N - 1 - i : i * 7 % N;
    return place / (N - 1.0);
  }

  /** {@code B D}, {@code D B} and {@code D1 B D2} with B of condition 10. */
  @Test
  void gradedMatricesKeepHighRelativeAccuracyOnEitherWay() {
    int order = 0;
    int[][] sides = {{0}, {0, 1, 2}, {0, 1}, {2}}; // few, for the oracle takes a second for each
    int[] allDecades = {0, 4, 15, 30};
    for (int k = 0; k < allDecades.length; k++) {
      int decades = allDecades[k];
      for (int side : sides[k]) {
        double[][] a = TestMatrices.withSingularValues(1 + decades, N, N, spectrum(10));
        for (int i = 0; i < N; i++) {
          for (int j = 0; j < N; j++) {
            double rows = side == 0 ? 0 : place(order, i);
            double columns = side == 1 ? 0 : place((order + side) % 3, j);
            double share = side == 2 ? decades / 2.0 : decades;
            a[i][j] *= Math.pow(10, -share * (rows + columns));
          }
        }
        String what = decades + " decades, side " + side + ", order " + order;
        order = (order + 1) % 3;
        // graded columns are what the oracle computes accurately
        double[] expected = Oracle.singularValues(side == 1 ? TestMatrices.transposed(a) : a);
        Tensor matrix = Tensor.of(a);
        Svd fast = Svd.of(matrix);
        Svd slow = rotated(matrix);
        Ratios.check(matrix, fast, what);
        Ratios.check(matrix, slow, what + ", rotated");
        for (int i = 0; i < N; i++) {
          String value = what + ", value " + i;
          // of both the worst leading block of B counts, whose condition is 6000 once
          double bound = side == 2 ? 2e-14 : 1e-14;
          assertEquals(1, fast.s().get(i) / expected[i], bound, value);
          assertEquals(1, slow.s().get(i) / expected[i], bound, value + ", rotated");
        }
        // up to some decades by products, beyond by rotations
        assertEquals(decades <= 4, fast.certificate().sweeps() <= 2, what);
      }
    }
  }

  @Test
  void itIsTakenWhereItIsAccurateAndOnlyThere() {
    assertTrue(takesTheFastWay(Tensor.randn(DType.F64, 3, 100, 100)));
    assertTrue(takesTheFastWay(Tensor.randn(DType.F32, 3, 150, 70)));
    assertTrue(takesTheFastWay(Tensor.eye(DType.F64, 80)));
    assertTrue(takesTheFastWay(Tensor.of(TestMatrices.withSingularValues(1, N, N, spectrum(1e5)))));
    Tensor nearlySingular = Tensor.of(TestMatrices.withSingularValues(1, N, N, spectrum(1e9)));
    assertTrue(!takesTheFastWay(nearlySingular));
    assertTrue(!takesTheFastWay(Tensor.ones(DType.F64, 80, 80)));
    assertTrue(!takesTheFastWay(Tensor.zeros(DType.F64, 80, 80)));
    assertTrue(!takesTheFastWay(Tensor.randn(DType.F64, 3, 63, 63)));
    Tensor graded = Tensor.randn(DType.F64, 3, 80, 80);
    graded.mulInPlace(Tensor.arange(DType.F64, 1, 81, 1));
    assertTrue(!takesTheFastWay(graded), "its columns differ in size");
    assertTrue(Svd.of(graded).certificate().sweeps() <= 2, "but its triangle does");
  }

  /** F32 in F32, in F64, and by rotations, where that is possible: values beside an oracle. */
  @Test
  void matricesInF32AreDecomposedInF32WhereThatIsAccurate() {
    int n = 100;
    for (double condition : new double[] {10, 100, 3000, 1e5, 1e7}) {
      double[] values = spectrum(n, condition);
      Tensor a = Tensor.of(TestMatrices.withSingularValues(7, n, n, values)).cast(DType.F32);
      String what = "condition " + condition;
      double[] expected = Svd.of(a.cast(DType.F64)).s().toDoubleArray();
      Svd rotated = rotated(a);
      Ratios.check(a, rotated, what + ", rotated");
      DirectSvd narrow = inF32(a);
      assertEquals(condition <= 3000, narrow != null, what);
      if (narrow != null) {
        compare(expected, narrow.values(), condition, what + ", F32");
        assertTrue(Matrices.orthogonality(narrow.left()) < 30, what);
        assertTrue(Matrices.orthogonality(narrow.right()) < 30, what);
        assertTrue(narrow.certificate().converged());
      }
      DirectSvd wide = compute(a.cast(DType.F64), DType.F32);
      assertEquals(condition <= 1e5, wide != null, what);
      if (wide != null) {
        compare(expected, wide.values(), 1, what + ", F64");
      }
      Svd svd = Svd.of(a);
      Ratios.check(a, svd, what);
      compare(expected, svd.s().toDoubleArray(), condition, what);
    }
  }

  private static void compare(double[] expected, double[] found, double condition, String what) {
    for (int i = 0; i < expected.length; i++) {
      double bound = 4 * DType.F32.epsilon() * condition;
      assertEquals(1, found[i] / expected[i], bound, what + ", value " + i);
    }
  }

  /** The squares of small values are lost: their vectors must be found from the products. */
  @Test
  void aFewValuesMayBeLostInTheSquaresOfF32() {
    int n = 120;
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      values[i] = i < n - 6 ? 1 - i / (2.0 * n) : Math.pow(2, -12 - (i - n + 6) / 2.0);
    }
    Tensor a = Tensor.of(TestMatrices.withSingularValues(3, n, n, values)).cast(DType.F32);
    DirectSvd found = inF32(a);
    assertNotNull(found);
    double[] expected = Svd.of(a.cast(DType.F64)).s().toDoubleArray();
    compare(expected, found.values(), 0x1p15, "lost");
    Svd svd = Svd.of(a);
    Ratios.check(a, svd, "lost");
    assertTrue(svd.certificate().sweeps() > 1);
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void tallMatricesWithAllLeftVectors(DType dtype) {
    Tensor a = Tensor.randn(dtype, 5, 300, 70);
    Svd full = Svd.of(a, SvdOptions.auto().withVectors(SvdOptions.Vectors.FULL));
    Svd thin = Svd.of(a);
    assertTrue(full.s().contentEquals(thin.s()));
    assertTrue(full.vt().contentEquals(thin.vt()));
    assertTrue(full.u().slice(Slice.all(), Slice.to(70)).contentEquals(thin.u()));
    assertTrue(Matrices.orthogonality(full.u().transpose()) < 30);
    assertTrue(full.certificate(a).residual() < 30);
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void shapesScalesAndVectors(DType dtype) {
    for (int[] shape : new int[][] {{64, 64}, {150, 70}, {70, 150}, {131, 97}}) {
      Tensor a = Tensor.randn(dtype, 5, shape[0], shape[1]);
      Svd svd = Svd.of(a);
      Ratios.check(a, svd, a.shape().toString());
      assertTrue(svd.certificate().sweeps() <= 2);
      SvdOptions none = SvdOptions.auto().withVectors(SvdOptions.Vectors.NONE);
      assertTrue(Svd.of(a, none).s().contentEquals(svd.s()));
      // near overflow and near underflow of F32
      for (double scale : new double[] {0x1p120, 0x1p-110}) {
        Svd other = Svd.of(a.mul(scale));
        assertTrue(other.s().contentEquals(svd.s().mul(scale)));
        assertTrue(other.u().contentEquals(svd.u()));
      }
    }
  }

  @Test
  void anyNumberOfThreadsAndAnyKernelsGiveTheSameBits() {
    // the second is large enough for products with vectors to be split
    for (int[] shape : new int[][] {{90, 90}, {530, 530}, {1500, 80}}) {
      for (DType dtype : new DType[] {DType.F64, DType.F32}) {
        sameBits(Tensor.randn(dtype, 7, shape[0], shape[1]));
      }
    }
  }

  private static void sameBits(Tensor a) {
    List<EngineOptions> engines = new ArrayList<>();
    engines.add(EngineOptions.auto().withThreads(1));
    engines.add(EngineOptions.auto().withThreads(3));
    if (a.size(1) < 100) {
      engines.add(EngineOptions.auto().withKernels(EngineOptions.Kernels.SCALAR));
    }
    Svd first = null;
    for (EngineOptions options : engines) {
      Svd svd = Engine.cpu(options).call(() -> Svd.of(a));
      first = first == null ? svd : first;
      String what = a + " " + options;
      assertTrue(svd.s().contentEquals(first.s()), what);
      assertTrue(svd.u().contentEquals(first.u()), what);
      assertTrue(svd.vt().contentEquals(first.vt()), what);
    }
  }

  @Test
  void theListenerIsToldOnceForEachSweep() {
    List<Integer> sweeps = new ArrayList<>();
    SvdOptions options = SvdOptions.auto().withListener((sweep, left) -> sweeps.add(sweep));
    Svd svd = Svd.of(Tensor.randn(DType.F64, 1, 80, 80), options);
    assertEquals(svd.certificate().sweeps(), sweeps.size());
    sweeps.clear();
    Tensor singular = Tensor.of(TestMatrices.withSingularValues(1, N, N, spectrum(1e14)));
    svd = Svd.of(singular, options);
    assertEquals(svd.certificate().sweeps(), sweeps.size());
    assertEquals(1, sweeps.getFirst());
  }

  /** Whatever the start, what is not near is noticed. */
  @Test
  void aStartThatIsNotNearIsRefused() {
    Tensor a = Tensor.randn(DType.F64, 1, 70, 70);
    Refinement.Goal goal =
        Refinement.Goal.of("test", DType.F64, 70, 1, 60, Refinement.Wanted.BOTH, null);
    Refinement.Memory memory = DirectVectorsTest.memory(70);
    Tensor columns = a.transpose();
    assertNull(Refinement.ofColumns(columns.copy(), Tensor.eye(DType.F64, 70), goal, memory));
    DirectVectors direct = DirectVectors.of("test", columns.matmul(a));
    Tensor near = Tensor.empty(DType.F64, 70, 70);
    direct.vectorsOfT(near);
    direct.multiplyQ(near);
    near.addInPlace(Tensor.randn(DType.F64, 2, 70, 70).mul(1e-7));
    Refinement refined = Refinement.ofColumns(near.matmul(columns), near, goal, memory);
    assertNotNull(refined);
    assertTrue(refined.certificate().converged());
    assertTrue(Matrices.orthogonality(refined.vectors()) < 30);
  }
}
