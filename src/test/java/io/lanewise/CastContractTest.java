package io.lanewise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lanewise.Machines.Machine;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Conversions between all types, copies, fills and exchanges with arrays. */
@Tag("contract")
class CastContractTest {
  private static final double[] NUMBERS = {
    0,
    -0.0,
    1,
    -1,
    0.5,
    1.5,
    2.5,
    -2.5,
    127.9,
    255,
    256,
    -3,
    1e-7,
    3e-8,
    1e-40,
    5e-324,
    65504,
    65519.999,
    65520,
    1e10,
    -1e10,
    3e38,
    3.4028235677973366e38,
    1e300,
    -1e300,
    2147483647,
    2147483648.0,
    9.007199254740993e15,
    9.3e18,
    -9.3e18,
    1.00390625,
    1.01171875,
    1.0009765625,
    1.00048828125,
    1.0004882812500002,
    1.0039062500000002,
    2049,
    2051,
    33554433,
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY
  };

  /**
   * What a double becomes, by the rules of {@code cast}; half precision by exact decimal
   * arithmetic.
   */
  private static double converted(DType dtype, double value) {
    return switch (dtype) {
      case F64 -> value;
      case F32 -> (float) value;
      case F16 -> narrow(value, 11, -14, 65520);
      case BF16 -> narrow(value, 8, -126, 0x1.ffp127);
      case BOOL -> value != 0 ? 1 : 0;
      case U8 -> Math.clamp((long) value, 0, 255);
      case I8 -> Math.clamp((long) value, -128, 127);
      case I32 -> (int) value;
      case I64 -> (long) value;
    };
  }

  private static double narrow(double value, int digits, int smallest, double overflow) {
    if (Double.isNaN(value) || value == 0 || Double.isInfinite(value)) {
      return value;
    }
    if (Math.abs(value) >= overflow) {
      return Math.copySign(Double.POSITIVE_INFINITY, value);
    }
    int exponent = Math.max(Math.getExponent(value), smallest);
    double unit = Math.scalb(1.0, exponent - digits + 1);
    return Math.copySign(Math.rint(value / unit) * unit, value);
  }

  @ParameterizedTest
  @MethodSource("io.lanewise.Machines#all")
  void everyTypeToEveryType(Machine machine) {
    machine
        .engine()
        .run(
            () -> {
              for (DType from : DType.values()) {
                for (TensorLayout layout : TensorLayout.values()) {
                  Tensor source = layout.of(from, NUMBERS, 1, NUMBERS.length);
                  double[] given = Naive.values(source);
                  for (DType to : DType.values()) {
                    String what = from + " " + layout + " to " + to;
                    double[] wanted =
                        Arrays.stream(given).map(value -> converted(to, value)).toArray();
                    Tensor cast = source.cast(to);
                    assertEquals(to, cast.dtype());
                    Naive.assertSame(wanted, cast, what);
                    for (TensorLayout target : TensorLayout.WRITABLE) {
                      Tensor dst = target.empty(to, 1, NUMBERS.length);
                      assertSame(dst, source.castInto(dst));
                      Naive.assertSame(wanted, dst, what + " in " + target);
                    }
                  }
                }
              }
            });
  }

  @ParameterizedTest
  @MethodSource("io.lanewise.Machines#all")
  void setAndFillConvertLikeCast(Machine machine) {
    machine
        .engine()
        .run(
            () -> {
              for (DType dtype : DType.values()) {
                for (double number : NUMBERS) {
                  String what = number + " as " + dtype;
                  double wanted = converted(dtype, number);
                  Tensor set = Tensor.zeros(dtype, 1);
                  set.set(number, 0);
                  Naive.assertSame(wanted, set.get(0), what + " by set");
                  Naive.assertSame(
                      wanted, Tensor.scalar(dtype, number).item(), what + " by scalar");
                  for (TensorLayout layout : TensorLayout.WRITABLE) {
                    Naive.assertSame(
                        new double[] {wanted, wanted, wanted},
                        layout.empty(dtype, 3).fill(number),
                        what + " by fill " + layout);
                  }
                }
              }
            });
  }

  @ParameterizedTest
  @MethodSource("io.lanewise.Machines#all")
  void longsStayExact(Machine machine) {
    long[] longs = {Long.MAX_VALUE, Long.MIN_VALUE, (1L << 53) + 1, -(1L << 60) - 1, 0, 7};
    machine
        .engine()
        .run(
            () -> {
              Tensor tensor = Tensor.of(longs);
              assertArrayEquals(longs, tensor.toLongArray());
              assertArrayEquals(longs, tensor.copy().toLongArray());
              assertEquals(longs[2], tensor.getLong(2));
              Tensor reversed = tensor.slice(Slice.all().step(-1));
              assertEquals(longs[1], reversed.contiguous().getLong(4));
              assertTrue(
                  tensor
                      .cast(DType.F32)
                      .contentEquals(
                          Tensor.of(new float[] {0x1p63f, -0x1p63f, 0x1p53f, -0x1p60f, 0, 7})));
            });
  }

  @ParameterizedTest
  @MethodSource("io.lanewise.Machines#withTypesAndLayouts")
  void copiesAndArrays(Machine machine, DType dtype, TensorLayout layout) {
    machine.engine().run(() -> copiesAndArrays(dtype, layout));
  }

  private static void copiesAndArrays(DType dtype, TensorLayout layout) {
    for (long[] shape :
        new long[][] {{}, {0}, {5}, {3, 4}, {7, 1, 11}, {37, 41}, {2, 3, 4, 5, 2}}) {
      Shape sizes = Shape.of(shape);
      Tensor x = layout.of(dtype, Naive.special(dtype, 1, (int) sizes.elements()), shape);
      double[] xs = Naive.values(x);
      String what = dtype + sizes.toString() + " " + layout;
      Naive.assertSame(xs, x.copy(), what + " copy");
      assertTrue(x.copy().isContiguous());
      assertTrue(x.contentEquals(x.copy()), what);
      assertArrayEquals(xs, x.toDoubleArray(), what);
      float[] floats = new float[xs.length];
      for (int i = 0; i < xs.length; i++) {
        floats[i] = (float) xs[i];
      }
      assertArrayEquals(floats, x.toFloatArray(), what);
      for (TensorLayout target : TensorLayout.WRITABLE) {
        Naive.assertSame(xs, target.empty(dtype, shape).copyFrom(x), what + " to " + target);
      }
      try (Arena arena = Arena.ofConfined()) {
        long bytes = sizes.elements() * dtype.bytes();
        MemorySegment segment = arena.allocate(bytes + 1).asSlice(1); // not aligned
        x.copyTo(segment);
        Tensor seen = Tensor.wrap(segment, dtype, shape);
        Naive.assertSame(xs, seen, what + " segment");
        Tensor back = layout.empty(dtype, shape).fill(9);
        Naive.assertSame(xs, back.copyFrom(segment), what + " from segment");
        if (xs.length > 0 && dtype == DType.F64) {
          assertEquals(
              Double.doubleToRawLongBits(xs[0]), segment.get(ValueLayout.JAVA_LONG_UNALIGNED, 0));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.lanewise.Machines#all")
  void copyFromBroadcasts(Machine machine) {
    machine
        .engine()
        .run(
            () -> {
              for (TensorLayout layout : TensorLayout.WRITABLE) {
                Tensor target = layout.empty(DType.F32, 3, 4);
                target.copyFrom(Tensor.of(new float[] {1, 2, 3, 4}));
                Naive.assertSame(
                    new double[] {1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3, 4}, target, "row " + layout);
                target.copyFrom(Tensor.of(new float[][] {{5}, {6}, {7}}));
                Naive.assertSame(
                    new double[] {5, 5, 5, 5, 6, 6, 6, 6, 7, 7, 7, 7}, target, "column " + layout);
              }
            });
  }
}
