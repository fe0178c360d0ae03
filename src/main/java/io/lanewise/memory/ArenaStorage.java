package io.lanewise.memory;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Memory of the pool whose life a caller's arena decides: it goes back to the pool when the arena
 * is closed and the last operation has ended.
 */
final class ArenaStorage extends Storage {
  private final HostMemory host;
  private final Lease lease;

  @SuppressWarnings({"unused", "UnusedVariable"}) // keeps an automatic arena from being collected
  private final MemorySegment tie;

  /**
   * A storage.
   *
   * @param bytes its size
   * @param host where it is
   * @param lease counts its users
   * @param tie a segment of the caller's arena
   */
  ArenaStorage(long bytes, HostMemory host, Lease lease, MemorySegment tie) {
    super(bytes);
    this.host = host;
    this.lease = lease;
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
  public void acquire() {
    lease.acquire();
  }

  @Override
  public void release() {
    lease.release();
  }

  /**
   * The count: twice the number of operations, plus one while the arena is open. It knows neither
   * storage nor segment, because an automatic arena holds it and would never be collected.
   */
  static final class Lease {
    private static final VarHandle COUNT;

    static {
      try {
        COUNT = MethodHandles.lookup().findVarHandle(Lease.class, "count", int.class);
      } catch (ReflectiveOperationException impossible) {
        throw new ExceptionInInitializerError(impossible);
      }
    }

    private final Runnable free;

    @SuppressWarnings("FieldMayBeFinal") // through COUNT
    private volatile int count = 1;

    /**
     * A lease, open.
     *
     * @param free run once, when it is closed and nobody holds it
     */
    Lease(Runnable free) {
      this.free = free;
    }

    void acquire() {
      int seen;
      do {
        seen = count;
        if ((seen & 1) == 0) {
          throw closed();
        }
      } while (!COUNT.compareAndSet(this, seen, seen + 2));
    }

    void release() {
      if ((int) COUNT.getAndAdd(this, -2) == 2) {
        free.run();
      }
    }

    /** The arena is closed: called once. */
    void close() {
      if ((int) COUNT.getAndAdd(this, -1) == 1) {
        free.run();
      }
    }

    static IllegalStateException closed() {
      return new IllegalStateException(
          "this memory is gone: its arena is closed; use it before the arena is closed, or allocate"
              + " without an arena");
    }
  }
}
