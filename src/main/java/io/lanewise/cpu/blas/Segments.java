package io.lanewise.cpu.blas;

import io.lanewise.cpu.Workspace;
import java.lang.foreign.MemorySegment;

/**
 * What the drivers for memory segments share. Elements pass through arrays that stay in the caches;
 * the arithmetic is that of arrays.
 *
 * @param context kernels, threads and scratch arrays
 * @param transfer copies
 * @param <P> {@code float[]} or {@code double[]}
 */
record Segments<P>(Context<P> context, Transfer<P> transfer) {

  /** Refuses a segment that cannot be written. */
  void requireWritable(String routine, String name, MemorySegment segment) {
    if (segment.isReadOnly()) {
      String letter = context.elementBytes() == Float.BYTES ? "s" : "d";
      throw new IllegalArgumentException(
          letter + routine + ": " + name + " is a read-only segment, but the routine writes it");
    }
  }

  /**
   * A vector in an array.
   *
   * @param workspace of the calling thread
   * @param slot of the array
   * @param n elements
   * @param x segment
   * @param at index of the first in memory
   * @param inc increment
   * @param read whether the elements are needed
   * @return the array
   */
  P load(Workspace workspace, int slot, int n, MemorySegment x, long at, int inc, boolean read) {
    P copy = context.scratch(workspace, slot, n);
    if (read) {
      transfer.load(x, start(n, at, inc), inc, n, copy, 0);
    }
    return copy;
  }

  /** Brings a vector home. */
  void store(P copy, int n, MemorySegment x, long at, int inc) {
    transfer.store(copy, 0, n, x, start(n, at, inc), inc);
  }

  /** Where the first element of a vector is: the last in memory if the increment is negative. */
  static long start(int n, long at, int inc) {
    return inc < 0 ? at - (n - 1L) * inc : at;
  }
}
