package io.lanewise;

import static io.lanewise.Slice.all;
import static io.lanewise.Slice.range;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lanewise.Machines.Machine;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Copies that transpose: sizes around squares, lines and blocks, and targets with gaps. */
@Tag("contract")
class TransposeContractTest {
  private static final int[] SIZES = {1, 7, 8, 9, 16, 31, 100, 256, 263, 300};
  private static final int GAP = 3;

  /** The number of each element, row by row. */
  private static Tensor numbers(DType dtype, long... shape) {
    return Tensor.arange(dtype, 0, Shape.of(shape).elements(), 1).reshape(shape);
  }

  private static double[] transposed(int rows, int columns) {
    double[] expected = new double[rows * columns];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        expected[j * rows + i] = (double) i * columns + j;
      }
    }
    return expected;
  }

  @ParameterizedTest
  @MethodSource("io.lanewise.Machines#withTypes")
  void everySize(Machine machine, DType dtype) {
    machine
        .engine()
        .run(
            () -> {
              for (int rows : SIZES) {
                for (int columns : SIZES) {
                  Tensor t = numbers(dtype, rows, columns).transpose().contiguous();
                  assertArrayEquals(
                      transposed(rows, columns), t.toDoubleArray(), rows + " x " + columns);
                }
              }
            });
  }

  /** Elements of one and two bytes, which move in words of four, and columns that are left over. */
  @ParameterizedTest
  @MethodSource("io.lanewise.Machines#all")
  void narrowElements(Machine machine) {
    int[] sizes = {1, 2, 3, 5, 9, 31, 66, 300, 513};
    machine
        .engine()
        .run(
            () -> {
              for (DType dtype : new DType[] {DType.BF16, DType.F16, DType.U8, DType.I8}) {
                for (int rows : sizes) {
                  for (int columns : sizes) {
                    Tensor x = Tensor.randn(DType.F32, rows, rows, columns).mul(60).cast(dtype);
                    Tensor frame = Tensor.full(DType.F32, 7, columns + 2L, rows + 2L).cast(dtype);
                    Tensor inside = frame.slice(range(1, columns + 1, 1), range(1, rows + 1, 1));
                    inside.copyFrom(x.transpose());
                    double[] expected = new double[(columns + 2) * (rows + 2)];
                    Arrays.fill(expected, 7);
                    double[] values = x.cast(DType.F32).toDoubleArray();
                    for (int i = 0; i < rows; i++) {
                      for (int j = 0; j < columns; j++) {
                        expected[(j + 1) * (rows + 2) + i + 1] = values[i * columns + j];
                      }
                    }
                    assertArrayEquals(
                        expected,
                        frame.cast(DType.F32).toDoubleArray(),
                        dtype + " " + rows + " x " + columns);
                  }
                }
              }
            });
  }

  @ParameterizedTest
  @MethodSource("io.lanewise.Machines#withTypes")
  void nothingBesideTheTargetChanges(Machine machine, DType dtype) {
    machine
        .engine()
        .run(
            () -> {
              for (int rows : new int[] {9, 40, 270}) {
                for (int columns : new int[] {17, 64, 259}) {
                  Tensor frame = Tensor.full(dtype, -1, columns + 2L * GAP, rows + 2L * GAP);
                  Tensor inside =
                      frame.slice(range(GAP, columns + GAP, 1), range(GAP, rows + GAP, 1));
                  inside.copyFrom(numbers(dtype, rows, columns).transpose());
                  assertArrayEquals(transposed(rows, columns), inside.toDoubleArray());
                  inside.fill(-1);
                  assertEquals(-1.0, frame.max(), "a neighbour of " + rows + " x " + columns);
                  assertEquals(-1.0, frame.min(), "a neighbour of " + rows + " x " + columns);
                }
              }
            });
  }

  @ParameterizedTest
  @MethodSource("io.lanewise.Machines#withTypes")
  void axesInAnyOrder(Machine machine, DType dtype) {
    machine
        .engine()
        .run(
            () -> {
              Tensor x = numbers(dtype, 5, 33, 4, 70);
              int[][] orders = {{3, 1, 2, 0}, {0, 3, 2, 1}, {1, 3, 0, 2}, {2, 0, 3, 1}};
              for (int[] order : orders) {
                Tensor view = x.permute(order);
                Tensor copy = view.contiguous();
                for (long i = 0; i < 3000; i++) {
                  long[] at = new long[4];
                  for (int axis = 0; axis < 4; axis++) {
                    at[axis] = i * 7919 * (axis + 1) % view.size(axis);
                  }
                  assertEquals(view.get(at), copy.get(at));
                }
              }
            });
  }

  @ParameterizedTest
  @MethodSource("io.lanewise.Machines#withTypes")
  void everySecondColumnAndBackwards(Machine machine, DType dtype) {
    machine
        .engine()
        .run(
            () -> {
              Tensor x = numbers(dtype, 90, 122);
              Tensor odd = x.slice(all(), range(1, 122, 2)).transpose().contiguous();
              Tensor back = x.slice(range(-1, 0, -1), all()).transpose().contiguous();
              for (int i = 0; i < 89; i++) {
                for (int j = 0; j < 61; j++) {
                  assertEquals(i * 122 + 2 * j + 1, odd.get(j, i));
                  assertEquals((89 - i) * 122 + j, back.get(j, i));
                }
              }
            });
  }
}
