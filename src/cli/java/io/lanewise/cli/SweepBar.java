package io.lanewise.cli;

import io.lanewise.DType;
import io.lanewise.linalg.SweepListener;
import java.util.ArrayList;
import java.util.List;

/**
 * How far a Jacobi method is: a bar, the number of sweeps, the largest cosine of the last one, the
 * time. The bar shows the cosine's logarithm on its way to rounding: that is what falls.
 */
final class SweepBar implements SweepListener, AutoCloseable {
  private static final int CELLS = 24;

  private final DType dtype;
  private final Progress line;
  private final Redraw redraw;
  private final List<Double> cosines = new ArrayList<>();
  private final long start = System.nanoTime();

  /**
   * Begins.
   *
   * @param console where to
   * @param dtype of the matrix
   */
  SweepBar(Console console, DType dtype) {
    this.dtype = dtype;
    this.line = new Progress(console);
    this.redraw = new Redraw(console, this::draw);
  }

  private synchronized void draw() {
    String time = Text.time((System.nanoTime() - start) * 1e-9);
    line.show(text(cosines, dtype) + ", " + time);
  }

  /**
   * The line without the time.
   *
   * @param cosines the largest one of each sweep
   * @param dtype whose rounding is the end
   */
  static String text(List<Double> cosines, DType dtype) {
    if (cosines.isEmpty()) {
      return "[" + ".".repeat(CELLS) + "] before the first sweep";
    }
    double last = cosines.getLast();
    double part = last <= 0 ? 1 : Math.clamp(Math.log(last) / Math.log(dtype.epsilon()), 0.0, 1.0);
    int full = (int) (part * CELLS);
    return Text.format(
        "[%s%s] sweep %d, largest cosine %.1e",
        "#".repeat(full), ".".repeat(CELLS - full), cosines.size(), last);
  }

  @Override
  public synchronized void swept(int sweep, double largest) {
    if (sweep == 1) {
      cosines.clear(); // a second way begins where the first did not do
    }
    cosines.add(largest);
  }

  /** The largest cosine of each sweep so far. */
  synchronized List<Double> cosines() {
    return List.copyOf(cosines);
  }

  /** Removes the bar. */
  @Override
  public void close() {
    redraw.close();
    line.close();
  }
}
