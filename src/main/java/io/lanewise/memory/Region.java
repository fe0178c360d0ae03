package io.lanewise.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Memory taken from the system in one piece, until it is given back in one piece. */
final class Region {
  private final MemorySegment memory;
  private final @Nullable Arena arena;
  private boolean zero = true;

  /**
   * A region.
   *
   * @param memory all of it
   * @param arena whose closing gives it back, or null if it is mapped
   */
  Region(MemorySegment memory, @Nullable Arena arena) {
    this.memory = memory;
    this.arena = arena;
  }

  MemorySegment memory() {
    return memory;
  }

  @Nullable Arena arena() {
    return arena;
  }

  long bytes() {
    return memory.byteSize();
  }

  /** Whether nobody has written to it since it came from the system. */
  boolean isZero() {
    return zero;
  }

  /** Notes that it has been used. */
  void used() {
    zero = false;
  }
}
