package io.lanewise.kernel;

import java.lang.foreign.MemorySegment;

/**
 * Reductions of one run of consecutive elements, at most a few thousand: a driver combines the
 * results of runs.
 *
 * <p><b>Order of sums.</b> Whatever the real vector length, a run is summed in 128 bytes of virtual
 * lanes: W = 32 partial sums for F32, 16 for F64. Element i goes to partial sum {@code i mod W}, in
 * order of i, starting from zero; then the partial sums are added pairwise, {@code s[j] + s[j +
 * W/2]}, then {@code + W/4}, and so on to one. Products are fused: {@code s = fma(a, b, s)}.
 */
public interface ReduceKernel {

  /**
   * Sum of a run.
   *
   * @param x segment
   * @param at byte offset
   * @param n number of elements
   * @return the sum in the element type
   */
  double sum(MemorySegment x, long at, int n);

  /**
   * Inner product of two runs.
   *
   * @param a segment
   * @param aAt byte offset
   * @param b segment
   * @param bAt byte offset
   * @param n number of elements
   * @return the sum of products in the element type
   */
  double dot(MemorySegment a, long aAt, MemorySegment b, long bAt, int n);

  /**
   * Inner products of several runs with one: adds {@code dot} of run r and {@code b} to {@code
   * sums[to + r]}, each with the bits of {@link #dot}. One at a time: a kernel for several is so
   * large that the JVM's first compiler may give it up, and C2 then never sees it
   * (docs/worklog/16).
   *
   * @param count how many runs
   * @param a segment of the runs
   * @param aAt byte offset of the first
   * @param stride bytes from one run to the next
   * @param b segment of the common run
   * @param bAt byte offset
   * @param n number of elements in a run
   * @param sums where the results are added
   * @param to index of the first
   */
  default void dots(
      int count,
      MemorySegment a,
      long aAt,
      long stride,
      MemorySegment b,
      long bAt,
      int n,
      double[] sums,
      int to) {
    for (int r = 0; r < count; r++) {
      sums[to + r] += dot(a, aAt + r * stride, b, bAt, n);
    }
  }

  /**
   * Sum of the squares of {@code x[i] * scale}.
   *
   * @param x segment
   * @param at byte offset
   * @param n number of elements
   * @param scale a power of two
   * @return the sum in the element type
   */
  double sumOfSquares(MemorySegment x, long at, int n, double scale);

  /**
   * Largest element; NaN if there is one.
   *
   * @param x segment
   * @param at byte offset
   * @param n number of elements, at least 1
   * @return the maximum
   */
  double max(MemorySegment x, long at, int n);

  /**
   * Smallest element; NaN if there is one.
   *
   * @param x segment
   * @param at byte offset
   * @param n number of elements, at least 1
   * @return the minimum
   */
  double min(MemorySegment x, long at, int n);

  /**
   * Largest absolute value; NaN if there is a NaN.
   *
   * @param x segment
   * @param at byte offset
   * @param n number of elements
   * @return the maximum, 0 for no elements
   */
  double maxAbs(MemorySegment x, long at, int n);
}
