package io.lanewise.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lanewise.DType;
import io.lanewise.DTypeException;
import io.lanewise.ShapeException;
import io.lanewise.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LowRankTest {
  private static final double[] VALUES = {8, 4, 2, 1, 0.5, 0.25, 0.125};

  private static Tensor matrix(DType dtype) {
    return Tensor.of(TestMatrices.withSingularValues(1, 40, 30, VALUES)).cast(dtype);
  }

  /** The relative error of leaving out all singular values from k on. */
  private static double tail(int k) {
    double all = 0;
    double rest = 0;
    for (int i = 0; i < VALUES.length; i++) {
      all += VALUES[i] * VALUES[i];
      rest += i < k ? 0 : VALUES[i] * VALUES[i];
    }
    return Math.sqrt(rest / all);
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void theBestOfAGivenRank(DType dtype) {
    Tensor a = matrix(dtype);
    for (int k : new int[] {1, 3, 6, 7, 20, 30}) {
      LowRank low = LowRank.of(a, k);
      assertEquals(k, low.rank());
      assertEquals("(40, " + k + ")", low.u().shape().toString());
      assertEquals("(" + k + ", 30)", low.v().shape().toString());
      double rounding = 50 * dtype.epsilon();
      assertEquals(tail(k), low.error(), rounding);
      double measured = low.toTensor().sub(a).norm() / a.norm();
      assertEquals(measured, low.error(), rounding);
      Tensor v = low.v();
      assertTrue(Ratios.orthogonality(v.transpose().toDoubleMatrix(), dtype) < 30);
      assertEquals(8, low.u().norm(0).get(0), 8 * rounding);
      assertEquals(k * (1 / 40.0 + 1 / 30.0), low.storageRatio(), 1e-15 * k);
    }
  }

  @Test
  void halfOfTheStorageForAQuarterOfTheRank() {
    LowRank low = LowRank.of(Tensor.of(TestMatrices.random(1, 64, 64)), 16);
    assertEquals(0.5, low.storageRatio());
    // numbers without structure: most is lost
    assertTrue(low.error() > 0.5);
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void theFirstPartOfADecomposition(DType dtype) {
    Tensor a = matrix(dtype);
    Svd full = Svd.of(a);
    Svd truncated = Svd.truncated(a, 5);
    for (int k = 1; k <= 5; k++) {
      for (Svd svd : new Svd[] {full, truncated}) {
        LowRank low = LowRank.of(svd, k);
        double measured = low.toTensor().sub(a).norm() / a.norm();
        assertEquals(measured, low.error(), 50 * dtype.epsilon());
        assertEquals(tail(k), low.error(), 1e-6 + 50 * dtype.epsilon());
      }
    }
  }

  /**
   * An error far below the root of epsilon has its digits, as a difference of squares would not.
   */
  @Test
  void smallErrorsAreMeasured() {
    double[] values = {1, 0.5, 3e-12, 1e-12};
    Tensor a = Tensor.of(TestMatrices.withSingularValues(2, 50, 60, values));
    double expected = Math.sqrt(10) * 1e-12 / Math.sqrt(1.25);
    assertEquals(1, LowRank.of(a, 2).error() / expected, 1e-3);
    assertEquals(1, LowRank.of(Svd.of(a), 2).error() / expected, 1e-3);
    assertEquals(1, LowRank.ofError(a, 1e-9).error() / expected, 1e-3);
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void theLowestRankThatIsGoodEnough(DType dtype) {
    Tensor a = matrix(dtype);
    for (int k = 1; k < VALUES.length; k++) {
      assertEquals(k, LowRank.ofError(a, tail(k) * 1.001).rank());
      assertEquals(k + 1, LowRank.ofError(a, tail(k) * 0.999).rank());
      double energy = 1 - tail(k) * tail(k);
      LowRank low = LowRank.ofEnergy(a, energy - 1e-5);
      assertEquals(k, low.rank());
      assertEquals(tail(k), low.error(), 50 * dtype.epsilon());
      assertEquals(k + 1, LowRank.ofEnergy(a, energy + 1e-5).rank());
    }
    assertEquals(1, LowRank.ofError(a, 0.99).rank());
    assertEquals(1, LowRank.ofEnergy(a, 1e-9).rank());
    assertEquals(7, LowRank.ofError(a, 0).rank());
    assertEquals(7, LowRank.ofEnergy(a, 1).rank());
  }

  /** Beyond 512 the rank is found by doubling. */
  @Test
  void theLowestRankOfALargeMatrix() {
    int n = 540;
    Tensor a = Tensor.zeros(DType.F64, n, n + 60);
    double squares = 0;
    for (int i = 0; i < n; i++) {
      a.set(Math.pow(0.97, i), i * 7 % n, i);
      squares += Math.pow(0.97, 2 * i);
    }
    for (int k : new int[] {40, 100, 200}) {
      double expected = Math.sqrt(Math.pow(0.97, 2 * k) / squares * (1 / (1 - 0.97 * 0.97)));
      LowRank low = LowRank.ofError(a, expected * 1.01);
      assertEquals(k, low.rank());
      assertEquals(expected, low.error(), 1e-3 * expected);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void appliesWithoutTheProduct(DType dtype) {
    LowRank low = LowRank.of(matrix(dtype), 4);
    Tensor product = low.toTensor();
    for (long[] shape : new long[][] {{30}, {30, 5}, {2, 3, 30, 5}, {30, 0}}) {
      Tensor x = Tensor.randn(dtype, 3, shape);
      Tensor expected = product.matmul(x);
      Tensor found = low.apply(x);
      assertEquals(expected.shape(), found.shape());
      assertTrue(found.sub(expected).norm() <= 50 * dtype.epsilon() * product.norm() * x.norm());
    }
    Tensor wrong = Tensor.ones(dtype, 40);
    String text = assertThrows(ShapeException.class, () -> low.apply(wrong)).getMessage();
    assertTrue(text.contains("(40, 30)") && text.contains("(40)"), text);
    Tensor rows = Tensor.ones(dtype, 5, 29);
    assertThrows(ShapeException.class, () -> low.apply(rows));
    assertThrows(ShapeException.class, () -> low.apply(Tensor.scalar(dtype, 1)));
    DType other = dtype == DType.F32 ? DType.F64 : DType.F32;
    assertThrows(DTypeException.class, () -> low.apply(Tensor.ones(other, 30)));
  }

  @Test
  void zerosAndExtremeSizes() {
    LowRank zero = LowRank.ofError(Tensor.zeros(DType.F32, 5, 4), 0);
    assertEquals(1, zero.rank());
    assertEquals(0, zero.error());
    Tensor a = matrix(DType.F64);
    for (double factor : new double[] {0x1p1015, 0x1p-950}) {
      LowRank low = LowRank.of(a.mul(factor), 3);
      assertEquals(LowRank.of(a, 3).error(), low.error(), 1e-15);
      LowRank found = LowRank.ofError(a.mul(factor), 0.1);
      assertEquals(LowRank.ofError(a, 0.1).error(), found.error(), 1e-15);
    }
  }

  @Test
  void errorsSayWhatIsWrong() {
    Tensor a = matrix(DType.F64);
    Svd svd = Svd.truncated(a, 4);
    Svd values = Svd.of(a, SvdOptions.auto().withVectors(SvdOptions.Vectors.NONE));
    assertTrue(message(() -> LowRank.of(svd, 5)).contains("has 4 singular values"));
    assertTrue(message(() -> LowRank.of(svd, 0)).contains("k is 0"));
    assertTrue(message(() -> LowRank.of(a, 31)).contains("from 1 to 30"));
    assertTrue(message(() -> LowRank.ofError(a, 1)).contains("below 1"));
    assertTrue(message(() -> LowRank.ofError(a, Double.NaN)).contains("NaN"));
    assertTrue(message(() -> LowRank.ofError(a, -0.1)).contains("-0.1"));
    assertTrue(message(() -> LowRank.ofEnergy(a, 0)).contains("above 0"));
    assertTrue(message(() -> LowRank.ofEnergy(a, 1.1)).contains("1.1"));
    assertThrows(IllegalStateException.class, () -> LowRank.of(values, 2));
    Tensor empty = Tensor.zeros(DType.F64, 0, 3);
    assertThrows(ShapeException.class, () -> LowRank.ofError(empty, 0.1));
    assertThrows(ShapeException.class, () -> LowRank.ofEnergy(Tensor.of(1, 2), 0.5));
    Tensor bad = a.copy();
    bad.set(Double.NaN, 1, 2);
    assertTrue(message(() -> LowRank.ofError(bad, 0.1)).contains("(1, 2)"));
  }

  private static String message(Runnable wrong) {
    return assertThrows(IllegalArgumentException.class, wrong::run).getMessage();
  }
}
