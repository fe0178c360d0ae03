package io.lanewise.cli.gpt;

import io.lanewise.cli.Text;
import io.lanewise.cli.gpt.Trainer.Point;
import java.util.List;

/** The losses over the steps as a picture, SVG. */
public final class Plot {
  private static final int WIDTH = 720;
  private static final int HEIGHT = 420;
  private static final int LEFT = 60;
  private static final int RIGHT = 20;
  private static final int TOP = 40;
  private static final int BOTTOM = 50;
  private static final int TICKS = 5;

  private final long steps;
  private final double low;
  private final double high;
  private final StringBuilder svg = new StringBuilder();

  private Plot(long steps, double low, double high) {
    this.steps = Math.max(1, steps);
    this.low = low;
    this.high = high;
  }

  /**
   * Draws.
   *
   * @param curve the losses, at least one
   * @param reference bits per byte of the byte model
   * @return the text of the file
   */
  public static String draw(List<Point> curve, double reference) {
    double low = reference;
    double high = reference;
    for (Point point : curve) {
      low = Math.min(low, point.validation());
      high = Math.max(high, point.validation());
    }
    Plot plot =
        new Plot(curve.getLast().step(), Math.floor(2 * low) / 2, Math.ceil(2 * high) / 2 + .5);
    plot.frame();
    plot.line(curve, /* training= */ true, "#9aa5b1");
    plot.line(curve, /* training= */ false, "#1f6feb");
    plot.reference(reference);
    return plot.svg.append("</svg>\n").toString();
  }

  private double x(double step) {
    return LEFT + (WIDTH - LEFT - RIGHT) * step / steps;
  }

  private double y(double bits) {
    return TOP + (HEIGHT - TOP - BOTTOM) * (high - Math.min(bits, high)) / (high - low);
  }

  private void frame() {
    svg.append(
        Text.format(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\""
                + " font-family=\"sans-serif\" font-size=\"13\">%n<rect width=\"100%%\""
                + " height=\"100%%\" fill=\"#ffffff\"/>%n",
            WIDTH, HEIGHT));
    for (int i = 0; i <= TICKS; i++) {
      double bits = low + (high - low) * i / TICKS;
      svg.append(
          Text.format(
              "<path d=\"M%d %.1fH%d\" stroke=\"#e5e7eb\"/>%n", LEFT, y(bits), WIDTH - RIGHT));
      text(LEFT - 8, y(bits) + 4, "end", Text.format("%.2f", bits), "#444444");
      double step = (double) steps * i / TICKS;
      text(x(step), HEIGHT - BOTTOM + 20, "middle", Text.format("%.0f", step), "#444444");
    }
    text(LEFT, 22, "start", "bits per byte", "#222222");
    text(WIDTH - RIGHT, HEIGHT - 10, "end", "steps", "#222222");
    text(WIDTH - RIGHT, 22, "end", "learnt from (grey), not learnt from (blue)", "#222222");
  }

  private void text(double x, double y, String anchor, String text, String colour) {
    svg.append(
        Text.format(
            "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"%s\">%s</text>%n",
            x, y, anchor, colour, text));
  }

  private void line(List<Point> curve, boolean training, String colour) {
    StringBuilder path = new StringBuilder();
    for (Point point : curve) {
      double bits = training ? point.training() : point.validation();
      if (Double.isFinite(bits)) {
        path.append(
            Text.format(
                "%s%.1f %.1f", path.isEmpty() ? "M" : "L", x((double) point.step()), y(bits)));
      }
    }
    svg.append(
        Text.format(
            "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>%n", path, colour));
  }

  private void reference(double bits) {
    svg.append(
        Text.format(
            "<path d=\"M%d %.1fH%d\" stroke=\"#d1242f\" stroke-dasharray=\"6 4\"/>%n",
            LEFT, y(bits), WIDTH - RIGHT));
    text(
        WIDTH - RIGHT,
        y(bits) - 6,
        "end",
        Text.format("byte model of order 3: %.3f", bits),
        "#d1242f");
  }
}
