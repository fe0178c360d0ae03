package io.lanewise.kernel.simd;

import io.lanewise.kernel.RotateKernel;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** Plane rotations of f32 runs, a vector at a time; tails as in {@link MapF32}. */
public final class RotateF32 implements RotateKernel {
  private static final VectorSpecies<Float> SPECIES = FloatVectorMath.SPECIES;
  private static final int LANES = SPECIES.length();
  private static final VectorShuffle<Float> REVERSE =
      VectorShuffle.fromOp(SPECIES, lane -> LANES - 1 - lane);
  private static final RotateKernel SCALAR = new io.lanewise.kernel.scalar.RotateF32();

  /** The kernel has no state. */
  public RotateF32() {}

  private static FloatVector load(MemorySegment x, long at, int i) {
    return FloatVector.fromMemorySegment(
        SPECIES, x, at + (long) i * Float.BYTES, ByteOrder.nativeOrder());
  }

  private static void store(FloatVector value, MemorySegment y, long at, int i) {
    value.intoMemorySegment(y, at + (long) i * Float.BYTES, ByteOrder.nativeOrder());
  }

  @Override
  public void rotate(
      MemorySegment x, long xAt, MemorySegment y, long yAt, int n, double c, double s) {
    int last = n - LANES;
    if (last < 0) {
      SCALAR.rotate(x, xAt, y, yAt, n, c, s);
      return;
    }
    FloatVector cosine = FloatVector.broadcast(SPECIES, (float) c);
    FloatVector sine = FloatVector.broadcast(SPECIES, (float) s);
    FloatVector minusSine = sine.neg();
    FloatVector u = load(x, xAt, last);
    FloatVector v = load(y, yAt, last);
    FloatVector endX = u.fma(cosine, v.mul(minusSine));
    FloatVector endY = u.fma(sine, v.mul(cosine));
    for (int i = 0; i < last; i += LANES) {
      u = load(x, xAt, i);
      v = load(y, yAt, i);
      store(u.fma(cosine, v.mul(minusSine)), x, xAt, i);
      store(u.fma(sine, v.mul(cosine)), y, yAt, i);
    }
    store(endX, x, xAt, last);
    store(endY, y, yAt, last);
  }

  @Override
  public void rotateFacing(
      MemorySegment run, long xAt, long yAt, int n, MemorySegment angles, long cAt, long sAt) {
    int i = 0;
    for (; i + LANES <= n; i += LANES) {
      long below = yAt - (long) (2 * i + LANES - 1) * Float.BYTES; // so that + i gives - (i + LANES - 1)
      FloatVector c = load(angles, cAt, i);
      FloatVector s = load(angles, sAt, i);
      FloatVector u = load(run, xAt, i);
      FloatVector v = load(run, below, i).rearrange(REVERSE);
      store(u.fma(c, v.mul(s.neg())), run, xAt, i);
      store(u.fma(s, v.mul(c)).rearrange(REVERSE), run, below, i);
    }
    long done = (long) i * Float.BYTES;
    SCALAR.rotateFacing(run, xAt + done, yAt - done, n - i, angles, cAt + done, sAt + done);
  }
}
