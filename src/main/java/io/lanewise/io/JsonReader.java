package io.lanewise.io;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads JSON of which one knows beforehand what stands where: whoever calls asks for the next
 * brace, string or number, and anything else is an error. So there is no tree, and no depth that a
 * file could choose.
 *
 * <p>Strict [1]: UTF-8 without errors, strings with the eight escapes and whole surrogate pairs,
 * numbers that are integers and not negative, no comma too many.
 *
 * <p>[1] RFC 8259.
 */
final class JsonReader {
  private static final char REPLACEMENT = '\ufffd';

  private final byte[] text;
  private final String name;
  private final long start;
  private int at;

  /**
   * A reader at the beginning.
   *
   * @param text the text, in UTF-8
   * @param name what to call the file in errors
   * @param start offset of the text in the file
   */
  JsonReader(byte[] text, String name, long start) {
    this.text = text;
    this.name = name;
    this.start = start;
  }

  /**
   * Where the reader is.
   *
   * @return bytes from the beginning of the text
   */
  int at() {
    return at;
  }

  /**
   * An error at a place.
   *
   * @param place bytes from the beginning of the text
   * @param problem what is wrong there
   * @return the exception
   */
  FormatException bad(int place, String problem) {
    return bad(place, problem, "the file is damaged, or whoever wrote it is wrong: write it again");
  }

  /**
   * An error at a place.
   *
   * @param place bytes from the beginning of the text
   * @param problem what is wrong there
   * @param advice what to do about it
   * @return the exception
   */
  FormatException bad(int place, String problem, String advice) {
    return new FormatException(
        name, start + Math.min(place, text.length), "in the header: " + problem, advice);
  }

  /**
   * Takes a character if it is the next one, after white space.
   *
   * @param wanted a brace, bracket, comma or colon
   * @return whether it was
   */
  boolean accept(char wanted) {
    skipSpaces();
    if (at < text.length && text[at] == wanted) {
      at++;
      return true;
    }
    return false;
  }

  /**
   * Takes a character, which must be the next one, after white space.
   *
   * @param wanted a brace, bracket, comma or colon
   */
  void expect(char wanted) throws FormatException {
    if (!accept(wanted)) {
      throw bad(at, "'" + wanted + "' is expected");
    }
  }

  /**
   * Whether another element follows in a list; takes the comma between two.
   *
   * @param first whether none was read yet
   * @param end the bracket that ends the list; taken, if it is there
   * @return false if the list has ended
   */
  boolean next(boolean first, char end) throws FormatException {
    if (accept(end)) {
      return false;
    }
    if (!first && !accept(',')) {
      throw bad(at, "',' or '" + end + "' is expected");
    }
    return true;
  }

  /** Makes sure that nothing follows. */
  void end() throws FormatException {
    skipSpaces();
    if (at != text.length) {
      throw bad(at, "something follows the last '}'");
    }
  }

  /**
   * Takes a whole number.
   *
   * @return from 0 to 2^63 - 1
   */
  long number() throws FormatException {
    skipSpaces();
    int from = at;
    long value = 0;
    while (at < text.length && text[at] >= '0' && text[at] <= '9') {
      int digit = text[at] - '0';
      if (value > (Long.MAX_VALUE - digit) / 10) {
        throw bad(from, "a number above 2^63 - 1");
      }
      value = value * 10 + digit;
      at++;
    }
    boolean whole = at == text.length || " \t\r\n,:]}".indexOf(text[at]) >= 0;
    if (at == from || !whole || at > from + 1 && text[from] == '0') {
      throw bad(from, "a whole number is expected: not negative, no zeros in front");
    }
    return value;
  }

  /**
   * Takes a string.
   *
   * @return what it says
   */
  String string() throws FormatException {
    skipSpaces();
    int from = at;
    if (at >= text.length || text[at] != '"') {
      throw bad(at, "a string in double quotes is expected");
    }
    StringBuilder value = new StringBuilder();
    int plain = ++at;
    boolean escaped = false;
    while (at < text.length && text[at] != '"') {
      if (text[at] >= 0 && text[at] < ' ') {
        throw bad(at, "a control character in a string");
      }
      if (text[at] == '\\') {
        value.append(decode(plain, at)).append(escape());
        plain = at;
        escaped = true;
      } else {
        at++;
      }
    }
    if (at >= text.length) {
      throw bad(from, "a string without an end");
    }
    String rest = decode(plain, at++);
    return escaped ? whole(value.append(rest), from) : rest;
  }

  /** UTF-8 has whole surrogate pairs only; escapes can make halves. */
  private String whole(StringBuilder value, int from) throws FormatException {
    String string = value.toString();
    if (string
        .codePoints()
        .anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
      throw bad(from, "a string with half a surrogate pair");
    }
    return string;
  }

  private String decode(int from, int to) throws FormatException {
    String string = new String(text, from, to - from, StandardCharsets.UTF_8);
    if (string.indexOf(REPLACEMENT) < 0) {
      return string;
    }
    try { // the file's own replacement character, or one for what is not UTF-8?
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(text, from, to - from))
          .toString();
    } catch (CharacterCodingException wrong) {
      throw bad(from, "a string that is not UTF-8");
    }
  }

  private char escape() throws FormatException {
    int from = at;
    char kind = at + 1 < text.length ? (char) text[at + 1] : ' ';
    at += 2;
    return switch (kind) {
      case '"', '\\', '/' -> kind;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> {
        int code = 0;
        for (byte digit : Arrays.copyOfRange(text, Math.min(at, text.length), at + 4)) {
          int value = Character.digit((char) digit, 16);
          if (value < 0) {
            throw bad(from, "an escape that is not \\u and four hexadecimal digits");
          }
          code = 16 * code + value;
        }
        at += 4;
        yield (char) code;
      }
      default -> throw bad(from, "an escape that JSON does not have");
    };
  }

  private void skipSpaces() {
    while (at < text.length
        && (text[at] == ' ' || text[at] == '\n' || text[at] == '\r' || text[at] == '\t')) {
      at++;
    }
  }

  /**
   * Writes a string with its quotes.
   *
   * @param value any string
   * @param out where to
   * @throws IllegalArgumentException if it has half a surrogate pair, which UTF-8 cannot say
   */
  static void quote(String value, StringBuilder out) {
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
      throw new IllegalArgumentException(
          "safetensors: '" + HeaderParser.printable(value) + "' has half a surrogate pair");
    }
    out.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ') {
        out.append(String.format(java.util.Locale.ROOT, "\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }
}
