package io.lanewise.jmh.report;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A plot of shares of the peak as SVG; its y-axis ends at the peak. Sizes become lines, operations
 * groups of bars; a short stroke above a point or bar is the best round.
 */
final class Plot {
  private static final int WIDTH = 760;
  private static final int HEIGHT = 420;
  private static final int LEFT = 64;
  private static final int RIGHT = 140;
  private static final int TOP = 44;
  private static final int BOTTOM = 64;
  private static final Map<String, String> COLOURS =
      Map.ofEntries(
          Map.entry("lanewise", "#c0392b"),
          Map.entry("lanewise-2", "#7b241c"),
          Map.entry("openblas", "#2c6fbb"),
          Map.entry("openblas-2", "#1b4472"),
          Map.entry("mkl", "#17a2a2"),
          Map.entry("syevd", "#2c6fbb"),
          Map.entry("gesdd", "#2c6fbb"),
          Map.entry("gejsv", "#17a2a2"),
          Map.entry("vectorblas", "#3c9d4e"),
          Map.entry("ejml", "#e08a1e"),
          Map.entry("ojalgo", "#b5a000"),
          Map.entry("hipparchus", "#a0522d"),
          Map.entry("scalar", "#8e6bb0"),
          Map.entry("naive", "#7f8c8d"));

  private final StringBuilder svg = new StringBuilder();
  private final List<Entry> entries;
  private final List<String> names;

  private Plot(List<Entry> entries) {
    this.entries = entries;
    this.names = entries.stream().flatMap(entry -> entry.contenders().stream()).distinct().toList();
  }

  /**
   * Draws one table.
   *
   * @param title what it is
   * @param peak the peak in its unit, for the axis
   * @param entries the table's rows
   * @return the file's text
   */
  static String of(String title, String peak, List<Entry> entries) {
    Plot plot = new Plot(entries);
    plot.frame(title, peak);
    boolean sizes = entries.stream().allMatch(entry -> entry.row().matches("\\d+"));
    for (int series = 0; series < plot.names.size(); series++) {
      if (sizes && entries.size() > 1) {
        plot.line(plot.names.get(series));
      } else {
        plot.bars(series);
      }
      plot.legend(series);
    }
    return plot.svg.append("</svg>\n").toString();
  }

  private void frame(String title, String peak) {
    add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
            + " font-size=\"13\">",
        WIDTH, HEIGHT);
    add("<rect width=\"%d\" height=\"%d\" fill=\"white\"/>", WIDTH, HEIGHT);
    text(LEFT, 24, "start", title + ", share of the peak (" + peak + ")");
    for (int percent = 0; percent <= 100; percent += 20) {
      double y = y(percent);
      String colour = percent % 100 == 0 ? "#333" : "#ddd";
      stroke(LEFT, y, WIDTH - RIGHT, y, colour, 1);
      text(LEFT - 8, y + 4, "end", percent + " %");
    }
    for (int at = 0; at < entries.size(); at++) {
      // Long names take turns on two lines.
      int drop = entries.size() > 4 && entries.get(at).row().length() > 8 ? 16 * (at % 2) : 0;
      text(x(at), HEIGHT - BOTTOM + 20 + drop, "middle", entries.get(at).row());
    }
  }

  private void line(String name) {
    StringBuilder points = new StringBuilder();
    for (int at = 0; at < entries.size(); at++) {
      double share = entries.get(at).median(name + ".share");
      if (!Double.isNaN(share)) {
        points.append(format("%.1f,%.1f ", x(at), y(share)));
        add("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>", x(at), y(share), colour(name));
        best(at, name, x(at), 5);
      }
    }
    add(
        "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>",
        points.toString().strip(), colour(name));
  }

  private void bars(int series) {
    String name = names.get(series);
    double width = 0.8 * step() / names.size();
    for (int at = 0; at < entries.size(); at++) {
      double share = entries.get(at).median(name + ".share");
      if (!Double.isNaN(share)) {
        double left = x(at) - 0.4 * step() + series * width;
        add(
            "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>",
            left, y(share), width - 1, y(0) - y(share), colour(name));
        best(at, name, left + width / 2, Math.min(5, width / 3));
      }
    }
  }

  /** The best rate beside the best peak. */
  private void best(int at, String name, double x, double half) {
    Entry entry = entries.get(at);
    double share = 100 * entry.best(name + ".best") / entry.best("peak.best");
    stroke(x - half, y(share), x + half, y(share), colour(name), 1);
  }

  private void legend(int series) {
    double y = TOP + 10 + 20 * series;
    String colour = colour(names.get(series));
    stroke(WIDTH - RIGHT + 14, y, WIDTH - RIGHT + 34, y, colour, 3);
    text(WIDTH - RIGHT + 40, y + 4, "start", Report.title(names.get(series)));
  }

  private double step() {
    return (double) (WIDTH - LEFT - RIGHT) / entries.size();
  }

  private double x(int at) {
    return LEFT + (at + 0.5) * step();
  }

  private static double y(double percent) {
    return HEIGHT - BOTTOM - Math.clamp(percent, 0, 100) / 100 * (HEIGHT - TOP - BOTTOM);
  }

  private static String colour(String name) {
    return COLOURS.getOrDefault(name, "#333");
  }

  private void stroke(double x1, double y1, double x2, double y2, String colour, int width) {
    add(
        "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\" stroke-width=\"%d\"/>",
        x1, y1, x2, y2, colour, width);
  }

  private void text(double x, double y, String anchor, String words) {
    add("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>", x, y, anchor, words);
  }

  private void add(String format, Object... values) {
    svg.append(format(format, values)).append('\n');
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
