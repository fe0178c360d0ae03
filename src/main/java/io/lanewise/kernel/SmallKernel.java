package io.lanewise.kernel;

import io.lanewise.DType;
import java.lang.foreign.MemorySegment;

/**
 * Small types (BF16, F16, I8) where F32 computes, in runs of consecutive elements. Each of their
 * numbers is an f32, so that every kernel gives the same bits; a NaN stays a NaN.
 */
public interface SmallKernel {

  /**
   * Widens runs.
   *
   * @param type of the source: BF16, F16 or I8
   * @param x source segment
   * @param xAt byte offset of the first run
   * @param stride bytes from one run to the next
   * @param y destination segment, F32; does not overlap the source
   * @param yAt byte offset of the first run, which the others follow without gaps
   * @param runs how many
   * @param n elements of a run
   */
  void widen(
      DType type,
      MemorySegment x,
      long xAt,
      long stride,
      MemorySegment y,
      long yAt,
      int runs,
      int n);

  /**
   * Inner product of a small run with one of F32: the bits of {@link ReduceKernel#dot} after the
   * first was widened.
   *
   * @param type of the small run: BF16 or I8; F16 has a faster way through heap arrays
   * @param a segment of the small run
   * @param aAt byte offset
   * @param b segment of the run of F32
   * @param bAt byte offset
   * @param n number of elements
   * @param scratch segment of 128 bytes of scratch memory
   * @param scratchAt byte offset of it
   * @return the sum of products in F32
   */
  double dot(
      DType type,
      MemorySegment a,
      long aAt,
      MemorySegment b,
      long bAt,
      int n,
      MemorySegment scratch,
      long scratchAt);
}
