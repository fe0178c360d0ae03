package io.lanewise.kernel.simd;

import io.lanewise.memory.Base;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Inner products of f32, with the 128 bytes of virtual lanes of {@link
 * io.lanewise.kernel.ReduceKernel} in 2, 4 or 8 vectors.
 *
 * <p>Vectors are added pairwise, then the halves of the last one are folded onto each other by
 * shuffles, which is the tree over the partial sums that the interface asks for. ({@code
 * reduceLanes(ADD)} takes another order once it is compiled.) The rest of the run is loaded under
 * masks, as zeros where it has ended: no partial sum is -0, so zeros change none. No helper takes a
 * vector: see {@link FloatVectorMath}.
 */
final class DotF32 {
  private static final VectorSpecies<Float> SPECIES = FloatVectorMath.SPECIES;
  private static final int LANES = SPECIES.length();
  private static final long WIDTH = SPECIES.vectorByteSize();
  private static final ByteOrder NATIVE = ByteOrder.nativeOrder();
  private static final VectorShuffle<Float> DOWN_8 = Shuffles.down(SPECIES, 8);
  private static final VectorShuffle<Float> DOWN_4 = Shuffles.down(SPECIES, 4);
  private static final VectorShuffle<Float> DOWN_2 = Shuffles.down(SPECIES, 2);
  private static final VectorShuffle<Float> DOWN_1 = Shuffles.down(SPECIES, 1);

  private DotF32() {}

  /** Inner product with 2 vectors in 128 bytes. */
  static double dot2(MemorySegment a, long aAt, MemorySegment b, long bAt, int n) {
    a = Base.of(a);
    b = Base.of(b);
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = FloatVector.zero(SPECIES);
    int i = 0;
    for (; i <= n - 2 * LANES; i += 2 * LANES) {
      long u = aAt + (long) i * Float.BYTES;
      long v = bAt + (long) i * Float.BYTES;
      FloatVector b0 = FloatVector.fromMemorySegment(SPECIES, b, v, NATIVE);
      s0 = FloatVector.fromMemorySegment(SPECIES, a, u, NATIVE).fma(b0, s0);
      FloatVector b1 = FloatVector.fromMemorySegment(SPECIES, b, v + WIDTH, NATIVE);
      s1 = FloatVector.fromMemorySegment(SPECIES, a, u + WIDTH, NATIVE).fma(b1, s1);
    }
    if (i < n) {
      long u = aAt + (long) i * Float.BYTES;
      long v = bAt + (long) i * Float.BYTES;
      VectorMask<Float> m0 = SPECIES.indexInRange(i, n);
      FloatVector b0 = FloatVector.fromMemorySegment(SPECIES, b, v, NATIVE, m0);
      s0 = FloatVector.fromMemorySegment(SPECIES, a, u, NATIVE, m0).fma(b0, s0);
      VectorMask<Float> m1 = SPECIES.indexInRange(i + LANES, n);
      FloatVector b1 = FloatVector.fromMemorySegment(SPECIES, b, v + WIDTH, NATIVE, m1);
      s1 = FloatVector.fromMemorySegment(SPECIES, a, u + WIDTH, NATIVE, m1).fma(b1, s1);
    }
    FloatVector t = s0.add(s1);
    t = LANES > 8 ? t.add(t.rearrange(DOWN_8)) : t;
    t = LANES > 4 ? t.add(t.rearrange(DOWN_4)) : t;
    t = LANES > 2 ? t.add(t.rearrange(DOWN_2)) : t;
    return t.add(t.rearrange(DOWN_1)).lane(0);
  }

  /** Inner product with 4 vectors in 128 bytes. */
  static double dot4(MemorySegment a, long aAt, MemorySegment b, long bAt, int n) {
    a = Base.of(a);
    b = Base.of(b);
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = FloatVector.zero(SPECIES);
    FloatVector s2 = FloatVector.zero(SPECIES);
    FloatVector s3 = FloatVector.zero(SPECIES);
    int i = 0;
    for (; i <= n - 4 * LANES; i += 4 * LANES) {
      long u = aAt + (long) i * Float.BYTES;
      long v = bAt + (long) i * Float.BYTES;
      FloatVector b0 = FloatVector.fromMemorySegment(SPECIES, b, v, NATIVE);
      s0 = FloatVector.fromMemorySegment(SPECIES, a, u, NATIVE).fma(b0, s0);
      FloatVector b1 = FloatVector.fromMemorySegment(SPECIES, b, v + WIDTH, NATIVE);
      s1 = FloatVector.fromMemorySegment(SPECIES, a, u + WIDTH, NATIVE).fma(b1, s1);
      FloatVector b2 = FloatVector.fromMemorySegment(SPECIES, b, v + 2 * WIDTH, NATIVE);
      s2 = FloatVector.fromMemorySegment(SPECIES, a, u + 2 * WIDTH, NATIVE).fma(b2, s2);
      FloatVector b3 = FloatVector.fromMemorySegment(SPECIES, b, v + 3 * WIDTH, NATIVE);
      s3 = FloatVector.fromMemorySegment(SPECIES, a, u + 3 * WIDTH, NATIVE).fma(b3, s3);
    }
    if (i < n) {
      long u = aAt + (long) i * Float.BYTES;
      long v = bAt + (long) i * Float.BYTES;
      VectorMask<Float> m0 = SPECIES.indexInRange(i, n);
      FloatVector b0 = FloatVector.fromMemorySegment(SPECIES, b, v, NATIVE, m0);
      s0 = FloatVector.fromMemorySegment(SPECIES, a, u, NATIVE, m0).fma(b0, s0);
      VectorMask<Float> m1 = SPECIES.indexInRange(i + LANES, n);
      FloatVector b1 = FloatVector.fromMemorySegment(SPECIES, b, v + WIDTH, NATIVE, m1);
      s1 = FloatVector.fromMemorySegment(SPECIES, a, u + WIDTH, NATIVE, m1).fma(b1, s1);
      VectorMask<Float> m2 = SPECIES.indexInRange(i + 2 * LANES, n);
      FloatVector b2 = FloatVector.fromMemorySegment(SPECIES, b, v + 2 * WIDTH, NATIVE, m2);
      s2 = FloatVector.fromMemorySegment(SPECIES, a, u + 2 * WIDTH, NATIVE, m2).fma(b2, s2);
      VectorMask<Float> m3 = SPECIES.indexInRange(i + 3 * LANES, n);
      FloatVector b3 = FloatVector.fromMemorySegment(SPECIES, b, v + 3 * WIDTH, NATIVE, m3);
      s3 = FloatVector.fromMemorySegment(SPECIES, a, u + 3 * WIDTH, NATIVE, m3).fma(b3, s3);
    }
    FloatVector t = s0.add(s2).add(s1.add(s3));
    t = LANES > 8 ? t.add(t.rearrange(DOWN_8)) : t;
    t = LANES > 4 ? t.add(t.rearrange(DOWN_4)) : t;
    t = LANES > 2 ? t.add(t.rearrange(DOWN_2)) : t;
    return t.add(t.rearrange(DOWN_1)).lane(0);
  }

  /** Inner product with 8 vectors in 128 bytes. */
  static double dot8(MemorySegment a, long aAt, MemorySegment b, long bAt, int n) {
    a = Base.of(a);
    b = Base.of(b);
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = FloatVector.zero(SPECIES);
    FloatVector s2 = FloatVector.zero(SPECIES);
    FloatVector s3 = FloatVector.zero(SPECIES);
    FloatVector s4 = FloatVector.zero(SPECIES);
    FloatVector s5 = FloatVector.zero(SPECIES);
    FloatVector s6 = FloatVector.zero(SPECIES);
    FloatVector s7 = FloatVector.zero(SPECIES);
    int i = 0;
    for (; i <= n - 8 * LANES; i += 8 * LANES) {
      long u = aAt + (long) i * Float.BYTES;
      long v = bAt + (long) i * Float.BYTES;
      FloatVector b0 = FloatVector.fromMemorySegment(SPECIES, b, v, NATIVE);
      s0 = FloatVector.fromMemorySegment(SPECIES, a, u, NATIVE).fma(b0, s0);
      FloatVector b1 = FloatVector.fromMemorySegment(SPECIES, b, v + WIDTH, NATIVE);
      s1 = FloatVector.fromMemorySegment(SPECIES, a, u + WIDTH, NATIVE).fma(b1, s1);
      FloatVector b2 = FloatVector.fromMemorySegment(SPECIES, b, v + 2 * WIDTH, NATIVE);
      s2 = FloatVector.fromMemorySegment(SPECIES, a, u + 2 * WIDTH, NATIVE).fma(b2, s2);
      FloatVector b3 = FloatVector.fromMemorySegment(SPECIES, b, v + 3 * WIDTH, NATIVE);
      s3 = FloatVector.fromMemorySegment(SPECIES, a, u + 3 * WIDTH, NATIVE).fma(b3, s3);
      FloatVector b4 = FloatVector.fromMemorySegment(SPECIES, b, v + 4 * WIDTH, NATIVE);
      s4 = FloatVector.fromMemorySegment(SPECIES, a, u + 4 * WIDTH, NATIVE).fma(b4, s4);
      FloatVector b5 = FloatVector.fromMemorySegment(SPECIES, b, v + 5 * WIDTH, NATIVE);
      s5 = FloatVector.fromMemorySegment(SPECIES, a, u + 5 * WIDTH, NATIVE).fma(b5, s5);
      FloatVector b6 = FloatVector.fromMemorySegment(SPECIES, b, v + 6 * WIDTH, NATIVE);
      s6 = FloatVector.fromMemorySegment(SPECIES, a, u + 6 * WIDTH, NATIVE).fma(b6, s6);
      FloatVector b7 = FloatVector.fromMemorySegment(SPECIES, b, v + 7 * WIDTH, NATIVE);
      s7 = FloatVector.fromMemorySegment(SPECIES, a, u + 7 * WIDTH, NATIVE).fma(b7, s7);
    }
    if (i < n) {
      long u = aAt + (long) i * Float.BYTES;
      long v = bAt + (long) i * Float.BYTES;
      VectorMask<Float> m0 = SPECIES.indexInRange(i, n);
      FloatVector b0 = FloatVector.fromMemorySegment(SPECIES, b, v, NATIVE, m0);
      s0 = FloatVector.fromMemorySegment(SPECIES, a, u, NATIVE, m0).fma(b0, s0);
      VectorMask<Float> m1 = SPECIES.indexInRange(i + LANES, n);
      FloatVector b1 = FloatVector.fromMemorySegment(SPECIES, b, v + WIDTH, NATIVE, m1);
      s1 = FloatVector.fromMemorySegment(SPECIES, a, u + WIDTH, NATIVE, m1).fma(b1, s1);
      VectorMask<Float> m2 = SPECIES.indexInRange(i + 2 * LANES, n);
      FloatVector b2 = FloatVector.fromMemorySegment(SPECIES, b, v + 2 * WIDTH, NATIVE, m2);
      s2 = FloatVector.fromMemorySegment(SPECIES, a, u + 2 * WIDTH, NATIVE, m2).fma(b2, s2);
      VectorMask<Float> m3 = SPECIES.indexInRange(i + 3 * LANES, n);
      FloatVector b3 = FloatVector.fromMemorySegment(SPECIES, b, v + 3 * WIDTH, NATIVE, m3);
      s3 = FloatVector.fromMemorySegment(SPECIES, a, u + 3 * WIDTH, NATIVE, m3).fma(b3, s3);
      VectorMask<Float> m4 = SPECIES.indexInRange(i + 4 * LANES, n);
      FloatVector b4 = FloatVector.fromMemorySegment(SPECIES, b, v + 4 * WIDTH, NATIVE, m4);
      s4 = FloatVector.fromMemorySegment(SPECIES, a, u + 4 * WIDTH, NATIVE, m4).fma(b4, s4);
      VectorMask<Float> m5 = SPECIES.indexInRange(i + 5 * LANES, n);
      FloatVector b5 = FloatVector.fromMemorySegment(SPECIES, b, v + 5 * WIDTH, NATIVE, m5);
      s5 = FloatVector.fromMemorySegment(SPECIES, a, u + 5 * WIDTH, NATIVE, m5).fma(b5, s5);
      VectorMask<Float> m6 = SPECIES.indexInRange(i + 6 * LANES, n);
      FloatVector b6 = FloatVector.fromMemorySegment(SPECIES, b, v + 6 * WIDTH, NATIVE, m6);
      s6 = FloatVector.fromMemorySegment(SPECIES, a, u + 6 * WIDTH, NATIVE, m6).fma(b6, s6);
      VectorMask<Float> m7 = SPECIES.indexInRange(i + 7 * LANES, n);
      FloatVector b7 = FloatVector.fromMemorySegment(SPECIES, b, v + 7 * WIDTH, NATIVE, m7);
      s7 = FloatVector.fromMemorySegment(SPECIES, a, u + 7 * WIDTH, NATIVE, m7).fma(b7, s7);
    }
    FloatVector t = s0.add(s4).add(s2.add(s6)).add(s1.add(s5).add(s3.add(s7)));
    t = LANES > 8 ? t.add(t.rearrange(DOWN_8)) : t;
    t = LANES > 4 ? t.add(t.rearrange(DOWN_4)) : t;
    t = LANES > 2 ? t.add(t.rearrange(DOWN_2)) : t;
    return t.add(t.rearrange(DOWN_1)).lane(0);
  }
}
