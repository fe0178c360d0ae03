package io.lanewise.cli.svg;

import io.lanewise.cli.Text;
import io.lanewise.cli.svg.Svg.Anchor;
import java.util.Arrays;

/** A part of a picture in which places are values. What lies beyond it is drawn on its edge. */
public final class Axes {
  private final Svg svg;
  private final double left;
  private final double top;
  private final double width;
  private final double height;
  private final Scale across;
  private final Scale up;

  /**
   * Axes in a rectangle of pixels.
   *
   * @param svg the picture
   * @param left of the rectangle
   * @param top of the rectangle
   * @param width of the rectangle
   * @param height of the rectangle
   * @param across values from left to right
   * @param up values from its lower side up
   */
  public Axes(
      Svg svg, double left, double top, double width, double height, Scale across, Scale up) {
    this.svg = svg;
    this.left = left;
    this.top = top;
    this.width = width;
    this.height = height;
    this.across = across;
    this.up = up;
  }

  /**
   * Where a value is.
   *
   * @param value from left to right
   * @return pixels from the picture's left side
   */
  public double x(double value) {
    return left + width * across.share(value);
  }

  /**
   * Where a value is.
   *
   * @param value upwards
   * @return pixels from the picture's upper side
   */
  public double y(double value) {
    return top + height * (1 - up.share(value));
  }

  /**
   * Lines across with their values at the left, and values below.
   *
   * @param parts into how many equal lengths the lower side is divided
   * @param format of the values below
   * @param lines into how many equal lengths the left side is divided
   * @param lineFormat of the values at the left
   */
  public void grid(int parts, String format, int lines, String lineFormat) {
    for (int i = 0; i <= lines; i++) {
      double value = up.value((double) i / lines);
      double y = y(value);
      svg.line(left, y, left + width, y, Pen.thin(Pen.LIGHT));
      svg.text(left - 8, y + 4, Anchor.END, Text.format(lineFormat, value), Pen.GREY);
    }
    for (int i = 0; i <= parts; i++) {
      double value = across.value((double) i / parts);
      String words = Text.format(format, value);
      svg.text(x(value), top + height + 20, Anchor.MIDDLE, words, Pen.GREY);
    }
  }

  /**
   * A sheet of squares of one unit, with the two lines through 0.
   *
   * @param words above it
   */
  public void squares(String words) {
    for (double at = Math.ceil(across.low()); at <= across.high(); at++) {
      svg.line(x(at), top, x(at), top + height, Pen.thin(at == 0 ? Pen.GREY : Pen.LIGHT));
    }
    for (double at = Math.ceil(up.low()); at <= up.high(); at++) {
      svg.line(left, y(at), left + width, y(at), Pen.thin(at == 0 ? Pen.GREY : Pen.LIGHT));
    }
    svg.text(left, top - 10, Anchor.START, words, Pen.DARK);
  }

  /**
   * What the axes mean.
   *
   * @param below name of the values from left to right
   * @param above name of the values upwards
   */
  public void names(String below, String above) {
    svg.text(left + width, top + height + 40, Anchor.END, below, Pen.DARK);
    svg.text(left, top - 18, Anchor.START, above, Pen.DARK);
  }

  /**
   * A line through points.
   *
   * @param x values from left to right
   * @param y values upwards, as many
   * @param pen its look
   */
  public void path(double[] x, double[] y, Pen pen) {
    svg.path(right(x), down(y), pen);
  }

  private double[] right(double[] x) {
    return Arrays.stream(x).map(this::x).toArray();
  }

  private double[] down(double[] y) {
    return Arrays.stream(y).map(this::y).toArray();
  }

  /**
   * What lies between points.
   *
   * @param x values from left to right
   * @param y values upwards, as many
   * @param colour as SVG has it
   */
  public void area(double[] x, double[] y, String colour) {
    svg.area(right(x), down(y), colour);
  }

  /**
   * An arrow between two points.
   *
   * @param x1 where it begins
   * @param y1 where it begins
   * @param x2 where its head points
   * @param y2 where its head points
   * @param pen its look
   */
  public void arrow(double x1, double y1, double x2, double y2, Pen pen) {
    svg.arrow(x(x1), y(y1), x(x2), y(y2), pen);
  }

  /**
   * Words beside a point.
   *
   * @param x value from left to right
   * @param y value upwards
   * @param right pixels that they are moved to the right
   * @param down pixels that they are moved down
   * @param anchor where they stand then
   * @param words one line
   * @param colour as SVG has it
   */
  public void text(
      double x, double y, double right, double down, Anchor anchor, String words, String colour) {
    svg.text(x(x) + right, y(y) + down, anchor, words, colour);
  }

  /**
   * A dot.
   *
   * @param x value from left to right
   * @param y value upwards
   * @param radius in pixels
   * @param colour as SVG has it
   */
  public void dot(double x, double y, double radius, String colour) {
    svg.dot(x(x), y(y), radius, colour);
  }

  /**
   * A dot that tells something to who points at it.
   *
   * @param x value from left to right
   * @param y value upwards
   * @param radius in pixels
   * @param colour as SVG has it
   * @param tells one line
   */
  public void dot(double x, double y, double radius, String colour, String tells) {
    svg.dot(x(x), y(y), radius, colour, tells);
  }
}
