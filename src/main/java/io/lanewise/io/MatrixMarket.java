package io.lanewise.io;

import static io.lanewise.Slice.at;
import static io.lanewise.Slice.range;

import io.lanewise.DType;
import io.lanewise.ShapeException;
import io.lanewise.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * MatrixMarket files ({@code .mtx}), the text format of the collections of matrices [1].
 *
 * <p>Read: the formats array and coordinate (the entries that are not zero) into a dense matrix;
 * fields real (F64), integer (I64) and pattern (F64, 1 where there is an entry); general, symmetric
 * and skew-symmetric, of which a file holds the lower half. Entries of one place add up. Complex
 * numbers are refused. No memory is taken for what the first lines claim before as many entries
 * have come.
 *
 * <p>Written: general matrices whose numbers read back as the same.
 *
 * <pre>{@code
 * Tensor a = MatrixMarket.read(Path.of("a.mtx"));          // scipy.io.mmread("a.mtx")
 * MatrixMarket.write(Path.of("b.mtx"), a.transpose());
 * }</pre>
 *
 * <p>[1] Boisvert, Pozo, Remington, The Matrix Market Exchange Formats, NISTIR 5935, 1996.
 */
public final class MatrixMarket {
  /** [TP] Elements of a column that are taken at once. */
  private static final long BLOCK = 1 << 14;

  private MatrixMarket() {}

  /**
   * Reads a file.
   *
   * @param file the file
   * @return a new matrix of F64, or of I64 if the file says integer
   * @throws FormatException if it is not such a file, holds complex numbers, is too short or too
   *     long
   * @throws IOException if it cannot be read
   * @throws OutOfMemoryError if the dense matrix does not fit into memory
   */
  public static Tensor read(Path file) throws IOException {
    Npy.checkNotFolder(file);
    try (InputStream in = Files.newInputStream(file)) {
      long bytes = Files.isRegularFile(file) ? Files.size(file) : -1;
      return new MatrixMarketReader(in, file.toString(), bytes).read();
    }
  }

  /**
   * Reads a stream to its end.
   *
   * @param in a stream; not closed
   * @return as {@link #read(Path)} gives
   * @throws FormatException as {@link #read(Path)} does
   * @throws IOException if it cannot be read
   */
  public static Tensor read(InputStream in) throws IOException {
    return new MatrixMarketReader(in, "stream", -1).read();
  }

  /**
   * Writes all elements, as a whole or not at all: into a temporary file in the same folder that
   * then takes its place.
   *
   * @param file the file; an existing one is replaced
   * @param matrix a matrix of any type; floating-point types are written as real, the others as
   *     integer
   * @throws ShapeException if this is no matrix
   * @throws IOException if it cannot be written; what was there before is untouched
   */
  public static void write(Path file, Tensor matrix) throws IOException {
    AtomicFile.write(file, out -> write(out, matrix));
  }

  /**
   * Writes all elements to a stream.
   *
   * @param out where to; neither flushed nor closed
   * @param matrix as for {@link #write(Path, Tensor)}
   * @throws ShapeException if this is no matrix
   * @throws IOException if it cannot be written
   */
  public static void write(OutputStream out, Tensor matrix) throws IOException {
    requireMatrix("write", matrix);
    String field = matrix.dtype().isFloating() ? "real" : "integer";
    print(out, "%%MatrixMarket matrix array " + field + " general\n");
    print(out, matrix.size(0) + " " + matrix.size(1) + "\n");
    walk(matrix, (text, row, column, value) -> text.append(value).append('\n'), out);
  }

  /**
   * Writes the elements that are not zero, with their places; as a whole or not at all.
   *
   * @param file the file; an existing one is replaced
   * @param matrix a matrix of any type; floating-point types are written as real, with every -0.0,
   *     BOOL as pattern, the others as integer
   * @throws ShapeException if this is no matrix
   * @throws IOException if it cannot be written; what was there before is untouched
   */
  public static void writeCoordinate(Path file, Tensor matrix) throws IOException {
    AtomicFile.write(file, out -> writeCoordinate(out, matrix));
  }

  /**
   * Writes the elements that are not zero to a stream.
   *
   * @param out where to; neither flushed nor closed
   * @param matrix as for {@link #writeCoordinate(Path, Tensor)}
   * @throws ShapeException if this is no matrix
   * @throws IOException if it cannot be written
   */
  public static void writeCoordinate(OutputStream out, Tensor matrix) throws IOException {
    requireMatrix("writeCoordinate", matrix);
    DType dtype = matrix.dtype();
    boolean pattern = dtype == DType.BOOL;
    String field = pattern ? "pattern" : dtype.isFloating() ? "real" : "integer";
    long[] entries = {0};
    walk(
        matrix,
        (text, row, column, value) -> entries[0] += isZero(value) ? 0 : 1,
        OutputStream.nullOutputStream());
    print(out, "%%MatrixMarket matrix coordinate " + field + " general\n");
    print(out, matrix.size(0) + " " + matrix.size(1) + " " + entries[0] + "\n");
    walk(
        matrix,
        (text, row, column, value) -> {
          if (!isZero(value)) {
            text.append(row + 1).append(' ').append(column + 1);
            text.append(pattern ? "" : " " + value).append('\n');
          }
        },
        out);
  }

  private static boolean isZero(Number value) {
    return value instanceof Double real
        ? Double.doubleToRawLongBits(real) == 0
        : value.longValue() == 0;
  }

  private static void requireMatrix(String operation, Tensor matrix) {
    if (matrix.rank() != 2) {
      throw new ShapeException(
          operation
              + ": shape "
              + matrix.shape()
              + " has rank "
              + matrix.rank()
              + ", but a MatrixMarket file holds a matrix; unsqueeze(1) makes a column of a"
              + " vector");
    }
  }

  /** What is done with one element. */
  private interface Line {
    void write(StringBuilder text, long row, long column, Number value);
  }

  /** Column by column, as the format wants it; a Double or a Long for each element. */
  private static void walk(Tensor matrix, Line line, OutputStream out) throws IOException {
    StringBuilder text = new StringBuilder();
    long rows = matrix.size(0);
    for (long column = 0; column < matrix.size(1); column++) {
      for (long from = 0; from < rows; from += BLOCK) {
        long to = Math.min(rows, from + BLOCK);
        Tensor part = matrix.slice(range(from, to), at(column));
        if (matrix.dtype().isFloating()) {
          double[] values = part.toDoubleArray();
          for (int i = 0; i < values.length; i++) {
            line.write(text, from + i, column, values[i]);
          }
        } else {
          long[] values = part.toLongArray();
          for (int i = 0; i < values.length; i++) {
            line.write(text, from + i, column, values[i]);
          }
        }
        print(out, text.toString());
        text.setLength(0);
      }
    }
  }

  private static void print(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.US_ASCII));
  }
}
