package io.lanewise.memory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Counts who needs a block: twice the number of operations, plus one while the caller's arena is
 * open. The last one frees it.
 *
 * <p>It knows neither storage nor segment: an automatic arena holds it, and would hold itself.
 */
final class Lease {
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

  /**
   * An operation begins.
   *
   * @throws IllegalStateException if the arena is closed
   */
  void acquire() {
    int seen;
    do {
      seen = count;
      if ((seen & 1) == 0) {
        throw Access.closed();
      }
    } while (!COUNT.compareAndSet(this, seen, seen + 2));
  }

  /** An operation ends. */
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
}
