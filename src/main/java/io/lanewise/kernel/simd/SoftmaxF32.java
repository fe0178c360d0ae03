package io.lanewise.kernel.simd;

import io.lanewise.kernel.SoftmaxKernel;
import java.lang.foreign.MemorySegment;

/**
 * Softmax of f32 rows, a vector at a time. The sum is a second pass over results that are
 * still in cache: it needs partial sums in their own order, and costs little beside the exponentials.
 */
public final class SoftmaxF32 implements SoftmaxKernel {
  private static final int LANES = FloatVectorMath.SPECIES.length();
  private static final SoftmaxKernel SCALAR = new io.lanewise.kernel.scalar.SoftmaxF32();
  private static final ReduceF32 REDUCE = new ReduceF32();

  /** The kernel has no state. */
  public SoftmaxF32() {}

  @Override
  public double expSum(
      MemorySegment x, long xAt, double shift, MemorySegment y, long yAt, int n) {
    if (n < LANES) {
      return SCALAR.expSum(x, xAt, shift, y, yAt, n);
    }
    FloatVectorMath.exp(x, xAt, (float) shift, y, yAt, n);
    return REDUCE.sum(y, yAt, n);
  }
}
