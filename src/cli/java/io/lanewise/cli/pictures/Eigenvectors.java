package io.lanewise.cli.pictures;

import io.lanewise.Slice;
import io.lanewise.Tensor;
import io.lanewise.cli.svg.Axes;
import io.lanewise.cli.svg.Pen;
import io.lanewise.cli.svg.Scale;
import io.lanewise.cli.svg.Svg;
import io.lanewise.cli.svg.Svg.Anchor;
import io.lanewise.linalg.SymmetricEigen;
import java.util.Arrays;

/** Which directions a symmetric matrix leaves as they are, and how power iteration finds one. */
final class Eigenvectors implements Drawing {
  private static final Tensor A = Tensor.of(new double[][] {{4, 1}, {1, 3}});
  private static final int DIRECTIONS = 16;
  private static final int STEPS = 30;

  @Override
  public String name() {
    return "eigenvectors";
  }

  @Override
  public String draw() {
    Svg svg = new Svg(720, 390);
    SymmetricEigen eigen = SymmetricEigen.of(A);
    directions(svg, eigen);
    convergence(svg, eigen);
    return svg.file();
  }

  private static void directions(Svg svg, SymmetricEigen eigen) {
    Axes plane = new Axes(svg, 30, 50, 300, 300, Scale.linear(-5.2, 5.2), Scale.linear(-5.2, 5.2));
    plane.squares("x (orange) and A x: on one line only if blue or red");
    for (int i = 0; i < DIRECTIONS; i++) {
      double turn = 2 * Math.PI * i / DIRECTIONS;
      through(plane, Tensor.of(Math.cos(turn), Math.sin(turn)), Pen.thin(Pen.GREY));
    }
    for (int i = 0; i < 2; i++) {
      Tensor v = eigen.vectors().slice(Slice.all(), Slice.at(i));
      Pen pen = Pen.of(i == 0 ? Pen.BLUE : Pen.RED);
      through(plane, v, pen);
      through(plane, v.neg(), pen);
    }
  }

  private static void through(Axes plane, Tensor x, Pen pen) {
    Tensor y = A.matmul(x);
    plane.arrow(0, 0, y.get(0), y.get(1), pen);
    plane.arrow(0, 0, x.get(0), x.get(1), new Pen("#f59e0b", 2, /* dashed= */ false));
  }

  /** Errors of the value and of the direction, beside the rates that theory gives them. */
  private static void convergence(Svg svg, SymmetricEigen eigen) {
    Axes axes =
        new Axes(svg, 420, 50, 280, 280, Scale.linear(0, STEPS), Scale.logarithmic(1e-15, 10));
    axes.grid(6, "%.0f", 4, "%.0e");
    axes.names("steps", "error of power iteration");
    double largest = eigen.values().get(0);
    double ratio = eigen.values().get(1) / largest;
    Tensor v = eigen.vectors().slice(Slice.all(), Slice.at(0));
    Tensor x = Tensor.of(0, 1);
    double[] steps = new double[STEPS + 1];
    double[] value = new double[STEPS + 1];
    double[] direction = new double[STEPS + 1];
    double[] fast = new double[STEPS + 1];
    double[] slow = new double[STEPS + 1];
    for (int k = 0; k <= STEPS; k++) {
      steps[k] = k;
      // Not what is left of rounding, which other kernels round otherwise.
      value[k] = Math.max(Math.abs(x.dot(A.matmul(x)) - largest), 1e-15);
      direction[k] = x.sub(v.mul(v.dot(x))).norm();
      slow[k] = direction[0] * Math.pow(ratio, k);
      fast[k] = value[0] * Math.pow(ratio, 2 * k);
      Tensor y = A.matmul(x);
      x = y.div(y.norm());
    }
    int shown = 20; // further on the value's error is rounding
    axes.path(steps, slow, Pen.thin(Pen.GREY).dashes());
    axes.path(steps, fast, Pen.thin(Pen.GREY).dashes());
    axes.path(steps, direction, Pen.of(Pen.BLUE));
    axes.path(Arrays.copyOf(steps, shown), Arrays.copyOf(value, shown), Pen.of(Pen.RED));
    axes.text(STEPS, direction[STEPS], 0, -30, Anchor.END, "direction", Pen.BLUE);
    axes.text(shown / 2.0, value[shown / 2], -12, 10, Anchor.END, "value", Pen.RED);
  }
}
