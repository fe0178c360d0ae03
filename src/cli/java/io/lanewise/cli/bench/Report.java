package io.lanewise.cli.bench;

import io.lanewise.DType;
import io.lanewise.cli.Text;
import java.util.Locale;

/**
 * One line of {@code lanewise bench}.
 *
 * @param kind what was timed
 * @param dtype element type
 * @param size rows and columns, or the length of the sequence
 * @param threads threads allowed
 * @param timing the times
 * @param work flops, bytes or n^3 of one run
 */
public record Report(
    Workload.Kind kind, DType dtype, int size, int threads, Timing timing, double work) {

  /**
   * Titles of the columns that {@link #text} writes.
   *
   * @return a line
   */
  public String header() {
    return Text.format(
            "%-12s %-5s %6s %7s %10s %10s %16s  %s",
            "op",
            "dtype",
            "size",
            "threads",
            "best",
            "median",
            "rate of the best",
            hasPeak() ? "of this core's peak" : "")
        .stripTrailing();
  }

  private double rate() {
    return work / timing.best() * 1e-9;
  }

  /** How many n^3 flops would have taken as long at peak, for what is no fixed number of flops. */
  private boolean countsCubes() {
    return kind == Workload.Kind.EIG || kind == Workload.Kind.SVD;
  }

  private boolean hasPeak() {
    return kind.computes() && !Double.isNaN(timing.peak());
  }

  private String type() {
    return dtype.name().toLowerCase(Locale.ROOT);
  }

  /**
   * For people.
   *
   * @return a line of a table
   */
  public String text() {
    String share = "";
    if (hasPeak()) {
      share =
          countsCubes()
              ? Text.number(timing.peak() / rate(), 3) + " n^3 flops of " + peak()
              : Text.format("%.0f %% of ", 100 * rate() / timing.peak()) + peak();
    }
    return Text.format(
            "%-12s %-5s %6d %7d %10s %10s %8s %-7s  %s",
            kind,
            type(),
            size,
            threads,
            Text.time(timing.best()),
            Text.time(timing.median()),
            Text.number(rate(), 3),
            kind.unit(),
            share)
        .stripTrailing();
  }

  private String peak() {
    return Text.number(timing.peak(), 3) + " GFLOP/s";
  }

  /**
   * For programs.
   *
   * @return a JSON object in one line
   */
  public String json() {
    StringBuilder json = new StringBuilder("{");
    json.append("\"op\":\"").append(kind).append("\",");
    json.append("\"dtype\":\"").append(type()).append("\",");
    json.append("\"size\":").append(size).append(",\"threads\":").append(threads);
    json.append(",\"device\":\"cpu\"");
    json.append(",\"best\":").append(Text.number(timing.best(), 4));
    json.append(",\"median\":").append(Text.number(timing.median(), 4));
    json.append(",\"rate\":").append(Text.number(rate(), 4));
    json.append(",\"unit\":\"").append(kind.unit()).append('"');
    if (hasPeak()) {
      json.append(",\"peak\":").append(Text.number(timing.peak(), 4));
    }
    return json.append('}').toString();
  }
}
