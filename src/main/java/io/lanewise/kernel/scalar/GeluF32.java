package io.lanewise.kernel.scalar;

import io.lanewise.kernel.GeluKernel;
import io.lanewise.memory.Base;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Around the logistic function, one element at a time. */
public final class GeluF32 implements GeluKernel {
  private static final ValueLayout.OfFloat LAYOUT = ValueLayout.JAVA_FLOAT_UNALIGNED;

  /** The kernel has no state. */
  public GeluF32() {}

  @Override
  public void inner(
      MemorySegment x, long xAt, double a, double b, MemorySegment y, long yAt, int n) {
    x = Base.of(x);
    y = Base.of(y);
    float cubic = (float) a;
    float linear = (float) b;
    for (int i = 0; i < n; i++) {
      long at = (long) i * Float.BYTES;
      float v = x.get(LAYOUT, xAt + at);
      y.set(LAYOUT, yAt + at, v * Math.fma(v * v, cubic, linear));
    }
  }

  @Override
  public void slope(
      MemorySegment x,
      long xAt,
      double a,
      double b,
      MemorySegment s,
      long sAt,
      MemorySegment g,
      long gAt,
      MemorySegment y,
      long yAt,
      int n) {
    x = Base.of(x);
    s = Base.of(s);
    g = Base.of(g);
    y = Base.of(y);
    float square = (float) a;
    float linear = (float) b;
    for (int i = 0; i < n; i++) {
      long at = (long) i * Float.BYTES;
      float v = x.get(LAYOUT, xAt + at);
      float share = s.get(LAYOUT, sAt + at);
      float inner = Math.fma(Math.min(v * v, (float) LARGE), square, linear);
      float rest = Math.fma(-share, share, share) * v;
      y.set(LAYOUT, yAt + at, Math.fma(rest, inner, share) * g.get(LAYOUT, gAt + at));
    }
  }
}
