package io.lanewise.cli.pictures;

import io.lanewise.DType;
import io.lanewise.Slice;
import io.lanewise.Tensor;
import io.lanewise.cli.svg.Axes;
import io.lanewise.cli.svg.Pen;
import io.lanewise.cli.svg.Scale;
import io.lanewise.cli.svg.Svg;
import io.lanewise.cli.svg.Svg.Anchor;

/** What a matrix makes of the unit square and the unit circle. */
final class CircleToEllipse implements Drawing {
  private static final Tensor A = Tensor.of(new double[][] {{4, 1}, {1, 3}});
  private static final Tensor SQUARE = Tensor.of(new double[][] {{0, 1, 1, 0}, {0, 0, 1, 1}});
  private static final int POINTS = 96;

  @Override
  public String name() {
    return "circle-to-ellipse";
  }

  @Override
  public String draw() {
    Svg svg = new Svg(720, 370);
    Tensor turn = Tensor.linspace(DType.F64, 0, 2 * Math.PI, POINTS + 1);
    Tensor circle = Tensor.stack(0, turn.cos(), turn.sin());
    panel(svg, 30, "the unit circle and the unit square", SQUARE, circle, "");
    panel(
        svg,
        390,
        "the same through A = [[4, 1], [1, 3]]",
        A.matmul(SQUARE),
        A.matmul(circle),
        "A ");
    return svg.file();
  }

  private static void panel(
      Svg svg, int left, String words, Tensor square, Tensor circle, String before) {
    Axes plane =
        new Axes(svg, left, 50, 300, 300, Scale.linear(-5.5, 5.5), Scale.linear(-5.5, 5.5));
    plane.squares(words);
    double[] x = row(square, 0);
    double[] y = row(square, 1);
    plane.area(x, y, "#fde68a");
    plane.path(row(circle, 0), row(circle, 1), Pen.of(Pen.DARK));
    plane.arrow(0, 0, x[1], y[1], Pen.of(Pen.BLUE));
    plane.arrow(0, 0, x[3], y[3], Pen.of(Pen.RED));
    plane.text(x[1], y[1], 4, 16, Anchor.START, before + "e1", Pen.BLUE);
    plane.text(x[3], y[3], -6, -4, Anchor.END, before + "e2", Pen.RED);
  }

  private static double[] row(Tensor points, int row) {
    return points.slice(Slice.at(row)).toDoubleArray();
  }
}
