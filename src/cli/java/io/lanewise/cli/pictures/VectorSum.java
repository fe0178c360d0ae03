package io.lanewise.cli.pictures;

import io.lanewise.Tensor;
import io.lanewise.cli.Text;
import io.lanewise.cli.svg.Axes;
import io.lanewise.cli.svg.Pen;
import io.lanewise.cli.svg.Scale;
import io.lanewise.cli.svg.Svg;
import io.lanewise.cli.svg.Svg.Anchor;

/** Two vectors in the plane: their sum, the angle between them, the shadow of one on the other. */
final class VectorSum implements Drawing {
  private static final Tensor V = Tensor.of(4, 1);
  private static final Tensor W = Tensor.of(1, 3);
  private static final Tensor ORIGIN = Tensor.of(0, 0);
  private static final int ARC = 24;

  @Override
  public String name() {
    return "vectors";
  }

  @Override
  public String draw() {
    Svg svg = new Svg(720, 360);
    sum(plane(svg, 30, "the sum: one behind the other"));
    shadow(plane(svg, 390, "the angle, and the shadow of w on v"));
    return svg.file();
  }

  private static Axes plane(Svg svg, int left, String words) {
    Axes plane =
        new Axes(svg, left, 40, 300, 300, Scale.linear(-0.5, 5.5), Scale.linear(-0.5, 5.5));
    plane.squares(words);
    return plane;
  }

  private static void sum(Axes plane) {
    Tensor sum = V.add(W);
    both(plane);
    arrow(plane, V, sum, Pen.of(Pen.RED).dashes());
    arrow(plane, W, sum, Pen.of(Pen.BLUE).dashes());
    arrow(plane, ORIGIN, sum, Pen.of(Pen.GREEN));
    plane.text(sum.get(0), sum.get(1), 0, -8, Anchor.MIDDLE, "v + w", Pen.GREEN);
  }

  private static void shadow(Axes plane) {
    Tensor shadow = V.mul(V.dot(W) / V.dot(V));
    double angle = Math.acos(V.dot(W) / (V.norm() * W.norm()));
    both(plane);
    arrow(plane, ORIGIN, shadow, new Pen(Pen.GREEN, 4, /* dashed= */ false));
    plane.path(
        new double[] {W.get(0), shadow.get(0)},
        new double[] {W.get(1), shadow.get(1)},
        Pen.thin(Pen.GREY).dashes());
    double from = Math.atan2(V.get(1), V.get(0));
    double[] x = new double[ARC + 1];
    double[] y = new double[ARC + 1];
    for (int i = 0; i <= ARC; i++) {
      x[i] = 0.8 * Math.cos(from + angle * i / ARC);
      y[i] = 0.8 * Math.sin(from + angle * i / ARC);
    }
    plane.path(x, y, Pen.thin(Pen.DARK));
    String degrees = Text.format("%.1f\u00b0", Math.toDegrees(angle));
    plane.text(x[ARC / 2], y[ARC / 2], 6, -2, Anchor.START, degrees, Pen.DARK);
    plane.text(shadow.get(0), 0, 0, 18, Anchor.MIDDLE, "(v\u00b7w / v\u00b7v) v", Pen.GREEN);
  }

  private static void both(Axes plane) {
    arrow(plane, ORIGIN, V, Pen.of(Pen.BLUE));
    arrow(plane, ORIGIN, W, Pen.of(Pen.RED));
    plane.text(V.get(0), V.get(1), 4, 18, Anchor.MIDDLE, "v", Pen.BLUE);
    plane.text(W.get(0), W.get(1), -8, 0, Anchor.END, "w", Pen.RED);
  }

  private static void arrow(Axes plane, Tensor from, Tensor to, Pen pen) {
    plane.arrow(from.get(0), from.get(1), to.get(0), to.get(1), pen);
  }
}
