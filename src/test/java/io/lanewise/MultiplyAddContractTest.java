package io.lanewise;

import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lanewise.Machines.Machine;
import java.math.BigDecimal;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code a * b + c}, rounded once. */
@Tag("contract")
class MultiplyAddContractTest {
  private static double exact(DType dtype, double a, double b, double c) {
    BigDecimal sum = new BigDecimal(a).multiply(new BigDecimal(b)).add(new BigDecimal(c));
    return dtype == DType.F32 ? sum.floatValue() : sum.doubleValue();
  }

  @ParameterizedTest
  @MethodSource("io.lanewise.Machines#withTypesAndLayouts")
  void roundsOnce(Machine machine, DType dtype, TensorLayout layout) {
    machine
        .engine()
        .run(
            () -> {
              long[][] shapes = {{1, 1}, {3, 5}, {7, 16}, {2, 67}, {5, 131}};
              for (long[] shape : shapes) {
                Tensor a = of(layout, dtype, 1, shape);
                Tensor b = of(layout, dtype, 2, shape);
                Tensor c = a.mul(b).neg(); // so that the sum shows the product's rounding
                Tensor row = b.slice(Slice.range(0, 1)).copy();
                Tensor column = b.slice(Slice.all(), Slice.range(0, 1)).copy();
                check(dtype, a, b, c, a.multiplyAdd(b, c));
                check(dtype, a, row, c, a.multiplyAdd(row, c));
                check(dtype, a, row, column, a.multiplyAdd(row, column));
                check(dtype, column, b, row, column.multiplyAdd(b, row));
                Tensor target = TensorLayout.SLICED.empty(dtype, shape);
                assertSame(target, a.multiplyAddInto(b, c, target));
                check(dtype, a, b, c, target);
                Tensor changed = a.copy();
                assertSame(changed, changed.multiplyAddInPlace(changed, c));
                check(dtype, a, a, c, changed);
              }
            });
  }

  private static Tensor of(TensorLayout layout, DType dtype, long seed, long... shape) {
    return layout.of(dtype, Tensor.randn(DType.F64, seed, shape).flatten().toDoubleArray(), shape);
  }

  private static void check(DType dtype, Tensor a, Tensor b, Tensor c, Tensor result) {
    long[] shape = result.shape().toArray();
    double[] x = a.broadcastTo(shape).copy().flatten().toDoubleArray();
    double[] y = b.broadcastTo(shape).copy().flatten().toDoubleArray();
    double[] z = c.broadcastTo(shape).copy().flatten().toDoubleArray();
    for (int i = 0; i < x.length; i++) {
      x[i] = exact(dtype, x[i], y[i], z[i]);
    }
    Naive.assertSame(x, result, "multiplyAdd " + result.shape());
  }

  @Test
  void refusesWhatDoesNotFit() {
    Tensor x = Tensor.ones(DType.F32, 2, 3);
    assertThrows(ShapeException.class, () -> x.multiplyAdd(Tensor.ones(DType.F32, 2), x));
    assertThrows(DTypeException.class, () -> x.multiplyAdd(x, Tensor.ones(DType.F64, 3)));
    assertThrows(DTypeException.class, () -> x.cast(DType.BF16).multiplyAdd(x, x));
    Tensor row = Tensor.ones(DType.F32, 3);
    assertThrows(ShapeException.class, () -> row.multiplyAddInPlace(x, row));
    assertTrue(Double.isNaN(row.mul(Double.NaN).multiplyAdd(row, row).get(0)));
  }
}
