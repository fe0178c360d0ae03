package io.lanewise.kernel;

import io.lanewise.DType;
import java.lang.foreign.MemorySegment;

/**
 * Small types (BF16, F16, I8) where F32 computes, in runs of consecutive elements. Each of their
 * numbers is an f32, so that every kernel gives the same bits; a NaN stays a NaN.
 */
public interface SmallKernel {
  /** Elements that belong together in the order of a kernel. */
  int GROUP = 32;

  /** Bytes of scratch memory. */
  int SCRATCH = 1024;

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
   * Whether the numbers of a run of F32 can be multiplied by a type with {@link #dots} and {@link
   * #axpys}. Where not, the other operand is to be widened.
   *
   * @param type of the other operand: BF16, F16 or I8
   * @param x segment of the run
   * @param xAt byte offset
   * @param n number of elements, at most 4096
   * @return true for nearly all runs; false for one with NaN, or with numbers of extreme size
   */
  boolean serves(DType type, MemorySegment x, long xAt, int n);

  /**
   * Brings a run of F32 into the order, and to the scale, that {@link #dots} wants.
   *
   * @param type of the other operand
   * @param x segment of the run
   * @param xAt byte offset
   * @param n number of elements
   * @param y destination segment
   * @param yAt byte offset; there is room for a multiple of {@link #GROUP} elements
   */
  void arrange(DType type, MemorySegment x, long xAt, int n, MemorySegment y, long yAt);

  /**
   * Inner products of rows with a run of F32: the bits of {@link ReduceKernel#dot} after the rows
   * were widened.
   *
   * @param type of the rows: BF16, F16 or I8
   * @param count how many, at least 1
   * @param a segment of the rows
   * @param aAt byte offset of the first
   * @param stride bytes from one row to the next
   * @param x segment of the run, arranged
   * @param xAt byte offset of it
   * @param n elements of a row
   * @param sums where the results go
   * @param to index of the first
   * @param scratch segment of {@link #SCRATCH} bytes of scratch memory
   * @param scratchAt byte offset of it
   */
  void dots(
      DType type,
      int count,
      MemorySegment a,
      long aAt,
      long stride,
      MemorySegment x,
      long xAt,
      int n,
      double[] sums,
      int to,
      MemorySegment scratch,
      long scratchAt);

  /**
   * Adds multiples of runs to one of F32, which lies in an order and scale of the kernel's own; one
   * of zeros may be begun with, two may be added.
   *
   * @param type of the runs: BF16, F16 or I8
   * @param count how many
   * @param alphas factors
   * @param from index of the first
   * @param x segment of the runs
   * @param xAt byte offset of the first
   * @param stride bytes from one to the next
   * @param y segment of the run that is added to
   * @param yAt byte offset
   * @param n elements of a run, a multiple of {@link #GROUP}
   */
  void axpys(
      DType type,
      int count,
      double[] alphas,
      int from,
      MemorySegment x,
      long xAt,
      long stride,
      MemorySegment y,
      long yAt,
      int n);

  /**
   * The sums of {@link #axpys}.
   *
   * @param type of the runs that were added
   * @param y segment of the run that was added to
   * @param yAt byte offset
   * @param n number of elements, a multiple of {@link #GROUP}
   * @param sums where they go
   * @param to index of the first
   */
  void settle(DType type, MemorySegment y, long yAt, int n, double[] sums, int to);
}
