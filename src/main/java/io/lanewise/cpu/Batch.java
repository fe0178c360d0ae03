package io.lanewise.cpu;

/**
 * A job whose items are dealt out to tasks in ranges of equal length, as many as the work is worth.
 */
public abstract class Batch extends Job {
  /** Elements read and written that are worth one task. [TP] */
  public static final long GRAIN = 1 << 18;

  private long items;
  private int tasks;

  /** For subclasses. */
  protected Batch() {}

  /**
   * Runs it; returns when all is done.
   *
   * @param threads the engine's threads
   * @param count how many items
   * @param workPerItem elements that an item reads and writes
   */
  public final void start(Threads threads, long count, long workPerItem) {
    items = count;
    long worth = Math.max(1, count * Math.max(1, workPerItem) / GRAIN);
    tasks = (int) Math.min(Math.min(count, worth), 4L * threads.degree());
    threads.run(tasks, this);
  }

  @Override
  protected final void task(int index, Workspace workspace) {
    range(items * index / tasks, items * (index + 1) / tasks, workspace);
  }

  /**
   * Some items.
   *
   * @param from the first
   * @param to behind the last
   * @param workspace scratch memory of the thread that runs it
   */
  protected abstract void range(long from, long to, Workspace workspace);
}
