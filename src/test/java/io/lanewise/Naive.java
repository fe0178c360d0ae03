package io.lanewise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.Random;
import java.util.function.LongConsumer;

/** Slow and simple: what tests compare with. Goes through get and set alone. */
final class Naive {
  private Naive() {}

  /** Calls back with each index of a shape, in row-major order. */
  static void forEach(Shape shape, java.util.function.Consumer<long[]> visit) {
    if (shape.elements() == 0) {
      return;
    }
    long[] index = new long[shape.rank()];
    while (true) {
      visit.accept(index);
      int axis = index.length - 1;
      while (axis >= 0 && ++index[axis] == shape.size(axis)) {
        index[axis--] = 0;
      }
      if (axis < 0) {
        return;
      }
    }
  }

  /** The elements in row-major order. */
  static double[] values(Tensor tensor) {
    double[] values = new double[(int) tensor.elements()];
    int[] at = {0};
    forEach(tensor.shape(), index -> values[at[0]++] = tensor.get(index));
    return values;
  }

  static Tensor fill(Tensor tensor, double[] values) {
    int[] at = {0};
    forEach(tensor.shape(), index -> tensor.set(values[at[0]++], index));
    return tensor;
  }

  static double round(DType dtype, double value) {
    return dtype == DType.F32 ? (float) value : value;
  }

  /** Numbers of many magnitudes and signs, representable in the type. */
  static double[] random(DType dtype, long seed, int n) {
    Random random = new Random(seed);
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      values[i] = round(dtype, random.nextGaussian() * Math.scalb(1.0, random.nextInt(-8, 9)));
    }
    return values;
  }

  /** As {@link #random}, with the special values of floating point among them. */
  static double[] special(DType dtype, long seed, int n) {
    double[] values = random(dtype, seed, n);
    boolean single = dtype == DType.F32;
    double[] specials = {
      0.0,
      -0.0,
      1,
      -1,
      Double.NaN,
      Double.POSITIVE_INFINITY,
      Double.NEGATIVE_INFINITY,
      single ? Float.MAX_VALUE : Double.MAX_VALUE,
      single ? -Float.MAX_VALUE : -Double.MAX_VALUE,
      single ? Float.MIN_VALUE : Double.MIN_VALUE,
      single ? Float.MIN_NORMAL : Double.MIN_NORMAL,
      single ? -Float.MIN_NORMAL / 4 : -Double.MIN_NORMAL / 4,
      3,
      0.5,
      -2.5
    };
    Random random = new Random(seed + 1);
    for (int i = 0; i < n; i++) {
      if (random.nextInt(3) == 0) {
        values[i] = specials[random.nextInt(specials.length)];
      }
    }
    return values;
  }

  /** The same number: NaN is NaN, and 0 is not -0. */
  static void assertSame(double expected, double actual, String what) {
    if (Double.doubleToLongBits(expected) != Double.doubleToLongBits(actual)) {
      assertEquals(expected, actual, what);
    }
  }

  static void assertSame(double[] expected, Tensor actual, String what) {
    double[] values = values(actual);
    assertEquals(expected.length, values.length, what);
    for (int i = 0; i < values.length; i++) {
      assertSame(expected[i], values[i], what + " at " + i);
    }
  }

  static void assertNear(double expected, double actual, double bound, String what) {
    if (Double.isNaN(expected) || Double.isInfinite(expected)) {
      assertSame(expected, actual, what);
    } else {
      assertTrue(
          Math.abs(expected - actual) <= bound,
          () -> what + ": " + actual + " instead of " + expected + ", bound " + bound);
    }
  }

  /** At most so many units in the last place of the type away from a number known better. */
  static void assertUlps(DType dtype, double expected, double actual, double ulps, String what) {
    double rounded = round(dtype, expected);
    if (Double.isInfinite(rounded) && Double.isFinite(actual)) {
      rounded = Math.copySign(dtype == DType.F32 ? Float.MAX_VALUE : Double.MAX_VALUE, rounded);
    }
    double ulp = dtype == DType.F32 ? Math.ulp((float) rounded) : Math.ulp(rounded);
    assertNear(rounded, actual, ulps * ulp, what);
  }

  /** Smallest positive number. */
  static double tiny(DType dtype) {
    return dtype == DType.F32 ? Float.MIN_VALUE : Double.MIN_VALUE;
  }

  /** The exact sum of products, rounded once. */
  static double exactDot(
      int n, java.util.function.IntToDoubleFunction a, java.util.function.IntToDoubleFunction b) {
    BigDecimal sum = BigDecimal.ZERO;
    for (int i = 0; i < n; i++) {
      sum =
          sum.add(new BigDecimal(a.applyAsDouble(i)).multiply(new BigDecimal(b.applyAsDouble(i))));
    }
    return sum.doubleValue();
  }

  /** Sum of products with about twice the digits of a double (Ogita, Rump, Oishi 2005, Dot2). */
  static double carefulDot(
      int n, java.util.function.IntToDoubleFunction a, java.util.function.IntToDoubleFunction b) {
    double sum = 0;
    double rest = 0;
    for (int i = 0; i < n; i++) {
      double x = a.applyAsDouble(i);
      double y = b.applyAsDouble(i);
      double product = x * y;
      double error = Math.fma(x, y, -product);
      double next = sum + product;
      double part = next - sum;
      rest += (sum - (next - part)) + (product - part) + error;
      sum = next;
    }
    return sum + rest;
  }

  static void repeat(long times, LongConsumer action) {
    for (long i = 0; i < times; i++) {
      action.accept(i);
    }
  }
}
