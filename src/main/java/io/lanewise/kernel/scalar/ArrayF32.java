package io.lanewise.kernel.scalar;

import io.lanewise.kernel.ArrayLoopsF32;

/** Elementwise work on arrays, one element at a time. */
final class ArrayF32 extends ArrayLoopsF32 {
  private static final ReduceHeapF32 REDUCE = new ReduceHeapF32();

  @Override
  public void dots(
      int count,
      float[] a,
      int aAt,
      int stride,
      float[] b,
      int bAt,
      int n,
      double[] sums,
      float[] scratch) {
    for (int r = 0; r < count; r++) {
      sums[r] += REDUCE.dot(a, aAt + r * stride, b, bAt, n);
    }
  }
}
