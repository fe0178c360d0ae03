package io.lanewise.kernel;

import java.lang.foreign.MemorySegment;

/** Copies of matrices with rows and columns exchanged. No bit of an element changes. */
public interface TransposeKernel {

  /**
   * Element (i, j) of the source becomes element (j, i) of the target.
   *
   * @param x source segment
   * @param xAt byte offset of its first element
   * @param xRow bytes between its rows, whose elements are consecutive
   * @param y target segment; does not overlap the source
   * @param yAt byte offset of its first element
   * @param yRow bytes between its rows, whose elements are consecutive
   * @param rows rows of the source
   * @param columns columns of the source
   */
  void transpose(
      MemorySegment x,
      long xAt,
      long xRow,
      MemorySegment y,
      long yAt,
      long yRow,
      int rows,
      int columns);
}
