package io.lanewise.memory;

import java.lang.foreign.MemorySegment;

/**
 * A block of a pool: {@link BlockPool#HEADER} bytes for a device's wrapper, then the data.
 *
 * @param memory the region that it is a part of
 * @param start offset of the data in it; the header lies in front
 * @param zero whether it is known to be zeros
 * @param free gives it back; to be run once
 */
record Block(MemorySegment memory, long start, boolean zero, Runnable free) {

  /**
   * The data's address.
   *
   * @return a multiple of {@link BlockPool#ALIGNMENT}
   */
  long address() {
    return memory.address() + start;
  }

  /**
   * The data.
   *
   * @param bytes how much of it
   * @return a segment of just that size
   */
  MemorySegment data(long bytes) {
    return memory.asSlice(start, bytes);
  }
}
