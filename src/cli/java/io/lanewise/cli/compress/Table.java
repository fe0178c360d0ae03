package io.lanewise.cli.compress;

import io.lanewise.Shape;
import io.lanewise.cli.Text;

/** The table that compressing and expanding end with, one line for each weight. */
final class Table {
  /** Widths that leave no line longer than a terminal. */
  private static final String FORMAT = "%-41s %15s %6s %10s %10s %s";

  private static final int NAME = 41;

  private int weights;
  private int changed;
  private long before;
  private long after;

  /**
   * The line above all.
   *
   * @return names of the columns
   */
  static String head() {
    return Text.format(FORMAT, "name", "shape", "rank", "before", "after", "error").stripTrailing();
  }

  /**
   * A weight that was changed.
   *
   * @param name its name
   * @param shape (m, n)
   * @param rank of its factors
   * @param bytesBefore what it took
   * @param bytesAfter what it takes
   * @param error relative, in the Frobenius norm, as text
   * @return the line
   */
  String changed(
      String name, Shape shape, long rank, long bytesBefore, long bytesAfter, String error) {
    weights++;
    changed++;
    before += bytesBefore;
    after += bytesAfter;
    return line(name, shape, rank, bytesBefore, Text.bytes(bytesAfter), error);
  }

  /**
   * A weight that stays.
   *
   * @param name its name
   * @param shape (m, n)
   * @param rank that its factors would have, or 0 if it is not known
   * @param bytes what it takes
   * @param reason why it stays
   * @return the line
   */
  String kept(String name, Shape shape, long rank, long bytes, String reason) {
    weights++;
    other(bytes);
    return line(name, shape, rank, bytes, "kept", reason);
  }

  /**
   * Counts a tensor that has no line.
   *
   * @param bytes what it takes, before and after
   */
  void other(long bytes) {
    before += bytes;
    after += bytes;
  }

  private static String line(
      String name, Shape shape, long rank, long before, String after, String last) {
    return Text.format(
            FORMAT,
            shorter(Text.printable(name)),
            shape.size(0) + " x " + shape.size(1),
            rank == 0 ? "-" : Long.toString(rank),
            Text.bytes(before),
            after,
            last)
        .stripTrailing();
  }

  /** The end tells more than the middle. */
  private static String shorter(String name) {
    if (name.length() <= NAME) {
      return name;
    }
    int end = NAME - 12;
    return name.substring(0, 10) + ".." + name.substring(name.length() - end);
  }

  /**
   * The line below all.
   *
   * @param verb what was done
   * @param tensors how many the file has
   * @return totals
   */
  String total(String verb, int tensors) {
    return Text.format(
        "%d of %d weights %s, %d tensors: %s -> %s (%s)",
        changed,
        weights,
        verb,
        tensors,
        Text.bytes(before),
        Text.bytes(after),
        before == 0 ? "-" : Text.format("%.1f %%", 100.0 * after / before));
  }
}
