package io.lanewise.cli;

import java.util.List;

/** How far from diagonal each sweep found the matrix, as a picture, SVG: powers of ten upwards. */
final class SweepPlot {
  private static final int WIDTH = 720;
  private static final int HEIGHT = 420;
  private static final int LEFT = 70;
  private static final int RIGHT = 20;
  private static final int TOP = 40;
  private static final int BOTTOM = 50;

  /** Exponents between two lines. */
  private static final int STEP = 2;

  private final int sweeps;
  private final int low;
  private final StringBuilder svg = new StringBuilder();

  private SweepPlot(int sweeps, int low) {
    this.sweeps = sweeps;
    this.low = low;
  }

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
    int low = Math.min(-STEP, (int) Math.floor(Math.log10(least) / STEP) * STEP);
    SweepPlot plot = new SweepPlot(Math.max(1, cosines.size()), low);
    plot.frame(title);
    plot.tolerance(tolerance);
    plot.curve(cosines);
    return plot.svg.append("</svg>\n").toString();
  }

  private double x(int sweep) {
    return LEFT + (double) (WIDTH - LEFT - RIGHT) * sweep / (sweeps + 1);
  }

  private double y(double value) {
    double exponent = value > 0 ? Math.max(low, Math.log10(value)) : low;
    return TOP + (HEIGHT - TOP - BOTTOM) * exponent / low;
  }

  private void frame(String title) {
    svg.append(
        Text.format(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\""
                + " font-family=\"sans-serif\" font-size=\"13\">\n<rect width=\"100%%\""
                + " height=\"100%%\" fill=\"#ffffff\"/>\n",
            WIDTH, HEIGHT));
    for (int exponent = 0; exponent >= low; exponent -= STEP) {
      double y = y(Math.pow(10, exponent));
      svg.append(
          Text.format("<path d=\"M%d %.1fH%d\" stroke=\"#e5e7eb\"/>\n", LEFT, y, WIDTH - RIGHT));
      text(LEFT - 8, y + 4, "end", exponent == 0 ? "1" : "1e" + exponent);
    }
    for (int sweep = 1; sweep <= sweeps; sweep++) {
      text(x(sweep), HEIGHT - BOTTOM + 20, "middle", "" + sweep);
    }
    text(LEFT, 22, "start", "largest cosine between two columns");
    text(WIDTH - RIGHT, 22, "end", title);
    text(WIDTH - RIGHT, HEIGHT - 10, "end", "sweep");
  }

  private void tolerance(double tolerance) {
    if (tolerance > 0) {
      svg.append(
          Text.format(
              "<path d=\"M%d %.1fH%d\" stroke=\"#d1242f\" stroke-dasharray=\"6 4\"/>\n",
              LEFT, y(tolerance), WIDTH - RIGHT));
      text(WIDTH - RIGHT, y(tolerance) - 6, "end", Text.format("done: %.1e", tolerance));
    }
  }

  private void text(double x, double y, String anchor, String text) {
    String safe = text.replace("&", "&amp;").replace("<", "&lt;");
    svg.append(
        Text.format(
            "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"#333333\">%s</text>\n",
            x, y, anchor, safe));
  }

  private void curve(List<Double> cosines) {
    StringBuilder path = new StringBuilder();
    StringBuilder marks = new StringBuilder();
    for (int i = 0; i < cosines.size(); i++) {
      double x = x(i + 1);
      double y = y(cosines.get(i));
      path.append(Text.format("%s%.1f %.1f", i == 0 ? "M" : "L", x, y));
      marks.append(
          Text.format(
              "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"#1f6feb\">"
                  + "<title>sweep %d: %.1e</title></circle>\n",
              x, y, i + 1, cosines.get(i)));
    }
    svg.append(
        Text.format(
            "<path d=\"%s\" fill=\"none\" stroke=\"#1f6feb\" stroke-width=\"2\"/>\n", path));
    svg.append(marks);
  }
}
