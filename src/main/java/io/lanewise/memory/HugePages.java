package io.lanewise.memory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What Linux says about transparent huge pages. */
final class HugePages {
  private static final Path ENABLED = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");
  private static final Path ROLLUP = Path.of("/proc/self/smaps_rollup");

  private HugePages() {}

  /**
   * The system's setting.
   *
   * @return {@code always}, {@code madvise}, {@code never}, or {@code absent} where the system has
   *     none
   */
  static String setting() {
    try {
      return chosen(Files.readString(ENABLED));
    } catch (IOException none) {
      return "absent";
    }
  }

  /** The word in brackets. */
  static String chosen(String line) {
    int from = line.indexOf('[');
    int to = line.indexOf(']', from + 1);
    return from < 0 || to < 0 ? "absent" : line.substring(from + 1, to);
  }

  /**
   * How much of this process's memory is in huge pages now.
   *
   * @return bytes, or -1 if the system does not say
   */
  static long inUse() {
    try {
      for (String line : Files.readAllLines(ROLLUP)) {
        if (line.startsWith("AnonHugePages:")) {
          return Long.parseLong(line.split("\\s+", -1)[1]) * 1024;
        }
      }
    } catch (IOException none) {
      return -1;
    }
    return -1;
  }
}
