package io.lanewise.io;

import io.lanewise.Shape;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the text of an {@code .npy} header: a Python dictionary with exactly the keys {@code
 * descr}, {@code fortran_order} and {@code shape}, in any order. Nothing is evaluated and nothing
 * else is accepted, with one exception: Python 2 wrote sizes as {@code 3L}.
 */
final class HeaderParser {
  /** NumPy's own limit is 64; it was 32 before version 2. */
  private static final int MOST_AXES = 64;

  private final byte[] text;
  private final String name;
  private final int start;
  private int at;

  private @Nullable StoredType stored;
  private ByteOrder order = ByteOrder.nativeOrder();
  private @Nullable Boolean fortran;
  private @Nullable Shape shape;
  private int shapeAt;

  /**
   * A parser for one header.
   *
   * @param text the text, with its padding
   * @param name what to call the file in errors
   * @param start offset of the text in the file
   */
  HeaderParser(byte[] text, String name, int start) {
    this.text = text;
    this.name = name;
    this.start = start;
  }

  /**
   * Parses.
   *
   * @return the header
   * @throws FormatException if the text is anything but a header
   */
  NpyHeader parse() throws FormatException {
    expect('{');
    while (!accept('}')) {
      entry();
      if (!accept(',')) {
        expect('}');
        break;
      }
    }
    skipSpaces();
    if (at != text.length - 1 || text[at] != '\n') {
      throw bad("only spaces and one line feed may follow the dictionary");
    }
    StoredType type = stored;
    Boolean inner = fortran;
    Shape sizes = shape;
    if (type == null || inner == null || sizes == null) {
      throw bad("one of the keys 'descr', 'fortran_order' and 'shape' is missing");
    }
    if (sizes.elements() > (Long.MAX_VALUE - start - text.length) / type.bytes()) {
      at = shapeAt;
      throw bad("shape " + sizes + " means more than 2^63 - 1 bytes");
    }
    return new NpyHeader(type, order, inner, sizes, start + text.length);
  }

  private void entry() throws FormatException {
    skipSpaces();
    int keyAt = at;
    String key = string();
    expect(':');
    skipSpaces();
    boolean again =
        switch (key) {
          case "descr" -> {
            boolean second = stored != null;
            descr();
            yield second;
          }
          case "fortran_order" -> {
            boolean second = fortran != null;
            fortran = bool();
            yield second;
          }
          case "shape" -> {
            boolean second = shape != null;
            shape = tuple();
            yield second;
          }
          default -> {
            at = keyAt;
            throw bad("the key '" + printable(key) + "' is not one of a header's");
          }
        };
    if (again) {
      at = keyAt;
      throw bad("the key '" + key + "' comes twice");
    }
  }

  private void descr() throws FormatException {
    int from = at;
    if (at < text.length && (text[at] == '[' || text[at] == '(')) {
      throw unsupported("a structured type", "save each field as an array of its own");
    }
    String descr = string();
    at = from;
    if (descr.length() < 2 || "<>|".indexOf(descr.charAt(0)) < 0) {
      throw bad("'" + printable(descr) + "' is not an element type");
    }
    StoredType type = type(descr);
    if (descr.charAt(0) == '|' && type.bytes() > 1) {
      throw bad("'" + descr + "' has no byte order");
    }
    order = descr.charAt(0) == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    stored = type;
    at = from + descr.length() + 2;
  }

  private StoredType type(String descr) throws FormatException {
    return switch (descr.substring(1)) {
      case "f4" -> StoredType.F32;
      case "f8" -> StoredType.F64;
      case "f2" -> StoredType.F16;
      case "b1" -> StoredType.BOOL;
      case "i1" -> StoredType.I8;
      case "u1" -> StoredType.U8;
      case "i2" -> StoredType.I16;
      case "u2" -> StoredType.U16;
      case "i4" -> StoredType.I32;
      case "u4" -> StoredType.U32;
      case "i8" -> StoredType.I64;
      case "u8" -> StoredType.U64;
      default -> throw unsupported(descr);
    };
  }

  private FormatException unsupported(String descr) {
    String kind = "element type '" + printable(descr) + "'";
    return switch (descr.charAt(1)) {
      case 'O' ->
          unsupported(
              "an object array, which is a Python program in disguise",
              "save numbers: array.astype(numpy.float64)");
      case 'c' ->
          unsupported(
              "complex numbers, " + kind, "save array.real and array.imag as arrays of their own");
      case 'V' ->
          unsupported(
              "raw bytes, " + kind, "save numbers: bfloat16 by array.astype(numpy.float32)");
      case 'f' ->
          unsupported(
              "floating-point numbers of the machine's own kind, " + kind,
              "save array.astype(numpy.float64)");
      case 'S', 'a', 'U' -> unsupported("text, " + kind, "save numbers");
      case 'm', 'M' -> unsupported("times, " + kind, "save array.astype(numpy.int64)");
      default ->
          unsupported(kind, "f2, f4, f8, integers of 1, 2, 4 and 8 bytes and b1 can be read");
    };
  }

  private boolean bool() throws FormatException {
    for (boolean value : new boolean[] {false, true}) {
      String word = value ? "True" : "False";
      if (new String(text, at, Math.min(word.length(), text.length - at), StandardCharsets.US_ASCII)
          .equals(word)) {
        at += word.length();
        return value;
      }
    }
    throw bad("True or False is expected");
  }

  private Shape tuple() throws FormatException {
    shapeAt = at;
    expect('(');
    List<Long> sizes = new ArrayList<>();
    while (!accept(')')) {
      if (sizes.size() == MOST_AXES) {
        throw bad("more than " + MOST_AXES + " axes");
      }
      sizes.add(size());
      if (!accept(',')) {
        if (sizes.size() == 1) {
          throw bad("a tuple of one size is written (n,)");
        }
        expect(')');
        break;
      }
    }
    try {
      return Shape.of(sizes.stream().mapToLong(Long::longValue).toArray());
    } catch (IllegalArgumentException overflow) {
      at = shapeAt;
      throw bad("shape " + sizes + " means more than 2^63 - 1 elements");
    }
  }

  private long size() throws FormatException {
    skipSpaces();
    int from = at;
    long value = 0;
    while (at < text.length && text[at] >= '0' && text[at] <= '9') {
      int digit = text[at] - '0';
      if (value > (Long.MAX_VALUE - digit) / 10) {
        at = from;
        throw bad("a size above 2^63 - 1");
      }
      value = value * 10 + digit;
      at++;
    }
    if (at == from || at > from + 1 && text[from] == '0') {
      at = from;
      throw bad("a size is expected: a decimal number, not negative, no zeros in front");
    }
    if (at < text.length && text[at] == 'L') {
      at++;
    }
    return value;
  }

  private String string() throws FormatException {
    if (at >= text.length || text[at] != '\'' && text[at] != '"') {
      throw bad("a quoted string is expected");
    }
    int end = at + 1;
    while (end < text.length && text[end] != text[at]) {
      if (text[end] == '\\') {
        throw bad("a string with an escape, which no header needs");
      }
      end++;
    }
    if (end == text.length) {
      throw bad("a string without an end");
    }
    String value = new String(text, at + 1, end - at - 1, StandardCharsets.ISO_8859_1);
    at = end + 1;
    return value;
  }

  private void skipSpaces() {
    while (at < text.length && text[at] == ' ') {
      at++;
    }
  }

  private boolean accept(char wanted) {
    skipSpaces();
    if (at < text.length && text[at] == wanted) {
      at++;
      return true;
    }
    return false;
  }

  private void expect(char wanted) throws FormatException {
    if (!accept(wanted)) {
      throw bad("'" + wanted + "' is expected");
    }
  }

  /** At most 40 characters, and none that would do something to a terminal. */
  static String printable(String text) {
    String safe = text.replaceAll("[^ -~]", "?");
    return safe.length() <= 40 ? safe : safe.substring(0, 40) + "...";
  }

  private FormatException bad(String problem) {
    return new FormatException(
        name,
        start + Math.min(at, text.length),
        "in the header: " + problem,
        "the file is damaged or not NumPy's: save it again with numpy.save");
  }

  private FormatException unsupported(String what, String advice) {
    return new FormatException(name, start + at, what, advice);
  }
}
