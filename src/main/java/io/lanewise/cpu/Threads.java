package io.lanewise.cpu;

import io.lanewise.kernel.SmallKernel;
import io.lanewise.kernel.TransposeKernel;
import io.lanewise.memory.NativeMemory;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The threads of one engine, and the workspaces that their work leases.
 *
 * <p>Without an executor of the caller's, workers are daemon threads of this engine alone, started
 * when first needed; they wait without using the processor. Never the common pool.
 */
public final class Threads {
  private static final long KEPT_BYTES =
      64L << 20; // [TP] largest scratch block kept between operations

  private final int degree;
  private final @Nullable Executor executor;
  private final NativeMemory memory;
  private final TransposeKernel four;
  private final TransposeKernel eight;
  private final SmallKernel small;
  private final @Nullable Worker[] workers;
  private final ArrayDeque<Workspace> idle = new ArrayDeque<>();

  /** One idle workspace more, which costs no lock. */
  private final AtomicReference<@Nullable Workspace> handy = new AtomicReference<>();

  /**
   * The caller whose idle workspace costs no atomic operation either, as nobody else touches it:
   * most engines have one caller. Another one follows it when it has ended.
   */
  private volatile @Nullable Thread owner;

  private @Nullable Workspace owned; // of the owner alone

  /**
   * Threads for an engine.
   *
   * @param degree how many threads may work on one operation, the caller included
   * @param executor where helpers run, or null for workers of our own
   * @param memory where workspaces come from
   * @param kernels the kernels for F32 and F64
   */
  public Threads(
      int degree, @Nullable Executor executor, NativeMemory memory, KernelChoice kernels) {
    if (degree < 1) {
      throw new IllegalArgumentException("threads: " + degree + ": at least 1 is needed");
    }
    this.degree = degree;
    this.executor = executor;
    this.memory = memory;
    this.four = kernels.f32().transpose();
    this.eight = kernels.f64().transpose();
    this.small = kernels.f32().small();
    this.workers = new Worker[executor == null ? degree - 1 : 0];
  }

  /**
   * How many threads may work on one operation.
   *
   * @return the degree, at least 1
   */
  public int degree() {
    return degree;
  }

  /**
   * Runs the tasks 0 to {@code tasks - 1} of a job, on the calling thread and helpers, and returns
   * when all are done.
   *
   * @param tasks how many
   * @param job what to do; a new object each time
   */
  public void run(int tasks, Job job) {
    if (tasks <= 0) {
      return;
    }
    job.begin(this, tasks);
    int helpers = Math.min(degree, tasks) - 1;
    for (int i = 0; i < helpers; i++) {
      if (executor == null) {
        worker(i).offer(job);
      } else {
        try {
          executor.execute(job);
        } catch (RejectedExecutionException full) {
          break; // the caller does the rest
        }
      }
    }
    job.finish();
  }

  /**
   * Scratch memory for the calling thread; to be given back.
   *
   * @return a workspace
   */
  public Workspace lease() {
    if (Thread.currentThread() == owner) {
      Workspace mine = owned;
      if (mine != null) {
        owned = null;
        return mine;
      }
    }
    Workspace first = handy.getAndSet(null);
    if (first != null) {
      return first;
    }
    synchronized (idle) {
      Workspace workspace = idle.pollLast();
      return workspace == null ? new Workspace(memory, four, eight, small) : workspace;
    }
  }

  /**
   * Makes the calling thread the owner if there is none; workers and virtual threads come and go.
   */
  private boolean own(Thread caller) {
    Thread before = owner;
    if (before == caller) {
      return true;
    }
    if ((before != null && before.isAlive()) || caller.isVirtual() || caller instanceof Worker) {
      return false;
    }
    synchronized (idle) {
      if (owner != before) {
        return false;
      }
      owner = caller;
      return true;
    }
  }

  /**
   * Ends a lease.
   *
   * @param workspace what {@link #lease} gave
   */
  public void giveBack(Workspace workspace) {
    workspace.trim(KEPT_BYTES);
    if (own(Thread.currentThread()) && owned == null) {
      owned = workspace;
      return;
    }
    if (handy.getPlain() == null && handy.compareAndSet(null, workspace)) {
      return;
    }
    synchronized (idle) {
      idle.addLast(workspace);
    }
  }

  private Worker worker(int index) {
    synchronized (workers) {
      Worker worker = workers[index];
      if (worker == null || !worker.isAlive()) {
        worker = new Worker(index + 1);
        workers[index] = worker;
        worker.start();
      }
      return worker;
    }
  }

  /** Waits for one job at a time; while it is busy, callers do without it. */
  private static final class Worker extends Thread {
    private static final long KEEP_ALIVE_NANOS = 20_000_000_000L;
    private @Nullable Job offered; // guarded by this

    Worker(int number) {
      super(null, null, "lanewise-" + number, 0, false);
      setDaemon(true);
    }

    synchronized void offer(Job job) {
      if (offered == null) {
        offered = job;
        notify();
      }
    }

    @Override
    public void run() {
      while (serve()) {
        // the job of one turn is out of scope, and so collectable, while the next is awaited
      }
    }

    private boolean serve() {
      Job job = await();
      if (job == null) {
        return false;
      }
      job.run();
      return true;
    }

    private synchronized @Nullable Job await() {
      long end = System.nanoTime() + KEEP_ALIVE_NANOS;
      while (offered == null) {
        long left = end - System.nanoTime();
        if (left <= 0) {
          return null;
        }
        try {
          wait(left / 1_000_000 + 1);
        } catch (InterruptedException stop) {
          return null;
        }
      }
      Job job = offered;
      offered = null;
      return job;
    }
  }
}
