package io.lanewise.cli.pictures;

import io.lanewise.cli.svg.Pen;
import io.lanewise.cli.svg.Svg;
import io.lanewise.cli.svg.Svg.Anchor;

/** A transformer from bytes to scores, and the inside of one block. */
final class TransformerBlock implements Drawing {
  private static final Pen LINE = Pen.thin(Pen.DARK);
  private static final int TRUNK = 420;
  private static final int SIDE = 585;
  private static final String WHITE = "#ffffff";
  private static final String TINT = "#eef4ff";

  @Override
  public String name() {
    return "transformer-block";
  }

  @Override
  public String draw() {
    Svg svg = new Svg(720, 500);
    outside(svg);
    svg.text(TRUNK - 60, 30, Anchor.START, "inside a block", Pen.GREY);
    svg.rectangle(TRUNK - 60, 42, 350, 440, TINT, Pen.LIGHT);
    svg.text(TRUNK + 10, 58, Anchor.START, "x", Pen.DARK);
    branch(svg, 70, "layer norm", "causal attention", "positions look at each other");
    branch(svg, 270, "layer norm", "w to 4w, GELU, 4w to w", "each position for itself");
    svg.arrow(TRUNK, 446, TRUNK, 475, LINE);
    return svg.file();
  }

  private static void outside(Svg svg) {
    String[] words = {
      "bytes", "token + position vectors", "block 1", "...", "block l", "layer norm"
    };
    for (int i = 0; i < words.length; i++) {
      box(svg, 140, 60 + 66 * i, 200, words[i], i >= 2 && i <= 4 ? TINT : WHITE);
      svg.arrow(140, 76 + 66 * i, 140, 110 + 66 * i, LINE);
    }
    box(svg, 140, 60 + 66 * words.length, 200, "scores: times E'", WHITE);
  }

  /** From the trunk through two boxes, and back to be added. */
  private static void branch(Svg svg, int top, String first, String second, String words) {
    svg.arrow(TRUNK, top - 26, TRUNK, top + 156, LINE);
    svg.line(TRUNK, top, SIDE, top, LINE);
    svg.arrow(SIDE, top, SIDE, top + 30, LINE);
    box(svg, SIDE, top + 46, 200, first, WHITE);
    svg.arrow(SIDE, top + 62, SIDE, top + 86, LINE);
    box(svg, SIDE, top + 102, 200, second, WHITE);
    svg.text(SIDE, top + 135, Anchor.MIDDLE, words, Pen.GREY);
    svg.line(SIDE, top + 142, SIDE, top + 166, LINE);
    svg.arrow(SIDE, top + 166, TRUNK + 10, top + 166, LINE);
    svg.dot(TRUNK, top + 166, 10, Pen.BLUE);
    svg.text(TRUNK, top + 171, Anchor.MIDDLE, "+", WHITE);
  }

  private static void box(Svg svg, double x, double y, double width, String words, String fill) {
    svg.rectangle(x - width / 2, y - 16, width, 32, fill, Pen.GREY);
    svg.text(x, y + 5, Anchor.MIDDLE, words, Pen.DARK);
  }
}
