package io.lanewise.kernel.simd;

import io.lanewise.memory.Base;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Multiples of four runs of f32 added to one, which is loaded and stored once instead of four
 * times. The tail is that of {@link MapF32}.
 */
final class AxpysF32 {
  private static final VectorSpecies<Float> SPECIES = FloatVectorMath.SPECIES;
  private static final int LANES = SPECIES.length();
  private static final ByteOrder NATIVE = ByteOrder.nativeOrder();

  private AxpysF32() {}

  /**
   * Adds them, in their order.
   *
   * @param alphas factors
   * @param from index of the first
   * @param x segment of the runs
   * @param xAt byte offset of the first
   * @param stride bytes from one run to the next
   * @param y segment that is added to
   * @param yAt byte offset
   * @param last elements before the last vector, at least 0
   */
  static void four(
      double[] alphas,
      int from,
      MemorySegment x,
      long xAt,
      long stride,
      MemorySegment y,
      long yAt,
      int last) {
    x = Base.of(x);
    y = Base.of(y);
    FloatVector a0 = FloatVector.broadcast(SPECIES, (float) alphas[from]);
    FloatVector a1 = FloatVector.broadcast(SPECIES, (float) alphas[from + 1]);
    FloatVector a2 = FloatVector.broadcast(SPECIES, (float) alphas[from + 2]);
    FloatVector a3 = FloatVector.broadcast(SPECIES, (float) alphas[from + 3]);
    long x1 = xAt + stride;
    long x2 = x1 + stride;
    long x3 = x2 + stride;
    long end = (long) last * Float.BYTES;
    FloatVector tail = FloatVector.fromMemorySegment(SPECIES, y, yAt + end, NATIVE);
    tail = FloatVector.fromMemorySegment(SPECIES, x, xAt + end, NATIVE).fma(a0, tail);
    tail = FloatVector.fromMemorySegment(SPECIES, x, x1 + end, NATIVE).fma(a1, tail);
    tail = FloatVector.fromMemorySegment(SPECIES, x, x2 + end, NATIVE).fma(a2, tail);
    tail = FloatVector.fromMemorySegment(SPECIES, x, x3 + end, NATIVE).fma(a3, tail);
    for (int i = 0; i < last; i += LANES) {
      long at = (long) i * Float.BYTES;
      FloatVector v = FloatVector.fromMemorySegment(SPECIES, y, yAt + at, NATIVE);
      v = FloatVector.fromMemorySegment(SPECIES, x, xAt + at, NATIVE).fma(a0, v);
      v = FloatVector.fromMemorySegment(SPECIES, x, x1 + at, NATIVE).fma(a1, v);
      v = FloatVector.fromMemorySegment(SPECIES, x, x2 + at, NATIVE).fma(a2, v);
      v = FloatVector.fromMemorySegment(SPECIES, x, x3 + at, NATIVE).fma(a3, v);
      v.intoMemorySegment(y, yAt + at, NATIVE);
    }
    tail.intoMemorySegment(y, yAt + end, NATIVE);
  }
}
