package io.lanewise.kernel.simd;

import io.lanewise.kernel.SoftmaxKernel;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Softmax of f32 rows, a vector at a time; the tail as in {@link MapF32}. The sum is a second pass over results that are
 * still in cache: it needs partial sums in their own order, and costs little beside the exponentials.
 */
public final class SoftmaxF32 implements SoftmaxKernel {
  private static final VectorSpecies<Float> SPECIES = FloatVectorMath.SPECIES;
  private static final int LANES = SPECIES.length();
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
    exp(x, xAt, FloatVector.broadcast(SPECIES, (float) shift), y, yAt, n - LANES);
    return REDUCE.sum(y, yAt, n);
  }

  private static void exp(
      MemorySegment x, long xAt, FloatVector shift, MemorySegment y, long yAt, int last) {
    FloatVector end = FloatVectorMath.exp(load(x, xAt, last).sub(shift));
    for (int i = 0; i < last; i += LANES) {
      FloatVector value = FloatVectorMath.exp(load(x, xAt, i).sub(shift));
      value.intoMemorySegment(y, yAt + (long) i * Float.BYTES, ByteOrder.nativeOrder());
    }
    end.intoMemorySegment(y, yAt + (long) last * Float.BYTES, ByteOrder.nativeOrder());
  }

  private static FloatVector load(MemorySegment x, long at, int i) {
    return FloatVector.fromMemorySegment(
        SPECIES, x, at + (long) i * Float.BYTES, ByteOrder.nativeOrder());
  }
}
