package io.lanewise.cli.pictures;

import io.lanewise.Tensor;
import io.lanewise.cli.Text;
import io.lanewise.cli.svg.Svg;

/** A matrix as a picture: a square for each entry. */
final class Greys {
  private static final int LEVELS = 16;

  private Greys() {}

  /**
   * Draws a matrix from dark, 0 and below, to light, 1 and above.
   *
   * @param svg the picture
   * @param x of its left side
   * @param y of its upper side
   * @param size of each square, in pixels
   * @param matrix what is shown
   */
  static void draw(Svg svg, double x, double y, double size, Tensor matrix) {
    String[] colours = new String[LEVELS];
    for (int level = 0; level < LEVELS; level++) {
      int grey = 255 * level / (LEVELS - 1);
      colours[level] = Text.format("#%02x%02x%02x", grey, grey, grey);
    }
    svg.squares(x, y, size, levels(matrix), colours);
  }

  private static int[][] levels(Tensor matrix) {
    double[][] values = matrix.toDoubleMatrix();
    int[][] levels = new int[values.length][];
    for (int i = 0; i < values.length; i++) {
      levels[i] = new int[values[i].length];
      for (int j = 0; j < values[i].length; j++) {
        levels[i][j] = level(values[i][j]);
      }
    }
    return levels;
  }

  /** Rounded to a millionth first, so that the last bits of a computation do not decide. */
  private static int level(double value) {
    double scaled = Math.rint(Math.clamp(value, 0, 1) * (LEVELS - 1) * 1e6) / 1e6;
    return (int) Math.rint(scaled);
  }
}
