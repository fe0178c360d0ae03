package io.lanewise.jmh.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Makes one page for one kind of machine: a table and a plot for every set of results. */
public final class Report {
  /** The order of contenders in tables and plots; others follow by name. */
  static final List<String> ORDER =
      List.of("lanewise", "openblas", "syevd", "gesdd", "gejsv", "geev", "ejml", "scalar", "naive");

  private static final Map<String, String> TITLES =
      Map.of(
          "lanewise", "Lanewise",
          "openblas", "OpenBLAS",
          "syevd", "OpenBLAS syevd",
          "gesdd", "OpenBLAS gesdd",
          "gejsv", "OpenBLAS gejsv",
          "geev", "OpenBLAS geev",
          "ejml", "EJML",
          "scalar", "Lanewise, scalar",
          "naive", "plain loops");

  private static final String FMA_PEAK = "The peak is that of fused multiply-adds in registers.";

  /** File, title, and what to know about the figures. */
  private enum Family {
    GEMM("Product of n x n matrices", "GFLOP/s", FMA_PEAK),
    BATCHED("A batch of matrices times one matrix: batch x m x k x n", "GFLOP/s", FMA_PEAK),
    ELEMENTWISE(
        "Elementwise operations",
        "GB/s",
        """
        The peak is that of a bare loop that moves the same bytes in the same pattern: loads, \
        stores, and no more arithmetic than an addition. Bytes are those read and written.\
        """),

    REDUCTION(
        "Reductions",
        "GB/s",
        "The peak is that of a bare loop that loads as much. OpenBLAS's sum is asum."),
    EIGEN(
        "Symmetric eigenvalues and vectors, n x n",
        "nominal GFLOP/s",
        "Rates are nominal, 9 n^3 operations whatever an algorithm does. " + FMA_PEAK),
    GENERALEIGEN(
        "Eigenvalues and vectors of a matrix that is not symmetric, n x n",
        "nominal GFLOP/s",
        "Rates are nominal, 25 n^3 operations whatever an algorithm does. EJML gives no vectors of"
            + " complex values. "
            + FMA_PEAK),
    SVD(
        "Singular values and both sets of vectors, n x n",
        "nominal GFLOP/s",
        "Rates are nominal, 22 n^3 operations whatever an algorithm does. " + FMA_PEAK),
    ATTENTION(
        "Self-attention, batch 8, 12 heads, d 64, n queries and keys",
        "GFLOP/s",
        "Operations are those of the two products; exponentials come on top. " + FMA_PEAK),
    ALLOCATION("Allocation with results that exist", "B/op", "");

    private final String title;
    private final String unit;
    private final String note;

    Family(String title, String unit, String note) {
      this.title = title;
      this.unit = unit;
      this.note = note;
    }

    private String file() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Path folder;
  private final StringBuilder page = new StringBuilder();

  private Report(Path folder) {
    this.folder = folder;
  }

  /**
   * Writes FOLDER.md and the plots in FOLDER.
   *
   * @param folder results and machine.txt, as the suite has left them
   */
  public static void write(Path folder) throws IOException {
    Report report = new Report(folder);
    String name = folder.getFileName().toString();
    report.machine(name);
    for (Family family : Family.values()) {
      Path results = folder.resolve(family.file() + ".json");
      if (Files.exists(results)) {
        report.family(family, Entry.read(results));
      }
    }
    Files.writeString(folder.resolveSibling(name + ".md"), report.page);
  }

  static String title(String contender) {
    return TITLES.getOrDefault(contender, contender);
  }

  private void machine(String name) throws IOException {
    line("# " + name);
    line("");
    line("Made by `benchmarks.jar`; [README.md](README.md) says how and how to read it.");
    line("");
    line("| | |");
    line("|---|---|");
    for (String fact : Files.readAllLines(folder.resolve(Machine.FILE))) {
      line("| " + fact.replaceFirst(": ", " | ") + " |");
    }
  }

  private void family(Family family, List<Entry> entries) throws IOException {
    line("");
    line("## " + family.title);
    if (!family.note.isEmpty()) {
      line("");
      line(family.note);
    }
    Map<String, List<Entry>> tables =
        entries.stream()
            .collect(Collectors.groupingBy(Entry::table, LinkedHashMap::new, Collectors.toList()));
    if (family == Family.ALLOCATION) {
      allocation(tables);
      return;
    }
    for (Map.Entry<String, List<Entry>> table : tables.entrySet()) {
      String peak = peak(family, table.getValue());
      String plot = family.file() + "-" + table.getKey().replaceAll("\\W+", "-") + ".svg";
      String title = family.title + ", " + table.getKey();
      Files.writeString(folder.resolve(plot), Plot.of(title, peak, table.getValue()));
      line("");
      line("### " + table.getKey());
      line("");
      line("Peak " + peak + ".");
      line("");
      line("![" + title + "](" + folder.getFileName() + "/" + plot + ")");
      line("");
      table(family, table.getValue());
    }
  }

  private static String peak(Family family, List<Entry> entries) {
    double best = entries.stream().mapToDouble(entry -> entry.best("peak.best")).max().orElse(0);
    double least =
        entries.stream().mapToDouble(entry -> entry.median("peak.median")).min().orElse(0);
    return number(best)
        + " "
        + family.unit.replace("nominal ", "")
        + " at best, medians from "
        + number(least);
  }

  private void table(Family family, List<Entry> entries) {
    line(
        "| | | best, "
            + family.unit
            + " | median | share of the peak | in each JVM | Lanewise is x times as fast |");
    line("|---|---|---|---|---|---|---|");
    for (Entry entry : entries) {
      String row = entry.row();
      for (String name : entry.contenders()) {
        double ratio = entry.median(name + ".ratio");
        line(
            "| %s | %s | %s | %s | %s %% | %s | %s |"
                .formatted(
                    row,
                    title(name),
                    number(entry.best(name + ".best")),
                    number(entry.median(name + ".median")),
                    number(entry.median(name + ".share")),
                    Arrays.stream(entry.forks(name + ".share"))
                        .mapToObj(Report::number)
                        .collect(Collectors.joining(", ")),
                    Double.isNaN(ratio) ? "" : String.format(Locale.ROOT, "%.2f", ratio)));
        row = "";
      }
    }
  }

  private void allocation(Map<String, List<Entry>> tables) {
    line("");
    line("Bytes on the heap for one operation, in all threads together.");
    line("");
    line("| | " + String.join(" | ", tables.keySet()) + " |");
    line("|---|" + "---|".repeat(tables.size()));
    List<Entry> first = tables.values().iterator().next();
    for (int at = 0; at < first.size(); at++) {
      StringBuilder cells = new StringBuilder("| " + first.get(at).row());
      for (List<Entry> table : tables.values()) {
        cells.append(" | ").append(number(table.get(at).best("gc.alloc.rate.norm")));
      }
      line(cells + " |");
    }
  }

  /** Three figures, and no more. */
  private static String number(double value) {
    String format = value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : value >= 1 ? "%.2f" : "%.3f";
    return Double.isNaN(value) ? "" : String.format(Locale.ROOT, format, value);
  }

  private void line(String text) {
    page.append(text).append('\n');
  }
}
