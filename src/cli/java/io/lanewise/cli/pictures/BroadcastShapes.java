package io.lanewise.cli.pictures;

import io.lanewise.Tensor;
import io.lanewise.cli.Text;
import io.lanewise.cli.svg.Pen;
import io.lanewise.cli.svg.Svg;
import io.lanewise.cli.svg.Svg.Anchor;

/** A column and a row that are added: each is repeated, and neither is copied. */
final class BroadcastShapes implements Drawing {
  private static final int CELL = 42;
  private static final int TOP = 60;

  @Override
  public String name() {
    return "broadcasting";
  }

  @Override
  public String draw() {
    Svg svg = new Svg(720, 220);
    Tensor column = Tensor.of(new double[][] {{0}, {10}, {20}});
    Tensor row = Tensor.of(1, 2, 3, 4);
    cells(svg, 30, column.broadcastTo(3, 4), 3, 1, "(3, 1)", Pen.BLUE);
    sign(svg, 228, "+");
    cells(svg, 258, row.broadcastTo(3, 4), 1, 4, "(4)", Pen.RED);
    sign(svg, 456, "=");
    cells(svg, 486, column.add(row), 3, 4, "(3, 4)", Pen.GREEN);
    svg.text(30, 208, Anchor.START, "pale: read again, stored nowhere; a stride of 0", Pen.GREY);
    return svg.file();
  }

  private static void sign(Svg svg, int x, String sign) {
    svg.text(x + 7, TOP + 1.5 * CELL + 5, Anchor.MIDDLE, sign, Pen.DARK);
  }

  /** Cells of a matrix; those beyond the first rows and columns are not stored. */
  private static void cells(
      Svg svg, int left, Tensor values, int rows, int columns, String shape, String colour) {
    svg.text(left, TOP - 12, Anchor.START, "shape " + shape, colour);
    for (int i = 0; i < values.size(0); i++) {
      for (int j = 0; j < values.size(1); j++) {
        boolean stored = i < rows && j < columns;
        double x = left + CELL * j;
        double y = TOP + CELL * i;
        svg.rectangle(x, y, CELL, CELL, "none", stored ? colour : Pen.LIGHT);
        String number = Text.format("%.0f", values.get(i, j));
        String ink = stored ? Pen.DARK : "#9ca3af";
        svg.text(x + CELL / 2.0, y + CELL / 2.0 + 5, Anchor.MIDDLE, number, ink);
      }
    }
  }
}
