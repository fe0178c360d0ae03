package io.lanewise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lanewise.Machines.Machine;
import java.math.BigDecimal;
import java.math.MathContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Reductions and softmax against BigDecimal, with bounds that follow the number of elements. */
@Tag("contract")
class ReductionContractTest {
  private static final long[][] SHAPES = {
    {}, {1}, {7}, {1, 5, 1}, {13, 17}, {3, 5, 7}, {2, 3, 2, 3, 2, 3}, {24, 40}, {2, 1031}, {10007}
  };

  /** What a sum of n terms may be off, in units of eps times the sum of their magnitudes. */
  private static double terms(int n) {
    return n / 16.0 + 24; // a sixteenth of the terms, or fewer, in each partial sum, then a tree
  }

  private static double sum(double[] x) {
    BigDecimal sum = BigDecimal.ZERO;
    for (double value : x) {
      sum = sum.add(new BigDecimal(value));
    }
    return sum.doubleValue();
  }

  private static double norm(double[] x) {
    BigDecimal sum = BigDecimal.ZERO;
    for (double value : x) {
      sum = sum.add(new BigDecimal(value).pow(2));
    }
    return sum.sqrt(new MathContext(20)).doubleValue();
  }

  private static double magnitude(double[] x) {
    double sum = 0;
    for (double value : x) {
      sum += Math.abs(value);
    }
    return sum;
  }

  private static int largest(double[] x, double sign) {
    int best = 0;
    for (int i = 0; i < x.length; i++) {
      if (Double.isNaN(x[i])) {
        return i;
      }
      if (sign * x[i] > sign * x[best]) {
        best = i;
      }
    }
    return best;
  }

  private static double max(double[] x, double sign) {
    double best = -sign * Double.POSITIVE_INFINITY;
    for (double value : x) {
      best = sign > 0 ? Math.max(best, value) : Math.min(best, value);
    }
    return best;
  }

  @ParameterizedTest
  @MethodSource("io.lanewise.Machines#withTypesAndLayouts")
  void ofAllElements(Machine machine, DType dtype, TensorLayout layout) {
    machine.engine().run(() -> ofAllElements(dtype, layout));
  }

  private static void ofAllElements(DType dtype, TensorLayout layout) {
    for (long[] shape : SHAPES) {
      int n = (int) Shape.of(shape).elements();
      Tensor x = layout.of(dtype, Naive.random(dtype, n, n), shape);
      double[] xs = Naive.values(x);
      String what = dtype + x.shape().toString() + " " + layout;
      double bound = terms(n) * dtype.epsilon() * magnitude(xs);
      Naive.assertNear(sum(xs), x.sum(), bound, "sum " + what);
      Naive.assertNear(sum(xs) / n, x.mean(), bound / n, "mean " + what);
      double norm = norm(xs);
      Naive.assertNear(norm, x.norm(), terms(n) * dtype.epsilon() * norm, "norm " + what);
      Naive.assertSame(max(xs, 1), x.max(), "max " + what);
      Naive.assertSame(max(xs, -1), x.min(), "min " + what);
      assertEquals(largest(xs, 1), x.argmax(), "argmax " + what);
      assertEquals(largest(xs, -1), x.argmin(), "argmin " + what);
    }
  }

  @ParameterizedTest
  @MethodSource("io.lanewise.Machines#withTypesAndLayouts")
  void alongAxes(Machine machine, DType dtype, TensorLayout layout) {
    machine.engine().run(() -> alongAxes(dtype, layout));
  }

  private static void alongAxes(DType dtype, TensorLayout layout) {
    for (long[] sizes : SHAPES) {
      Shape shape = Shape.of(sizes);
      int n = (int) shape.elements();
      Tensor x = layout.of(dtype, Naive.random(dtype, n, n), sizes);
      int rank = sizes.length;
      if (rank == 1 && n > 5000) {
        continue; // is tested as a reduction of all elements
      }
      for (int mask = 0; mask < 1 << rank; mask++) {
        if (rank > 4 && Integer.bitCount(mask) % 2 == 1) {
          continue;
        }
        int[] axes = new int[Integer.bitCount(mask)];
        int found = 0;
        for (int axis = 0; axis < rank; axis++) {
          if ((mask >> axis & 1) == 1) {
            axes[found++] = found % 2 == 0 ? axis : axis - rank;
          }
        }
        String what = dtype + shape.toString() + " " + layout + java.util.Arrays.toString(axes);
        Tensor sum = x.sum(axes);
        Tensor mean = x.mean(axes);
        Tensor max = x.max(axes);
        Tensor min = x.min(axes);
        Tensor norm = x.norm(axes);
        assertEquals(rank - axes.length, sum.rank(), what);
        Tensor into = TensorLayout.OFFSET.empty(dtype, sum.shape().toArray());
        assertSame(into, x.sumInto(into, axes));
        assertTrue(into.contentEquals(sum), what);
        assertTrue(x.meanInto(into, axes).contentEquals(mean), what);
        assertTrue(x.maxInto(into, axes).contentEquals(max), what);
        assertTrue(x.minInto(into, axes).contentEquals(min), what);
        assertTrue(x.normInto(into, axes).contentEquals(norm), what);
        Naive.forEach(
            sum.shape(),
            index -> {
              double[] row = row(x, index, axes);
              double bound = terms(row.length) * dtype.epsilon() * magnitude(row);
              Naive.assertNear(sum(row), sum.get(index), bound, "sum " + what);
              Naive.assertNear(
                  sum(row) / row.length, mean.get(index), bound / row.length, "mean " + what);
              Naive.assertSame(max(row, 1), max.get(index), "max " + what);
              Naive.assertSame(max(row, -1), min.get(index), "min " + what);
              double wanted = norm(row);
              Naive.assertNear(
                  wanted,
                  norm.get(index),
                  terms(row.length) * dtype.epsilon() * wanted,
                  "norm " + what);
            });
        if (axes.length == rank && rank > 0) {
          Tensor flat = x.contiguous().flatten();
          assertTrue(sum.contentEquals(flat.sum(0)), "the order of " + what);
          assertTrue(norm.contentEquals(flat.norm(0)), "the order of " + what);
        }
        if (axes.length == 1) {
          Tensor argmax = x.argmax(axes[0]);
          Tensor argmin = x.argmin(axes[0]);
          assertEquals(DType.I64, argmax.dtype());
          Naive.forEach(
              argmax.shape(),
              index -> {
                double[] row = row(x, index, axes);
                assertEquals(largest(row, 1), argmax.getLong(index), "argmax " + what);
                assertEquals(largest(row, -1), argmin.getLong(index), "argmin " + what);
              });
        }
      }
    }
  }

  /** The elements that are reduced to one element of the result, in row-major order. */
  private static double[] row(Tensor x, long[] outer, int[] axes) {
    Slice[] slices = new Slice[x.rank()];
    for (int axis : axes) {
      slices[x.shape().axis(axis)] = Slice.all();
    }
    int at = 0;
    for (int axis = 0; axis < slices.length; axis++) {
      if (slices[axis] == null) {
        slices[axis] = Slice.at(outer[at++]);
      }
    }
    return Naive.values(x.slice(slices));
  }

  @ParameterizedTest
  @MethodSource("io.lanewise.Machines#withTypesAndLayouts")
  void specialValues(Machine machine, DType dtype, TensorLayout layout) {
    machine
        .engine()
        .run(
            () -> {
              for (int seed = 0; seed < 30; seed++) {
                int n = 1 + seed * 5;
                Tensor x = layout.of(dtype, Naive.special(dtype, seed, 2 * n), 2, n);
                double[] xs = Naive.values(x);
                Naive.assertSame(max(xs, 1), x.max(), "max");
                Naive.assertSame(max(xs, -1), x.min(), "min");
                assertEquals(largest(xs, 1), x.argmax());
                assertEquals(largest(xs, -1), x.argmin());
                Tensor rows = x.max(1);
                Tensor where = x.argmin(1);
                for (int i = 0; i < 2; i++) {
                  double[] row = Naive.values(x.slice(Slice.at(i)));
                  Naive.assertSame(max(row, 1), rows.get(i), "max of row");
                  assertEquals(largest(row, -1), where.getLong(i));
                }
              }
            });
  }

  @ParameterizedTest
  @MethodSource("io.lanewise.Machines#withTypes")
  void nanAndInfinityPropagateThroughSums(Machine machine, DType dtype) {
    double inf = Double.POSITIVE_INFINITY;
    machine
        .engine()
        .run(
            () -> {
              for (int n : new int[] {1, 5, 67, 3001}) {
                for (int at : new int[] {0, n / 2, n - 1}) {
                  Tensor x = Tensor.ones(dtype, n);
                  x.set(Double.NaN, at);
                  Naive.assertSame(Double.NaN, x.sum(), "NaN");
                  Naive.assertSame(Double.NaN, x.norm(), "NaN");
                  Naive.assertSame(Double.NaN, x.sum(0).item(), "NaN");
                  x.set(-inf, at);
                  Naive.assertSame(-inf, x.sum(), "-infinity");
                  Naive.assertSame(inf, x.norm(), "-infinity");
                  Naive.assertSame(inf, x.norm(0).item(), "-infinity");
                  if (n > 1) {
                    x.set(inf, at == 0 ? 1 : 0);
                    Naive.assertSame(Double.NaN, x.sum(), "both infinities");
                    Naive.assertSame(inf, x.norm(), "both infinities");
                  }
                }
              }
            });
  }

  @ParameterizedTest
  @MethodSource("io.lanewise.Machines#withTypes")
  void normsNeitherOverflowNorUnderflow(Machine machine, DType dtype) {
    machine
        .engine()
        .run(
            () -> {
              double huge = dtype == DType.F32 ? 0x1p126 : 0x1p1021;
              double tiny = Naive.tiny(dtype) * 1024;
              Tensor large = Tensor.full(dtype, huge, 3, 3);
              assertEquals(3 * huge, large.norm());
              assertEquals(Math.sqrt(3) * huge, large.norm(1).get(0), huge * dtype.epsilon() * 4);
              Tensor small = Tensor.full(dtype, tiny, 4, 4);
              assertEquals(4 * tiny, small.norm());
              assertEquals(2 * tiny, small.norm(0).get(0));
            });
  }

  @ParameterizedTest
  @MethodSource("io.lanewise.Machines#withTypes")
  void withoutElements(Machine machine, DType dtype) {
    machine
        .engine()
        .run(
            () -> {
              Tensor x = Tensor.zeros(dtype, 3, 0);
              assertEquals(0, x.sum());
              assertEquals(0, x.norm());
              assertTrue(Double.isNaN(x.mean()));
              Naive.assertSame(new double[3], x.sum(1), "sum");
              Naive.assertSame(
                  new double[] {Double.NaN, Double.NaN, Double.NaN}, x.mean(1), "mean");
              assertEquals(Shape.of(0), x.max(0).shape());
              assertEquals(Shape.of(0), x.argmin(0).shape());
              assertThrows(ShapeException.class, () -> x.max(1));
              assertThrows(ShapeException.class, () -> x.argmax(1));
              assertThrows(ShapeException.class, x::min);
              assertThrows(ShapeException.class, x::argmin);
              assertEquals(x.shape(), x.softmax(1).shape());
              assertEquals(x.shape(), x.softmax(0).shape());
            });
  }

  @ParameterizedTest
  @MethodSource("io.lanewise.Machines#withTypesAndLayouts")
  void softmax(Machine machine, DType dtype, TensorLayout layout) {
    machine.engine().run(() -> softmax(dtype, layout));
  }

  private static void softmax(DType dtype, TensorLayout layout) {
    for (long[] sizes : SHAPES) {
      int n = (int) Shape.of(sizes).elements();
      Tensor x = layout.of(dtype, Naive.random(dtype, n, n), sizes);
      for (int axis = 0; axis < sizes.length; axis++) {
        String what = dtype + x.shape().toString() + " " + layout + " axis " + axis;
        Tensor softmax = x.softmax(axis);
        Tensor into = TensorLayout.SLICED.empty(dtype, sizes);
        assertSame(into, x.softmaxInto(axis - sizes.length, into));
        assertTrue(into.contentEquals(softmax), what);
        if (layout != TensorLayout.BROADCAST) {
          Tensor own = layout.of(dtype, Naive.values(x), sizes);
          assertTrue(own.softmaxInto(axis, own).contentEquals(softmax), what);
        }
        int along = axis;
        int[] axes = {axis};
        Tensor first = softmax.sum(axis); // only for the indices of the other axes
        Naive.forEach(
            first.shape(),
            index -> {
              double[] in = row(x, index, axes);
              double[] out = row(softmax, index, axes);
              double max = max(in, 1);
              double sum = 0;
              for (double value : in) {
                sum += StrictMath.exp(value - max);
              }
              for (int i = 0; i < in.length; i++) {
                double wanted = StrictMath.exp(in[i] - max) / sum;
                // x - max is rounded, which exp turns into a relative error of that size
                double bound =
                    (terms(in.length) + Math.abs(in[i] - max)) * dtype.epsilon() * wanted
                        + 2 * Naive.tiny(dtype);
                Naive.assertNear(wanted, out[i], bound, "softmax " + what + along);
              }
            });
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.lanewise.Machines#withTypes")
  void softmaxOfSpecialRows(Machine machine, DType dtype) {
    double inf = Double.POSITIVE_INFINITY;
    double[][] rows = {
      {0, -inf, 0}, {-inf, -inf, -inf}, {inf, 0, 0}, {Double.NaN, 0, 0}, {1e30, 1e30, -1e30}
    };
    double[][] wanted = {
      {0.5, 0, 0.5},
      {Double.NaN, Double.NaN, Double.NaN},
      {Double.NaN, Double.NaN, Double.NaN},
      {Double.NaN, Double.NaN, Double.NaN},
      {0.5, 0.5, 0}
    };
    machine
        .engine()
        .run(
            () -> {
              for (int i = 0; i < rows.length; i++) {
                Tensor row = Tensor.of(rows[i]).cast(dtype);
                Naive.assertSame(wanted[i], row.softmax(0), "row " + i);
              }
            });
  }
}
