package io.lanewise.memory;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Memory behind a segment whose life is not ours: each access is checked by the segment itself, so
 * that closing it in the middle of an operation makes the operation throw.
 */
final class SegmentStorage extends Storage {
  /** Never started: may access what any thread may. */
  private static final Thread ANYBODY = Thread.ofPlatform().unstarted(() -> {});

  private final HostMemory host;
  private final MemorySegment.Scope scope;
  private final @Nullable Thread owner;

  private SegmentStorage(MemorySegment segment, boolean foreign, @Nullable Thread owner) {
    super(segment.byteSize());
    this.host = new HostMemory(segment, 0, foreign, owner);
    this.scope = segment.scope();
    this.owner = owner;
  }

  /**
   * A storage.
   *
   * @param segment the memory
   * @param foreign whether to stage it even if any thread may access it
   * @return the storage
   * @throws IllegalStateException if it is closed
   * @throws WrongThreadException if it is confined to another thread
   */
  static SegmentStorage of(MemorySegment segment, boolean foreign) {
    if (!segment.scope().isAlive()) {
      throw ArenaStorage.Lease.closed();
    }
    Thread owner = null;
    if (!segment.isAccessibleBy(ANYBODY)) {
      owner = Thread.currentThread();
      if (!segment.isAccessibleBy(owner)) {
        throw wrongThread("another thread");
      }
    }
    return new SegmentStorage(segment, foreign || owner != null, owner);
  }

  @Override
  public boolean writable() {
    return !host.base().isReadOnly();
  }

  @Override
  public HostMemory host() {
    return host;
  }

  @Override
  public void acquire() {
    if (!scope.isAlive()) {
      throw ArenaStorage.Lease.closed();
    }
    if (owner != null && owner != Thread.currentThread()) {
      throw wrongThread("thread " + owner.getName());
    }
  }

  @Override
  public void release() {}

  private static WrongThreadException wrongThread(String owner) {
    return new WrongThreadException(
        "this memory is confined to "
            + owner
            + ", this is thread "
            + Thread.currentThread().getName()
            + "; use Arena.ofShared() for memory that several threads use");
  }
}
