package io.lanewise.io;

import io.lanewise.DType;
import io.lanewise.Shape;
import io.lanewise.Tensor;
import io.lanewise.internal.Internal;
import io.lanewise.memory.HostMemory;
import io.lanewise.memory.Storage;
import io.lanewise.memory.View;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Reference;
import java.util.Locale;
import java.util.Set;

/**
 * Reads one MatrixMarket file. What its first lines claim takes no memory: the numbers are
 * collected as they come, and only when all of them are there is the matrix made.
 */
final class MatrixMarketReader {
  private static final long FIRST = 1 << 12;

  private final MatrixMarketScanner in;
  private final String name;
  private final long bytes;

  private boolean coordinate;
  private boolean integer;
  private boolean pattern;
  private boolean symmetric;
  private boolean skew;
  private long rows;
  private long columns;

  /**
   * A reader at the beginning.
   *
   * @param in the file
   * @param name what to call it in errors
   * @param bytes its size, or -1 if it is not known
   */
  MatrixMarketReader(InputStream in, String name, long bytes) {
    this.in = new MatrixMarketScanner(in, name);
    this.name = name;
    this.bytes = bytes;
  }

  /**
   * Reads the file to its end.
   *
   * @return the matrix
   */
  Tensor read() throws IOException {
    banner();
    if (!in.nextLine(/* comments= */ true)) {
      throw in.bad("the file ends before the line of sizes");
    }
    rows = in.size("the number of rows");
    columns = in.size("the number of columns");
    if (columns > 0 && rows > Long.MAX_VALUE / columns) {
      throw in.bad(rows + " x " + columns + " are more than 2^63 - 1 elements");
    }
    if ((symmetric || skew) && rows != columns) {
      throw in.bad("a " + symmetry() + " matrix of " + rows + " x " + columns + " is not square");
    }
    long entries = coordinate ? in.size("the number of entries") : stored();
    in.endOfLine();
    checkSize(entries);
    Tensor matrix = coordinate ? readEntries(entries) : readArray(entries);
    if (in.nextLine(/* comments= */ false)) {
      throw in.bad("something follows the last entry");
    }
    return matrix;
  }

  private void banner() throws IOException {
    boolean more = in.nextLine(/* comments= */ false);
    if (!more || !in.word("the banner").equals("%%MatrixMarket")) {
      throw new FormatException(
          name,
          0,
          "not a MatrixMarket file: it does not begin with %%MatrixMarket",
          "write one in SciPy by scipy.io.mmwrite(file, matrix)");
    }
    oneOf("the object", Set.of("matrix"));
    coordinate = oneOf("the format", Set.of("coordinate", "array")).equals("coordinate");
    String field =
        oneOf("the field", Set.of("real", "double", "integer", "unsigned-integer", "pattern"));
    integer = field.endsWith("integer");
    pattern = field.equals("pattern");
    if (pattern && !coordinate) {
      throw in.bad("an array cannot be a pattern");
    }
    String symmetry = oneOf("the symmetry", Set.of("general", "symmetric", "skew-symmetric"));
    symmetric = symmetry.equals("symmetric");
    skew = symmetry.equals("skew-symmetric");
    if (pattern && skew) {
      throw in.bad("a pattern cannot be skew-symmetric");
    }
    in.endOfLine();
  }

  private String oneOf(String what, Set<String> words) throws IOException {
    String word = in.word(what).toLowerCase(Locale.ROOT);
    if (word.equals("complex") || word.equals("hermitian")) {
      throw in.bad("complex numbers cannot be read: write real and imaginary parts apart");
    }
    if (!words.contains(word)) {
      throw in.bad(
          what
              + " '"
              + HeaderParser.printable(word)
              + "' is none of "
              + String.join(", ", words.stream().sorted().toList()));
    }
    return word;
  }

  private String symmetry() {
    return skew ? "skew-symmetric" : symmetric ? "symmetric" : "general";
  }

  /** How many numbers an array has: all, or those on and below the diagonal, or below it. */
  private long stored() throws IOException {
    if (!symmetric && !skew) {
      return rows * columns;
    }
    long other = skew ? rows - 1 : rows + 1; // one of the two is even
    return rows % 2 == 0 ? rows / 2 * other : Math.max(0, other / 2 * rows);
  }

  /** An entry takes two bytes at least, with what ends its line; an index and a value as many. */
  private void checkSize(long entries) throws IOException {
    long least = coordinate ? pattern ? 4 : 6 : 2;
    if (bytes >= 0 && entries > (bytes - in.offset() + 1) / least) {
      throw in.bad(entries + " entries cannot be in a file of " + bytes + " bytes");
    }
  }

  private DType dtype() {
    return integer ? DType.I64 : DType.F64;
  }

  private long value() throws IOException {
    if (integer) {
      return in.integer("an integer");
    }
    return Double.doubleToRawLongBits(pattern ? 1 : in.real());
  }

  private void next(long done, long entries) throws IOException {
    if (!in.nextLine(/* comments= */ false)) {
      throw in.bad("the file ends after " + done + " of " + entries + " entries");
    }
  }

  /** What a stream claims is not believed; a file has been found long enough. */
  private LongList list(long entries) {
    return new LongList(
        bytes >= 0 ? entries : Math.min(entries, FIRST), name + ": " + entries + " entries");
  }

  private Tensor readArray(long entries) throws IOException {
    try (LongList values = list(entries)) {
      for (long i = 0; i < entries; i++) {
        next(i, entries);
        values.add(value());
        in.endOfLine();
      }
      if (!symmetric && !skew) { // column by column: the rows of the transpose
        View words = values.view(dtype());
        Tensor all = Internal.tensor(words);
        return all.reshape(columns, rows).transpose();
      }
      Dense matrix = new Dense();
      long i = 0;
      for (long column = 0; column < columns; column++) {
        for (long row = skew ? column + 1 : column; row < rows; row++) {
          matrix.put(row, column, values.get(i++));
        }
      }
      return matrix.tensor();
    }
  }

  private Tensor readEntries(long entries) throws IOException {
    try (LongList places = list(entries);
        LongList values = list(entries)) {
      for (long i = 0; i < entries; i++) {
        next(i, entries);
        long row = index("row", rows);
        long column = index("column", columns);
        if (symmetric && row < column || skew && row <= column) {
          throw in.bad(
              "entry ("
                  + (row + 1)
                  + ", "
                  + (column + 1)
                  + ") is not below the diagonal of a "
                  + symmetry()
                  + " matrix");
        }
        places.add(row * columns + column);
        values.add(value());
        in.endOfLine();
      }
      Dense matrix = new Dense();
      for (long i = 0; i < entries; i++) {
        long place = places.get(i);
        matrix.put(place / columns, place % columns, values.get(i));
      }
      return matrix.tensor();
    }
  }

  private long index(String what, long size) throws IOException {
    long index = in.size("a " + what);
    if (index < 1 || index > size) {
      throw in.bad(what + " " + index + " of a " + rows + " x " + columns + " matrix");
    }
    return index - 1;
  }

  /** The matrix: zeros, and what is added to them. */
  private final class Dense {
    private final Storage storage =
        StoredArray.allocate(
            rows * columns,
            dtype(),
            /* zeroed= */ true,
            name + ": a dense matrix of " + rows + " x " + columns);

    /** Adds a value, and what symmetry makes of it. */
    void put(long row, long column, long bits) throws FormatException {
      storage.acquire();
      try {
        HostMemory host = storage.host();
        add(host, row * columns + column, bits);
        if (row != column && symmetric) {
          add(host, column * columns + row, bits);
        } else if (skew) {
          add(host, column * columns + row, negated(bits));
        }
      } finally {
        storage.release();
        Reference.reachabilityFence(storage);
      }
    }

    private long negated(long bits) throws FormatException {
      if (!integer) {
        return Double.doubleToRawLongBits(-Double.longBitsToDouble(bits));
      }
      if (bits == Long.MIN_VALUE) {
        throw in.bad("-2^63 in a skew-symmetric matrix, and I64 has no 2^63");
      }
      return -bits;
    }

    private void add(HostMemory host, long index, long bits) throws FormatException {
      MemorySegment base = host.base();
      long at = host.origin() + Long.BYTES * index;
      long old = base.get(ValueLayout.JAVA_LONG_UNALIGNED, at);
      long sum = bits; // the first one as it is, -0.0 and NaNs included
      if (old != 0 && integer) {
        sum = old + bits;
        if (((old ^ sum) & (bits ^ sum)) < 0) {
          throw in.bad("entries of one place add up to more than 64 bits");
        }
      } else if (old != 0) {
        sum =
            Double.doubleToRawLongBits(
                Double.longBitsToDouble(old) + Double.longBitsToDouble(bits));
      }
      base.set(ValueLayout.JAVA_LONG_UNALIGNED, at, sum);
    }

    Tensor tensor() {
      storage.written();
      return Internal.tensor(View.contiguous(storage, dtype(), Shape.of(rows, columns)));
    }
  }
}
