package io.lanewise.cli.pictures;

import io.lanewise.cli.Text;
import io.lanewise.cli.svg.Pen;
import io.lanewise.cli.svg.Svg;
import io.lanewise.cli.svg.Svg.Anchor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How three orders of the loops of a matrix product walk through B, and how many lines of memory
 * they ask for that a small model of a cache does not have any more.
 */
final class LoopOrders implements Drawing {
  /** Rows and columns. */
  private static final int N = 16;

  /** Numbers in a line of memory, and columns and rows of a block. */
  private static final int LINE = 8;

  /** Lines that the cache holds. */
  private static final int CACHE = 16;

  /** How many steps of the walk through B are shown. */
  private static final int SHOWN = 96;

  private static final int CELL = 13;

  /** Lines of memory, and how often one was asked for that had gone or never been there. */
  private static final class Cache {
    private final Map<Integer, Boolean> lines =
        new LinkedHashMap<>(CACHE, 0.75f, /* accessOrder= */ true);
    private final List<int[]> walk = new ArrayList<>();
    private int misses;

    /** One step of the innermost loop: c[i, j] += a[i, p] * b[p, j]. */
    void step(int i, int j, int p) {
      read(0, i, p);
      read(1, p, j);
      read(2, i, j);
      walk.add(new int[] {p, j});
    }

    private void read(int matrix, int row, int column) {
      int line = ((matrix * N + row) * N + column) / LINE;
      if (lines.put(line, true) == null) {
        misses++;
        if (lines.size() > CACHE) {
          lines.remove(lines.keySet().iterator().next());
        }
      }
    }
  }

  @Override
  public String name() {
    return "loop-orders";
  }

  @Override
  public String draw() {
    Svg svg = new Svg(720, 310);
    panel(svg, 24, "i, j, p: down the columns", columns());
    panel(svg, 256, "i, p, j: along the rows", rows());
    panel(svg, 488, "i, p, j in blocks of 8 x 8", blocks());
    svg.text(
        24,
        298,
        Anchor.START,
        Text.format("B, %d x %d; the first %d steps through it", N, N, SHOWN),
        Pen.GREY);
    return svg.file();
  }

  private static Cache columns() {
    Cache cache = new Cache();
    for (int i = 0; i < N; i++) {
      for (int j = 0; j < N; j++) {
        for (int p = 0; p < N; p++) {
          cache.step(i, j, p);
        }
      }
    }
    return cache;
  }

  private static Cache rows() {
    Cache cache = new Cache();
    for (int i = 0; i < N; i++) {
      for (int p = 0; p < N; p++) {
        for (int j = 0; j < N; j++) {
          cache.step(i, j, p);
        }
      }
    }
    return cache;
  }

  private static Cache blocks() {
    Cache cache = new Cache();
    for (int p0 = 0; p0 < N; p0 += LINE) {
      for (int j0 = 0; j0 < N; j0 += LINE) {
        for (int i = 0; i < N; i++) {
          for (int p = p0; p < p0 + LINE; p++) {
            for (int j = j0; j < j0 + LINE; j++) {
              cache.step(i, j, p);
            }
          }
        }
      }
    }
    return cache;
  }

  private static void panel(Svg svg, int left, String words, Cache cache) {
    int top = 60;
    svg.text(left, 24, Anchor.START, words, Pen.DARK);
    svg.text(left, 44, Anchor.START, cache.misses + " lines fetched", Pen.RED);
    for (int row = 0; row < N; row++) {
      for (int line = 0; line < N / LINE; line++) {
        double x = left + line * LINE * CELL;
        svg.rectangle(x, top + row * CELL, LINE * CELL, CELL, "none", Pen.LIGHT);
      }
    }
    double[] x = new double[SHOWN];
    double[] y = new double[SHOWN];
    for (int at = 0; at < SHOWN; at++) {
      y[at] = top + (cache.walk.get(at)[0] + 0.5) * CELL;
      x[at] = left + (cache.walk.get(at)[1] + 0.5) * CELL;
      svg.dot(x[at], y[at], 2, Pen.BLUE);
    }
    svg.path(x, y, Pen.thin(Pen.BLUE));
  }
}
