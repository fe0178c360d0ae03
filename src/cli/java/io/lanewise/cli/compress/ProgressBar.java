package io.lanewise.cli.compress;

import io.lanewise.cli.Console;
import io.lanewise.cli.Progress;
import io.lanewise.cli.Redraw;
import io.lanewise.cli.Text;

/** How far a long work is: a bar, the time since it began, and what is done now. */
public final class ProgressBar implements AutoCloseable {
  private static final int CELLS = 24;

  private final Console console;
  private final Progress line;
  private final long whole;
  private final long start = System.nanoTime();
  private final Redraw redraw;
  private long done;
  private String now = "";

  /**
   * Begins.
   *
   * @param console where to
   * @param whole all the work, in any unit
   */
  public ProgressBar(Console console, long whole) {
    this.console = console;
    this.line = new Progress(console);
    this.whole = whole;
    this.redraw = new Redraw(console, this::draw);
  }

  private synchronized void draw() {
    line.show(text());
  }

  private String text() {
    double part = whole == 0 ? 1 : (double) done / whole;
    int full = (int) (part * CELLS);
    return Text.format(
        "[%s%s] %3.0f %%  %s  %s",
        "#".repeat(full),
        ".".repeat(CELLS - full),
        100 * part,
        Text.time((System.nanoTime() - start) * 1e-9),
        now);
  }

  /**
   * Tells what is done now.
   *
   * @param step its name
   */
  public synchronized void begin(String step) {
    now = Text.printable(step);
  }

  /**
   * Tells that a step is done, and writes a line of the result.
   *
   * @param work how much it was
   * @param result a line, or an empty one for none
   */
  public synchronized void end(long work, String result) {
    done += work;
    if (!result.isEmpty()) {
      line.hide();
      console.out().println(result);
      console.out().flush();
    }
  }

  /** Removes the bar. */
  @Override
  public void close() {
    redraw.close();
    line.close();
  }
}
