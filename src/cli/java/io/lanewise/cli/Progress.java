package io.lanewise.cli;

/**
 * One line on the terminal that tells how far a long step is: shown after a second, redrawn ten
 * times a second, removed at the end. Shows nothing where nobody looks.
 */
public final class Progress implements AutoCloseable {
  private static final long PATIENCE = 1_000_000_000L;
  private static final long PAUSE = 100_000_000L;

  private final Console console;
  private long next = System.nanoTime() + PATIENCE;
  private boolean shown;

  /**
   * Begins.
   *
   * @param console where to
   */
  public Progress(Console console) {
    this.console = console;
  }

  /**
   * Tells.
   *
   * @param text the state, in less than a line
   */
  public void show(String text) {
    long now = System.nanoTime();
    if (!console.progress() || now < next) {
      return;
    }
    next = now + PAUSE;
    shown = true;
    String line = text.length() < Console.COLUMNS ? text : text.substring(0, Console.COLUMNS - 1);
    console.err().print("\r" + line + "\u001b[K");
    console.err().flush();
  }

  /** Removes the line until there is more to tell. */
  public void hide() {
    if (shown) {
      console.err().print("\r\u001b[K");
      console.err().flush();
      shown = false;
      next = 0;
    }
  }

  /** Removes the line. */
  @Override
  public void close() {
    hide();
  }
}
