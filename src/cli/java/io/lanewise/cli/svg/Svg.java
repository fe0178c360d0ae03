package io.lanewise.cli.svg;

import io.lanewise.cli.Text;

/**
 * A picture that is drawn stroke by stroke, in pixels from the upper left corner.
 *
 * <p>Coordinates are written in tenths of a pixel. They are rounded to a millionth first, so that a
 * coordinate that is half a tenth but for the last bits of a computation comes out the same from
 * all kernels.
 */
public final class Svg {
  /** Where words stand to their point. */
  public enum Anchor {
    /** The point is left of them. */
    START,
    /** The point is in their middle. */
    MIDDLE,
    /** The point is right of them. */
    END
  }

  private static final double HEAD = 9;

  private final StringBuilder text = new StringBuilder();

  /**
   * A white picture; the white is a rectangle, so that dark words can be read where pages are dark.
   *
   * @param width in pixels
   * @param height in pixels
   */
  public Svg(int width, int height) {
    add(
        Text.format(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\""
                + " font-family=\"sans-serif\" font-size=\"13\">",
            width, height));
    add("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>");
  }

  /**
   * Words.
   *
   * @param x of their point
   * @param y of the line they stand on
   * @param anchor where they stand to the point
   * @param words one line
   * @param colour as SVG has it
   */
  public void text(double x, double y, Anchor anchor, String words, String colour) {
    String where =
        switch (anchor) {
          case START -> "start";
          case MIDDLE -> "middle";
          case END -> "end";
        };
    add(
        Text.format(
            "<text x=\"%s\" y=\"%s\" text-anchor=\"%s\" fill=\"%s\">%s</text>",
            number(x), number(y), where, colour, escaped(words)));
  }

  /**
   * A straight line.
   *
   * @param x1 where it begins
   * @param y1 where it begins
   * @param x2 where it ends
   * @param y2 where it ends
   * @param pen its look
   */
  public void line(double x1, double y1, double x2, double y2, Pen pen) {
    path(new double[] {x1, x2}, new double[] {y1, y2}, pen);
  }

  /**
   * A line through points.
   *
   * @param x of the points
   * @param y of the points, as many
   * @param pen its look
   */
  public void path(double[] x, double[] y, Pen pen) {
    add(
        Text.format(
            "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"%s\"%s/>",
            points(x, y),
            pen.colour(),
            number(pen.width()),
            pen.dashed() ? " stroke-dasharray=\"6 4\"" : ""));
  }

  /**
   * An area.
   *
   * @param x of its corners
   * @param y of its corners, as many
   * @param colour as SVG has it
   */
  public void area(double[] x, double[] y, String colour) {
    add(Text.format("<path d=\"%sZ\" fill=\"%s\"/>", points(x, y), colour));
  }

  /**
   * A line with a head at its end.
   *
   * @param x1 where it begins
   * @param y1 where it begins
   * @param x2 where its head points
   * @param y2 where its head points
   * @param pen its look
   */
  public void arrow(double x1, double y1, double x2, double y2, Pen pen) {
    double length = Math.hypot(x2 - x1, y2 - y1);
    double head = Math.min(HEAD, length); // one shorter than its head is all head
    double across = length == 0 ? 0 : (x2 - x1) / length * head;
    double down = length == 0 ? 0 : (y2 - y1) / length * head;
    line(x1, y1, x2 - across, y2 - down, pen);
    area(
        new double[] {x2, x2 - across - 0.4 * down, x2 - across + 0.4 * down},
        new double[] {y2, y2 - down + 0.4 * across, y2 - down - 0.4 * across},
        pen.colour());
  }

  /**
   * A rectangle.
   *
   * @param x of its left side
   * @param y of its upper side
   * @param width in pixels
   * @param height in pixels
   * @param fill colour as SVG has it, or {@code none}
   * @param stroke colour of its sides, or {@code none}
   */
  public void rectangle(
      double x, double y, double width, double height, String fill, String stroke) {
    add(
        Text.format(
            "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" fill=\"%s\" stroke=\"%s\"/>",
            number(x), number(y), number(width), number(height), fill, stroke));
  }

  /**
   * A dot.
   *
   * @param x of its middle
   * @param y of its middle
   * @param radius in pixels
   * @param colour as SVG has it
   */
  public void dot(double x, double y, double radius, String colour) {
    add(
        Text.format(
            "<circle cx=\"%s\" cy=\"%s\" r=\"%s\" fill=\"%s\"/>",
            number(x), number(y), number(radius), colour));
  }

  /**
   * A dot that tells something to who points at it.
   *
   * @param x of its middle
   * @param y of its middle
   * @param radius in pixels
   * @param colour as SVG has it
   * @param tells one line
   */
  public void dot(double x, double y, double radius, String colour, String tells) {
    add(
        Text.format(
            "<circle cx=\"%s\" cy=\"%s\" r=\"%s\" fill=\"%s\"><title>%s</title></circle>",
            number(x), number(y), number(radius), colour, escaped(tells)));
  }

  /**
   * Squares side by side, as in a table of colours.
   *
   * @param x of their left side
   * @param y of their upper side
   * @param size of each, in pixels
   * @param levels number of the colour of each, row by row; none is drawn for a negative one
   * @param colours as SVG has them
   */
  public void squares(double x, double y, double size, int[][] levels, String... colours) {
    StringBuilder[] paths = new StringBuilder[colours.length];
    for (int i = 0; i < levels.length; i++) {
      int first = 0;
      for (int j = 1; j <= levels[i].length; j++) {
        if (j == levels[i].length || levels[i][j] != levels[i][first]) { // one shape for a run
          int level = levels[i][first];
          if (level >= 0) {
            paths[level] = paths[level] == null ? new StringBuilder() : paths[level];
            paths[level].append(
                Text.format(
                    "M%s %sh%sv%sH%sz",
                    number(x + first * size),
                    number(y + i * size),
                    number((j - first) * size),
                    number(size),
                    number(x + first * size)));
          }
          first = j;
        }
      }
    }
    for (int level = 0; level < colours.length; level++) {
      if (paths[level] != null) {
        add(
            Text.format(
                "<path d=\"%s\" fill=\"%s\" shape-rendering=\"crispEdges\"/>",
                paths[level], colours[level]));
      }
    }
  }

  /**
   * The text of the file.
   *
   * @return all that was drawn so far
   */
  public String file() {
    return text + "</svg>\n";
  }

  private void add(String element) {
    text.append(element).append('\n');
  }

  private static String points(double[] x, double[] y) {
    StringBuilder points = new StringBuilder();
    for (int i = 0; i < x.length; i++) {
      points.append(i == 0 ? "M" : "L").append(number(x[i])).append(' ').append(number(y[i]));
    }
    return points.toString();
  }

  /** In tenths, without a sign before 0. */
  private static String number(double value) {
    double rounded = Math.rint(Math.rint(value * 1e6) / 1e5) / 10;
    return Text.format("%.1f", rounded == 0 ? 0.0 : rounded);
  }

  private static String escaped(String words) {
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
