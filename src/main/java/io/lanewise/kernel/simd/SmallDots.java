package io.lanewise.kernel.simd;

import static jdk.incubator.vector.VectorOperators.B2F;

import io.lanewise.memory.Base;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Inner products of runs of bytes with f32, widened in the loop that loads them: {@link DotF32}
 * with a conversion in front. By 2 vectors of 512 bits, by 4 of 256. What is left behind the loop
 * comes widened, padded with zeros: a second conversion would exceed what C2 inlines.
 */
final class SmallDots {
  private static final VectorSpecies<Float> FLOATS = FloatVectorMath.SPECIES;
  private static final VectorSpecies<Byte> BYTES = VectorSmall.BYTES;
  private static final int LANES = FLOATS.length();
  private static final long WIDTH = FLOATS.vectorByteSize();
  private static final long QUARTER = WIDTH / 4;
  private static final ByteOrder NATIVE = ByteOrder.nativeOrder();
  private static final VectorShuffle<Float> DOWN_8 = Shuffles.down(FLOATS, 8);
  private static final VectorShuffle<Float> DOWN_4 = Shuffles.down(FLOATS, 4);
  private static final VectorShuffle<Float> DOWN_2 = Shuffles.down(FLOATS, 2);
  private static final VectorShuffle<Float> DOWN_1 = Shuffles.down(FLOATS, 1);

  private SmallDots() {}

  /** Inner product of bytes with 2 vectors in 128 bytes. */
  static double i8By2(
      MemorySegment a,
      long aAt,
      MemorySegment b,
      long bAt,
      int n,
      MemorySegment rest,
      long restAt) {
    a = Base.of(a);
    b = Base.of(b);
    rest = Base.of(rest);
    FloatVector s0 = FloatVector.zero(FLOATS);
    FloatVector s1 = FloatVector.zero(FLOATS);
    int i = 0;
    for (; i <= n - 2 * LANES; i += 2 * LANES) {
      long u = aAt + i;
      long v = bAt + (long) i * Float.BYTES;
      FloatVector b0 = FloatVector.fromMemorySegment(FLOATS, b, v, NATIVE);
      FloatVector a0 =
          (FloatVector)
              ByteVector.fromMemorySegment(BYTES, a, u, NATIVE).convertShape(B2F, FLOATS, 0);
      s0 = a0.fma(b0, s0);
      FloatVector b1 = FloatVector.fromMemorySegment(FLOATS, b, v + WIDTH, NATIVE);
      FloatVector a1 =
          (FloatVector)
              ByteVector.fromMemorySegment(BYTES, a, u + QUARTER, NATIVE)
                  .convertShape(B2F, FLOATS, 0);
      s1 = a1.fma(b1, s1);
    }
    if (i < n) {
      long v = bAt + (long) i * Float.BYTES;
      VectorMask<Float> m0 = FLOATS.indexInRange(i, n);
      FloatVector b0 = FloatVector.fromMemorySegment(FLOATS, b, v, NATIVE, m0);
      s0 = FloatVector.fromMemorySegment(FLOATS, rest, restAt, NATIVE).fma(b0, s0);
      VectorMask<Float> m1 = FLOATS.indexInRange(i + LANES, n);
      FloatVector b1 = FloatVector.fromMemorySegment(FLOATS, b, v + WIDTH, NATIVE, m1);
      s1 = FloatVector.fromMemorySegment(FLOATS, rest, restAt + WIDTH, NATIVE).fma(b1, s1);
    }
    FloatVector t = s0.add(s1);
    t = t.add(t.rearrange(DOWN_8));
    t = t.add(t.rearrange(DOWN_4));
    t = t.add(t.rearrange(DOWN_2));
    return t.add(t.rearrange(DOWN_1)).lane(0);
  }

  /** Inner product of bytes with 4 vectors in 128 bytes. */
  static double i8By4(
      MemorySegment a,
      long aAt,
      MemorySegment b,
      long bAt,
      int n,
      MemorySegment rest,
      long restAt) {
    a = Base.of(a);
    b = Base.of(b);
    rest = Base.of(rest);
    FloatVector s0 = FloatVector.zero(FLOATS);
    FloatVector s1 = FloatVector.zero(FLOATS);
    FloatVector s2 = FloatVector.zero(FLOATS);
    FloatVector s3 = FloatVector.zero(FLOATS);
    int i = 0;
    for (; i <= n - 4 * LANES; i += 4 * LANES) {
      long u = aAt + i;
      long v = bAt + (long) i * Float.BYTES;
      FloatVector b0 = FloatVector.fromMemorySegment(FLOATS, b, v, NATIVE);
      FloatVector a0 =
          (FloatVector)
              ByteVector.fromMemorySegment(BYTES, a, u, NATIVE).convertShape(B2F, FLOATS, 0);
      s0 = a0.fma(b0, s0);
      FloatVector b1 = FloatVector.fromMemorySegment(FLOATS, b, v + WIDTH, NATIVE);
      FloatVector a1 =
          (FloatVector)
              ByteVector.fromMemorySegment(BYTES, a, u + QUARTER, NATIVE)
                  .convertShape(B2F, FLOATS, 0);
      s1 = a1.fma(b1, s1);
      FloatVector b2 = FloatVector.fromMemorySegment(FLOATS, b, v + 2 * WIDTH, NATIVE);
      FloatVector a2 =
          (FloatVector)
              ByteVector.fromMemorySegment(BYTES, a, u + 2 * QUARTER, NATIVE)
                  .convertShape(B2F, FLOATS, 0);
      s2 = a2.fma(b2, s2);
      FloatVector b3 = FloatVector.fromMemorySegment(FLOATS, b, v + 3 * WIDTH, NATIVE);
      FloatVector a3 =
          (FloatVector)
              ByteVector.fromMemorySegment(BYTES, a, u + 3 * QUARTER, NATIVE)
                  .convertShape(B2F, FLOATS, 0);
      s3 = a3.fma(b3, s3);
    }
    if (i < n) {
      long v = bAt + (long) i * Float.BYTES;
      VectorMask<Float> m0 = FLOATS.indexInRange(i, n);
      FloatVector b0 = FloatVector.fromMemorySegment(FLOATS, b, v, NATIVE, m0);
      s0 = FloatVector.fromMemorySegment(FLOATS, rest, restAt, NATIVE).fma(b0, s0);
      VectorMask<Float> m1 = FLOATS.indexInRange(i + LANES, n);
      FloatVector b1 = FloatVector.fromMemorySegment(FLOATS, b, v + WIDTH, NATIVE, m1);
      s1 = FloatVector.fromMemorySegment(FLOATS, rest, restAt + WIDTH, NATIVE).fma(b1, s1);
      VectorMask<Float> m2 = FLOATS.indexInRange(i + 2 * LANES, n);
      FloatVector b2 = FloatVector.fromMemorySegment(FLOATS, b, v + 2 * WIDTH, NATIVE, m2);
      s2 = FloatVector.fromMemorySegment(FLOATS, rest, restAt + 2 * WIDTH, NATIVE).fma(b2, s2);
      VectorMask<Float> m3 = FLOATS.indexInRange(i + 3 * LANES, n);
      FloatVector b3 = FloatVector.fromMemorySegment(FLOATS, b, v + 3 * WIDTH, NATIVE, m3);
      s3 = FloatVector.fromMemorySegment(FLOATS, rest, restAt + 3 * WIDTH, NATIVE).fma(b3, s3);
    }
    FloatVector t = s0.add(s2).add(s1.add(s3));
    t = t.add(t.rearrange(DOWN_4));
    t = t.add(t.rearrange(DOWN_2));
    return t.add(t.rearrange(DOWN_1)).lane(0);
  }
}
