package io.lanewise.cli.pictures;

import io.lanewise.Tensor;
import io.lanewise.cli.svg.Axes;
import io.lanewise.cli.svg.Pen;
import io.lanewise.cli.svg.Scale;
import io.lanewise.cli.svg.Svg;
import io.lanewise.cli.svg.Svg.Anchor;
import io.lanewise.grad.Derivatives;

/** The error of a derivative by differences against their step, and by reverse mode. */
final class Differences implements Drawing {
  private static final int DECADES = 15;
  private static final int PARTS = 6;

  /** What is smaller is drawn here. */
  private static final double FLOOR = 1e-17;

  @Override
  public String name() {
    return "differences";
  }

  @Override
  public String draw() {
    int count = (DECADES - 1) * PARTS + 1;
    double[] steps = new double[count];
    double[] forward = new double[count];
    double[] central = new double[count];
    double exact = function(1) * StrictMath.cos(1);
    for (int i = 0; i < count; i++) {
      double h = StrictMath.pow(10, (double) i / PARTS - DECADES);
      steps[i] = h;
      forward[i] = error((function(1 + h) - function(1)) / h, exact);
      central[i] = error((function(1 + h) - function(1 - h)) / (2 * h), exact);
    }
    double reverse =
        error(Derivatives.gradient(x -> x.sin().exp().sum(), Tensor.of(1)).get(0), exact);
    Svg svg = new Svg(720, 440);
    Axes axes =
        new Axes(
            svg, 70, 50, 620, 320, Scale.logarithmic(1e-15, 0.1), Scale.logarithmic(FLOOR, 0.1));
    axes.grid(7, "%.0e", 8, "%.0e");
    axes.names("step h", "relative error of the derivative of exp(sin x) at 1");
    axes.path(steps, forward, Pen.of(Pen.RED));
    axes.path(steps, central, Pen.of(Pen.BLUE));
    axes.path(new double[] {1e-15, 0.1}, new double[] {reverse, reverse}, Pen.of(Pen.GREEN));
    axes.text(1e-3, 1e-3, 0, -12, Anchor.END, "forward difference", Pen.RED);
    axes.text(2e-4, 2e-10, 0, 0, Anchor.START, "central difference", Pen.BLUE);
    axes.text(
        1e-14, reverse, 0, -8, Anchor.START, "automatic differentiation: all digits", Pen.GREEN);
    return svg.file();
  }

  private static double function(double x) {
    return StrictMath.exp(StrictMath.sin(x));
  }

  private static double error(double found, double exact) {
    return Math.max(FLOOR, Math.abs(found / exact - 1));
  }
}
