package io.lanewise.kernel.simd;

import io.lanewise.memory.Base;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sums of f32, with the 128 bytes of virtual lanes of {@link io.lanewise.kernel.ReduceKernel} in 2,
 * 4 or 8 vectors.
 *
 * <p>Vectors are added pairwise, then the halves of the last one are folded onto each other by
 * shuffles, which is the tree over the partial sums that the interface asks for. ({@code
 * reduceLanes(ADD)} takes another order once it is compiled.) The rest of the run is loaded under
 * masks, as zeros where it has ended: no partial sum is -0, so zeros change none. No helper takes a
 * vector: see {@link FloatVectorMath}.
 */
final class SumF32 {
  private static final VectorSpecies<Float> SPECIES = FloatVectorMath.SPECIES;
  private static final int LANES = SPECIES.length();
  private static final long WIDTH = SPECIES.vectorByteSize();
  private static final ByteOrder NATIVE = ByteOrder.nativeOrder();
  private static final VectorShuffle<Float> DOWN_8 = Shuffles.down(SPECIES, 8);
  private static final VectorShuffle<Float> DOWN_4 = Shuffles.down(SPECIES, 4);
  private static final VectorShuffle<Float> DOWN_2 = Shuffles.down(SPECIES, 2);
  private static final VectorShuffle<Float> DOWN_1 = Shuffles.down(SPECIES, 1);

  private SumF32() {}

  /** Sum with 2 vectors in 128 bytes. */
  static double sum2(MemorySegment x, long xAt, int n) {
    x = Base.of(x);
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = FloatVector.zero(SPECIES);
    int i = 0;
    for (; i <= n - 2 * LANES; i += 2 * LANES) {
      long at = xAt + (long) i * Float.BYTES;
      s0 = FloatVector.fromMemorySegment(SPECIES, x, at, NATIVE).add(s0);
      s1 = FloatVector.fromMemorySegment(SPECIES, x, at + WIDTH, NATIVE).add(s1);
    }
    if (i < n) {
      long at = xAt + (long) i * Float.BYTES;
      VectorMask<Float> m0 = SPECIES.indexInRange(i, n);
      s0 = FloatVector.fromMemorySegment(SPECIES, x, at, NATIVE, m0).add(s0);
      VectorMask<Float> m1 = SPECIES.indexInRange(i + LANES, n);
      s1 = FloatVector.fromMemorySegment(SPECIES, x, at + WIDTH, NATIVE, m1).add(s1);
    }
    FloatVector t = s0.add(s1);
    t = LANES > 8 ? t.add(t.rearrange(DOWN_8)) : t;
    t = LANES > 4 ? t.add(t.rearrange(DOWN_4)) : t;
    t = LANES > 2 ? t.add(t.rearrange(DOWN_2)) : t;
    return t.add(t.rearrange(DOWN_1)).lane(0);
  }

  /** Sum with 4 vectors in 128 bytes. */
  static double sum4(MemorySegment x, long xAt, int n) {
    x = Base.of(x);
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = FloatVector.zero(SPECIES);
    FloatVector s2 = FloatVector.zero(SPECIES);
    FloatVector s3 = FloatVector.zero(SPECIES);
    int i = 0;
    for (; i <= n - 4 * LANES; i += 4 * LANES) {
      long at = xAt + (long) i * Float.BYTES;
      s0 = FloatVector.fromMemorySegment(SPECIES, x, at, NATIVE).add(s0);
      s1 = FloatVector.fromMemorySegment(SPECIES, x, at + WIDTH, NATIVE).add(s1);
      s2 = FloatVector.fromMemorySegment(SPECIES, x, at + 2 * WIDTH, NATIVE).add(s2);
      s3 = FloatVector.fromMemorySegment(SPECIES, x, at + 3 * WIDTH, NATIVE).add(s3);
    }
    if (i < n) {
      long at = xAt + (long) i * Float.BYTES;
      VectorMask<Float> m0 = SPECIES.indexInRange(i, n);
      s0 = FloatVector.fromMemorySegment(SPECIES, x, at, NATIVE, m0).add(s0);
      VectorMask<Float> m1 = SPECIES.indexInRange(i + LANES, n);
      s1 = FloatVector.fromMemorySegment(SPECIES, x, at + WIDTH, NATIVE, m1).add(s1);
      VectorMask<Float> m2 = SPECIES.indexInRange(i + 2 * LANES, n);
      s2 = FloatVector.fromMemorySegment(SPECIES, x, at + 2 * WIDTH, NATIVE, m2).add(s2);
      VectorMask<Float> m3 = SPECIES.indexInRange(i + 3 * LANES, n);
      s3 = FloatVector.fromMemorySegment(SPECIES, x, at + 3 * WIDTH, NATIVE, m3).add(s3);
    }
    FloatVector t = s0.add(s2).add(s1.add(s3));
    t = LANES > 8 ? t.add(t.rearrange(DOWN_8)) : t;
    t = LANES > 4 ? t.add(t.rearrange(DOWN_4)) : t;
    t = LANES > 2 ? t.add(t.rearrange(DOWN_2)) : t;
    return t.add(t.rearrange(DOWN_1)).lane(0);
  }

  /** Sum with 8 vectors in 128 bytes. */
  static double sum8(MemorySegment x, long xAt, int n) {
    x = Base.of(x);
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
      long at = xAt + (long) i * Float.BYTES;
      s0 = FloatVector.fromMemorySegment(SPECIES, x, at, NATIVE).add(s0);
      s1 = FloatVector.fromMemorySegment(SPECIES, x, at + WIDTH, NATIVE).add(s1);
      s2 = FloatVector.fromMemorySegment(SPECIES, x, at + 2 * WIDTH, NATIVE).add(s2);
      s3 = FloatVector.fromMemorySegment(SPECIES, x, at + 3 * WIDTH, NATIVE).add(s3);
      s4 = FloatVector.fromMemorySegment(SPECIES, x, at + 4 * WIDTH, NATIVE).add(s4);
      s5 = FloatVector.fromMemorySegment(SPECIES, x, at + 5 * WIDTH, NATIVE).add(s5);
      s6 = FloatVector.fromMemorySegment(SPECIES, x, at + 6 * WIDTH, NATIVE).add(s6);
      s7 = FloatVector.fromMemorySegment(SPECIES, x, at + 7 * WIDTH, NATIVE).add(s7);
    }
    if (i < n) {
      long at = xAt + (long) i * Float.BYTES;
      VectorMask<Float> m0 = SPECIES.indexInRange(i, n);
      s0 = FloatVector.fromMemorySegment(SPECIES, x, at, NATIVE, m0).add(s0);
      VectorMask<Float> m1 = SPECIES.indexInRange(i + LANES, n);
      s1 = FloatVector.fromMemorySegment(SPECIES, x, at + WIDTH, NATIVE, m1).add(s1);
      VectorMask<Float> m2 = SPECIES.indexInRange(i + 2 * LANES, n);
      s2 = FloatVector.fromMemorySegment(SPECIES, x, at + 2 * WIDTH, NATIVE, m2).add(s2);
      VectorMask<Float> m3 = SPECIES.indexInRange(i + 3 * LANES, n);
      s3 = FloatVector.fromMemorySegment(SPECIES, x, at + 3 * WIDTH, NATIVE, m3).add(s3);
      VectorMask<Float> m4 = SPECIES.indexInRange(i + 4 * LANES, n);
      s4 = FloatVector.fromMemorySegment(SPECIES, x, at + 4 * WIDTH, NATIVE, m4).add(s4);
      VectorMask<Float> m5 = SPECIES.indexInRange(i + 5 * LANES, n);
      s5 = FloatVector.fromMemorySegment(SPECIES, x, at + 5 * WIDTH, NATIVE, m5).add(s5);
      VectorMask<Float> m6 = SPECIES.indexInRange(i + 6 * LANES, n);
      s6 = FloatVector.fromMemorySegment(SPECIES, x, at + 6 * WIDTH, NATIVE, m6).add(s6);
      VectorMask<Float> m7 = SPECIES.indexInRange(i + 7 * LANES, n);
      s7 = FloatVector.fromMemorySegment(SPECIES, x, at + 7 * WIDTH, NATIVE, m7).add(s7);
    }
    FloatVector t = s0.add(s4).add(s2.add(s6)).add(s1.add(s5).add(s3.add(s7)));
    t = LANES > 8 ? t.add(t.rearrange(DOWN_8)) : t;
    t = LANES > 4 ? t.add(t.rearrange(DOWN_4)) : t;
    t = LANES > 2 ? t.add(t.rearrange(DOWN_2)) : t;
    return t.add(t.rearrange(DOWN_1)).lane(0);
  }
}
