package io.lanewise.memory;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Who may use memory whose life callers decide, and what they are told otherwise. */
public final class Access {
  /** Never started: may access what any thread may. */
  private static final Thread ANYBODY = Thread.ofPlatform().unstarted(() -> {});

  private Access() {}

  /**
   * The thread that a segment is confined to, which must be the calling one.
   *
   * @param segment the segment
   * @return the calling thread, or null if any thread may access it
   * @throws WrongThreadException if it is confined to another thread
   */
  public static @Nullable Thread owner(MemorySegment segment) {
    if (segment.isAccessibleBy(ANYBODY)) {
      return null;
    }
    Thread caller = Thread.currentThread();
    if (!segment.isAccessibleBy(caller)) {
      throw wrongThread("another thread");
    }
    return caller;
  }

  /**
   * Checks the calling thread.
   *
   * @param owner the only thread allowed, or null
   * @throws WrongThreadException if it is another one
   */
  static void check(@Nullable Thread owner) {
    if (owner != null && owner != Thread.currentThread()) {
      throw wrongThread("thread " + owner.getName());
    }
  }

  private static WrongThreadException wrongThread(String owner) {
    return new WrongThreadException(
        "this memory is confined to "
            + owner
            + ", this is thread "
            + Thread.currentThread().getName()
            + "; use Arena.ofShared() for memory that several threads use");
  }

  /**
   * The exception for memory whose arena is closed.
   *
   * @return to be thrown
   */
  static IllegalStateException closed() {
    return new IllegalStateException(
        "this memory is gone: its arena is closed; use it before that, or allocate without an"
            + " arena");
  }
}
