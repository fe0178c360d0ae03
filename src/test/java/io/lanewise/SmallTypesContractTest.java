package io.lanewise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lanewise.Machines.Machine;
import io.lanewise.nn.QuantizedMatrix;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Products of F32 with BF16, F16 and quantised weights; exact conversions. */
@Tag("contract")
class SmallTypesContractTest {
  private static final DType[] SMALL = {DType.BF16, DType.F16};

  static Stream<Arguments> machinesAndTypes() {
    return Machines.all()
        .flatMap(machine -> Stream.of(SMALL).map(type -> Arguments.of(machine, type)));
  }

  /** All numbers of a type that are finite, with the bits as index. */
  private static double value(DType type, int bits) {
    return type == DType.F16
        ? Float.float16ToFloat((short) bits)
        : Float.intBitsToFloat(bits << 16);
  }

  private static Tensor weights(TensorLayout layout, DType type, long... shape) {
    double[] values = Tensor.randn(DType.F64, 7, shape).mul(0.01).flatten().toDoubleArray();
    for (int i = 0; i < values.length; i += 5) {
      values[i] = i % 10 == 0 ? -0.0 : values[i] * 1e-5; // subnormal in F16
    }
    return layout.of(type, values, shape);
  }

  @ParameterizedTest
  @MethodSource("machinesAndTypes")
  void productsHaveTheBitsOfAWideCopy(Machine machine, DType type) {
    long[][] shapes = {
      {1, 1, 1}, {1, 31, 65}, {1, 33, 64}, {1, 517, 47}, {3, 257, 17}, {13, 64, 33}, {67, 301, 130}
    };
    machine
        .engine()
        .run(
            () -> {
              for (long[] mkn : shapes) {
                Tensor x = Tensor.randn(DType.F32, 3, mkn[0], mkn[1]);
                for (TensorLayout layout : TensorLayout.values()) {
                  Tensor w = weights(layout, type, mkn[1], mkn[2]);
                  Tensor wide = w.cast(DType.F32);
                  String what = type + " " + layout + " " + Shape.of(mkn);
                  assertTrue(x.matmul(w).contentEquals(x.matmul(wide)), what);
                  Tensor left = w.transpose().matmul(x.transpose());
                  assertTrue(left.contentEquals(x.matmul(wide).transpose()), what + " on the left");
                  Tensor row = x.slice(Slice.at(0));
                  assertTrue(row.matmul(w).contentEquals(row.matmul(wide)), what + " vector");
                  assertTrue(
                      w.transpose().matmul(row).contentEquals(row.matmul(wide)), what + " column");
                  // A small vector with a wide matrix.
                  assertTrue(
                      w.slice(Slice.all(), Slice.at(0))
                          .matmul(x.transpose())
                          .contentEquals(
                              wide.slice(Slice.all(), Slice.at(0)).matmul(x.transpose())),
                      what + " small vector");
                }
              }
            });
  }

  @ParameterizedTest
  @MethodSource("machinesAndTypes")
  void everyFiniteNumberIsMultipliedExactly(Machine machine, DType type) {
    machine
        .engine()
        .run(
            () -> {
              Tensor all = Tensor.zeros(type, 1 << 16);
              for (int bits = 0; bits < 1 << 16; bits++) {
                double value = value(type, bits);
                all.set(Double.isFinite(value) ? value : 0, bits);
              }
              // Each row has one number that is not multiplied by 0.
              Tensor matrix = all.reshape(256, 256);
              for (int j = 0; j < 256; j += 17) {
                Tensor unit = Tensor.zeros(DType.F32, 256);
                unit.set(1, j);
                // A sum of zeros is +0.
                double[] column =
                    matrix.slice(Slice.all(), Slice.at(j)).cast(DType.F64).add(0.0).toDoubleArray();
                Naive.assertSame(column, matrix.matmul(unit), type + " column " + j);
              }
            });
  }

  /**
   * Infinities and NaN among the weights; vectors whose numbers are extreme, for which F16 takes
   * another way, and some just inside and outside of the bounds between the two.
   */
  @ParameterizedTest
  @MethodSource("machinesAndTypes")
  void extremeNumbersHaveTheBitsOfAWideCopy(Machine machine, DType type) {
    double[] extremes = {
      0, 0x1p-149, 0x1p-71, 0x1p-70, 1, 0x1p42, 0x1p43, 0x1p127, Double.POSITIVE_INFINITY
    };
    machine
        .engine()
        .run(
            () -> {
              for (int rows : new int[] {1, 2, 5, 37}) {
                Tensor w = weights(TensorLayout.CONTIGUOUS, type, rows, 137);
                w.set(type == DType.F16 ? 65504 : 1e38, 0, 3);
                for (double extreme : extremes) {
                  Tensor x = Tensor.randn(DType.F32, 3, 137);
                  x.set(extreme, 101);
                  x.set(-extreme, 136);
                  String what = type + " " + rows + " rows, " + extreme;
                  same(w, x, what);
                  Tensor special = w.copy();
                  special.set(Double.NEGATIVE_INFINITY, rows - 1, 7);
                  special.set(Double.POSITIVE_INFINITY, rows / 2, 136);
                  same(special, x, what + ", infinite weights");
                  special.set(Double.NaN, rows / 3, 100);
                  same(special, x, what + ", NaN");
                }
              }
            });
  }

  /** Rows along the sums, and across them. NaN are equal whatever their bits. */
  private static void same(Tensor w, Tensor x, String what) {
    double[] wide = w.cast(DType.F32).matmul(x).toDoubleArray();
    Naive.assertSame(wide, w.matmul(x), what);
    Naive.assertSame(wide, w.transpose().copy().transpose().matmul(x), what + ", columns");
  }

  /** More than one run, and rows of a task that are not a multiple of those taken at a time. */
  @ParameterizedTest
  @MethodSource("machinesAndTypes")
  void longProductsHaveTheBitsOfAWideCopy(Machine machine, DType type) {
    machine
        .engine()
        .run(
            () -> {
              Tensor w = weights(TensorLayout.CONTIGUOUS, type, 43, 2 * 4096 + 65);
              same(w, Tensor.randn(DType.F32, 3, 2 * 4096 + 65), type + " long");
              Tensor many = weights(TensorLayout.CONTIGUOUS, type, 2 * 2048 + 35, 66);
              same(many, Tensor.randn(DType.F32, 3, 66), type + " many");
            });
  }

  /** Few rows of x with more columns than are widened at once, with an epilogue and without. */
  @ParameterizedTest
  @MethodSource("machinesAndTypes")
  void fewRowsHaveTheBitsOfAWideCopy(Machine machine, DType type) {
    machine
        .engine()
        .run(
            () -> {
              Tensor w = weights(TensorLayout.CONTIGUOUS, type, 259, 1100);
              Tensor wide = w.cast(DType.F32);
              Tensor bias = Tensor.randn(DType.F32, 4, 1100);
              for (int rows : new int[] {2, 9, 32, 33}) {
                Tensor x = Tensor.randn(DType.F32, 3, rows, 259);
                String what = type + " " + rows + " rows";
                assertTrue(x.matmul(w).contentEquals(x.matmul(wide)), what);
                assertTrue(
                    x.affine(w, bias, Activation.RELU)
                        .contentEquals(x.affine(wide, bias, Activation.RELU)),
                    what + ", affine");
              }
            });
  }

  @ParameterizedTest
  @MethodSource("machinesAndTypes")
  void productsAreRightToRounding(Machine machine, DType type) {
    machine
        .engine()
        .run(
            () -> {
              Tensor x = Tensor.randn(DType.F32, 3, 9, 300);
              Tensor w = weights(TensorLayout.CONTIGUOUS, type, 300, 70);
              Tensor bias = Tensor.randn(DType.F32, 4, 70);
              Tensor exact = x.cast(DType.F64).matmul(w.cast(DType.F64));
              Tensor size = x.cast(DType.F64).abs().matmul(w.cast(DType.F64).abs());
              Tensor error = x.matmul(w).cast(DType.F64).sub(exact).abs();
              assertTrue(error.sub(size.mul(302 * 0x1p-24)).max() <= 0, "error bound");
              assertTrue(
                  x.affine(w, bias, Activation.RELU)
                      .contentEquals(x.affine(w.cast(DType.F32), bias, Activation.RELU)));
              Tensor c = Tensor.ones(DType.F32, 9, 70);
              Tensor d = Tensor.ones(DType.F32, 9, 70);
              Tensor.gemm(0.5, x, w, 2, c);
              Tensor.gemm(0.5, x, w.cast(DType.F32), 2, d);
              assertTrue(c.contentEquals(d), "gemm");
            });
  }

  @Test
  void onlyOneOperandMayBeSmall() {
    Tensor wide = Tensor.ones(DType.F64, 2, 2);
    Tensor small = Tensor.ones(DType.BF16, 2, 2);
    assertThrows(DTypeException.class, () -> wide.matmul(small));
    assertThrows(DTypeException.class, () -> small.matmul(small));
    Tensor bytes = Tensor.ones(DType.I8, 2, 2);
    assertThrows(DTypeException.class, () -> wide.cast(DType.F32).matmul(bytes));
    assertThrows(DTypeException.class, () -> wide.cast(DType.F32).add(small));
    assertThrows(
        DTypeException.class, () -> wide.cast(DType.F32).matmulInto(small, wide.cast(DType.BF16)));
  }

  /** Every number goes to F32 and back; what lies between two goes to the nearest, ties to even. */
  @ParameterizedTest
  @EnumSource(names = {"BF16", "F16"})
  void conversionsRoundToNearestEven(DType type) {
    int infinity = type == DType.F16 ? 0x7c00 : 0x7f80;
    int count = infinity;
    double[] below = new double[count];
    double[] tie = new double[count];
    double[] above = new double[count];
    double[] exact = new double[count];
    for (int bits = 0; bits < count; bits++) {
      double low = value(type, bits);
      double high = // beyond the largest number comes the one that would follow it
          bits + 1 < infinity ? value(type, bits + 1) : 2 * low - value(type, bits - 1);
      exact[bits] = low;
      tie[bits] = (low + high) / 2;
      below[bits] = Math.nextDown(tie[bits]);
      above[bits] = Math.nextUp(tie[bits]);
    }
    for (int sign : new int[] {1, -1}) {
      Tensor down = Tensor.of(below).mul(sign).cast(type);
      Tensor even = Tensor.of(tie).mul(sign).cast(type);
      Tensor up = Tensor.of(above).mul(sign).cast(type);
      Tensor same = Tensor.of(exact).mul(sign).cast(DType.F32).cast(type);
      for (int bits = 0; bits < count; bits++) {
        double next = value(type, bits + 1);
        assertEquals(sign * exact[bits], same.get(bits), "bits " + bits);
        assertEquals(sign * exact[bits], down.get(bits), "below the tie after bits " + bits);
        assertEquals(sign * next, up.get(bits), "above the tie after bits " + bits);
        double tied = bits % 2 == 0 ? exact[bits] : next;
        assertEquals(sign * tied, even.get(bits), "tie after bits " + bits);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.lanewise.Machines#all")
  void quantisedMatricesAreWithinHalfAScale(Machine machine) {
    machine
        .engine()
        .run(
            () -> {
              for (TensorLayout layout : TensorLayout.values()) {
                Tensor w =
                    layout.of(
                        DType.F32,
                        Tensor.randn(DType.F64, 5, 37, 101).flatten().toDoubleArray(),
                        37,
                        101);
                QuantizedMatrix q = QuantizedMatrix.quantize(w);
                Tensor error = q.dequantize().sub(w).abs();
                Tensor allowed = q.scales().unsqueeze(1).mul(0.5 + 1e-5);
                assertTrue(error.sub(allowed).max() <= 0, layout.toString());
                assertEquals(127, q.values().cast(DType.F32).abs().max());
              }
            });
  }

  @ParameterizedTest
  @MethodSource("io.lanewise.Machines#all")
  void quantisedProducts(Machine machine) {
    machine
        .engine()
        .run(
            () -> {
              QuantizedMatrix q = QuantizedMatrix.quantize(Tensor.randn(DType.F32, 5, 67, 133));
              Tensor w = q.dequantize().cast(DType.F64);
              for (long[] shape : new long[][] {{133}, {1, 133}, {5, 133}, {2, 19, 133}}) {
                Tensor x = Tensor.randn(DType.F32, 6, shape);
                Tensor y = q.apply(x);
                Tensor exact = x.cast(DType.F64).matmul(w.transpose());
                Tensor size = x.cast(DType.F64).abs().matmul(w.abs().transpose());
                Tensor error = y.cast(DType.F64).sub(exact).abs();
                assertTrue(error.sub(size.mul(140 * 0x1p-24)).max() <= 0, x.shape().toString());
                if (x.rank() > 1) {
                  assertTrue(y.contentEquals(q.matmul(x.swapAxes(-1, -2)).swapAxes(-1, -2)));
                } else {
                  assertTrue(y.contentEquals(q.matmul(x)));
                }
              }
            });
  }

  @Test
  void quantisingSpecialRows() {
    Tensor w =
        Tensor.of(
            new double[][] {
              {0, 0, 0}, {1e-44, -5e-45, 0}, {3e38, -3.4e38, 1}, {1e-300, 0, -1e-301}
            });
    QuantizedMatrix q = QuantizedMatrix.quantize(w);
    assertEquals(0, q.scales().get(0));
    Tensor error = q.dequantize().cast(DType.F64).sub(w).abs();
    Tensor allowed = q.scales().cast(DType.F64).mul(0.51).unsqueeze(1);
    assertTrue(error.sub(allowed).max() <= 0);
    QuantizedMatrix again = QuantizedMatrix.of(q.values(), q.scales());
    assertTrue(again.dequantize().contentEquals(q.dequantize()));
    IllegalArgumentException nan =
        assertThrows(
            IllegalArgumentException.class,
            () -> QuantizedMatrix.quantize(Tensor.of(new double[][] {{1, 2}, {3, Double.NaN}})));
    assertTrue(nan.getMessage().contains("(1, 1)"), nan.getMessage());
    assertThrows(
        IllegalArgumentException.class,
        () -> QuantizedMatrix.quantize(Tensor.of(new double[][] {{1e300}})));
    assertThrows(ShapeException.class, () -> QuantizedMatrix.quantize(Tensor.of(1, 2)));
    assertThrows(ShapeException.class, () -> q.apply(Tensor.ones(DType.F32, 4)));
    assertThrows(DTypeException.class, () -> q.apply(Tensor.ones(DType.F64, 3)));
    assertThrows(
        ShapeException.class,
        () -> QuantizedMatrix.of(q.values(), q.values().slice(Slice.at(0)).cast(DType.F32)));
  }
}
