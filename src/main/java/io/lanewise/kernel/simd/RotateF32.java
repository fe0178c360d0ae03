package io.lanewise.kernel.simd;

import io.lanewise.kernel.RotateKernel;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Plane rotations of f32 runs, a vector at a time; the tail as in {@link MapF32}. */
public final class RotateF32 implements RotateKernel {
  private static final VectorSpecies<Float> SPECIES = FloatVectorMath.SPECIES;
  private static final int LANES = SPECIES.length();
  private static final ByteOrder NATIVE = ByteOrder.nativeOrder();
  private static final RotateKernel SCALAR = new io.lanewise.kernel.scalar.RotateF32();

  /** The kernel has no state. */
  public RotateF32() {}

  @Override
  public void rotate(
      MemorySegment x, long xAt, MemorySegment y, long yAt, int n, double c, double s) {
    int last = n - LANES;
    if (last < 0) {
      SCALAR.rotate(x, xAt, y, yAt, n, c, s);
      return;
    }
    long end = (long) last * Float.BYTES;
    FloatVector cosine = FloatVector.broadcast(SPECIES, (float) c);
    FloatVector sine = FloatVector.broadcast(SPECIES, (float) s);
    FloatVector minusSine = sine.neg();
    FloatVector u = FloatVector.fromMemorySegment(SPECIES, x, xAt + end, NATIVE);
    FloatVector v = FloatVector.fromMemorySegment(SPECIES, y, yAt + end, NATIVE);
    FloatVector endX = u.fma(cosine, v.mul(minusSine));
    FloatVector endY = u.fma(sine, v.mul(cosine));
    for (int i = 0; i < last; i += LANES) {
      long at = (long) i * Float.BYTES;
      u = FloatVector.fromMemorySegment(SPECIES, x, xAt + at, NATIVE);
      v = FloatVector.fromMemorySegment(SPECIES, y, yAt + at, NATIVE);
      u.fma(cosine, v.mul(minusSine)).intoMemorySegment(x, xAt + at, NATIVE);
      u.fma(sine, v.mul(cosine)).intoMemorySegment(y, yAt + at, NATIVE);
    }
    endX.intoMemorySegment(x, xAt + end, NATIVE);
    endY.intoMemorySegment(y, yAt + end, NATIVE);
  }
}
