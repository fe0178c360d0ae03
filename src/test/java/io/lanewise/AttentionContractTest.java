package io.lanewise;

import static io.lanewise.Slice.all;
import static io.lanewise.Slice.at;
import static io.lanewise.Slice.from;
import static io.lanewise.nn.Attention.scaledDotProduct;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lanewise.Machines.Machine;
import io.lanewise.nn.AttentionOptions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Attention against the same in fifty digits, within a bound that follows the scores. */
@Tag("contract")
class AttentionContractTest {
  private static final double NONE = Double.NEGATIVE_INFINITY;
  private static final AttentionOptions AUTO = AttentionOptions.auto();
  private static final AttentionOptions CAUSAL = AUTO.withCausal(true);

  private static final int[][] SIZES = { // queries, keys, d, dv
    {1, 1, 1, 1}, {2, 3, 4, 5}, {7, 5, 16, 8}, {1, 9, 3, 2}, {17, 19, 13, 11}
  };

  /** What is masked and how. */
  private enum Kind {
    PLAIN,
    BOOLEAN,
    ADDITIVE,
    CAUSAL,
    BOOLEAN_CAUSAL,
    ADDITIVE_CAUSAL;

    AttentionOptions options(DType dtype, int queries, int keys) {
      AttentionOptions options =
          this == PLAIN || this == CAUSAL ? AUTO : masked(dtype, queries, keys);
      return options.withCausal(name().endsWith("CAUSAL"));
    }

    private AttentionOptions masked(DType dtype, int queries, int keys) {
      Tensor noise = Tensor.randn(dtype, 77, queries, keys);
      Tensor kept = noise.lt(0.5);
      boolean additive = this == ADDITIVE || this == ADDITIVE_CAUSAL;
      return AUTO.withMask(additive ? Tensor.where(kept, noise, Tensor.scalar(dtype, NONE)) : kept);
    }
  }

  private static Tensor random(TensorLayout layout, DType dtype, long seed, long... shape) {
    Tensor values = Tensor.randn(dtype, seed, shape);
    return layout.of(dtype, Naive.values(values), shape);
  }

  private static Tensor random(DType dtype, long seed, long... shape) {
    return Tensor.randn(dtype, seed, shape);
  }

  private static double[][] rows(Tensor matrix) {
    return matrix.copy().toDoubleMatrix();
  }

  /** The mask and the triangle as what is added to the scores of one head. */
  private static double[][] bias(AttentionOptions options, int queries, int keys) {
    double[][] bias = new double[queries][keys];
    Tensor mask = options.mask();
    Tensor whole = mask == null ? null : mask.broadcastTo(queries, keys);
    for (int i = 0; i < queries; i++) {
      for (int j = 0; j < keys; j++) {
        if (whole != null) {
          double entry = whole.get(i, j);
          bias[i][j] = whole.dtype() != DType.BOOL ? entry : entry != 0 ? 0 : NONE;
        }
        if (options.causal() && j > i + keys - queries) {
          bias[i][j] = NONE;
        }
      }
    }
    return bias;
  }

  /** One head. */
  private static void check(
      Tensor q, Tensor k, Tensor v, AttentionOptions options, Tensor actual, String what) {
    double[][] bias = bias(options, (int) q.size(0), (int) k.size(0));
    double scale = Double.isNaN(options.scale()) ? 1 / Math.sqrt(q.size(1)) : options.scale();
    AttentionOracle oracle = AttentionOracle.of(q.dtype(), rows(q), rows(k), rows(v), bias, scale);
    assertEquals(Shape.of(q.size(0), v.size(1)), actual.shape(), what);
    assertEquals(q.dtype(), actual.dtype(), what);
    double[][] result = actual.copy().toDoubleMatrix();
    for (int i = 0; i < result.length; i++) {
      for (int c = 0; c < result[i].length; c++) {
        Naive.assertNear(
            oracle.value()[i][c], result[i][c], oracle.bound()[i][c], what + " at " + i + ", " + c);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.lanewise.Machines#withTypesAndLayouts")
  void oneHead(Machine machine, DType dtype, TensorLayout layout) {
    machine.engine().run(() -> oneHead(dtype, layout));
  }

  private static void oneHead(DType dtype, TensorLayout layout) {
    TensorLayout[] layouts = TensorLayout.values();
    int turn = layout.ordinal();
    for (int[] size : SIZES) {
      Tensor q = random(layout, dtype, 1, size[0], size[2]);
      Tensor k = random(layouts[++turn % layouts.length], dtype, 2, size[1], size[2]);
      Tensor v = random(layouts[++turn % layouts.length], dtype, 3, size[1], size[3]);
      Kind kind = Kind.values()[turn % Kind.values().length];
      AttentionOptions options = kind.options(dtype, size[0], size[1]);
      String what = kind + " " + q.shape() + k.shape() + v.shape();
      check(q, k, v, options, scaledDotProduct(q, k, v, options), what);
    }
  }

  @ParameterizedTest
  @MethodSource("io.lanewise.Machines#withTypes")
  void everyKindAndSize(Machine machine, DType dtype) {
    machine.engine().run(() -> everyKindAndSize(dtype));
  }

  private static void everyKindAndSize(DType dtype) {
    for (Kind kind : Kind.values()) {
      for (int[] size : SIZES) {
        Tensor q = random(dtype, 1, size[0], size[2]);
        Tensor k = random(dtype, 2, size[1], size[2]);
        Tensor v = random(dtype, 3, size[1], size[3]);
        AttentionOptions options = kind.options(dtype, size[0], size[1]);
        String what = kind + " " + q.shape() + k.shape() + v.shape();
        Tensor result = scaledDotProduct(q, k, v, options);
        check(q, k, v, options, result, what);
        if (options.mask() != null) {
          Tensor same =
              options.causal()
                  ? scaledDotProduct(q, k, v, options.mask(), true)
                  : scaledDotProduct(q, k, v, options.mask());
          assertTrue(same.contentEquals(result), what);
        } else if (!options.causal()) {
          assertTrue(scaledDotProduct(q, k, v).contentEquals(result), what);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.lanewise.Machines#withTypes")
  void batchAndHeadsBroadcast(Machine machine, DType dtype) {
    machine.engine().run(() -> batchAndHeadsBroadcast(dtype));
  }

  private static void batchAndHeadsBroadcast(DType dtype) {
    Tensor q = random(dtype, 1, 2, 3, 5, 4);
    Tensor k = random(dtype, 2, 3, 7, 4);
    Tensor v = random(dtype, 3, 2, 1, 7, 6);
    Tensor noise = random(dtype, 4, 2, 1, 1, 7);
    List<Tensor> masks = new ArrayList<>();
    masks.add(null);
    masks.add(noise.lt(0.5)); // keys of each sequence: padding
    masks.add(random(dtype, 5, 3, 1, 1)); // each head
    masks.add(random(dtype, 6, 5, 7).lt(0.3));
    masks.add(random(dtype, 6, 7));
    masks.add(Tensor.scalar(dtype, 2));
    masks.add(Tensor.scalar(dtype, 0).lt(1));
    masks.add(random(dtype, 7, 2, 3, 5, 7));
    for (Tensor mask : masks) {
      for (boolean causal : new boolean[] {false, true}) {
        AttentionOptions options = AUTO.withMask(mask).withCausal(causal);
        Tensor result = scaledDotProduct(q, k, v, options);
        assertEquals(Shape.of(2, 3, 5, 6), result.shape());
        for (int b = 0; b < 2; b++) {
          for (int h = 0; h < 3; h++) {
            Tensor own = mask == null ? null : mask.broadcastTo(2, 3, 5, 7).slice(at(b), at(h));
            check(
                q.slice(at(b), at(h)),
                k.slice(at(h)),
                v.slice(at(b), at(0)),
                options.withMask(own),
                result.slice(at(b), at(h)),
                (mask == null ? "no mask" : mask.dtype() + " " + mask.shape()) + " " + causal);
          }
        }
      }
    }
  }

  /** Values with more leading axes than queries and keys. */
  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void valuesAloneMayHaveABatch(DType dtype) {
    Tensor q = random(dtype, 1, 4, 3);
    Tensor k = random(dtype, 2, 5, 3);
    Tensor v = random(dtype, 3, 2, 5, 2);
    Tensor mask = random(dtype, 4, 4, 5).lt(-0.5);
    Tensor result = scaledDotProduct(q, k, v, mask);
    for (int b = 0; b < 2; b++) {
      check(q, k, v.slice(at(b)), AUTO.withMask(mask), result.slice(at(b)), "batch " + b);
    }
  }

  @ParameterizedTest
  @MethodSource("io.lanewise.Machines#withTypes")
  void largeScores(Machine machine, DType dtype) {
    machine.engine().run(() -> largeScores(dtype));
  }

  private static void largeScores(DType dtype) {
    Tensor k = random(dtype, 2, 9, 4);
    Tensor v = random(dtype, 3, 9, 3);
    for (double factor : new double[] {30, 1e4, 1e15}) {
      Tensor q = random(dtype, 1, 6, 4).mul(factor);
      Tensor result = scaledDotProduct(q, k, v);
      if (factor * dtype.epsilon() < 1e-2) {
        check(q, k, v, AUTO, result, "factor " + factor);
      } // beyond, rounding of the scores decides
      assertTrue(result.abs().max() <= v.abs().max() * (1 + 20 * dtype.epsilon()));
    }
  }

  /** Scores of one value: the mean of all values. */
  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void equalScores(DType dtype) {
    Tensor v = random(dtype, 3, 8, 3);
    Tensor result = scaledDotProduct(Tensor.zeros(dtype, 2, 0), Tensor.zeros(dtype, 8, 0), v);
    double[][] bias = new double[2][8];
    AttentionOracle mean =
        AttentionOracle.of(dtype, new double[2][0], new double[8][0], rows(v), bias, 1);
    for (int c = 0; c < 3; c++) {
      assertEquals(mean.value()[1][c], result.get(1, c), mean.bound()[1][c]);
    }
    Tensor huge = scaledDotProduct(Tensor.full(dtype, 1e18, 2, 4), Tensor.ones(dtype, 8, 4), v);
    assertTrue(huge.contentEquals(result));
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void scale(DType dtype) {
    Tensor q = random(dtype, 1, 6, 4);
    Tensor k = random(dtype, 2, 9, 4);
    Tensor v = random(dtype, 3, 9, 3);
    for (double scale : new double[] {1, 0.25, 2}) {
      AttentionOptions options = AUTO.withScale(scale);
      check(q, k, v, options, scaledDotProduct(q, k, v, options), "scale " + scale);
    }
    assertTrue(
        scaledDotProduct(q, k, v, AUTO.withScale(0.5)).contentEquals(scaledDotProduct(q, k, v)));
  }

  /** The last query sees all keys, the first may see none. */
  @Test
  void causalMeetsAtTheEnd() {
    Tensor v = Tensor.eye(DType.F64, 4);
    Tensor k = random(DType.F64, 1, 4, 3);
    Tensor weights = scaledDotProduct(random(DType.F64, 2, 2, 3), k, v, CAUSAL);
    assertArrayEquals(new long[] {1, 1, 1, 0}, weights.slice(at(0)).gt(0).toLongArray());
    assertArrayEquals(new long[] {1, 1, 1, 1}, weights.slice(at(1)).gt(0).toLongArray());
    Tensor many = random(DType.F64, 3, 6, 3);
    weights = scaledDotProduct(many, k, v, CAUSAL);
    for (int i = 0; i < 6; i++) {
      double seen = weights.slice(at(i)).gt(0).cast(DType.F64).sum();
      assertEquals(Math.max(0, i - 1), seen);
    }
  }

  /** One new query with a cache of keys is the last row of the whole. */
  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void decodingIsTheLastRow(DType dtype) {
    Tensor q = random(dtype, 1, 2, 9, 4);
    Tensor k = random(dtype, 2, 2, 9, 4);
    Tensor v = random(dtype, 3, 2, 9, 5);
    Tensor whole = scaledDotProduct(q, k, v, CAUSAL);
    Tensor last = scaledDotProduct(q.slice(all(), from(-1)), k, v, CAUSAL);
    assertTrue(last.allClose(whole.slice(all(), from(-1))));
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void aQueryWithoutKeysGetsZeros(DType dtype) {
    Tensor q = random(dtype, 1, 2, 3, 4);
    Tensor k = random(dtype, 2, 2, 5, 4);
    Tensor v = random(dtype, 3, 2, 5, 6);
    Tensor allowed = Tensor.ones(DType.BOOL, 2, 3, 5);
    allowed.slice(at(1), at(2)).fill(0);
    Tensor added = Tensor.where(allowed, Tensor.scalar(dtype, 0), Tensor.scalar(dtype, NONE));
    Tensor open = scaledDotProduct(q, k, v);
    for (Tensor mask : List.of(allowed, added)) {
      Tensor result = scaledDotProduct(q, k, v, mask);
      assertTrue(result.slice(at(1), at(2)).contentEquals(Tensor.zeros(dtype, 6)));
      assertTrue(result.slice(at(0)).contentEquals(open.slice(at(0))));
      assertTrue(result.slice(at(1), at(1)).contentEquals(open.slice(at(1), at(1))));
    }
    Tensor nothing = scaledDotProduct(q, k, v, Tensor.scalar(dtype, NONE));
    assertTrue(nothing.contentEquals(Tensor.zeros(dtype, 2, 3, 6)));
    // neither of the two masks alone leaves query 0 without a key
    Tensor late = Tensor.arange(DType.F64, 0, 5, 1).gt(2);
    Tensor both = scaledDotProduct(q, k, v, late, true);
    assertTrue(both.slice(all(), at(0)).contentEquals(Tensor.zeros(dtype, 2, 6)));
    assertTrue(both.slice(all(), at(1)).contentEquals(v.slice(all(), at(3))));
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void nanPropagates(DType dtype) {
    Tensor q = random(dtype, 1, 3, 4);
    Tensor k = random(dtype, 2, 5, 4);
    Tensor v = random(dtype, 3, 5, 6);
    Tensor open = scaledDotProduct(q, k, v);
    Tensor broken = q.copy();
    broken.set(Double.NaN, 1, 2);
    Tensor result = scaledDotProduct(broken, k, v);
    assertEquals(6, result.slice(at(1)).ne(result.slice(at(1))).cast(DType.F64).sum());
    assertTrue(result.slice(at(0)).contentEquals(open.slice(at(0))));
    assertTrue(result.slice(at(2)).contentEquals(open.slice(at(2))));
    // a query of NaN that may attend to nothing
    Tensor mask = Tensor.ones(DType.BOOL, 3, 5);
    mask.slice(at(1)).fill(0);
    result = scaledDotProduct(broken, k, v, mask);
    assertTrue(result.slice(at(1)).contentEquals(Tensor.zeros(dtype, 6)));
    // a key of NaN that nobody may attend to
    Tensor brokenKeys = k.copy();
    brokenKeys.set(Double.NaN, 4, 0);
    Tensor early = Tensor.arange(DType.F64, 0, 5, 1).lt(4);
    assertTrue(
        scaledDotProduct(q, brokenKeys, v, early).contentEquals(scaledDotProduct(q, k, v, early)));
    result = scaledDotProduct(q, brokenKeys, v, CAUSAL);
    assertTrue(Double.isFinite(result.slice(at(1)).sum()));
    assertTrue(Double.isNaN(result.get(2, 0)));
    // NaN in an additive mask
    Tensor added = Tensor.zeros(dtype, 3, 5);
    added.slice(at(0)).fill(NONE);
    added.set(Double.NaN, 0, 1);
    result = scaledDotProduct(q, k, v, added);
    assertTrue(Double.isNaN(result.get(0, 0)) && Double.isFinite(result.get(1, 0)));
    // scores of -infinity that no mask asks for
    Tensor low = Tensor.full(dtype, NONE, 1, 4);
    assertTrue(Double.isNaN(scaledDotProduct(low, Tensor.ones(dtype, 5, 4), v, early).get(0, 0)));
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void emptyShapes(DType dtype) {
    Tensor none =
        scaledDotProduct(random(dtype, 1, 3, 4), random(dtype, 2, 0, 4), random(dtype, 3, 0, 6));
    assertTrue(none.contentEquals(Tensor.zeros(dtype, 3, 6)));
    for (AttentionOptions options : List.of(AUTO, CAUSAL)) {
      assertEquals(
          Shape.of(0, 6),
          scaledDotProduct(
                  random(dtype, 1, 0, 4), random(dtype, 2, 5, 4), random(dtype, 3, 5, 6), options)
              .shape());
      assertEquals(
          Shape.of(3, 0),
          scaledDotProduct(
                  random(dtype, 1, 3, 4), random(dtype, 2, 5, 4), random(dtype, 3, 5, 0), options)
              .shape());
      assertEquals(
          Shape.of(0, 3, 6),
          scaledDotProduct(
                  random(dtype, 1, 0, 3, 4),
                  random(dtype, 2, 5, 4),
                  random(dtype, 3, 5, 6),
                  options)
              .shape());
    }
  }

  /** Large enough for tiles, several threads, and an arena for the scores. */
  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void sameBitsWhateverTheThreadsAndLayout(DType dtype) {
    Tensor q = random(dtype, 1, 2, 3, 257, 16);
    Tensor k = random(dtype, 2, 2, 3, 300, 16);
    Tensor v = random(dtype, 3, 2, 3, 300, 20);
    Tensor mask = random(dtype, 4, 257, 300).lt(1);
    Tensor first = null;
    for (Machine machine : Machines.machines(1, 2, 5)) {
      if (machine.name().startsWith(Machines.ALL.getLast().name().substring(0, 4))) {
        Tensor result = machine.engine().call(() -> scaledDotProduct(q, k, v, mask, true));
        first = first == null ? result : first;
        assertTrue(result.contentEquals(first), machine.name());
        Tensor turned = q.swapAxes(1, 2).copy().swapAxes(1, 2);
        Tensor other = machine.engine().call(() -> scaledDotProduct(turned, k, v, mask, true));
        assertTrue(other.contentEquals(first), machine.name() + ", (batch, sequence, heads, d)");
      }
    }
    double[][] bias = bias(AUTO.withMask(mask).withCausal(true), 257, 300);
    for (int row : new int[] {0, 128, 256}) {
      AttentionOracle oracle =
          AttentionOracle.of(
              dtype,
              new double[][] {q.slice(at(1), at(2), at(row)).toDoubleArray()},
              rows(k.slice(at(1), at(2))),
              rows(v.slice(at(1), at(2))),
              new double[][] {bias[row]},
              0.25);
      for (int c = 0; c < 20; c++) {
        Naive.assertNear(
            oracle.value()[0][c], first.get(1, 2, row, c), oracle.bound()[0][c], "row " + row);
      }
    }
  }

  private static void refused(
      Class<? extends RuntimeException> type, Runnable call, String... words) {
    String message = assertThrows(type, call::run).getMessage();
    for (String word : words) {
      assertTrue(message.contains(word), message);
    }
  }

  @Test
  void errors() {
    Tensor q = Tensor.zeros(DType.F32, 2, 3, 4);
    Tensor k = Tensor.zeros(DType.F32, 2, 5, 4);
    Tensor v = Tensor.zeros(DType.F32, 2, 5, 6);
    refused(
        ShapeException.class,
        () -> scaledDotProduct(q, k.slice(all(), all(), from(1)), v),
        "scaledDotProduct: q (2, 3, 4), k (2, 5, 3), v (2, 5, 6)",
        "4 and 3");
    refused(
        ShapeException.class,
        () -> scaledDotProduct(q, k, v.slice(all(), from(1))),
        "5 keys and 4 values");
    refused(
        ShapeException.class,
        () -> scaledDotProduct(Tensor.zeros(DType.F32, 4), k, v),
        "(4)",
        "rank 2",
        "unsqueeze");
    refused(
        ShapeException.class,
        () -> scaledDotProduct(Tensor.zeros(DType.F32, 3, 3, 4), k, v),
        "leading axes",
        "(3) and (2)");
    refused(
        ShapeException.class,
        () -> scaledDotProduct(q, k, Tensor.zeros(DType.F32, 3, 5, 6)),
        "leading axes",
        "(2) and (3)");
    refused(DTypeException.class, () -> scaledDotProduct(q, k.cast(DType.F64), v), "F32", "F64");
    Tensor half = q.cast(DType.F16);
    refused(DTypeException.class, () -> scaledDotProduct(half, half, half), "F16", "cast");
    refused(
        DTypeException.class,
        () -> scaledDotProduct(q, k, v, Tensor.zeros(DType.U8, 3, 5)),
        "mask",
        "U8",
        "BOOL");
    refused(
        DTypeException.class,
        () -> scaledDotProduct(q, k, v, Tensor.zeros(DType.F64, 3, 5)),
        "mask",
        "F64",
        "F32");
    refused(
        ShapeException.class,
        () -> scaledDotProduct(q, k, v, Tensor.ones(DType.BOOL, 5, 3)),
        "mask (5, 3)",
        "scores (2, 3, 5)");
    refused(
        ShapeException.class,
        () -> scaledDotProduct(q, k, v, Tensor.ones(DType.BOOL, 1, 2, 3, 5)),
        "mask (1, 2, 3, 5)");
    refused(IllegalArgumentException.class, () -> AUTO.withScale(Double.NaN), "scale");
    refused(IllegalArgumentException.class, () -> AUTO.withScale(NONE), "scale");
  }
}
