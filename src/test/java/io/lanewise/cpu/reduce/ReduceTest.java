package io.lanewise.cpu.reduce;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lanewise.DType;
import io.lanewise.backend.Reduction;
import io.lanewise.cpu.CpuBackend;
import io.lanewise.memory.View;
import io.lanewise.testing.Kits;
import io.lanewise.testing.Layout;
import java.util.List;
import java.util.function.LongToDoubleFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Reductions over every layout, bit for bit against the documented order written out naively. */
@Tag("contract")
class ReduceTest {
  private static final List<CpuBackend> BACKENDS = Kits.backends();
  private static final List<DType> TYPES = List.of(DType.F32, DType.F64);

  private static double value(long i) {
    return ((i * 2654435761L >>> 9) % 4001 - 2000) / 512.0 + 1.0 / (i + 3);
  }

  /**
   * The order of docs/design/same-bits.md: virtual lanes in the type, pairwise; blocks in double,
   * pairwise.
   */
  private static double sum(DType dtype, long n, boolean squares, LongToDoubleFunction x) {
    if (n == 0) {
      return 0;
    }
    double[] blocks = new double[(int) ((n - 1) / 4096 + 1)];
    for (int b = 0; b < blocks.length; b++) {
      long first = b * 4096L;
      int count = (int) Math.min(4096, n - first);
      blocks[b] =
          dtype == DType.F32
              ? block32(first, count, squares, x)
              : block64(first, count, squares, x);
    }
    for (int left = blocks.length; left > 1; left = (left + 1) / 2) {
      for (int i = 0; i < left / 2; i++) {
        blocks[i] = blocks[2 * i] + blocks[2 * i + 1];
      }
      if (left % 2 == 1) {
        blocks[left / 2] = blocks[left - 1];
      }
    }
    return blocks[0];
  }

  private static double block32(long first, int n, boolean squares, LongToDoubleFunction x) {
    float[] s = new float[32];
    for (int i = 0; i < n; i++) {
      float v = (float) x.applyAsDouble(first + i);
      s[i % 32] = squares ? Math.fma(v, v, s[i % 32]) : s[i % 32] + v;
    }
    for (int half = 16; half > 0; half /= 2) {
      for (int j = 0; j < half; j++) {
        s[j] += s[j + half];
      }
    }
    return s[0];
  }

  private static double block64(long first, int n, boolean squares, LongToDoubleFunction x) {
    double[] s = new double[16];
    for (int i = 0; i < n; i++) {
      double v = x.applyAsDouble(first + i);
      s[i % 16] = squares ? Math.fma(v, v, s[i % 16]) : s[i % 16] + v;
    }
    for (int half = 8; half > 0; half /= 2) {
      for (int j = 0; j < half; j++) {
        s[j] += s[j + half];
      }
    }
    return s[0];
  }

  private static double expected(Reduction reduction, DType dtype, long n, LongToDoubleFunction x) {
    double extreme = Double.NaN;
    long index = -1;
    for (long i = 0; i < n; i++) {
      double v = x.applyAsDouble(i);
      boolean max = reduction == Reduction.MAX || reduction == Reduction.ARGMAX;
      if (i == 0 || extreme == extreme && (v != v || (max ? v > extreme : v < extreme))) {
        extreme = v;
        index = i;
      }
    }
    return switch (reduction) {
      case SUM -> sum(dtype, n, false, x);
      case NORM -> Math.sqrt(sum(dtype, n, true, x));
      case MAX, MIN -> extreme;
      case ARGMAX, ARGMIN -> index;
    };
  }

  private static void same(double expected, double got, Object... what) {
    if (Double.doubleToLongBits(expected) != Double.doubleToLongBits(got)) {
      assertEquals(expected, got, java.util.Arrays.toString(what));
    }
  }

  @ParameterizedTest
  @EnumSource
  void reducesEverythingInTheFixedOrder(Layout layout) {
    long[][] shapes = {
      {}, {1}, {31}, {300}, {4096}, {4097}, {70, 131}, {3, 5, 7}, {20_000}, {400, 411}
    };
    for (DType dtype : TYPES) {
      for (long[] shape : shapes) {
        View x = layout.view(dtype, ReduceTest::value, shape);
        double[] values = Layout.values(x);
        for (Reduction reduction : Reduction.values()) {
          double want = expected(reduction, dtype, x.elements(), i -> values[(int) i]);
          for (CpuBackend backend : BACKENDS) {
            same(want, backend.reduceAll(reduction, x), reduction, layout, x);
          }
        }
        View y = Layout.CONTIGUOUS.view(dtype, i -> values[(int) i], shape);
        double dot = sum(dtype, x.elements(), true, i -> values[(int) i]);
        for (CpuBackend backend : BACKENDS) {
          same(dot, backend.dot(x, y), layout, x);
          same(dot, backend.dot(y, x), layout, x);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void reducesTheLastAxis(Layout layout) {
    long[][] shapes = {
      {0},
      {7},
      {5, 3},
      {3, 5},
      {40, 70},
      {17, 4100},
      {33, 8200},
      {2, 3, 40},
      {40, 3, 2},
      {1, 140_000},
      {3, 140_000},
      {4, 0},
      {0, 4},
      {300, 500}
    };
    for (DType dtype : TYPES) {
      for (long[] shape : shapes) {
        long n = shape[shape.length - 1];
        View x = layout.view(dtype, ReduceTest::value, shape);
        double[] values = Layout.values(x);
        long[] outer = java.util.Arrays.copyOf(shape, shape.length - 1);
        for (Reduction reduction : Reduction.values()) {
          if (n == 0 && reduction != Reduction.SUM && reduction != Reduction.NORM) {
            continue;
          }
          DType type = reduction.isIndex() ? DType.I64 : dtype;
          View naive =
              Layout.CONTIGUOUS.view(
                  type,
                  row -> expected(reduction, dtype, n, i -> values[(int) (row * n + i)]),
                  outer);
          for (CpuBackend backend : BACKENDS) {
            for (Layout to : List.of(Layout.CONTIGUOUS, Layout.REVERSED, Layout.HEAP)) {
              View y = to.view(type, i -> -7, outer);
              backend.reduce(reduction, x, x.rank() - 1, y);
              for (long row = 0; row < y.elements(); row++) {
                same(
                    Layout.get(naive, row),
                    Layout.get(y, row),
                    reduction,
                    layout,
                    to,
                    dtype,
                    x.shape(),
                    row);
              }
            }
          }
        }
      }
    }
  }
}
