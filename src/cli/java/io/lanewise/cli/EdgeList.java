package io.lanewise.cli;

import io.lanewise.Tensor;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A directed graph as text: one edge a line, {@code from to}, two node numbers from 0 with spaces
 * or tabs between them. What follows {@code #} is a comment; empty lines are skipped.
 *
 * <p>Bytes are read one by one, so that a large file that is no text fails at its first line.
 */
final class EdgeList {
  /** Above, node numbers are no longer exact as doubles, and no machine has as many nodes. */
  private static final long LARGEST = 1L << 53;

  private static final int END = -1;

  private final String file;
  private long line = 1;
  private long[] numbers = new long[1024];
  private int count;
  private long largest = -1;

  private EdgeList(String file) {
    this.file = file;
  }

  /**
   * Reads a file.
   *
   * @param file the text
   * @return the edges
   * @throws IOException if it cannot be read
   * @throws IllegalArgumentException if it is no list of edges, with the line
   */
  static EdgeList read(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new FileSystemException(file.toString(), null, "is a folder");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return read(in, file.toString());
    }
  }

  /**
   * Reads a stream.
   *
   * @param stream the text; not closed
   * @param name what to call it in errors
   * @return the edges
   * @throws IOException if it cannot be read
   * @throws IllegalArgumentException if it is no list of edges, with the line
   */
  static EdgeList read(InputStream stream, String name) throws IOException {
    EdgeList list = new EdgeList(name);
    InputStream in = new BufferedInputStream(stream, 1 << 16);
    while (list.readLine(in)) {
      list.line++;
    }
    return list;
  }

  /**
   * The edges.
   *
   * @return I64, shape (edges, 2): from, to
   */
  Tensor edges() {
    return Tensor.of(Arrays.copyOf(numbers, count)).reshape(count / 2, 2);
  }

  /**
   * How many nodes the edges speak of.
   *
   * @return the largest node number and one
   */
  long nodes() {
    return largest + 1;
  }

  /** One line; false at the end of the file. */
  private boolean readLine(InputStream in) throws IOException {
    int found = 0;
    boolean inNumber = false;
    boolean comment = false;
    int c = in.read();
    for (; c != '\n' && c != END; c = in.read()) {
      boolean digit = c >= '0' && c <= '9';
      comment |= c == '#';
      if (comment || c == ' ' || c == '\t' || c == '\r') {
        inNumber = false;
      } else if (!digit) {
        throw wrong((c > ' ' && c < 127 ? "'" + (char) c + "'" : "byte " + c) + " is no digit");
      } else {
        if (!inNumber) {
          found++;
          add(found);
        }
        inNumber = true;
        numbers[count - 1] = 10 * numbers[count - 1] + (c - '0');
        if (numbers[count - 1] > LARGEST) {
          throw wrong("a node number above 2^53");
        }
      }
    }
    if (found == 1) {
      throw wrong("one number");
    }
    if (found == 2) {
      largest = Math.max(largest, Math.max(numbers[count - 2], numbers[count - 1]));
    }
    return c != END;
  }

  private void add(int found) {
    if (found > 2) {
      throw wrong("more than two numbers");
    }
    if (count == numbers.length) {
      numbers = Arrays.copyOf(numbers, Math.multiplyExact(2, count));
    }
    numbers[count] = 0;
    count++;
  }

  private IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException(
        file + ": line " + line + ": " + what + "; each line is 'from to', node numbers from 0");
  }
}
