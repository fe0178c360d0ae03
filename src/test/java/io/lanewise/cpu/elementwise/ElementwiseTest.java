package io.lanewise.cpu.elementwise;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lanewise.DType;
import io.lanewise.Shape;
import io.lanewise.backend.BinaryOp;
import io.lanewise.backend.Comparison;
import io.lanewise.backend.UnaryOp;
import io.lanewise.cpu.CpuBackend;
import io.lanewise.kernel.scalar.MapF32;
import io.lanewise.kernel.scalar.MapF64;
import io.lanewise.memory.View;
import io.lanewise.testing.Kits;
import io.lanewise.testing.Layout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongToDoubleFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Elementwise functions over every layout, bit for bit against one element at a time. */
@Tag("contract")
class ElementwiseTest {
  private static final List<CpuBackend> BACKENDS = Kits.backends();
  private static final List<DType> TYPES = List.of(DType.F32, DType.F64);

  /**
   * Shapes that take each way through the driver: rows, blocks, transposed tiles, several tasks.
   */
  private static final long[][] SHAPES = {
    {},
    {0},
    {1},
    {7},
    {1000},
    {3, 5},
    {40, 33},
    {70, 300},
    {4, 3, 50},
    {5, 0, 2},
    {2, 3, 4, 5},
    {300, 3}
  };

  private static double value(long i) {
    return ((i * 2654435761L >>> 7) % 2001 - 1000) / 64.0 * (i % 11 == 0 ? 0 : 1);
  }

  private static double other(long i) {
    return i % 13 == 0 ? Double.NaN : i % 17 == 0 ? -0.0 : value(i + 12345);
  }

  private static double apply(DType dtype, UnaryOp op, double x) {
    return dtype == DType.F32 ? MapF32.apply(op, (float) x) : MapF64.apply(op, x);
  }

  private static double apply(DType dtype, BinaryOp op, double a, double b) {
    return dtype == DType.F32 ? MapF32.apply(op, (float) a, (float) b) : MapF64.apply(op, a, b);
  }

  private static void check(View target, LongToDoubleFunction expected, Object... what) {
    check(target, table(target.elements(), expected), what);
  }

  private static void check(View target, double[] expected, Object... what) {
    double[] got = Layout.values(target);
    for (int i = 0; i < got.length; i++) {
      if (Double.doubleToLongBits(expected[i]) != Double.doubleToLongBits(got[i])) {
        assertEquals(expected[i], got[i], Arrays.deepToString(what) + " element " + i);
      }
    }
  }

  private static double[] table(long n, LongToDoubleFunction expected) {
    return LongStream.range(0, n).mapToDouble(expected).toArray();
  }

  /** A target of each layout. */
  private static Map<Layout, View> targets(DType dtype, long... shape) {
    Map<Layout, View> targets = new EnumMap<>(Layout.class);
    for (Layout layout : Layout.values()) {
      targets.put(layout, layout.view(dtype, i -> 99, shape));
    }
    return targets;
  }

  /** A source in every layout, and repeated along the first axis, the last, and both. */
  private static List<View> sources(DType dtype, LongToDoubleFunction values, long... shape) {
    List<View> sources = new ArrayList<>();
    for (Layout layout : Layout.values()) {
      sources.add(layout.view(dtype, values, shape));
    }
    if (shape.length > 0) {
      sources.add(Layout.repeated(dtype, 0, values, shape));
      sources.add(Layout.repeated(dtype, shape.length - 1, values, shape));
      View one = Layout.CONTIGUOUS.view(dtype, values, 1);
      sources.add(one.broadcastTo(Shape.of(shape)));
    }
    return sources;
  }

  @ParameterizedTest
  @EnumSource
  void mapsEveryLayout(UnaryOp op) {
    for (long[] shape : SHAPES) {
      for (DType dtype : TYPES) {
        Map<Layout, View> targets = targets(dtype, shape);
        for (View x : sources(dtype, ElementwiseTest::other, shape)) {
          double[] expected =
              Arrays.stream(Layout.values(x)).map(v -> apply(dtype, op, v)).toArray();
          targets.forEach(
              (to, y) -> {
                for (CpuBackend backend : BACKENDS) {
                  backend.fill(y, 99);
                  backend.map(op, x, y);
                  check(y, expected, op, dtype, x, to);
                }
              });
        }
      }
    }
  }

  @Test
  void zipsEveryPairOfLayouts() {
    int turn = 0;
    for (long[] shape : SHAPES) {
      for (DType dtype : TYPES) {
        Map<Layout, View> targets = targets(dtype, shape);
        for (View a : sources(dtype, ElementwiseTest::value, shape)) {
          for (View b : sources(dtype, ElementwiseTest::other, shape)) {
            BinaryOp op = BinaryOp.values()[turn++ % BinaryOp.values().length];
            double[] expected =
                table(a.elements(), i -> apply(dtype, op, Layout.get(a, i), Layout.get(b, i)));
            targets.forEach(
                (to, y) -> {
                  for (CpuBackend backend : BACKENDS) {
                    backend.fill(y, 99);
                    backend.zip(op, a, b, y);
                    check(y, expected, op, dtype, a, b, to);
                  }
                });
          }
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyFunctionOfTwoTakesViewsAndScalars(BinaryOp op) {
    double scalar = 1.0 / 3;
    for (DType dtype : TYPES) {
      double rounded = dtype == DType.F32 ? (float) scalar : scalar;
      for (long[] shape : SHAPES) {
        for (Layout layout : List.of(Layout.CONTIGUOUS, Layout.TRANSPOSED, Layout.REVERSED)) {
          View a = layout.view(dtype, ElementwiseTest::value, shape);
          View b = layout.view(dtype, ElementwiseTest::other, shape);
          View y = Layout.CONTIGUOUS.view(dtype, i -> 99, shape);
          double[] ofBoth =
              table(y.elements(), i -> apply(dtype, op, Layout.get(a, i), Layout.get(b, i)));
          double[] scalarSecond =
              table(y.elements(), i -> apply(dtype, op, Layout.get(b, i), rounded));
          double[] scalarFirst =
              table(y.elements(), i -> apply(dtype, op, rounded, Layout.get(b, i)));
          for (CpuBackend backend : BACKENDS) {
            backend.fill(y, 99);
            backend.zip(op, a, b, y);
            check(y, ofBoth, op, dtype, shape);
            backend.zip(op, b, scalar, y);
            check(y, scalarSecond, op, dtype, shape);
            backend.zip(op, scalar, b, y);
            check(y, scalarFirst, op, dtype, shape);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void comparesAndChooses(Layout layout) {
    for (DType dtype : TYPES) {
      for (long[] shape : SHAPES) {
        View a = layout.view(dtype, ElementwiseTest::other, shape);
        View b = Layout.CONTIGUOUS.view(dtype, i -> i % 3 == 0 ? other(i) : value(i), shape);
        Map<Layout, View> masks = targets(DType.BOOL, shape);
        Map<Layout, View> targets = targets(dtype, shape);
        for (Comparison comparison : Comparison.values()) {
          double[] ofBoth =
              table(
                  a.elements(), i -> test(comparison, Layout.get(a, i), Layout.get(b, i)) ? 1 : 0);
          double[] withScalar =
              table(a.elements(), i -> test(comparison, Layout.get(a, i), 0.1) ? 1 : 0);
          masks.forEach(
              (to, mask) -> {
                for (CpuBackend backend : BACKENDS) {
                  backend.compare(comparison, a, b, mask);
                  check(mask, ofBoth, comparison, layout, to);
                  backend.compare(comparison, a, 0.1, mask);
                  check(mask, withScalar, comparison, layout, to);
                }
              });
        }
        double[] smaller =
            table(
                a.elements(),
                i -> Layout.get(a, i) < Layout.get(b, i) ? Layout.get(a, i) : Layout.get(b, i));
        targets.forEach(
            (to, y) -> {
              View mask = Objects.requireNonNull(masks.get(to));
              for (CpuBackend backend : BACKENDS) {
                backend.compare(Comparison.LT, a, b, mask);
                backend.fill(y, 99);
                backend.where(mask, a, b, y);
                check(y, smaller, "where", layout, to);
              }
            });
      }
    }
  }

  private static boolean test(Comparison comparison, double a, double b) {
    return switch (comparison) {
      case EQ -> a == b;
      case NE -> a != b;
      case LT -> a < b;
      case LE -> a <= b;
      case GT -> a > b;
      case GE -> a >= b;
    };
  }

  @Test
  void largeOperandsAreSharedByThreads() {
    long[] shape = {700, 431};
    for (DType dtype : TYPES) {
      for (View a : sources(dtype, ElementwiseTest::value, shape)) {
        View b = Layout.repeated(dtype, 0, ElementwiseTest::other, shape);
        for (CpuBackend backend : BACKENDS) {
          View y = Layout.SLICED.view(dtype, i -> 99, shape);
          backend.zip(BinaryOp.SUB, a, b, y);
          check(y, i -> apply(dtype, BinaryOp.SUB, Layout.get(a, i), Layout.get(b, i)), a);
        }
      }
    }
  }

  @Test
  void aTargetMayBeASource() {
    for (DType dtype : TYPES) {
      for (Layout layout : Layout.values()) {
        for (CpuBackend backend : BACKENDS) {
          View x = layout.view(dtype, ElementwiseTest::value, 37, 61);
          View b = Layout.TRANSPOSED.view(dtype, ElementwiseTest::other, 37, 61);
          backend.zip(BinaryOp.ADD, b, x, x);
          check(x, i -> apply(dtype, BinaryOp.ADD, Layout.get(b, i), value(i)), layout);
        }
      }
    }
  }

  private static double round(DType dtype, double x) {
    return dtype == DType.F32 ? (float) x : x;
  }

  @Test
  void aTargetMayOverlapItsSources() {
    for (DType dtype : TYPES) {
      for (CpuBackend backend : BACKENDS) {
        View square = Layout.CONTIGUOUS.view(dtype, ElementwiseTest::value, 150, 150);
        backend.zip(BinaryOp.ADD, square, square.swapAxes(0, 1), square);
        check(
            square,
            i -> apply(dtype, BinaryOp.ADD, value(i), value(i % 150 * 150 + i / 150)),
            dtype);
        View line = Layout.CONTIGUOUS.view(dtype, ElementwiseTest::value, 10_001);
        View low = slice(line, 0, 10_000);
        View high = slice(line, 1, 10_000);
        backend.zip(BinaryOp.MUL, low, 2, high);
        check(high, i -> 2 * round(dtype, value(i)), "shift up", dtype);
        View again = Layout.CONTIGUOUS.view(dtype, ElementwiseTest::value, 10_001);
        backend.map(UnaryOp.NEG, slice(again, 1, 10_000), slice(again, 0, 10_000));
        check(slice(again, 0, 10_000), i -> -round(dtype, value(i + 1)), "shift down", dtype);
      }
    }
  }

  private static View slice(View line, long from, long n) {
    return new View(line.storage(), line.dtype(), from, Shape.of(n), line.strides());
  }
}
