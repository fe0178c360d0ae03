package io.lanewise.cli.tour;

import io.lanewise.DType;
import io.lanewise.Tensor;
import io.lanewise.cli.Progress;
import io.lanewise.cli.Text;
import java.util.Map;

/** A row added to each row of a matrix, and what a sum costs in memory. */
final class Broadcasting implements Topic {
  private static final int ROWS = 2000;
  private static final int COLUMNS = 2000;
  private static final String ROW = "%-24s %8s %8s   %s";
  private static final String ELEMENTS = "get and set in two loops";
  private static final String ARRAYS = "Java loops over arrays";
  private static final String REPEATED = "x.addInto(rows, y)";
  private static final String BROADCAST = "x.addInto(row, y)";

  @Override
  public int number() {
    return 8;
  }

  @Override
  public String title() {
    return "Broadcasting and in-place addition, f32";
  }

  @Override
  public void show(Page page) {
    Tensor x = Tensor.randn(DType.F32, 1, ROWS, COLUMNS);
    Tensor row = Tensor.randn(DType.F32, 2, COLUMNS);
    Tensor rows = row.broadcastTo(ROWS, COLUMNS).copy();
    Tensor slow = Tensor.empty(DType.F32, ROWS, COLUMNS);
    Tensor fast = Tensor.empty(DType.F32, ROWS, COLUMNS);
    float[] in = x.toFloatArray();
    float[] add = row.toFloatArray();
    float[] out = new float[ROWS * COLUMNS];
    Race race = new Race();
    race.addSlow(ELEMENTS, 2, () -> elements(x, row, slow));
    race.add(ARRAYS, () -> arrays(in, add, out));
    race.add(REPEATED, () -> x.addInto(rows, fast));
    race.add(BROADCAST, () -> x.addInto(row, fast));
    page.line(x.shape() + " + " + row.shape() + ": the row is repeated without being copied");
    try (Progress progress = page.progress()) {
      Map<String, Race.Times> times = race.run(9, progress);
      page.line(Text.format(ROW, "", "best", "median", "why"));
      times.forEach(
          (name, taken) ->
              page.line(
                  Text.format(
                      ROW, name, Text.time(taken.best()), Text.time(taken.median()), why(name))));
    }
    page.line("Broadcasting takes no memory for the repeated row; the additions are as many.");
    page.check(fast.contentEquals(slow), BROADCAST + " and " + ELEMENTS + " differ");
    page.check(
        fast.contentEquals(Tensor.wrap(out, ROWS, COLUMNS)),
        BROADCAST + " and " + ARRAYS + " differ");
    page.line("");
    new InPlace().show(page);
  }

  private static String why(String name) {
    return switch (name) {
      case ELEMENTS -> "checks each index";
      case ARRAYS -> "compiled well: memory is the limit";
      case REPEATED -> "the row copied " + ROWS + " times first: 16 MB more";
      default -> "the same work in one call, by all threads";
    };
  }

  private static void elements(Tensor x, Tensor row, Tensor y) {
    for (int i = 0; i < ROWS; i++) {
      for (int j = 0; j < COLUMNS; j++) {
        y.set(x.get(i, j) + row.get(j), i, j);
      }
    }
  }

  private static void arrays(float[] x, float[] row, float[] y) {
    for (int i = 0; i < ROWS; i++) {
      for (int j = 0; j < COLUMNS; j++) {
        y[i * COLUMNS + j] = x[i * COLUMNS + j] + row[j];
      }
    }
  }
}
