package io.lanewise.cpu.blas;

import io.lanewise.cpu.Workspace;
import java.lang.foreign.MemorySegment;

/**
 * A matrix in a memory segment, tile by tile through an array in the second-level cache.
 *
 * @param segments copies
 * @param workspace of the calling thread
 * @param segment where the matrix is
 * @param at index of its first element
 * @param lda elements from one column to the next
 * @param <P> {@code float[]} or {@code double[]}
 */
record SegmentTiles<P>(
    Segments<P> segments, Workspace workspace, MemorySegment segment, long at, int lda) {
  /** Elements of a tile, and most of a column of it; multiples of a run. [TP] */
  private static final int TILE = 1 << 16;

  /** Columns of a block on the diagonal. [TP] */
  static final int BLOCK = 64;

  private static final int SLOT = 11;

  /** What is done with a tile. */
  interface Action<P> {
    /**
     * Acts.
     *
     * @param row its first row
     * @param rows how many, also its leading dimension
     * @param column its first column
     * @param columns how many
     * @param tile array, from its beginning
     */
    void on(int row, int rows, int column, int columns, P tile);
  }

  /**
   * Every tile of a rectangle, column by column.
   *
   * @param top first row
   * @param bottom row behind the last
   * @param left first column
   * @param right column behind the last
   * @param store whether tiles are changed
   * @param action what to do
   */
  void each(int top, int bottom, int left, int right, boolean store, Action<P> action) {
    if (top >= bottom) {
      return;
    }
    int high = Math.min(TILE, bottom - top);
    int wide = Math.max(1, TILE / high);
    for (int j = left; j < right; j += wide) {
      int columns = Math.min(wide, right - j);
      for (int i = top; i < bottom; i += high) {
        int rows = Math.min(high, bottom - i);
        P tile = segments.context().scratch(workspace, SLOT, rows * columns);
        move(false, tile, i, rows, j, columns);
        action.on(i, rows, j, columns, tile);
        if (store) {
          move(true, tile, i, rows, j, columns);
        }
      }
    }
  }

  private void move(boolean store, P tile, int row, int rows, int column, int columns) {
    for (int j = 0; j < columns; j++) {
      long there = at + row + (column + (long) j) * lda;
      move(store, tile, j * rows, rows, there);
    }
  }

  private void move(boolean store, P tile, int here, int count, long there) {
    if (store) {
      segments.transfer().store(tile, here, count, segment, there, 1);
    } else {
      segments.transfer().load(segment, there, 1, count, tile, here);
    }
  }

  /**
   * The triangle of a block on the diagonal.
   *
   * @param upper which one
   * @param j first row and column
   * @param size how many
   * @param store whether it is changed
   * @param action what to do
   */
  void diagonal(boolean upper, int j, int size, boolean store, Action<P> action) {
    P tile = segments.context().scratch(workspace, SLOT, size * size);
    triangle(false, tile, upper, j, size);
    action.on(j, size, j, size, tile);
    if (store) {
      triangle(true, tile, upper, j, size);
    }
  }

  private void triangle(boolean store, P tile, boolean upper, int j, int size) {
    for (int q = 0; q < size; q++) {
      int first = upper ? 0 : q;
      int count = upper ? q + 1 : size - q;
      move(store, tile, q * size + first, count, at + j + first + (j + (long) q) * lda);
    }
  }
}
