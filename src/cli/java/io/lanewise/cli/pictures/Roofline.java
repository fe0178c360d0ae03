package io.lanewise.cli.pictures;

import io.lanewise.cli.svg.Axes;
import io.lanewise.cli.svg.Pen;
import io.lanewise.cli.svg.Scale;
import io.lanewise.cli.svg.Svg;
import io.lanewise.cli.svg.Svg.Anchor;

/**
 * What a core can do at each arithmetic intensity, and what was measured.
 *
 * <p>All figures are medians for F32 of one page, {@code docs/perf/zen4-avx512.md}: bandwidths are
 * those of the bare loop that moves the bytes of x += y, rates of memory times the intensity.
 */
final class Roofline implements Drawing {
  /** GFLOP/s. */
  private static final double PEAK = 109;

  /** GB/s: 28.9 was 71.0 % of it. */
  private static final double MEMORY = 28.9 / 0.710;

  /** GB/s: 121 was 78.8 % of it. */
  private static final double CACHE = 121 / 0.788;

  private static final double LOW = 0.05;
  private static final double HIGH = 1000;

  @Override
  public String name() {
    return "roofline";
  }

  @Override
  public String draw() {
    Svg svg = new Svg(720, 440);
    Axes axes =
        new Axes(
            svg, 60, 50, 640, 320, Scale.logarithmic(0.001, HIGH), Scale.logarithmic(0.1, HIGH));
    axes.grid(6, "%.0e", 4, "%.1f");
    axes.names("flops for each byte", "GFLOP/s, one core of a Zen 4, F32");
    roof(axes, CACHE, Pen.of(Pen.GREEN).dashes());
    roof(axes, MEMORY, Pen.of(Pen.BLUE));
    axes.text(0.05, 0.05 * CACHE, -6, 4, Anchor.END, "cache, 154 GB/s", Pen.GREEN);
    axes.text(0.05, 0.05 * MEMORY, -6, 4, Anchor.END, "memory, 41 GB/s", Pen.BLUE);
    axes.text(HIGH, PEAK, 0, -8, Anchor.END, "multiply-adds in registers, 109 GFLOP/s", Pen.DARK);
    point(axes, 1 / 12.0, 28.9 / 12, "x += y, memory", Pen.BLUE);
    point(axes, 1 / 12.0, 121 / 12.0, "x += y, cache", Pen.GREEN);
    point(axes, 0.25, 19.4 / 4, "sum, memory", Pen.BLUE);
    point(axes, 0.25, 78.9 / 4, "sum, cache", Pen.GREEN);
    point(axes, 64 / 6.0, 47.1, "A B, n = 64", Pen.RED);
    point(axes, 1024 / 6.0, 77.7, "n = 1024", Pen.RED);
    point(axes, 256 / 6.0, 1.95, "three loops, n = 256", Pen.RED);
    return svg.file();
  }

  private static void roof(Axes axes, double bandwidth, Pen pen) {
    double corner = PEAK / bandwidth;
    axes.path(new double[] {LOW, corner, HIGH}, new double[] {LOW * bandwidth, PEAK, PEAK}, pen);
  }

  private static void point(Axes axes, double intensity, double rate, String words, String colour) {
    axes.dot(intensity, rate, 4, colour);
    if (colour.equals(Pen.GREEN)) { // there is room at the other side
      axes.text(intensity, rate, -8, -4, Anchor.END, words, Pen.DARK);
    } else {
      axes.text(intensity, rate, 8, 14, Anchor.START, words, Pen.DARK);
    }
  }
}
