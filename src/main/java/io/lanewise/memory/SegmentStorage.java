package io.lanewise.memory;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Memory behind a segment whose life is not ours: each access is checked by the segment itself, so
 * that closing it in the middle of an operation makes the operation throw.
 */
final class SegmentStorage extends Storage {
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
      throw Access.closed();
    }
    Thread owner = Access.owner(segment);
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
      throw Access.closed();
    }
    Access.check(owner);
  }

  @Override
  public void release() {}
}
