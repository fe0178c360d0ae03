package io.lanewise.cpu.elementwise;

import io.lanewise.cpu.Workspace;
import io.lanewise.memory.HostMemory;
import java.lang.foreign.MemorySegment;

/**
 * Transposition of elements of one or two bytes: those beside each other in four bytes of a row are
 * moved together, by the kernel for four bytes, into scratch memory. A row of that has the elements
 * of four columns, or of two, in turns, and they part into as many rows of the target.
 */
final class NarrowTranspose {
  private static final int WORD = Integer.BYTES;

  /** Slot of a workspace. */
  private static final int WORDS = 12;

  private NarrowTranspose() {}

  /**
   * Transposes the columns that are whole words.
   *
   * @param workspace scratch memory and kernels
   * @param width bytes of an element, 1 or 2
   * @param x source segment
   * @param xAt byte offset of its first element
   * @param xRow bytes between its rows, whose elements are consecutive
   * @param y target segment; does not overlap the source
   * @param yAt byte offset of its first element
   * @param yRow bytes between its rows, whose elements are consecutive
   * @param rows rows of the source
   * @param columns columns of the source
   * @return how many columns are done: all but at most three
   */
  static int block(
      Workspace workspace,
      int width,
      MemorySegment x,
      long xAt,
      long xRow,
      MemorySegment y,
      long yAt,
      long yRow,
      int rows,
      int columns) {
    int words = columns * width / WORD;
    if (words == 0) {
      return 0;
    }
    long wordRow = (long) rows * WORD;
    HostMemory scratch = workspace.bytes(WORDS, words * wordRow);
    MemorySegment base = scratch.base();
    workspace
        .transposer(WORD)
        .transpose(x, xAt, xRow, base, scratch.origin(), wordRow, rows, words);
    int each = WORD / width;
    for (int word = 0; word < words; word++) {
      long from = scratch.origin() + word * wordRow;
      workspace.small().part(width, base, from, y, yAt + (long) word * each * yRow, yRow, rows);
    }
    return words * each;
  }
}
