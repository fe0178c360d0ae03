package io.lanewise.memory;

import java.util.Locale;

/**
 * A number of bytes and where it comes from, for people.
 *
 * @param bytes the number
 * @param source such as {@code 80 % of 23.5 GiB of RAM}
 */
record Amount(long bytes, String source) {

  /**
   * The smaller of two.
   *
   * @param other another amount
   * @return this one if they are equal
   */
  Amount min(Amount other) {
    return other.bytes < bytes ? other : this;
  }

  /**
   * A size in words.
   *
   * @param bytes the size
   * @return such as {@code 1.5 GiB}
   */
  static String text(long bytes) {
    String[] units = {"bytes", "KiB", "MiB", "GiB", "TiB"};
    int unit = 0;
    double size = bytes;
    while (size >= 1024 && unit < units.length - 1) {
      size /= 1024;
      unit++;
    }
    return unit == 0
        ? bytes + " bytes"
        : String.format(Locale.ROOT, size < 100 ? "%.1f %s" : "%.0f %s", size, units[unit]);
  }
}
