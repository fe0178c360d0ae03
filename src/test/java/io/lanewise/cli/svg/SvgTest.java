package io.lanewise.cli.svg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lanewise.cli.svg.Svg.Anchor;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class SvgTest {
  /** What was drawn, without the frame. */
  private static List<String> drawn(Svg svg) {
    List<String> lines = svg.file().lines().toList();
    return lines.subList(2, lines.size() - 1);
  }

  private static Svg svg() {
    return new Svg(100, 50);
  }

  @Test
  void aFileIsWhole() {
    String file = svg().file();
    assertTrue(file.startsWith("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 100 50\""));
    assertTrue(file.contains("fill=\"#ffffff\""), file);
    assertTrue(file.endsWith("</svg>\n"), file);
  }

  @Test
  void wordsAreNoElements() {
    Svg svg = svg();
    svg.text(1, 2, Anchor.MIDDLE, "a < b & c > d", Pen.DARK);
    assertEquals(
        List.of(
            "<text x=\"1.0\" y=\"2.0\" text-anchor=\"middle\" fill=\"#222222\">"
                + "a &lt; b &amp; c &gt; d</text>"),
        drawn(svg));
  }

  @Test
  void coordinatesDoNotDependOnTheLastBitsNorOnTheCountry() {
    Locale here = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      double half = 10.25;
      for (double x : new double[] {half, half + 1e-12, half - 1e-12}) {
        Svg svg = svg();
        svg.line(x, 0, -1e-9, 1, Pen.of(Pen.RED).dashes());
        assertEquals(
            List.of(
                "<path d=\"M10.2 0.0L0.0 1.0\" fill=\"none\" stroke=\"#d1242f\""
                    + " stroke-width=\"2.0\" stroke-dasharray=\"6 4\"/>"),
            drawn(svg));
      }
    } finally {
      Locale.setDefault(here);
    }
  }

  @Test
  void anArrowEndsWhereItPoints() {
    Svg svg = svg();
    svg.arrow(0, 0, 30, 40, Pen.of(Pen.BLUE));
    assertTrue(drawn(svg).getFirst().contains("M0.0 0.0L24.6 32.8"), svg.file());
    assertTrue(drawn(svg).getLast().contains("M30.0 40.0L"), svg.file());
    Svg nothing = svg();
    nothing.arrow(5, 5, 5, 5, Pen.of(Pen.BLUE));
    assertTrue(!nothing.file().contains("NaN"), nothing.file());
  }

  @Test
  void placesAreValues() {
    Axes axes = new Axes(svg(), 10, 20, 100, 200, Scale.linear(-1, 1), Scale.logarithmic(1e-4, 1));
    assertEquals(60, axes.x(0));
    assertEquals(110, axes.x(5), "beyond the end");
    assertEquals(20, axes.y(1));
    assertEquals(120, axes.y(1e-2), 1e-12);
    assertEquals(220, axes.y(0), "beyond the end");
    Svg svg = svg();
    new Axes(svg, 0, 0, 10, 10, Scale.linear(0, 1), Scale.logarithmic(1e-4, 1))
        .grid(2, "%.1f", 2, "%.0e");
    for (String label : List.of("0.0", "0.5", "1.0", "1e-04", "1e-02", "1e+00")) {
      assertTrue(svg.file().contains(">" + label + "</text>"), label);
    }
  }
}
