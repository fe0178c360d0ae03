package io.lanewise.cli.pictures;

import io.lanewise.DType;
import io.lanewise.Tensor;
import io.lanewise.cli.Text;
import io.lanewise.cli.svg.Axes;
import io.lanewise.cli.svg.Pen;
import io.lanewise.cli.svg.Scale;
import io.lanewise.cli.svg.Svg;
import io.lanewise.cli.svg.Svg.Anchor;
import io.lanewise.linalg.LowRank;
import io.lanewise.linalg.Svd;

/** A drawing at some ranks, and the error of all of them, beside that of noise. */
final class SvdRanks implements Drawing {
  private static final int N = 48;
  private static final int[] RANKS = {1, 4, 16};

  @Override
  public String name() {
    return "svd-ranks";
  }

  @Override
  public String draw() {
    Svg svg = new Svg(720, 470);
    Tensor drawing = hills();
    Svd svd = Svd.of(drawing);
    for (int i = 0; i < RANKS.length; i++) {
      LowRank low = LowRank.of(svd, RANKS[i]);
      String words = Text.format("rank %d, error %.3f", RANKS[i], low.error());
      panel(svg, i, low.toTensor(), words);
    }
    panel(svg, RANKS.length, drawing, "all " + N);
    Axes axes = new Axes(svg, 60, 250, 630, 150, Scale.linear(0, N), Scale.linear(0, 1));
    axes.grid(6, "%.0f", 4, "%.2f");
    axes.names("rank", "relative error, Frobenius norm");
    curve(axes, Svd.of(Tensor.randn(DType.F64, 1, N, N)), Pen.of(Pen.RED));
    curve(axes, svd, Pen.of(Pen.BLUE));
    axes.text(30, 0.5, 0, 0, Anchor.START, "independent random numbers", Pen.RED);
    axes.text(9, 0.1, 0, 0, Anchor.START, "the drawing", Pen.BLUE);
    return svg.file();
  }

  private static void panel(Svg svg, int place, Tensor matrix, String words) {
    double left = 22 + 172.0 * place;
    svg.text(left, 24, Anchor.START, words, Pen.DARK);
    Greys.draw(svg, left, 34, 160.0 / N, matrix);
  }

  private static void curve(Axes axes, Svd svd, Pen pen) {
    double[] ranks = new double[N + 1];
    double[] errors = new double[N + 1];
    double all = svd.s().norm();
    double[] values = svd.s().toDoubleArray();
    double left = 0;
    for (int k = N; k >= 0; k--) {
      left += k == N ? 0 : values[k] * values[k];
      ranks[k] = k;
      errors[k] = Math.sqrt(left) / all;
    }
    axes.path(ranks, errors, pen);
  }

  /** A sky, a sun, a line of hills with shade, and a fence in front of them. */
  private static Tensor hills() {
    double[][] light = new double[N][N];
    for (int i = 0; i < N; i++) {
      for (int j = 0; j < N; j++) {
        light[i][j] = light(i, j);
      }
    }
    return Tensor.of(light);
  }

  private static double light(int i, int j) {
    double ridge = 26 + 5 * StrictMath.sin(j / 5.0) + 3 * StrictMath.sin(j / 2.3 + 1);
    boolean post = j % 6 < 2 && i > 36;
    boolean rail = i == 39 || i == 44;
    if (post || rail) {
      return 0.95;
    }
    if (i > ridge) {
      return 0.15 + 0.3 * (i - ridge) / N;
    }
    return StrictMath.hypot(i - 11, j - 35) < 6 ? 1 : 0.5 + 0.4 * i / N;
  }
}
