package io.lanewise.memory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A block of bytes that tensors view: it knows where the bytes are, whether they may be used, and
 * how often they were written.
 *
 * <p>Only {@link #host()} gives bytes; a storage that lives on a device downloads there if the
 * device's copy is the newer one. Every operation brackets its work with {@link #acquire()} and
 * {@link #release()}: memory that its owner closes in between is freed by the last release. Work
 * done through a raw address must also keep the storage reachable ({@code
 * Reference.reachabilityFence}).
 */
public abstract class Storage {
  private static final VarHandle VERSION;

  static {
    try {
      VERSION = MethodHandles.lookup().findVarHandle(Storage.class, "version", long.class);
    } catch (ReflectiveOperationException impossible) {
      throw new ExceptionInInitializerError(impossible);
    }
  }

  private final long bytes;

  @SuppressWarnings("unused") // through VERSION
  private volatile long version;

  /**
   * For subclasses.
   *
   * @param bytes usable size
   */
  protected Storage(long bytes) {
    this.bytes = bytes;
  }

  /**
   * Usable size.
   *
   * @return bytes, without the header in front
   */
  public final long bytes() {
    return bytes;
  }

  /**
   * Whether operations may write: false for read-only mappings and segments.
   *
   * @return true if writable
   */
  public abstract boolean writable();

  /**
   * The bytes on the host, valid between {@link #acquire()} and {@link #release()}.
   *
   * @return where they are
   */
  public abstract HostMemory host();

  /**
   * Whether the bytes are a block of the pool's, so that no other such storage has any of them.
   *
   * @return false for memory that somebody else allocated
   */
  boolean pooled() {
    return false;
  }

  /**
   * Where the bytes are, or would be, on the host: to compare places, not to read. Unlike {@link
   * #host()} it never waits for a device.
   *
   * @return the place, even of memory that is closed
   */
  public HostMemory place() {
    return host();
  }

  /**
   * Holds the memory for one operation of the calling thread.
   *
   * @throws IllegalStateException if it was closed already
   * @throws WrongThreadException if it is confined to another thread
   */
  public abstract void acquire();

  /** Ends what {@link #acquire()} began; the last one frees memory closed meanwhile. */
  public abstract void release();

  /** Notes that the contents changed; called by every operation that writes. */
  public final void written() {
    VERSION.getAndAdd(this, 1L);
  }

  /**
   * How often the contents changed: lets automatic differentiation notice in-place changes.
   *
   * @return a count that only grows
   */
  public final long version() {
    return version;
  }
}
