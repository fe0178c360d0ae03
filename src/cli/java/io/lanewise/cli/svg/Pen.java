package io.lanewise.cli.svg;

/**
 * How a stroke looks. The colours can be read on white, and told apart by most people.
 *
 * @param colour as SVG has it
 * @param width in pixels
 * @param dashed whether it is interrupted
 */
public record Pen(String colour, double width, boolean dashed) {
  /** Words and axes. */
  public static final String DARK = "#222222";

  /** Numbers at axes, and what is beside the point. */
  public static final String GREY = "#6b7280";

  /** Lines of a grid. */
  public static final String LIGHT = "#e5e7eb";

  /** The first thing. */
  public static final String BLUE = "#1f6feb";

  /** The second, or what it is compared with. */
  public static final String RED = "#d1242f";

  /** The third. */
  public static final String GREEN = "#1a7f37";

  /** The fourth. */
  public static final String ORANGE = "#bc4c00";

  /**
   * A stroke two pixels wide.
   *
   * @param colour as SVG has it
   * @return the pen
   */
  public static Pen of(String colour) {
    return new Pen(colour, 2, /* dashed= */ false);
  }

  /**
   * A stroke one pixel wide.
   *
   * @param colour as SVG has it
   * @return the pen
   */
  public static Pen thin(String colour) {
    return new Pen(colour, 1, /* dashed= */ false);
  }

  /**
   * The same, interrupted.
   *
   * @return the pen
   */
  public Pen dashes() {
    return new Pen(colour, width, /* dashed= */ true);
  }
}
