package io.lanewise.memory;

/**
 * Memory of the pool that is freed when this object is unreachable: it is alive as long as somebody
 * can ask, so holding it costs nothing.
 */
final class OwnStorage extends Storage {
  private final HostMemory host;

  OwnStorage(long bytes, HostMemory host) {
    super(bytes);
    this.host = host;
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
}
