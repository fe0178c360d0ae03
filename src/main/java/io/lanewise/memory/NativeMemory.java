package io.lanewise.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Allocates off-heap storage. */
public final class NativeMemory {
  private static final NativeMemory SYSTEM = new NativeMemory();
  private static final @Nullable MemorySegment ALL =
      NativeMemory.class.getModule().isNativeAccessEnabled() ? all() : null;

  @SuppressWarnings("restricted")
  private static MemorySegment all() {
    return MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
  }

  private NativeMemory() {}

  /**
   * The memory of this process.
   *
   * @return the one instance
   */
  public static NativeMemory system() {
    return SYSTEM;
  }

  /**
   * Allocates.
   *
   * @param arena whose closing frees it, or null
   * @param bytes size
   * @param zeroed whether it must be zeros
   * @return the storage
   */
  public Storage allocate(@Nullable Arena arena, long bytes, boolean zeroed) {
    Arena from = arena == null ? Arena.ofAuto() : arena;
    return wrap(from.allocate(Math.max(bytes, 1), 64), bytes, false);
  }

  /**
   * Storage over a caller's segment.
   *
   * @param segment heap or native
   * @return the storage
   */
  public Storage wrap(MemorySegment segment) {
    return wrap(segment, segment.byteSize(), true);
  }

  private static Storage wrap(MemorySegment segment, long bytes, boolean foreign) {
    HostMemory host =
        foreign || ALL == null
            ? new HostMemory(segment, 0, foreign, null)
            : new HostMemory(ALL, segment.address(), false, null);
    return new Storage(bytes) {
      @Override
      public boolean writable() {
        return !segment.isReadOnly();
      }

      @Override
      public HostMemory host() {
        return host;
      }

      @Override
      public void acquire() {
        if (!segment.scope().isAlive()) {
          throw new IllegalStateException("closed");
        }
      }

      @Override
      public void release() {}
    };
  }
}
