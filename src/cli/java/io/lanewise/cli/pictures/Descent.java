package io.lanewise.cli.pictures;

import io.lanewise.DType;
import io.lanewise.Slice;
import io.lanewise.Tensor;
import io.lanewise.cli.Text;
import io.lanewise.cli.svg.Axes;
import io.lanewise.cli.svg.Pen;
import io.lanewise.cli.svg.Scale;
import io.lanewise.cli.svg.Svg;
import io.lanewise.linalg.StepSize;
import io.lanewise.linalg.SymmetricEigen;
import java.util.Arrays;

/** Gradient descent on x' H x / 2 with a step below, at and above 2 / the largest eigenvalue. */
final class Descent implements Drawing {
  private static final Tensor H = Tensor.of(new double[][] {{4, 1}, {1, 3}});
  private static final Tensor START = Tensor.of(0.9, 1.6);
  private static final int STEPS = 12;
  private static final double EDGE = 2.2;
  private static final int POINTS = 72;

  @Override
  public String name() {
    return "descent";
  }

  @Override
  public String draw() {
    Svg svg = new Svg(720, 280);
    double limit = StepSize.forQuadratic(H).limit();
    panel(svg, 20, 0.8 * limit, "0.8 of the limit");
    panel(svg, 260, limit, "the limit");
    panel(svg, 500, 1.05 * limit, "1.05 of the limit");
    return svg.file();
  }

  private static void panel(Svg svg, int left, double step, String words) {
    Axes plane =
        new Axes(svg, left, 50, 200, 200, Scale.linear(-EDGE, EDGE), Scale.linear(-EDGE, EDGE));
    plane.squares(Text.format("step %.3f: %s", step, words));
    levels(plane);
    Tensor x = START.copy();
    double[] across = new double[STEPS + 1];
    double[] up = new double[STEPS + 1];
    int count = 0;
    while (count <= STEPS && x.abs().max() <= EDGE) {
      across[count] = x.get(0);
      up[count] = x.get(1);
      plane.dot(across[count], up[count], 3, Pen.RED);
      count++;
      x.subInPlace(H.matmul(x).mul(step));
    }
    plane.path(Arrays.copyOf(across, count), Arrays.copyOf(up, count), Pen.thin(Pen.RED));
  }

  /** Ellipses on which the function is 1/2, 2 and 9/2: H^(-1/2) times circles. */
  private static void levels(Axes plane) {
    SymmetricEigen eigen = SymmetricEigen.of(H);
    Tensor turn = Tensor.linspace(DType.F64, 0, 2 * Math.PI, POINTS + 1);
    Tensor circle = Tensor.stack(0, turn.cos(), turn.sin());
    Tensor ellipse = eigen.vectors().matmul(circle.mul(eigen.values().sqrt().rdiv(1).unsqueeze(1)));
    for (int radius = 1; radius <= 3; radius++) {
      Tensor level = ellipse.mul(radius);
      plane.path(
          level.slice(Slice.at(0)).toDoubleArray(),
          level.slice(Slice.at(1)).toDoubleArray(),
          Pen.thin(Pen.BLUE));
    }
  }
}
