package io.lanewise.cli.gpt;

import io.lanewise.cli.Text;
import io.lanewise.cli.gpt.Trainer.Point;
import io.lanewise.cli.svg.Axes;
import io.lanewise.cli.svg.Pen;
import io.lanewise.cli.svg.Scale;
import io.lanewise.cli.svg.Svg;
import io.lanewise.cli.svg.Svg.Anchor;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The losses over the steps as a picture, SVG. */
public final class Plot {
  private static final int TICKS = 5;

  private Plot() {}

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
    long steps = Math.max(1, curve.getLast().step());
    Svg svg = new Svg(720, 420);
    Axes axes =
        new Axes(
            svg,
            60,
            40,
            640,
            330,
            Scale.linear(0, steps),
            Scale.linear(Math.floor(2 * low) / 2, Math.ceil(2 * high) / 2 + .5));
    axes.grid(TICKS, "%.0f", TICKS, "%.2f");
    axes.names("steps", "bits per byte");
    svg.text(700, 22, Anchor.END, "learnt from (grey), not learnt from (blue)", Pen.DARK);
    line(axes, curve, Point::training, Pen.of(Pen.GREY));
    line(axes, curve, Point::validation, Pen.of(Pen.BLUE));
    axes.path(
        new double[] {0, steps}, new double[] {reference, reference}, Pen.thin(Pen.RED).dashes());
    String words = Text.format("byte model of order 3: %.3f", reference);
    axes.text(steps, reference, 0, -6, Anchor.END, words, Pen.RED);
    return svg.file();
  }

  private static void line(Axes axes, List<Point> curve, ToDoubleFunction<Point> bits, Pen pen) {
    List<Point> known =
        curve.stream().filter(point -> Double.isFinite(bits.applyAsDouble(point))).toList();
    if (!known.isEmpty()) {
      axes.path(
          known.stream().mapToDouble(point -> (double) point.step()).toArray(),
          known.stream().mapToDouble(bits).toArray(),
          pen);
    }
  }
}
