package io.lanewise.kernel;

import java.lang.foreign.MemorySegment;

/** Softmax of one row of consecutive elements. */
public interface SoftmaxKernel {

  /**
   * {@code y[i] = exp(x[i] - shift)}, and the sum of the results in the order of {@link
   * ReduceKernel}.
   *
   * @param x source segment
   * @param xAt byte offset
   * @param shift subtracted first, representable in the element type
   * @param y destination segment, may be the source
   * @param yAt byte offset
   * @param n number of elements
   * @return the sum
   */
  double expSum(MemorySegment x, long xAt, double shift, MemorySegment y, long yAt, int n);
}
