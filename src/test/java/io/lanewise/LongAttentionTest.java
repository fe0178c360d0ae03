package io.lanewise;

import static io.lanewise.Slice.all;
import static io.lanewise.Slice.at;
import static io.lanewise.Slice.from;
import static io.lanewise.Slice.range;
import static io.lanewise.Slice.to;
import static io.lanewise.nn.Attention.scaledDotProduct;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lanewise.Machines.Machine;
import io.lanewise.nn.AttentionOptions;
import io.lanewise.nn.KeyValueCache;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Attention over more keys than one block, few queries, grouped heads, small types, the cache. */
@Tag("contract")
class LongAttentionTest {
  private static final double NONE = Double.NEGATIVE_INFINITY;
  private static final AttentionOptions AUTO = AttentionOptions.auto();
  private static final AttentionOptions CAUSAL = AUTO.withCausal(true);

  /** More than two blocks in F32, more than four in F64. */
  private static final int KEYS = 1100;

  private static Tensor random(DType dtype, long seed, long... shape) {
    return Tensor.randn(dtype, seed, shape);
  }

  /** One row of one head against fifty digits. */
  private static void check(
      Tensor q, Tensor k, Tensor v, double[] bias, int row, Tensor actual, String what) {
    AttentionOracle oracle =
        AttentionOracle.of(
            q.dtype(),
            new double[][] {q.slice(at(row)).toDoubleArray()},
            k.copy().toDoubleMatrix(),
            v.copy().toDoubleMatrix(),
            new double[][] {bias},
            1 / Math.sqrt(q.size(1)));
    for (int c = 0; c < v.size(1); c++) {
      Naive.assertNear(
          oracle.value()[0][c], actual.get(row, c), oracle.bound()[0][c], what + ", row " + row);
    }
  }

  private static double[] bias(Tensor mask, boolean causal, int row, int queries) {
    double[] bias = new double[KEYS];
    for (int j = 0; j < KEYS; j++) {
      if (mask != null) {
        double entry = mask.get(row, j);
        bias[j] = mask.dtype() != DType.BOOL ? entry : entry != 0 ? 0 : NONE;
      }
      if (causal && j > row + KEYS - queries) {
        bias[j] = NONE;
      }
    }
    return bias;
  }

  @ParameterizedTest
  @MethodSource("io.lanewise.Machines#withTypes")
  void manyBlocks(Machine machine, DType dtype) {
    for (int queries : new int[] {1, 3, 70}) {
      Tensor q = random(dtype, 1, queries, 6);
      Tensor k = random(dtype, 2, KEYS, 6);
      Tensor v = random(dtype, 3, KEYS, 5);
      Tensor noise = random(dtype, 4, queries, KEYS);
      Tensor kept = noise.lt(0.2);
      Tensor added = Tensor.where(kept, noise, Tensor.scalar(dtype, NONE));
      for (Tensor mask : new Tensor[] {null, kept, added}) {
        for (boolean causal : new boolean[] {false, true}) {
          AttentionOptions options = AUTO.withMask(mask).withCausal(causal);
          Tensor result = machine.engine().call(() -> scaledDotProduct(q, k, v, options));
          int row = queries / 2;
          String what = queries + " queries, " + (mask == null ? "" : mask.dtype()) + causal;
          check(q, k, v, bias(mask, causal, row, queries), row, result, what);
        }
      }
    }
  }

  /** The maximum in each of the blocks, and blocks of which nothing is left. */
  @ParameterizedTest
  @MethodSource("io.lanewise.Machines#withTypes")
  void theMaximumMoves(Machine machine, DType dtype) {
    Tensor v = random(dtype, 3, KEYS, 4);
    Tensor rising = Tensor.arange(DType.F64, 0, KEYS, 1).mul(0.02).cast(dtype).unsqueeze(1);
    Tensor q = Tensor.ones(dtype, 5, 1);
    double[] open = new double[KEYS];
    for (Tensor k : new Tensor[] {rising, rising.neg(), rising.sub(11).abs(), rising.mul(10)}) {
      check(q, k, v, open, 2, machine.engine().call(() -> scaledDotProduct(q, k, v)), "moves");
    }
    for (int visible : new int[] {0, 3, 600, KEYS - 1}) {
      Tensor mask = Tensor.zeros(DType.BOOL, 5, KEYS);
      mask.slice(all(), range(visible, visible + 1)).fill(1);
      Tensor result = machine.engine().call(() -> scaledDotProduct(q, rising, v, mask));
      assertTrue(result.slice(at(3)).contentEquals(v.slice(at(visible))), "key " + visible);
      mask.slice(at(1)).fill(0);
      Tensor other = machine.engine().call(() -> scaledDotProduct(q, rising, v, mask));
      assertTrue(other.slice(at(1)).contentEquals(Tensor.zeros(dtype, 4)));
      assertTrue(other.slice(at(0)).contentEquals(result.slice(at(0))));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void infiniteAndMissingScores(DType dtype) {
    Tensor v = random(dtype, 3, KEYS, 4);
    for (int queries : new int[] {2, 9}) {
      Tensor q = Tensor.ones(dtype, queries, 1);
      Tensor k = random(dtype, 2, KEYS, 1);
      k.slice(to(600)).fill(NONE); // a whole block, without a mask
      Tensor late = scaledDotProduct(q, k, v);
      Tensor alone = scaledDotProduct(q, k.slice(from(600)), v.slice(from(600)));
      assertTrue(late.allClose(alone), queries + " queries");
      k.fill(NONE);
      assertTrue(Double.isNaN(scaledDotProduct(q, k, v).get(1, 2)), queries + " queries");
      k.fill(0);
      k.set(Double.POSITIVE_INFINITY, 700, 0);
      assertTrue(Double.isNaN(scaledDotProduct(q, k, v).get(0, 0)));
      k.set(Double.NaN, 700, 0);
      assertTrue(Double.isNaN(scaledDotProduct(q, k, v).get(0, 0)));
    }
  }

  @ParameterizedTest
  @MethodSource("io.lanewise.Machines#withTypes")
  void groupedHeads(Machine machine, DType dtype) {
    Tensor k = random(dtype, 2, 2, 3, 40, 8);
    Tensor v = random(dtype, 3, 2, 3, 40, 5);
    Tensor repeatedK = repeat(k, 4);
    Tensor repeatedV = repeat(v, 4);
    for (int queries : new int[] {1, 7}) {
      Tensor q = random(dtype, 1, 2, queries, 12, 8).swapAxes(1, 2); // (batch, sequence, heads, d)
      Tensor everyHead = random(dtype, 4, 12, queries, 40);
      Tensor all = random(dtype, 5, queries, 40).lt(0.5);
      Tensor batch = random(dtype, 6, 2, 1, 1, 40).lt(0.5);
      for (Tensor mask : new Tensor[] {null, everyHead, all, batch}) {
        AttentionOptions options = CAUSAL.withMask(mask);
        Tensor grouped = machine.engine().call(() -> scaledDotProduct(q, k, v, options));
        Tensor plain =
            machine.engine().call(() -> scaledDotProduct(q, repeatedK, repeatedV, options));
        assertEquals(Shape.of(2, 12, queries, 5), grouped.shape());
        assertTrue(grouped.contentEquals(plain), queries + " queries");
      }
    }
    assertThrows(ShapeException.class, () -> scaledDotProduct(random(dtype, 1, 2, 7, 3, 8), k, v));
    assertThrows(
        ShapeException.class,
        () -> scaledDotProduct(random(dtype, 1, 2, 6, 3, 8), k, v, random(dtype, 1, 3, 3, 40)));
  }

  private static Tensor repeat(Tensor x, int times) {
    long[] sizes = x.shape().toArray();
    Tensor wide = x.unsqueeze(2).broadcastTo(sizes[0], sizes[1], times, sizes[2], sizes[3]).copy();
    return wide.reshape(sizes[0], sizes[1] * times, sizes[2], sizes[3]);
  }

  @ParameterizedTest
  @EnumSource(names = {"BF16", "F16"})
  void smallTypesAreWidened(DType small) {
    for (int queries : new int[] {2, 33}) {
      Tensor q = random(DType.F32, 1, 2, queries, 8);
      Tensor k = random(DType.F32, 2, 2, 700, 8).cast(small);
      Tensor v = random(DType.F32, 3, 2, 6, 700).cast(small).swapAxes(1, 2);
      Tensor wide = scaledDotProduct(q, k.cast(DType.F32), v.cast(DType.F32).contiguous(), CAUSAL);
      assertTrue(scaledDotProduct(q, k, v, CAUSAL).contentEquals(wide), queries + " queries");
    }
    Tensor k = random(DType.F32, 2, 5, 8).cast(small);
    Tensor q = random(DType.F64, 1, 5, 8);
    assertThrows(DTypeException.class, () -> scaledDotProduct(q, k, k));
    assertThrows(DTypeException.class, () -> scaledDotProduct(k, k, k));
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64", "BF16"})
  void cache(DType storage) {
    DType dtype = storage == DType.F64 ? DType.F64 : DType.F32;
    Tensor q = random(dtype, 1, 2, 6, 30, 8);
    Tensor k = random(dtype, 2, 2, 3, 30, 8);
    Tensor v = random(dtype, 3, 2, 3, 30, 5);
    Tensor whole = scaledDotProduct(q, k.cast(storage), v.cast(storage), CAUSAL);
    KeyValueCache cache = KeyValueCache.of(storage, 32, 8, 5, 2, 3);
    double bound = 32 * dtype.epsilon() * v.abs().max(); // few queries are added in another order
    int[] steps = {7, 1, 1, 12, 1, 8};
    int done = 0;
    for (int step : steps) {
      Slice fresh = range(done, done + step);
      Tensor y =
          cache.attend(
              q.slice(all(), all(), fresh),
              k.slice(all(), all(), fresh),
              v.slice(all(), all(), fresh));
      double apart = y.sub(whole.slice(all(), all(), fresh)).abs().max();
      assertTrue(apart <= bound, "after " + done + ": " + apart);
      done += step;
    }
    assertEquals(30, cache.length());
    assertEquals(32, cache.capacity());
    assertTrue(cache.keys().contentEquals(k.cast(storage)));
    Tensor three = k.slice(all(), all(), to(3));
    ShapeException full =
        assertThrows(ShapeException.class, () -> cache.append(three, v.slice(all(), all(), to(3))));
    assertTrue(full.getMessage().contains("capacity of 32"), full.getMessage());
    assertThrows(ShapeException.class, () -> cache.append(three, three));
    assertEquals(30, cache.length());
    cache.truncate(29).append(three, v.slice(all(), all(), to(3)));
    assertEquals(32, cache.length());
    assertThrows(IllegalArgumentException.class, () -> cache.truncate(33));
    assertThrows(DTypeException.class, () -> KeyValueCache.of(DType.I32, 1, 1, 1));
  }

  /** Which queries share a task depends on the threads; the bits do not. */
  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void sameBitsForAnyNumberOfThreads(DType dtype) {
    Tensor q = random(dtype, 1, 300, 8);
    Tensor k = random(dtype, 2, KEYS, 8);
    Tensor v = random(dtype, 3, KEYS, 5);
    Tensor first = null;
    for (Machine machine : Machines.machines(1, 2, 5)) {
      Tensor result = machine.engine().call(() -> scaledDotProduct(q, k, v, CAUSAL));
      first = first == null ? result : first;
      assertTrue(result.contentEquals(first), machine.name());
    }
  }

  @Test
  void operandsAreLeftAlone() {
    Tensor x = random(DType.F32, 1, 40, 8);
    Tensor before = x.copy();
    scaledDotProduct(x, x, x, CAUSAL);
    assertTrue(x.contentEquals(before));
  }
}
