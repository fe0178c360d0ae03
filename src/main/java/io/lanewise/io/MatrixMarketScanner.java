package io.lanewise.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The words of a MatrixMarket file: lines of ASCII, words between spaces and tabs. */
final class MatrixMarketScanner {
  /** Longest word; the longest double that makes sense has about 25 characters. */
  private static final int LONGEST_WORD = 400;

  private static final int BLOCK = 1 << 16;

  private final InputStream in;
  private final String name;
  private final byte[] block = new byte[BLOCK];
  private final byte[] word = new byte[LONGEST_WORD];
  private int at;
  private int end;
  private long before;
  private long line = 1;
  private long wordAt;

  /**
   * A scanner at the beginning.
   *
   * @param in the file
   * @param name what to call it in errors
   */
  MatrixMarketScanner(InputStream in, String name) {
    this.in = in;
    this.name = name;
  }

  /** The next byte, or -1. */
  private int peek() throws IOException {
    if (at == end) {
      before += end;
      at = 0;
      end = Math.max(0, in.read(block));
      if (end == 0) {
        return -1;
      }
    }
    return block[at] & 0xff;
  }

  /**
   * Where the scanner is.
   *
   * @return bytes from the beginning of the file
   */
  long offset() {
    return before + at;
  }

  /**
   * An error at the last word.
   *
   * @param problem what is wrong
   * @return the exception
   */
  FormatException bad(String problem) {
    return new FormatException(
        name, wordAt, "line " + line + ": " + problem, "the file is damaged or not MatrixMarket");
  }

  /** Skips blank lines, and comments if there may be some. */
  private void skipLines(boolean comments) throws IOException {
    for (int next = peek(); next >= 0; next = peek()) {
      if (next == '\n') {
        line++;
      } else if (next == '%' && comments) {
        while (peek() >= 0 && peek() != '\n') {
          at++;
        }
        continue;
      } else if (next != ' ' && next != '\t' && next != '\r') {
        return;
      }
      at++;
    }
  }

  /**
   * Goes to the next line that says something.
   *
   * @param comments whether lines that begin with % say nothing
   * @return false at the end of the file
   */
  boolean nextLine(boolean comments) throws IOException {
    skipLines(comments);
    wordAt = offset();
    return peek() >= 0;
  }

  /**
   * Takes a word of this line.
   *
   * @param what what it should be, for errors
   * @return the word, one character for each byte
   */
  String word(String what) throws IOException {
    int next = peek();
    while (next == ' ' || next == '\t') {
      at++;
      next = peek();
    }
    wordAt = offset();
    int length = 0;
    while (next > ' ') {
      if (length == LONGEST_WORD) {
        throw bad(what + " is expected, not a word of more than " + LONGEST_WORD + " characters");
      }
      word[length++] = (byte) next;
      at++;
      next = peek();
    }
    if (length == 0) {
      throw bad(
          next < 0
              ? "the file ends where " + what + " is expected"
              : next == '\n' || next == '\r'
                  ? "the line ends where " + what + " is expected"
                  : what + " is expected, not a control character");
    }
    return new String(word, 0, length, StandardCharsets.ISO_8859_1);
  }

  /** Makes sure that this line ends here. */
  void endOfLine() throws IOException {
    int next = peek();
    while (next == ' ' || next == '\t' || next == '\r') {
      at++;
      next = peek();
    }
    if (next >= 0 && next != '\n') {
      wordAt = offset();
      throw bad("something follows what belongs on the line");
    }
  }

  /**
   * Takes a size or an index.
   *
   * @param what what it is, for errors
   * @return from 0 to 2^63 - 1
   */
  long size(String what) throws IOException {
    long value = integer(what);
    if (value < 0) {
      throw bad(what + " is " + value);
    }
    return value;
  }

  /**
   * Takes a whole number.
   *
   * @param what what it is, for errors
   * @return any
   */
  long integer(String what) throws IOException {
    String text = word(what);
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException wrong) {
      boolean digits = text.matches("[+-]?[0-9]+");
      throw bad(
          digits
              ? what + " is beyond 64 bits"
              : "'" + HeaderParser.printable(text) + "' is not " + what);
    }
  }

  /**
   * Takes a number.
   *
   * @return any double
   */
  double real() throws IOException {
    String text = word("a number");
    if (text.chars().allMatch(c -> "0123456789+-.eE".indexOf(c) >= 0)) { // Java takes 1d and 0x1p3
      try {
        return Double.parseDouble(text);
      } catch (NumberFormatException wrong) {
        throw bad("'" + HeaderParser.printable(text) + "' is not a number");
      }
    }
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "nan", "+nan", "-nan" -> Double.NaN;
      case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
      case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
      default -> throw bad("'" + HeaderParser.printable(text) + "' is not a number");
    };
  }
}
