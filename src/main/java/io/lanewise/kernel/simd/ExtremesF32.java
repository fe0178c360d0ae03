package io.lanewise.kernel.simd;

import io.lanewise.memory.Base;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Extremes of four runs of f32 and one more, which is loaded and stored once instead of four times.
 * They are compared in pairs: one maximum, which must look for NaN and for the sign of zeros, takes
 * many cycles. The last vector overlaps the one before, which changes nothing.
 */
final class ExtremesF32 {
  private static final VectorSpecies<Float> SPECIES = FloatVectorMath.SPECIES;
  private static final int LANES = SPECIES.length();
  private static final ByteOrder NATIVE = ByteOrder.nativeOrder();

  private ExtremesF32() {}

  /** The larger numbers, NaN where there is one. */
  static void max(MemorySegment x, long xAt, long stride, MemorySegment y, long yAt, int last) {
    x = Base.of(x);
    y = Base.of(y);
    long x1 = xAt + stride;
    long x2 = x1 + stride;
    long x3 = x2 + stride;
    for (int i = 0; i < last + LANES; i += LANES) {
      long at = (long) Math.min(i, last) * Float.BYTES;
      FloatVector v0 = FloatVector.fromMemorySegment(SPECIES, x, xAt + at, NATIVE);
      FloatVector v1 = FloatVector.fromMemorySegment(SPECIES, x, x1 + at, NATIVE);
      FloatVector v2 = FloatVector.fromMemorySegment(SPECIES, x, x2 + at, NATIVE);
      FloatVector v3 = FloatVector.fromMemorySegment(SPECIES, x, x3 + at, NATIVE);
      FloatVector v = FloatVector.fromMemorySegment(SPECIES, y, yAt + at, NATIVE);
      v0.max(v1).max(v2.max(v3)).max(v).intoMemorySegment(y, yAt + at, NATIVE);
    }
  }

  /** The smaller numbers, NaN where there is one. */
  static void min(MemorySegment x, long xAt, long stride, MemorySegment y, long yAt, int last) {
    x = Base.of(x);
    y = Base.of(y);
    long x1 = xAt + stride;
    long x2 = x1 + stride;
    long x3 = x2 + stride;
    for (int i = 0; i < last + LANES; i += LANES) {
      long at = (long) Math.min(i, last) * Float.BYTES;
      FloatVector v0 = FloatVector.fromMemorySegment(SPECIES, x, xAt + at, NATIVE);
      FloatVector v1 = FloatVector.fromMemorySegment(SPECIES, x, x1 + at, NATIVE);
      FloatVector v2 = FloatVector.fromMemorySegment(SPECIES, x, x2 + at, NATIVE);
      FloatVector v3 = FloatVector.fromMemorySegment(SPECIES, x, x3 + at, NATIVE);
      FloatVector v = FloatVector.fromMemorySegment(SPECIES, y, yAt + at, NATIVE);
      v0.min(v1).min(v2.min(v3)).min(v).intoMemorySegment(y, yAt + at, NATIVE);
    }
  }
}
