package io.lanewise.cli;

import io.lanewise.cli.svg.Axes;
import io.lanewise.cli.svg.Pen;
import io.lanewise.cli.svg.Scale;
import io.lanewise.cli.svg.Svg;
import io.lanewise.cli.svg.Svg.Anchor;
import java.util.List;
import java.util.stream.IntStream;

/** How far from diagonal each sweep found the matrix, as a picture, SVG: powers of ten upwards. */
final class SweepPlot {
  /** Exponents between two lines. */
  private static final int STEP = 2;

  /** The least exponent: a positive number to divide by. */
  private static final int LOWEST = -300;

  private SweepPlot() {}

  /**
   * Draws.
   *
   * @param title what was decomposed
   * @param cosines the largest one of each sweep, from 0 to 1; zeros are drawn at the bottom
   * @param tolerance at which sweeping ends
   * @return the text of the file
   */
  static String draw(String title, List<Double> cosines, double tolerance) {
    double least = tolerance > 0 ? tolerance : 1;
    for (double cosine : cosines) {
      least = cosine > 0 ? Math.min(least, cosine) : least;
    }
    int exponent = (int) Math.floor(Math.log10(least) / STEP) * STEP;
    int low = Math.max(LOWEST, Math.min(-STEP, exponent));
    int last = Math.max(2, cosines.size());
    Svg svg = new Svg(720, 420);
    Scale up = Scale.logarithmic(Math.pow(10, low), 1);
    Axes axes = new Axes(svg, 70, 40, 630, 330, Scale.linear(1, last), up);
    axes.grid(last - 1, "%.0f", -low / STEP, "%.0e");
    axes.names("sweep", "largest cosine between two columns");
    svg.text(700, 22, Anchor.END, title, Pen.DARK);
    if (tolerance > 0) {
      axes.path(
          new double[] {1, last}, new double[] {tolerance, tolerance}, Pen.thin(Pen.RED).dashes());
      String words = Text.format("done: %.1e", tolerance);
      axes.text(last, tolerance, 0, -6, Anchor.END, words, Pen.RED);
    }
    if (!cosines.isEmpty()) {
      axes.path(
          IntStream.rangeClosed(1, cosines.size()).asDoubleStream().toArray(),
          cosines.stream().mapToDouble(Double::doubleValue).toArray(),
          Pen.of(Pen.BLUE));
    }
    for (int i = 0; i < cosines.size(); i++) {
      String tells = Text.format("sweep %d: %.1e", i + 1, cosines.get(i));
      axes.dot(i + 1, cosines.get(i), 4, Pen.BLUE, tells);
    }
    return svg.file();
  }
}
