package io.lanewise.memory;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * Asks the garbage collector for unreachable storages, and waits until they are freed.
 *
 * <p>The garbage collector knows nothing of memory outside its heap: left alone, a loop of {@code
 * a.add(b)} would take fresh pages up to the limit before the first collection. So one is asked for
 * whenever the memory in use has grown by a stride: so much that filling it costs far more than the
 * collection.
 */
final class Collector {
  /** [TP] Growth between two collections, as a share of the limit, and in bytes at least. */
  private static final int STRIDE_SHARE = 8;

  private static final long STRIDE_LEAST = 1L << 30;

  /** [TP] Stride for each byte on the heap: a collection costs what the heap holds. */
  private static final int HEAP_WEIGHT = 2;

  private static final long POLL_MILLISECONDS = 2;
  private static final long PATIENCE_MILLISECONDS = 10;
  private static final long WAIT_MOST_NANOS = 2_000_000_000L;

  private final long limit;
  private final AtomicLong freed = new AtomicLong();
  private volatile long goal;
  private volatile long collections;

  /**
   * A collector.
   *
   * @param limit of the memory
   */
  Collector(long limit) {
    this.limit = limit;
    this.goal = stride(0);
  }

  /** Notes that a block has been freed. */
  void freed() {
    freed.incrementAndGet();
  }

  /**
   * Whether it is time.
   *
   * @param bytes what would be in use
   * @return true if that is a stride more than what the last collection left
   */
  boolean isDue(long bytes) {
    return bytes > goal;
  }

  /** How often a collection was asked for. */
  long collections() {
    return collections;
  }

  /**
   * Collects, unless another thread has done so meanwhile, and waits as long as blocks come back:
   * two seconds at most, and little in vain.
   *
   * @param before {@link #collections} as the caller saw them when it needed room
   * @param round waits twice as long in vain for each
   * @param enough whether the caller need not wait for more
   */
  void collect(long before, int round, BooleanSupplier enough) {
    synchronized (this) {
      if (collections == before) {
        System.gc();
        collections++;
      }
    }
    long patience = (PATIENCE_MILLISECONDS << round) * 1_000_000;
    long now = System.nanoTime();
    long end = now + WAIT_MOST_NANOS;
    long last = now;
    long seen = freed.get();
    try {
      while (!enough.getAsBoolean() && now - end < 0 && now - last < patience) {
        Thread.sleep(POLL_MILLISECONDS);
        now = System.nanoTime();
        if (seen != freed.get()) {
          seen = freed.get();
          last = now;
        }
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt(); // the caller's business; here it only shortens the wait
    }
  }

  /**
   * Sets the next goal.
   *
   * @param bytes in use after a collection
   */
  void left(long bytes) {
    goal = bytes + stride(bytes);
  }

  private long stride(long left) {
    long heap = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    long least = Math.max(limit / STRIDE_SHARE, Math.min(limit, STRIDE_LEAST));
    return Math.max(least, Math.max(left, HEAP_WEIGHT * heap));
  }
}
