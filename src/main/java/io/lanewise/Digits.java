package io.lanewise;

import io.lanewise.memory.View;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Arrays;

/**
 * Writes numbers as NumPy does: the shortest decimal that reads back as the same number of its
 * type, at most 8 digits after the point, with exponents for a whole tensor if its magnitudes need
 * them.
 */
final class Digits {
  private static final int PRECISION = 8;

  private Digits() {}

  /** One number that stands alone. */
  static String scalar(View view) {
    double value = Elements.get(view, view.offset());
    return switch (view.dtype()) {
      case BOOL -> value == 0 ? "False" : "True";
      case U8, I8, I32, I64 -> Long.toString(Elements.getLong(view, view.offset()));
      case F32, F64, F16, BF16 -> alone(value, view.dtype());
    };
  }

  private static String alone(double value, DType dtype) {
    if (!Double.isFinite(value)) {
      return special(value);
    }
    BigDecimal digits = shortest(value, dtype);
    double size = Math.abs(value);
    if (size != 0 && (size < 1e-4 || size >= tooLarge(dtype, 1e16))) {
      String text = scientific(digits, value, 0, 2);
      return text.replace(".e", "e");
    }
    String text = plain(digits, value);
    return text.endsWith(".") ? text + '0' : text;
  }

  /** Numbers of one width; elements are given by their index in the storage. */
  static String[] aligned(View view, long[] elements) {
    DType dtype = view.dtype();
    if (dtype.isFloating()) {
      double[] values = new double[elements.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = Elements.get(view, elements[i]);
      }
      return floating(values, dtype);
    }
    String[] words = new String[elements.length];
    for (int i = 0; i < words.length; i++) {
      long value = Elements.getLong(view, elements[i]);
      words[i] = dtype == DType.BOOL ? (value == 0 ? "False" : " True") : Long.toString(value);
    }
    return toWidth(words);
  }

  private static String[] floating(double[] values, DType dtype) {
    boolean exponents = needsExponents(values, dtype);
    BigDecimal[] digits = new BigDecimal[values.length];
    int fraction = 0;
    int exponent = 2;
    for (int i = 0; i < values.length; i++) {
      if (Double.isFinite(values[i])) {
        BigDecimal number = rounded(values[i], dtype, exponents);
        digits[i] = number;
        fraction = Math.max(fraction, exponents ? number.precision() - 1 : number.scale());
        exponent = Math.max(exponent, Integer.toString(Math.abs(exponent(number))).length());
      }
    }
    String[] words = new String[values.length];
    for (int i = 0; i < words.length; i++) {
      if (!Double.isFinite(values[i])) {
        words[i] = special(values[i]);
      } else if (exponents) {
        words[i] = scientific(exactly(values[i], fraction), values[i], fraction, exponent);
      } else {
        String text = plain(digits[i], values[i]);
        words[i] = text + " ".repeat(fraction - Math.max(0, digits[i].scale()));
      }
    }
    return toWidth(words);
  }

  private static boolean needsExponents(double[] values, DType dtype) {
    double largest = 0;
    double smallest = Double.POSITIVE_INFINITY;
    for (double value : values) {
      if (Double.isFinite(value) && value != 0) {
        largest = Math.max(largest, Math.abs(value));
        smallest = Math.min(smallest, Math.abs(value));
      }
    }
    return largest != 0
        && (largest >= tooLarge(dtype, 1e8)
            || smallest < 1e-4
            || Elements.round(largest / smallest, dtype) > 1000);
  }

  /** Where numbers begin to have more digits before the point than their type holds. */
  private static double tooLarge(DType dtype, double forF64) {
    return switch (dtype) {
      case BF16 -> 1e2;
      case F16 -> 1e3;
      case F32 -> 1e6;
      default -> forF64;
    };
  }

  private static BigDecimal exactly(double value, int fraction) {
    return new BigDecimal(value).round(new MathContext(fraction + 1, RoundingMode.HALF_EVEN));
  }

  /**
   * The shortest decimal, or the number itself rounded to the precision if that is shorter; no
   * trailing zeros.
   */
  private static BigDecimal rounded(double value, DType dtype, boolean exponents) {
    BigDecimal shortest = shortest(value, dtype);
    BigDecimal exact = new BigDecimal(value);
    if (exponents) {
      return shortest.precision() <= PRECISION + 1
          ? shortest
          : strip(exact.round(new MathContext(PRECISION + 1, RoundingMode.HALF_EVEN)));
    }
    return shortest.scale() <= PRECISION
        ? shortest
        : strip(exact.setScale(PRECISION, RoundingMode.HALF_EVEN));
  }

  private static BigDecimal shortest(double value, DType dtype) {
    return strip(
        switch (dtype) {
          case F64 -> new BigDecimal(Double.toString(value));
          case F32 -> new BigDecimal(Float.toString((float) value));
          default -> shortestNarrow(value, dtype);
        });
  }

  private static BigDecimal shortestNarrow(double value, DType dtype) {
    BigDecimal exact = new BigDecimal(value);
    for (int precision = 1; precision < exact.precision(); precision++) {
      // Beside a power of two the nearest decimal may be too far while the larger one is not.
      for (RoundingMode mode : new RoundingMode[] {RoundingMode.HALF_EVEN, RoundingMode.UP}) {
        BigDecimal candidate = exact.round(new MathContext(precision, mode));
        if (Elements.round(candidate.doubleValue(), dtype) == value) {
          return candidate;
        }
      }
    }
    return exact;
  }

  private static BigDecimal strip(BigDecimal number) {
    return number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
  }

  /** Without exponent: at least a digit before the point, and the point. */
  private static String plain(BigDecimal digits, double value) {
    String text = digits.abs().toPlainString();
    return sign(value) + (text.indexOf('.') < 0 ? text + '.' : text);
  }

  private static int exponent(BigDecimal digits) {
    return digits.signum() == 0 ? 0 : digits.precision() - digits.scale() - 1;
  }

  private static String scientific(
      BigDecimal digits, double value, int fraction, int exponentDigits) {
    String text = digits.unscaledValue().abs().toString();
    int exponent = exponent(digits);
    String power = Integer.toString(Math.abs(exponent));
    return sign(value)
        + text.charAt(0)
        + '.'
        + text.substring(1)
        + "0".repeat(Math.max(0, fraction - (text.length() - 1)))
        + (exponent < 0 ? "e-" : "e+")
        + "0".repeat(Math.max(0, exponentDigits - power.length()))
        + power;
  }

  private static String sign(double value) {
    return Math.copySign(1, value) < 0 ? "-" : "";
  }

  private static String special(double value) {
    return Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
  }

  private static String[] toWidth(String[] words) {
    int width = Arrays.stream(words).mapToInt(String::length).max().orElse(0);
    for (int i = 0; i < words.length; i++) {
      words[i] = " ".repeat(width - words[i].length()) + words[i];
    }
    return words;
  }
}
