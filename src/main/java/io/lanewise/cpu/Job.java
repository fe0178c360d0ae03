package io.lanewise.cpu;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Work split into independent tasks, numbered from 0: the one object that a parallel operation
 * allocates.
 *
 * <p>Threads claim tasks by a counter. The caller takes part, and when nothing is left to claim it
 * waits only for tasks that have begun: a helper that comes late, or never, holds nobody up, so an
 * engine may run on any executor, even inside one of the executor's own tasks.
 */
public abstract class Job implements Runnable {
  private static final VarHandle NEXT;
  private static final VarHandle DONE;
  private static final VarHandle FAILURE;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      NEXT = lookup.findVarHandle(Job.class, "next", int.class);
      DONE = lookup.findVarHandle(Job.class, "done", int.class);
      FAILURE = lookup.findVarHandle(Job.class, "failure", Throwable.class);
    } catch (ReflectiveOperationException impossible) {
      throw new ExceptionInInitializerError(impossible);
    }
  }

  private @Nullable Threads threads;
  private int tasks;

  @SuppressWarnings("unused") // through NEXT
  private volatile int next;

  private volatile int done;
  private volatile @Nullable Throwable failure;
  private volatile @Nullable Thread waiting;

  /** For subclasses. */
  protected Job() {}

  /**
   * One task.
   *
   * @param index its number
   * @param workspace scratch memory of the thread that runs it
   */
  protected abstract void task(int index, Workspace workspace);

  final void begin(Threads owner, int count) {
    threads = owner;
    tasks = count;
  }

  /** Claims and runs tasks until none is left; what helpers do. */
  @Override
  public final void run() {
    Threads owner = threads;
    if (owner == null || next >= tasks) {
      return;
    }
    Workspace workspace = owner.lease();
    try {
      for (int index = claim(); index < tasks; index = claim()) {
        try {
          if (failure == null) {
            task(index, workspace);
          }
        } catch (Throwable thrown) { // carried to the caller by finish()
          FAILURE.compareAndSet(this, null, thrown);
        }
        if ((int) DONE.getAndAdd(this, 1) + 1 == tasks) {
          Thread caller = waiting;
          if (caller != null) {
            java.util.concurrent.locks.LockSupport.unpark(caller);
          }
        }
      }
    } finally {
      owner.giveBack(workspace);
    }
  }

  /** Takes part, waits for tasks that others began, and throws what a task threw. */
  final void finish() {
    run();
    if (done < tasks) {
      for (int spin = 0; spin < 2000 && done < tasks; spin++) {
        Thread.onSpinWait();
      }
      waiting = Thread.currentThread();
      boolean interrupted = false;
      while (done < tasks) {
        java.util.concurrent.locks.LockSupport.park(this);
        interrupted |= Thread.interrupted();
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    Throwable thrown = failure;
    if (thrown instanceof RuntimeException exception) {
      throw exception;
    }
    if (thrown instanceof Error error) {
      throw error;
    }
  }

  private int claim() {
    // Past the end the counter must not run on: helpers may look at it for as long as they live.
    int index = next;
    while (index < tasks && !NEXT.compareAndSet(this, index, index + 1)) {
      index = next;
    }
    return index;
  }
}
