package io.lanewise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lanewise.Machines.Machine;
import io.lanewise.nn.Normalization;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Layer norm and RMS norm against the definition in double-double sums. */
@Tag("contract")
class NormalizationTest {
  private static final long[][] SHAPES = {{1}, {7}, {3, 5}, {2, 0}, {0, 4}, {2, 3, 65}, {2, 9000}};
  private static final double EPSILON = 1e-5;

  private static double[] expected(
      double[] x, double[] weight, double[] bias, boolean centred, double epsilon) {
    int n = x.length;
    double mean = centred ? Naive.carefulDot(n, i -> x[i], i -> 1) / n : 0;
    double square = Naive.carefulDot(n, i -> x[i] - mean, i -> x[i] - mean) / n;
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      y[i] = (x[i] - mean) / Math.sqrt(square + epsilon);
      y[i] = y[i] * (weight == null ? 1 : weight[i]) + (bias == null ? 0 : bias[i]);
    }
    return y;
  }

  private static void check(
      Tensor x, Tensor weight, Tensor bias, boolean centred, Tensor actual, String what) {
    int n = (int) x.size(-1);
    double[] all = Naive.values(x);
    double[] got = Naive.values(actual);
    double[] w = weight == null ? null : Naive.values(weight);
    double[] b = bias == null ? null : Naive.values(bias);
    double eps = x.dtype().epsilon();
    for (int row = 0; row < all.length / Math.max(1, n); row++) {
      double[] own = java.util.Arrays.copyOfRange(all, row * n, row * n + n);
      double[] wanted = expected(own, w, b, centred, EPSILON);
      double largest = 0;
      for (double value : own) {
        largest = Math.max(largest, Math.abs(value));
      }
      double spread = Math.sqrt(Naive.carefulDot(n, i -> own[i], i -> own[i]) / n + EPSILON);
      for (int i = 0; i < n; i++) {
        double factor = w == null ? 1 : Math.abs(w[i]);
        // sums in 32 lanes and a tree, the mean, three roundings
        double size = (largest / spread + Math.abs(wanted[i])) * factor + Math.abs(wanted[i]);
        double bound = (n / 16.0 + 12) * eps * size + eps * (b == null ? 0 : Math.abs(b[i]));
        Naive.assertNear(wanted[i], got[row * n + i], bound, what + " at " + row + ", " + i);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.lanewise.Machines#withTypesAndLayouts")
  void everyLayout(Machine machine, DType dtype, TensorLayout layout) {
    machine.engine().run(() -> everyLayout(dtype, layout));
  }

  private static void everyLayout(DType dtype, TensorLayout layout) {
    for (long[] shape : SHAPES) {
      int n = (int) shape[shape.length - 1];
      Tensor x = layout.of(dtype, Naive.values(Tensor.randn(dtype, n, shape)), shape);
      Tensor weight = layout.of(dtype, Naive.values(Tensor.randn(dtype, 2, n)), n);
      Tensor bias = Tensor.randn(dtype, 3, n);
      String what = dtype + " " + x.shape() + " " + layout;
      Tensor whole = Normalization.layerNorm(x, weight, bias, EPSILON);
      check(x, weight, bias, true, whole, what);
      check(x, null, null, true, Normalization.layerNorm(x, null, null, EPSILON), what);
      check(x, weight, null, false, Normalization.rmsNorm(x, weight, EPSILON), what);
      check(x, null, null, false, Normalization.rmsNorm(x, null, EPSILON), what);
      Tensor dst = TensorLayout.TRANSPOSED.empty(dtype, shape);
      assertSame(dst, Normalization.layerNormInto(x, weight, bias, EPSILON, dst));
      assertTrue(dst.contentEquals(whole), what);
      Tensor own = x.copy();
      assertTrue(Normalization.layerNormInto(own, weight, bias, EPSILON, own).contentEquals(whole));
      assertTrue(
          Normalization.rmsNormInto(x.copy(), weight, EPSILON, dst)
              .contentEquals(Normalization.rmsNorm(x, weight, EPSILON)));
    }
  }

  /** Far from 0 the mean must go before squares are summed. */
  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void farFromZero(DType dtype) {
    Tensor x = Tensor.arange(DType.F64, 0, 64, 1).add(4096).cast(dtype);
    Tensor y = Normalization.layerNorm(x, null, null, 0);
    double deviation = Math.sqrt((64 * 64 - 1) / 12.0);
    for (int i = 0; i < 64; i++) {
      assertEquals((i - 31.5) / deviation, y.get(i), 4 * dtype.epsilon());
    }
    Tensor same = Normalization.layerNorm(Tensor.full(dtype, 3, 2, 8), null, null, EPSILON);
    assertTrue(same.contentEquals(Tensor.zeros(dtype, 2, 8)));
  }

  @Test
  void nanStaysInItsRow() {
    Tensor x = Tensor.randn(DType.F32, 1, 3, 8);
    Tensor good = Normalization.rmsNorm(x, null, EPSILON);
    x.set(Double.NaN, 1, 2);
    Tensor y = Normalization.rmsNorm(x, null, EPSILON);
    assertTrue(Double.isNaN(y.get(1, 0)));
    assertEquals(good.get(2, 7), y.get(2, 7));
  }

  @Test
  void errors() {
    Tensor x = Tensor.zeros(DType.F32, 2, 4);
    Tensor five = Tensor.zeros(DType.F32, 5);
    ShapeException shape =
        assertThrows(ShapeException.class, () -> Normalization.rmsNorm(x, five, EPSILON));
    assertTrue(shape.getMessage().contains("(2, 4)"), shape.getMessage());
    assertTrue(shape.getMessage().contains("(5)"), shape.getMessage());
    Tensor wide = Tensor.zeros(DType.F64, 4);
    assertThrows(DTypeException.class, () -> Normalization.rmsNorm(x, wide, EPSILON));
    assertThrows(IllegalArgumentException.class, () -> Normalization.rmsNorm(x, null, -1));
    assertThrows(
        ShapeException.class,
        () -> Normalization.layerNorm(Tensor.scalar(DType.F32, 1), null, null, EPSILON));
    assertThrows(
        ShapeException.class,
        () -> Normalization.layerNormInto(x, null, null, EPSILON, Tensor.zeros(DType.F32, 4, 2)));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            Normalization.layerNormInto(
                x, null, null, EPSILON, Tensor.zeros(DType.F32, 4).broadcastTo(2, 4)));
  }
}
