package io.lanewise.cli;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Numbers as text, the same in every country. */
public final class Text {
  private Text() {}

  /**
   * Formats as {@link String#format} does, with a decimal point.
   *
   * @param format the format
   * @param arguments what goes into it
   * @return the text
   */
  public static String format(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }

  /**
   * A number with at most so many significant digits, without an exponent where it needs none.
   *
   * @param value any number
   * @param digits how many
   * @return such as 4.618, 0.02340, 91.8 or 1.2e-17
   */
  public static String number(double value, int digits) {
    if (value == 0 || Double.isNaN(value) || Double.isInfinite(value)) {
      return value == 0 ? "0" : Double.toString(value);
    }
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(digits));
    double size = Math.abs(rounded.doubleValue());
    if (size >= 1e-4 && size < 1e9) {
      return rounded.scale() < 0 ? rounded.toBigInteger().toString() : rounded.toPlainString();
    }
    return format("%." + (digits - 1) + "e", value);
  }

  /**
   * A time in the unit that suits it.
   *
   * @param seconds the time
   * @return such as 23.4 ms
   */
  public static String time(double seconds) {
    if (seconds < 1e-3) {
      return number(seconds * 1e6, 3) + " us";
    }
    return seconds < 1 ? number(seconds * 1e3, 3) + " ms" : number(seconds, 3) + " s";
  }

  /**
   * An amount of memory in the unit that suits it.
   *
   * @param bytes the amount
   * @return such as 172 MiB
   */
  public static String bytes(long bytes) {
    String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
    double amount = bytes;
    int unit = 0;
    while (amount >= 1000 && unit < units.length - 1) {
      amount /= 1024;
      unit++;
    }
    return number(amount, 3) + " " + units[unit];
  }

  /**
   * Text from a file, which must do nothing to a terminal.
   *
   * @param text any
   * @return the same with a question mark for each control character
   */
  public static String printable(String text) {
    return text.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Co}\\p{Cn}]", "?");
  }
}
