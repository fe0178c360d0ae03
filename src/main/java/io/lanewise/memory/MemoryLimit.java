package io.lanewise.memory;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How much memory Lanewise may hold: the system property {@value #PROPERTY}. */
final class MemoryLimit {
  /** Bytes, with a suffix k, m or g, or a percentage of the machine's or the container's memory. */
  static final String PROPERTY = "lanewise.memory";

  /** Room for a few chunks of small blocks. */
  private static final long LEAST = 16L << 20;

  private static final int DEFAULT_PERCENT = 80;
  private static final Pattern SIZE = Pattern.compile("(\\d{1,18}(?:\\.\\d{1,6})?)\\s*([kmgt%]?)");

  private MemoryLimit() {}

  /**
   * Reads the property.
   *
   * @param value its value, or null if it is not set
   * @param total what the machine or the container has
   * @return the limit
   * @throws IllegalArgumentException if the value is not a size of 16 MiB at least
   */
  static Amount parse(@Nullable String value, Amount total) {
    if (value == null) {
      return percent(DEFAULT_PERCENT, total, DEFAULT_PERCENT + " % of " + total.source());
    }
    Amount limit = read(value, total);
    if (limit.bytes() < LEAST) {
      throw new IllegalArgumentException(
          limit.source() + ": too little, at least " + Amount.text(LEAST) + " are needed");
    }
    return limit;
  }

  private static Amount read(String value, Amount total) {
    String given = "-D" + PROPERTY + "=" + value;
    Matcher size = SIZE.matcher(value.strip().toLowerCase(Locale.ROOT));
    if (!size.matches()) {
      throw new IllegalArgumentException(
          given + ": expected bytes, such as 8g, 512m or 1000000000, or a percentage, such as 50%");
    }
    double number = Double.parseDouble(size.group(1));
    return switch (size.group(2)) {
      case "%" -> percent(number, total, given + " of " + total.source());
      case "k" -> new Amount((long) (number * (1L << 10)), given);
      case "m" -> new Amount((long) (number * (1L << 20)), given);
      case "g" -> new Amount((long) (number * (1L << 30)), given);
      case "t" -> new Amount((long) (number * (1L << 40)), given);
      default -> new Amount((long) number, given);
    };
  }

  private static Amount percent(double percent, Amount total, String source) {
    return new Amount((long) (total.bytes() * (percent / 100)), source);
  }
}
