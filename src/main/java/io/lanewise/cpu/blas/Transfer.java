package io.lanewise.cpu.blas;

import java.lang.foreign.MemorySegment;

/**
 * Copies between memory segments and arrays. A segment may lie anywhere, be closed by another
 * thread at any moment, and begin at any address: so nothing else touches it, and what throws is
 * the copy.
 *
 * @param <P> {@code float[]} or {@code double[]}
 */
interface Transfer<P> {
  /**
   * Reads elements.
   *
   * @param segment source
   * @param at index of the first
   * @param step elements from one to the next
   * @param n how many
   * @param x target
   * @param to index of the first
   */
  void load(MemorySegment segment, long at, long step, int n, P x, int to);

  /**
   * Writes elements.
   *
   * @param x source
   * @param from index of the first
   * @param n how many
   * @param segment target
   * @param at index of the first
   * @param step elements from one to the next
   */
  void store(P x, int from, int n, MemorySegment segment, long at, long step);
}
