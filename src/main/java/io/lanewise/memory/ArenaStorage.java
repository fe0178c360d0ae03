package io.lanewise.memory;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Memory of the pool whose life a caller's arena decides: it goes back to the pool when the arena
 * is closed and the last operation has ended. If the arena is confined, operations are its thread's
 * alone; their helper threads may touch the memory all the same, since it is ours.
 */
final class ArenaStorage extends Storage {
  private final HostMemory host;
  private final Lease lease;
  private final @Nullable Thread owner;

  @SuppressWarnings({"unused", "UnusedVariable"}) // keeps an automatic arena from being collected
  private final MemorySegment tie;

  /**
   * A storage.
   *
   * @param bytes its size
   * @param host where it is
   * @param lease counts its users
   * @param tie a segment of the caller's arena, which the calling thread may use
   */
  ArenaStorage(long bytes, HostMemory host, Lease lease, MemorySegment tie) {
    super(bytes);
    this.host = host;
    this.lease = lease;
    this.owner = Access.owner(tie);
    this.tie = tie;
  }

  @Override
  public boolean writable() {
    return true;
  }

  @Override
  public HostMemory host() {
    return host;
  }

  @Override
  boolean pooled() {
    return true;
  }

  @Override
  public void acquire() {
    Access.check(owner);
    lease.acquire();
  }

  @Override
  public void release() {
    lease.release();
  }
}
