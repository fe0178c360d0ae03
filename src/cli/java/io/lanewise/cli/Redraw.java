package io.lanewise.cli;

/**
 * Redraws a line of progress five times a second, on a thread of its own, since one step may take
 * minutes; does nothing where nobody looks.
 */
public final class Redraw implements AutoCloseable {
  private static final long PAUSE_MILLISECONDS = 200;

  private final Runnable draw;
  private final Thread thread;

  /**
   * Begins.
   *
   * @param console where somebody may look
   * @param draw what draws the line; called by the thread
   */
  public Redraw(Console console, Runnable draw) {
    this.draw = draw;
    this.thread = Thread.ofPlatform().daemon().name("lanewise-progress").unstarted(this::run);
    if (console.progress()) {
      thread.start();
    }
  }

  @SuppressWarnings("BusyWait") // redraws now and then
  private void run() {
    try {
      while (true) {
        draw.run();
        Thread.sleep(PAUSE_MILLISECONDS);
      }
    } catch (InterruptedException end) {
      // it is closed
    }
  }

  /** Ends the thread, and waits until it has. */
  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }
}
