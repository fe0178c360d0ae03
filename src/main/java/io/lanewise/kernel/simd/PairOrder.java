package io.lanewise.kernel.simd;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.MAX;
import static jdk.incubator.vector.VectorOperators.MIN;

import io.lanewise.DType;
import io.lanewise.memory.Base;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The order of numbers that {@link PairDots} wants: of two vectors in a row the even ones, then the
 * odd ones.
 */
final class PairOrder {
  /** Where F16 is multiplied, the other factor is scaled, so that products stay near the middle. */
  static final float HALF_SCALE = 0x1p-56f;

  /**
   * Bounds of that factor, where it is not 0. Below, bits would be lost; above, 4096 products could
   * overflow. Within them every sum is a multiple of the least f32, scaled or not, so rounding is
   * the same.
   */
  private static final float LOW = 0x1p-70f;

  private static final float HIGH = 0x1p42f;

  private static final VectorSpecies<Float> FLOATS = FloatVectorMath.SPECIES;
  private static final int LANES = FLOATS.length();
  private static final long WIDTH = FLOATS.vectorByteSize();
  private static final ByteOrder NATIVE = ByteOrder.nativeOrder();
  private static final VectorShuffle<Float> EVEN = VectorShuffle.fromOp(FLOATS, i -> 2 * i % LANES);
  private static final VectorShuffle<Float> ODD =
      VectorShuffle.fromOp(FLOATS, i -> 2 * i % LANES + 1);
  private static final VectorMask<Float> SECOND = FLOATS.indexInRange(-LANES / 2, LANES / 2);

  private PairOrder() {}

  /** What a sum of products with a type is to be multiplied with. */
  static double unscale(DType type) {
    return type == DType.F16 ? 1 / (0x1p112 * HALF_SCALE) : 1;
  }

  /** Where the number with an index lies. */
  static int place(int i) {
    return i / (2 * LANES) * (2 * LANES) + i % 2 * LANES + i % (2 * LANES) / 2;
  }

  /** Whether all numbers are 0 or within the bounds. */
  static boolean within(MemorySegment x, long xAt, int n) {
    x = Base.of(x);
    FloatVector one = FloatVector.broadcast(FLOATS, 1);
    FloatVector most = one;
    FloatVector least = one;
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      long at = xAt + (long) i * Float.BYTES;
      FloatVector size = FloatVector.fromMemorySegment(FLOATS, x, at, NATIVE).abs();
      most = size.max(most);
      least = size.blend(one, size.compare(EQ, 0f)).min(least);
    }
    float high = most.reduceLanes(MAX);
    float low = least.reduceLanes(MIN);
    for (; i < n; i++) {
      float size = Math.abs(x.get(JAVA_FLOAT_UNALIGNED, xAt + (long) i * Float.BYTES));
      high = Math.max(high, size);
      low = size == 0 ? low : Math.min(low, size);
    }
    return low >= LOW && high <= HIGH;
  }

  /** Arranges and scales a run, padded with zeros to whole groups. */
  static void arrange(MemorySegment x, long xAt, int n, float scale, MemorySegment y, long yAt) {
    x = Base.of(x);
    y = Base.of(y);
    FloatVector factor = FloatVector.broadcast(FLOATS, scale);
    int i = 0;
    for (; i <= n - 2 * LANES; i += 2 * LANES) {
      long from = xAt + (long) i * Float.BYTES;
      long to = yAt + (long) i * Float.BYTES;
      FloatVector a = FloatVector.fromMemorySegment(FLOATS, x, from, NATIVE).mul(factor);
      FloatVector b = FloatVector.fromMemorySegment(FLOATS, x, from + WIDTH, NATIVE).mul(factor);
      a.rearrange(EVEN).blend(b.rearrange(EVEN), SECOND).intoMemorySegment(y, to, NATIVE);
      a.rearrange(ODD).blend(b.rearrange(ODD), SECOND).intoMemorySegment(y, to + WIDTH, NATIVE);
    }
    int padded = (n + PairDots.GROUP - 1) / PairDots.GROUP * PairDots.GROUP;
    for (; i < padded; i++) {
      float value = i < n ? x.get(JAVA_FLOAT_UNALIGNED, xAt + (long) i * Float.BYTES) * scale : 0;
      y.set(JAVA_FLOAT_UNALIGNED, yAt + (long) place(i) * Float.BYTES, value);
    }
  }
}
