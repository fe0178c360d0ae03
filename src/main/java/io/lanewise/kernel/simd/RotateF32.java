package io.lanewise.kernel.simd;

import io.lanewise.kernel.RotateKernel;
import io.lanewise.memory.Base;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Plane rotations of f32 runs, a vector at a time; tails as in {@link MapF32}.
 *
 * <p>Loads and stores are written out: a helper around them is not inlined where the caller was
 * compiled before this class was warm (C2: "low call site frequency"), and then every vector is
 * boxed, for good.
 */
public final class RotateF32 implements RotateKernel {
  private static final VectorSpecies<Float> SPECIES = FloatVectorMath.SPECIES;
  private static final int LANES = SPECIES.length();
  private static final VectorShuffle<Float> REVERSE =
      VectorShuffle.fromOp(SPECIES, lane -> LANES - 1 - lane);
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();
  private static final int BYTES = Float.BYTES;
  private static final RotateKernel SCALAR = new io.lanewise.kernel.scalar.RotateF32();

  /** The kernel has no state. */
  public RotateF32() {}

  @Override
  public void rotate(
      MemorySegment x, long xAt, MemorySegment y, long yAt, int n, double c, double s) {
    x = Base.of(x);
    y = Base.of(y);
    int last = n - LANES;
    if (last < 0) {
      SCALAR.rotate(x, xAt, y, yAt, n, c, s);
      return;
    }
    FloatVector cosine = FloatVector.broadcast(SPECIES, (float) c);
    FloatVector sine = FloatVector.broadcast(SPECIES, (float) s);
    FloatVector minusSine = FloatVector.broadcast(SPECIES, (float) -s);
    long xLast = xAt + (long) last * BYTES;
    long yLast = yAt + (long) last * BYTES;
    FloatVector u = FloatVector.fromMemorySegment(SPECIES, x, xLast, ORDER);
    FloatVector v = FloatVector.fromMemorySegment(SPECIES, y, yLast, ORDER);
    FloatVector endX = u.fma(cosine, v.mul(minusSine));
    FloatVector endY = u.fma(sine, v.mul(cosine));
    for (int i = 0; i < last; i += LANES) {
      long at = (long) i * BYTES;
      u = FloatVector.fromMemorySegment(SPECIES, x, xAt + at, ORDER);
      v = FloatVector.fromMemorySegment(SPECIES, y, yAt + at, ORDER);
      u.fma(cosine, v.mul(minusSine)).intoMemorySegment(x, xAt + at, ORDER);
      u.fma(sine, v.mul(cosine)).intoMemorySegment(y, yAt + at, ORDER);
    }
    endX.intoMemorySegment(x, xLast, ORDER);
    endY.intoMemorySegment(y, yLast, ORDER);
  }

  @Override
  public void rotateFacing(
      MemorySegment run, long xAt, long yAt, int n, MemorySegment angles, long cAt, long sAt) {
    run = Base.of(run);
    angles = Base.of(angles);
    int last = n - LANES;
    if (last < 0) {
      SCALAR.rotateFacing(run, xAt, yAt, n, angles, cAt, sAt);
      return;
    }
    long yFirst = yAt - (long) (LANES - 1) * BYTES;
    long end = (long) last * BYTES;
    FloatVector c = FloatVector.fromMemorySegment(SPECIES, angles, cAt + end, ORDER);
    FloatVector s = FloatVector.fromMemorySegment(SPECIES, angles, sAt + end, ORDER);
    FloatVector u = FloatVector.fromMemorySegment(SPECIES, run, xAt + end, ORDER);
    FloatVector v =
        FloatVector.fromMemorySegment(SPECIES, run, yFirst - end, ORDER).rearrange(REVERSE);
    FloatVector endX = u.fma(c, v.mul(s.neg()));
    FloatVector endY = u.fma(s, v.mul(c)).rearrange(REVERSE);
    for (int i = 0; i < last; i += LANES) {
      long at = (long) i * BYTES;
      c = FloatVector.fromMemorySegment(SPECIES, angles, cAt + at, ORDER);
      s = FloatVector.fromMemorySegment(SPECIES, angles, sAt + at, ORDER);
      u = FloatVector.fromMemorySegment(SPECIES, run, xAt + at, ORDER);
      v = FloatVector.fromMemorySegment(SPECIES, run, yFirst - at, ORDER).rearrange(REVERSE);
      u.fma(c, v.mul(s.neg())).intoMemorySegment(run, xAt + at, ORDER);
      u.fma(s, v.mul(c)).rearrange(REVERSE).intoMemorySegment(run, yFirst - at, ORDER);
    }
    endX.intoMemorySegment(run, xAt + end, ORDER);
    endY.intoMemorySegment(run, yFirst - end, ORDER);
  }
}
