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
   * Parts words of four bytes into elements of one or two: those that stand first in the words go
   * to the first run, and so on.
   *
   * @param width bytes of an element, 1 or 2
   * @param x segment of the words
   * @param xAt byte offset of the first
   * @param y segment of the runs; does not overlap the words
   * @param yAt byte offset of the first run
   * @param stride bytes from one run to the next
   * @param n how many words
   */
  void part(int width, MemorySegment x, long xAt, MemorySegment y, long yAt, long stride, int n);

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
