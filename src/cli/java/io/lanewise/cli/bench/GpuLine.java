package io.lanewise.cli.bench;

import io.lanewise.Engine;
import io.lanewise.cli.Text;

/**
 * One line of {@link GpuSuite}.
 *
 * @param what what was measured
 * @param size rows and columns, the length of the sequence, or how many matrices
 * @param gpu seconds on the GPU, NaN if it was not measured
 * @param cpu seconds on the CPU, NaN if it was not measured
 * @param work flops, bytes or n^3 of one call
 * @param off largest difference between both results over the largest element
 * @param note why it was not measured, or what to know
 */
public record GpuLine(
    String what, int size, double gpu, double cpu, double work, double off, String note) {
  private static final String ROW = "%-36s %6s %12s %12s %14s %12s   %s";

  /**
   * A line for what cannot be measured.
   *
   * @param what what it would be
   * @param size its size
   * @param why why not
   * @return the line
   */
  static GpuLine missing(String what, int size, String why) {
    return new GpuLine(what, size, Double.NaN, Double.NaN, Double.NaN, Double.NaN, why);
  }

  /**
   * The machine, as a line before the others for programs.
   *
   * @param gpu the GPU's engine
   * @param threads of the CPU's
   * @return a JSON object in one line
   */
  public static String machine(Engine gpu, int threads) {
    String first = gpu.describe().lines().findFirst().orElse("").replaceFirst("^GPU +", "");
    return "{\"op\":\"machine\",\"device\":\""
        + escaped(first)
        + "\",\"java\":\""
        + escaped(System.getProperty("java.vm.version", ""))
        + "\",\"threads\":"
        + threads
        + "}";
  }

  private static String escaped(String text) {
    return text.replaceAll("[\\p{Cntrl}]+", " ").replace("\\", "\\\\").replace("\"", "\\\"");
  }

  /**
   * Titles of the columns that {@link #text} writes.
   *
   * @return a line
   */
  public static String header() {
    return Text.format(ROW, "", "size", "GPU", "CPU", "10^9/s on GPU", "difference", "");
  }

  /**
   * For people.
   *
   * @return a line of a table
   */
  public String text() {
    if (Double.isNaN(gpu)) {
      return Text.format(ROW, what, size, "not measured yet", "", "", "", note).stripTrailing();
    }
    return Text.format(
            ROW,
            what,
            size,
            Text.time(gpu),
            Text.time(cpu),
            Text.number(work / gpu * 1e-9, 4),
            Text.number(off, 2),
            note)
        .stripTrailing();
  }

  /**
   * For programs.
   *
   * @return a JSON object in one line; what was not measured is null
   */
  public String json() {
    return "{\"op\":\""
        + what
        + "\",\"device\":\"gpu\",\"size\":"
        + size
        + field("gpu", gpu)
        + field("cpu", cpu)
        + field("rate", work / gpu * 1e-9)
        + field("difference", off)
        + ",\"note\":\""
        + escaped(note)
        + "\"}";
  }

  private static String field(String name, double value) {
    return ",\"" + name + "\":" + (Double.isNaN(value) ? "null" : Text.number(value, 4));
  }
}
