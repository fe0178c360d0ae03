package io.lanewise.kernel.scalar;

import io.lanewise.kernel.Fma;
import io.lanewise.kernel.RotateKernel;
import io.lanewise.memory.Base;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Plane rotations of f32 runs, one pair of elements at a time. */
public final class RotateF32 implements RotateKernel {
  private static final ValueLayout.OfFloat LAYOUT = ValueLayout.JAVA_FLOAT_UNALIGNED;

  /** The kernel has no state. */
  public RotateF32() {}

  @Override
  public void rotate(
      MemorySegment x, long xAt, MemorySegment y, long yAt, int n, double c, double s) {
    x = Base.of(x);
    y = Base.of(y);
    float cosine = (float) c;
    float sine = (float) s;
    for (int i = 0; i < n; i++) {
      long at = (long) i * Float.BYTES;
      float u = x.get(LAYOUT, xAt + at);
      float v = y.get(LAYOUT, yAt + at);
      x.set(LAYOUT, xAt + at, Fma.fma(cosine, u, -(sine * v)));
      y.set(LAYOUT, yAt + at, Fma.fma(sine, u, cosine * v));
    }
  }

  @Override
  public void rotateFacing(
      MemorySegment run, long xAt, long yAt, int n, MemorySegment angles, long cAt, long sAt) {
    run = Base.of(run);
    angles = Base.of(angles);
    for (int i = 0; i < n; i++) {
      long at = (long) i * Float.BYTES;
      float c = angles.get(LAYOUT, cAt + at);
      float s = angles.get(LAYOUT, sAt + at);
      float u = run.get(LAYOUT, xAt + at);
      float v = run.get(LAYOUT, yAt - at);
      run.set(LAYOUT, xAt + at, Fma.fma(c, u, -(s * v)));
      run.set(LAYOUT, yAt - at, Fma.fma(s, u, c * v));
    }
  }
}
