package io.lanewise.kernel.scalar;

import io.lanewise.kernel.SoftmaxKernel;
import io.lanewise.memory.Base;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Softmax of f32 rows, one element at a time. */
public final class SoftmaxF32 implements SoftmaxKernel {
  private static final ValueLayout.OfFloat LAYOUT = ValueLayout.JAVA_FLOAT_UNALIGNED;
  private static final ReduceF32 REDUCE = new ReduceF32();

  /** The kernel has no state. */
  public SoftmaxF32() {}

  @Override
  public double expSum(MemorySegment x, long xAt, double shift, MemorySegment y, long yAt, int n) {
    x = Base.of(x);
    y = Base.of(y);
    float origin = (float) shift;
    for (int i = 0; i < n; i++) {
      long at = (long) i * Float.BYTES;
      y.set(LAYOUT, yAt + at, FloatMath.exp(x.get(LAYOUT, xAt + at) - origin));
    }
    return REDUCE.sum(y, yAt, n);
  }
}
