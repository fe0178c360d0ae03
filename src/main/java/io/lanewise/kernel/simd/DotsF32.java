package io.lanewise.kernel.simd;

import io.lanewise.memory.Base;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Inner products of several runs of f32 with a common one, each summed as {@link DotF32} does. The
 * common run is loaded once for all, so that the loads no longer limit the multiplications; how
 * many runs go together follows from the registers: 8 sums, and as many vectors of the common run
 * as the 128 bytes of virtual lanes take.
 */
final class DotsF32 {
  private static final VectorSpecies<Float> SPECIES = FloatVectorMath.SPECIES;
  private static final int LANES = SPECIES.length();
  private static final long WIDTH = SPECIES.vectorByteSize();
  private static final ByteOrder NATIVE = ByteOrder.nativeOrder();
  private static final VectorShuffle<Float> DOWN_8 = down(8);
  private static final VectorShuffle<Float> DOWN_4 = down(4);
  private static final VectorShuffle<Float> DOWN_2 = down(2);
  private static final VectorShuffle<Float> DOWN_1 = down(1);

  private DotsF32() {}

  private static VectorShuffle<Float> down(int lanes) {
    return VectorShuffle.iota(SPECIES, lanes, 1, true);
  }

  /**
   * Four runs, with 2 vectors in 128 bytes.
   *
   * @param a segment of the runs
   * @param aAt byte offset of the first
   * @param stride bytes from one run to the next
   * @param b segment of the common run
   * @param bAt byte offset
   * @param n number of elements in a run
   * @param sums where the results are added
   * @param to index of the first
   */
  static void four2(
      MemorySegment a,
      long aAt,
      long stride,
      MemorySegment b,
      long bAt,
      int n,
      double[] sums,
      int to) {
    a = Base.of(a);
    b = Base.of(b);
    FloatVector s00 = FloatVector.zero(SPECIES);
    FloatVector s01 = FloatVector.zero(SPECIES);
    FloatVector s10 = FloatVector.zero(SPECIES);
    FloatVector s11 = FloatVector.zero(SPECIES);
    FloatVector s20 = FloatVector.zero(SPECIES);
    FloatVector s21 = FloatVector.zero(SPECIES);
    FloatVector s30 = FloatVector.zero(SPECIES);
    FloatVector s31 = FloatVector.zero(SPECIES);
    int i = 0;
    for (; i <= n - 2 * LANES; i += 2 * LANES) {
      long at = (long) i * Float.BYTES;
      long u0 = aAt + at;
      long u1 = u0 + stride;
      long u2 = u1 + stride;
      long u3 = u2 + stride;
      FloatVector b0 = FloatVector.fromMemorySegment(SPECIES, b, bAt + at, NATIVE);
      s00 = FloatVector.fromMemorySegment(SPECIES, a, u0, NATIVE).fma(b0, s00);
      s10 = FloatVector.fromMemorySegment(SPECIES, a, u1, NATIVE).fma(b0, s10);
      s20 = FloatVector.fromMemorySegment(SPECIES, a, u2, NATIVE).fma(b0, s20);
      s30 = FloatVector.fromMemorySegment(SPECIES, a, u3, NATIVE).fma(b0, s30);
      FloatVector b1 = FloatVector.fromMemorySegment(SPECIES, b, bAt + at + WIDTH, NATIVE);
      s01 = FloatVector.fromMemorySegment(SPECIES, a, u0 + WIDTH, NATIVE).fma(b1, s01);
      s11 = FloatVector.fromMemorySegment(SPECIES, a, u1 + WIDTH, NATIVE).fma(b1, s11);
      s21 = FloatVector.fromMemorySegment(SPECIES, a, u2 + WIDTH, NATIVE).fma(b1, s21);
      s31 = FloatVector.fromMemorySegment(SPECIES, a, u3 + WIDTH, NATIVE).fma(b1, s31);
    }
    if (i < n) {
      long at = (long) i * Float.BYTES;
      long u0 = aAt + at;
      long u1 = u0 + stride;
      long u2 = u1 + stride;
      long u3 = u2 + stride;
      VectorMask<Float> m0 = SPECIES.indexInRange(i, n);
      FloatVector b0 = FloatVector.fromMemorySegment(SPECIES, b, bAt + at, NATIVE, m0);
      s00 = FloatVector.fromMemorySegment(SPECIES, a, u0, NATIVE, m0).fma(b0, s00);
      s10 = FloatVector.fromMemorySegment(SPECIES, a, u1, NATIVE, m0).fma(b0, s10);
      s20 = FloatVector.fromMemorySegment(SPECIES, a, u2, NATIVE, m0).fma(b0, s20);
      s30 = FloatVector.fromMemorySegment(SPECIES, a, u3, NATIVE, m0).fma(b0, s30);
      VectorMask<Float> m1 = SPECIES.indexInRange(i + LANES, n);
      FloatVector b1 = FloatVector.fromMemorySegment(SPECIES, b, bAt + at + WIDTH, NATIVE, m1);
      s01 = FloatVector.fromMemorySegment(SPECIES, a, u0 + WIDTH, NATIVE, m1).fma(b1, s01);
      s11 = FloatVector.fromMemorySegment(SPECIES, a, u1 + WIDTH, NATIVE, m1).fma(b1, s11);
      s21 = FloatVector.fromMemorySegment(SPECIES, a, u2 + WIDTH, NATIVE, m1).fma(b1, s21);
      s31 = FloatVector.fromMemorySegment(SPECIES, a, u3 + WIDTH, NATIVE, m1).fma(b1, s31);
    }
    FloatVector t0 = s00.add(s01);
    t0 = LANES > 8 ? t0.add(t0.rearrange(DOWN_8)) : t0;
    t0 = LANES > 4 ? t0.add(t0.rearrange(DOWN_4)) : t0;
    t0 = LANES > 2 ? t0.add(t0.rearrange(DOWN_2)) : t0;
    sums[to] += t0.add(t0.rearrange(DOWN_1)).lane(0);
    FloatVector t1 = s10.add(s11);
    t1 = LANES > 8 ? t1.add(t1.rearrange(DOWN_8)) : t1;
    t1 = LANES > 4 ? t1.add(t1.rearrange(DOWN_4)) : t1;
    t1 = LANES > 2 ? t1.add(t1.rearrange(DOWN_2)) : t1;
    sums[to + 1] += t1.add(t1.rearrange(DOWN_1)).lane(0);
    FloatVector t2 = s20.add(s21);
    t2 = LANES > 8 ? t2.add(t2.rearrange(DOWN_8)) : t2;
    t2 = LANES > 4 ? t2.add(t2.rearrange(DOWN_4)) : t2;
    t2 = LANES > 2 ? t2.add(t2.rearrange(DOWN_2)) : t2;
    sums[to + 2] += t2.add(t2.rearrange(DOWN_1)).lane(0);
    FloatVector t3 = s30.add(s31);
    t3 = LANES > 8 ? t3.add(t3.rearrange(DOWN_8)) : t3;
    t3 = LANES > 4 ? t3.add(t3.rearrange(DOWN_4)) : t3;
    t3 = LANES > 2 ? t3.add(t3.rearrange(DOWN_2)) : t3;
    sums[to + 3] += t3.add(t3.rearrange(DOWN_1)).lane(0);
  }

  /**
   * Two runs, with 4 vectors in 128 bytes.
   *
   * @param a segment of the runs
   * @param aAt byte offset of the first
   * @param stride bytes from one run to the next
   * @param b segment of the common run
   * @param bAt byte offset
   * @param n number of elements in a run
   * @param sums where the results are added
   * @param to index of the first
   */
  static void two4(
      MemorySegment a,
      long aAt,
      long stride,
      MemorySegment b,
      long bAt,
      int n,
      double[] sums,
      int to) {
    a = Base.of(a);
    b = Base.of(b);
    FloatVector s00 = FloatVector.zero(SPECIES);
    FloatVector s01 = FloatVector.zero(SPECIES);
    FloatVector s02 = FloatVector.zero(SPECIES);
    FloatVector s03 = FloatVector.zero(SPECIES);
    FloatVector s10 = FloatVector.zero(SPECIES);
    FloatVector s11 = FloatVector.zero(SPECIES);
    FloatVector s12 = FloatVector.zero(SPECIES);
    FloatVector s13 = FloatVector.zero(SPECIES);
    int i = 0;
    for (; i <= n - 4 * LANES; i += 4 * LANES) {
      long at = (long) i * Float.BYTES;
      long u0 = aAt + at;
      long u1 = u0 + stride;
      FloatVector b0 = FloatVector.fromMemorySegment(SPECIES, b, bAt + at, NATIVE);
      s00 = FloatVector.fromMemorySegment(SPECIES, a, u0, NATIVE).fma(b0, s00);
      s10 = FloatVector.fromMemorySegment(SPECIES, a, u1, NATIVE).fma(b0, s10);
      FloatVector b1 = FloatVector.fromMemorySegment(SPECIES, b, bAt + at + WIDTH, NATIVE);
      s01 = FloatVector.fromMemorySegment(SPECIES, a, u0 + WIDTH, NATIVE).fma(b1, s01);
      s11 = FloatVector.fromMemorySegment(SPECIES, a, u1 + WIDTH, NATIVE).fma(b1, s11);
      FloatVector b2 = FloatVector.fromMemorySegment(SPECIES, b, bAt + at + 2 * WIDTH, NATIVE);
      s02 = FloatVector.fromMemorySegment(SPECIES, a, u0 + 2 * WIDTH, NATIVE).fma(b2, s02);
      s12 = FloatVector.fromMemorySegment(SPECIES, a, u1 + 2 * WIDTH, NATIVE).fma(b2, s12);
      FloatVector b3 = FloatVector.fromMemorySegment(SPECIES, b, bAt + at + 3 * WIDTH, NATIVE);
      s03 = FloatVector.fromMemorySegment(SPECIES, a, u0 + 3 * WIDTH, NATIVE).fma(b3, s03);
      s13 = FloatVector.fromMemorySegment(SPECIES, a, u1 + 3 * WIDTH, NATIVE).fma(b3, s13);
    }
    if (i < n) {
      long at = (long) i * Float.BYTES;
      long u0 = aAt + at;
      long u1 = u0 + stride;
      VectorMask<Float> m0 = SPECIES.indexInRange(i, n);
      FloatVector b0 = FloatVector.fromMemorySegment(SPECIES, b, bAt + at, NATIVE, m0);
      s00 = FloatVector.fromMemorySegment(SPECIES, a, u0, NATIVE, m0).fma(b0, s00);
      s10 = FloatVector.fromMemorySegment(SPECIES, a, u1, NATIVE, m0).fma(b0, s10);
      VectorMask<Float> m1 = SPECIES.indexInRange(i + LANES, n);
      FloatVector b1 = FloatVector.fromMemorySegment(SPECIES, b, bAt + at + WIDTH, NATIVE, m1);
      s01 = FloatVector.fromMemorySegment(SPECIES, a, u0 + WIDTH, NATIVE, m1).fma(b1, s01);
      s11 = FloatVector.fromMemorySegment(SPECIES, a, u1 + WIDTH, NATIVE, m1).fma(b1, s11);
      VectorMask<Float> m2 = SPECIES.indexInRange(i + 2 * LANES, n);
      FloatVector b2 = FloatVector.fromMemorySegment(SPECIES, b, bAt + at + 2 * WIDTH, NATIVE, m2);
      s02 = FloatVector.fromMemorySegment(SPECIES, a, u0 + 2 * WIDTH, NATIVE, m2).fma(b2, s02);
      s12 = FloatVector.fromMemorySegment(SPECIES, a, u1 + 2 * WIDTH, NATIVE, m2).fma(b2, s12);
      VectorMask<Float> m3 = SPECIES.indexInRange(i + 3 * LANES, n);
      FloatVector b3 = FloatVector.fromMemorySegment(SPECIES, b, bAt + at + 3 * WIDTH, NATIVE, m3);
      s03 = FloatVector.fromMemorySegment(SPECIES, a, u0 + 3 * WIDTH, NATIVE, m3).fma(b3, s03);
      s13 = FloatVector.fromMemorySegment(SPECIES, a, u1 + 3 * WIDTH, NATIVE, m3).fma(b3, s13);
    }
    FloatVector t0 = s00.add(s02).add(s01.add(s03));
    t0 = LANES > 8 ? t0.add(t0.rearrange(DOWN_8)) : t0;
    t0 = LANES > 4 ? t0.add(t0.rearrange(DOWN_4)) : t0;
    t0 = LANES > 2 ? t0.add(t0.rearrange(DOWN_2)) : t0;
    sums[to] += t0.add(t0.rearrange(DOWN_1)).lane(0);
    FloatVector t1 = s10.add(s12).add(s11.add(s13));
    t1 = LANES > 8 ? t1.add(t1.rearrange(DOWN_8)) : t1;
    t1 = LANES > 4 ? t1.add(t1.rearrange(DOWN_4)) : t1;
    t1 = LANES > 2 ? t1.add(t1.rearrange(DOWN_2)) : t1;
    sums[to + 1] += t1.add(t1.rearrange(DOWN_1)).lane(0);
  }
}
