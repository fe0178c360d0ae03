package io.lanewise.memory;

/**
 * Memory of the pool for the length of one operation, which gives it back itself: the next
 * operation gets the same pages. What waits for the garbage collector instead is new memory each
 * time, and a page touched for the first time costs more than copying it.
 */
public final class TemporaryStorage extends Storage implements AutoCloseable {
  private final HostMemory host;
  private final Runnable free;

  TemporaryStorage(long bytes, HostMemory host, Runnable free) {
    super(bytes);
    this.host = host;
    this.free = free;
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
  public void acquire() {}

  @Override
  public void release() {}

  /** Gives the memory back; to be called once, when nobody uses it any more. */
  @Override
  public void close() {
    free.run();
  }
}
