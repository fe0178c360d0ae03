package io.lanewise.jmh.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes one page for one kind of machine: a table and a plot for every set of results. */
public final class Report {
  /** Contenders in the order of tables and plots, with their titles; others follow by name. */
  private static final Map<String, String> TITLES = new LinkedHashMap<>();

  static {
    TITLES.put("lanewise", "Lanewise");
    TITLES.put("lanewise-2", "Lanewise, 2 threads");
    TITLES.put("openblas", "OpenBLAS");
    TITLES.put("openblas-2", "OpenBLAS, 2 threads");
    TITLES.put("mkl", "MKL");
    TITLES.put("syevd", "OpenBLAS syevd");
    TITLES.put("gesdd", "OpenBLAS gesdd");
    TITLES.put("gejsv", "OpenBLAS gejsv");
    TITLES.put("geev", "OpenBLAS geev");
    TITLES.put("vectorblas", "VectorBLAS");
    TITLES.put("ejml", "EJML");
    TITLES.put("ojalgo", "ojAlgo");
    TITLES.put("hipparchus", "Hipparchus");
    TITLES.put("scalar", "Lanewise, scalar");
    TITLES.put("naive", "plain loops");
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

  /** The order of contenders. */
  static Set<String> order() {
    return TITLES.keySet();
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
    line("## " + family.title());
    if (!family.note().isEmpty()) {
      line("");
      line(family.note());
    }
    Map<String, List<Entry>> tables =
        entries.stream()
            .collect(Collectors.groupingBy(Entry::table, LinkedHashMap::new, Collectors.toList()));
    if (family == Family.ALLOCATION) {
      allocation(tables);
      return;
    }
    if (family == Family.WARMUP) {
      warmUp(entries);
      return;
    }
    for (Map.Entry<String, List<Entry>> table : tables.entrySet()) {
      String peak = peak(family, table.getValue());
      String plot = family.file() + "-" + table.getKey().replaceAll("\\W+", "-") + ".svg";
      String title = family.title() + ", " + table.getKey();
      Files.writeString(folder.resolve(plot), Plot.of(title, peak, table.getValue()));
      line("");
      line("### " + table.getKey());
      line("");
      line("Peak " + peak + ".");
      line("");
      line("![" + title + "](" + folder.getFileName() + "/" + plot + ")");
      line("");
      table(family, table.getValue());
      if (family == Family.MIXTURE) {
        slowdown(table.getValue());
      }
    }
  }

  private static String peak(Family family, List<Entry> entries) {
    double best = entries.stream().mapToDouble(entry -> entry.best("peak.best")).max().orElse(0);
    double least =
        entries.stream().mapToDouble(entry -> entry.median("peak.median")).min().orElse(0);
    return number(best)
        + " "
        + family.unit().replace("nominal ", "")
        + " at best, medians from "
        + number(least);
  }

  private void table(Family family, List<Entry> entries) {
    boolean two = family == Family.TWOTHREADS;
    line(
        "| | | best, "
            + family.unit()
            + " | median | share of the peak | in each JVM | Lanewise is x times as fast |"
            + (two ? " two threads are x times as fast as one |" : ""));
    line("|---|---|---|---|---|---|---|" + (two ? "---|" : ""));
    for (Entry entry : entries) {
      String row = entry.row();
      for (String name : entry.contenders()) {
        String cells =
            "| %s | %s | %s | %s | %s %% | %s | %s |"
                .formatted(
                    row,
                    title(name),
                    number(entry.best(name + ".best")),
                    number(entry.median(name + ".median")),
                    number(entry.median(name + ".share")),
                    each(entry, name + ".share"),
                    factor(entry.median(name + ".ratio")));
        line(cells + (two ? " " + factor(entry.median(name + ".scaling")) + " |" : ""));
        row = "";
      }
    }
  }

  /** What a mixture of other work cost, by shares of the peak of the JVMs with it and without. */
  private void slowdown(List<Entry> entries) {
    line("");
    line("| n | Lanewise alone | after a mixture | slower by |");
    line("|---|---|---|---|");
    for (Entry alone : entries) {
      for (Entry after : entries) {
        if (alone.is("row", "NOTHING")
            && after.is("row", "MIXTURE")
            && alone.parameters().get("n").equals(after.parameters().get("n"))) {
          double before = alone.median("lanewise.share");
          double now = after.median("lanewise.share");
          line(
              "| %s | %s %% | %s %% | %s %% |"
                  .formatted(
                      alone.parameters().get("n"),
                      number(before),
                      number(now),
                      signed(100 * (before / now - 1))));
        }
      }
    }
  }

  private void warmUp(List<Entry> entries) {
    line("");
    line(
        "| | first product, ms | in each JVM | second, ms | 90 % of the final rate after, ms"
            + " | in each JVM | final rate, GFLOP/s | of the peak |");
    line("|---|---|---|---|---|---|---|---|");
    for (Entry entry : entries) {
      line(
          "| %s, n = %s | %s | %s | %s | %s | %s | %s | %s %% |"
              .formatted(
                  entry.table(),
                  entry.row(),
                  number(entry.median("first")),
                  each(entry, "first"),
                  number(entry.median("second")),
                  number(entry.median("fast")),
                  each(entry, "fast"),
                  number(entry.median("final")),
                  number(entry.median("final.part"))));
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

  /** The median of each JVM. */
  private static String each(Entry entry, String metric) {
    return Arrays.stream(entry.forks(metric))
        .mapToObj(Report::number)
        .collect(Collectors.joining(", "));
  }

  private static String factor(double value) {
    return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.2f", value);
  }

  private static String signed(double value) {
    return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.0f", value);
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
