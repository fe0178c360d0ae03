package io.lanewise.cli.pictures;

import io.lanewise.DType;
import io.lanewise.Slice;
import io.lanewise.Tensor;
import io.lanewise.cli.svg.Pen;
import io.lanewise.cli.svg.Svg;
import io.lanewise.cli.svg.Svg.Anchor;
import io.lanewise.nn.Attention;
import io.lanewise.nn.AttentionOptions;

/**
 * The weights of a head that looks at what followed the same letter before: its query is a letter,
 * its keys are the letters before each position.
 */
final class CausalAttention implements Drawing {
  private static final String TEXT = "the cat sat on the mat, the cat ";
  private static final int D = 64;
  private static final int CELL = 15;
  private static final int LEFT = 60;
  private static final int TOP = 60;

  /** Of a letter's score with itself; with others it is about an eighth of that, or less. */
  private static final double SCORE = 8;

  @Override
  public String name() {
    return "attention-causal";
  }

  @Override
  public String draw() {
    int n = TEXT.length();
    Tensor letters = Tensor.randn(DType.F64, 1, 128, D);
    letters = letters.div(letters.norm(1).unsqueeze(1));
    Tensor queries = Tensor.empty(DType.F64, n, D);
    Tensor keys = Tensor.zeros(DType.F64, n, D);
    for (int i = 0; i < n; i++) {
      Tensor letter = letters.slice(Slice.at(TEXT.charAt(i)));
      queries.slice(Slice.at(i)).copyFrom(letter);
      if (i + 1 < n) {
        keys.slice(Slice.at(i + 1)).copyFrom(letter);
      }
    }
    Tensor weights =
        Attention.scaledDotProduct(
            queries,
            keys,
            Tensor.eye(DType.F64, n),
            AttentionOptions.auto().withCausal(true).withScale(SCORE));
    Svg svg = new Svg(720, TOP + n * CELL + 30);
    Greys.draw(svg, LEFT, TOP, CELL, weights.rsub(1));
    svg.rectangle(LEFT, TOP, n * CELL, n * CELL, "none", Pen.LIGHT);
    svg.line(LEFT, TOP, LEFT + n * CELL, TOP + n * CELL, Pen.thin(Pen.BLUE));
    for (int i = 0; i < n; i++) {
      String letter = TEXT.charAt(i) == ' ' ? "\u00b7" : TEXT.substring(i, i + 1);
      double at = (i + 0.5) * CELL;
      svg.text(LEFT + at, TOP - 6, Anchor.MIDDLE, letter, Pen.DARK);
      svg.text(LEFT - 10, TOP + at + 4, Anchor.MIDDLE, letter, Pen.DARK);
    }
    svg.text(LEFT, TOP - 30, Anchor.START, "looked at", Pen.GREY);
    svg.text(LEFT - 26, TOP + n * CELL + 18, Anchor.START, "looks", Pen.GREY);
    double right = LEFT + n * CELL + 16;
    svg.text(right, TOP + 20, Anchor.START, "white: 0, black: 1", Pen.DARK);
    svg.text(right, TOP + 44, Anchor.START, "each row sums to 1", Pen.DARK);
    svg.text(right, TOP + 68, Anchor.START, "nothing after itself", Pen.DARK);
    return svg.file();
  }
}
