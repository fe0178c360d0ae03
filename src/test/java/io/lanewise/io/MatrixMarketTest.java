package io.lanewise.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lanewise.DType;
import io.lanewise.Shape;
import io.lanewise.ShapeException;
import io.lanewise.Slice;
import io.lanewise.Tensor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MatrixMarketTest {
  private static final String REAL = "%%MatrixMarket matrix coordinate real general\n";
  private static final String ARRAY = "%%MatrixMarket matrix array real general\n";

  @TempDir Path folder;

  private static Path file(String name) {
    return Samples.resource("matrixmarket/" + name);
  }

  private static Tensor read(String text) throws IOException {
    return MatrixMarket.read(stream(text));
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "array",
        "array_integer",
        "array_symmetric",
        "array_skew",
        "array_special",
        "array_empty",
        "coordinate",
        "coordinate_integer",
        "coordinate_pattern",
        "coordinate_symmetric",
        "coordinate_skew",
        "coordinate_none"
      })
  void readsWhatSciPyWrites(String name) throws IOException {
    Tensor expected = Npy.read(file(name + ".npy"));
    Tensor matrix = MatrixMarket.read(file(name + ".mtx"));
    assertEquals(expected.dtype(), matrix.dtype());
    assertEquals(expected.shape(), matrix.shape());
    assertTrue(expected.contentEquals(matrix), expected + " but " + matrix);
    try (InputStream in = Files.newInputStream(file(name + ".mtx"))) {
      assertTrue(expected.contentEquals(MatrixMarket.read(in)));
    }
  }

  @Test
  void readsEveryWayToWriteIt() throws IOException {
    Tensor a = Tensor.of(new double[][] {{0, 2.5, 0}, {-1e3, 0, 0}});
    for (String text :
        new String[] {
          REAL + "2 3 2\n1 2 2.5\n2 1 -1e3\n",
          REAL + "2 3 2\n2 1 -1000\n1 2 2.5",
          "%%MatrixMarket MATRIX Coordinate REAL General\r\n"
              + "% c\r\n"
              + "2 3 2\r\n"
              + "1 2 2.5\r\n"
              + "2 1 -1E+03\r\n",
          REAL + "%\n%%% \n\n  % 1\n\t2  3\t2 \n\n 1 2  25e-1 \n\n2\t1 -1.0E3\n\n  ",
          REAL + "2 3 4\n1 2 1\n2 1 -1000\n1 2 +1.5\n1 1 0\n",
          ARRAY + "2 3\n0\n-1000.\n2.5\n.0\n0\n0\n",
        }) {
      assertTrue(a.contentEquals(read(text)), text);
    }
    assertEquals(
        2, read("%%MatrixMarket matrix coordinate pattern general\n1 1 2\n1 1\n1 1").item());
    assertEquals(Shape.of(0, 5), read(REAL + "0 5 0").shape());
    assertEquals(Shape.of(0, 0), read(ARRAY + "0 0").shape());
    assertEquals(1, read("%%MatrixMarket matrix array real symmetric\n1 1\n1").item());
    assertEquals(0, read("%%MatrixMarket matrix array integer skew-symmetric\n1 1\n").item());
    assertEquals(
        Long.MIN_VALUE,
        read("%%MatrixMarket matrix array integer general\n1 1\n-9223372036854775808")
            .getLong(0, 0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "%MatrixMarket matrix array real general\n1 1\n1\n",
        "1 1\n1\n",
        "%%MatrixMarket\n",
        "%%MatrixMarket matrix\n1 1\n1\n",
        "%%MatrixMarket vector array real general\n1\n1\n",
        "%%MatrixMarket matrix table real general\n1 1\n1\n",
        "%%MatrixMarket matrix array quaternion general\n1 1\n1\n",
        "%%MatrixMarket matrix array complex general\n1 1\n1 1\n",
        "%%MatrixMarket matrix array complex hermitian\n1 1\n1 1\n",
        "%%MatrixMarket matrix array real hermitian\n1 1\n1\n",
        "%%MatrixMarket matrix array pattern general\n1 1\n1\n",
        "%%MatrixMarket matrix array real upper\n1 1\n1\n",
        "%%MatrixMarket matrix array real general more\n1 1\n1\n",
        "%%MatrixMarket matrix coordinate pattern skew-symmetric\n2 2 1\n2 1\n",
        "%%MatrixMarket matrix array real symmetric\n2 3\n1\n1\n1\n1\n1\n1\n",
        "%%MatrixMarket matrix array real skew-symmetric\n2 3\n1\n1\n1\n1\n1\n1\n",
        "%%MatrixMarket matrix coordinate real symmetric\n2 2 1\n1 2 1\n",
        "%%MatrixMarket matrix coordinate real skew-symmetric\n2 2 1\n1 1 0\n",
        "%%MatrixMarket matrix coordinate real skew-symmetric\n2 2 1\n1 2 1\n",
        "%%MatrixMarket matrix coordinate integer skew-symmetric\n"
            + "2 2 1\n"
            + "2 1 -9223372036854775808\n",
        "%%MatrixMarket matrix coordinate integer general\n2 2 1\n2 1 9223372036854775808\n",
        "%%MatrixMarket matrix coordinate integer general\n2 2 1\n2 1 1.0\n",
        "%%MatrixMarket matrix coordinate integer general\n2 2 2\n2 1 9223372036854775807\n2 1 1\n",
        ARRAY,
        ARRAY + "%",
        ARRAY + "1",
        ARRAY + "1 1 1\n1\n",
        ARRAY + "1 1\n",
        ARRAY + "1 2\n1\n",
        ARRAY + "1 2\n1 2\n",
        ARRAY + "1 1\n1\n1\n",
        ARRAY + "1 1\n1\n%\n",
        ARRAY + "1 1\n%\n1\n",
        ARRAY + "-1 1\n1\n",
        ARRAY + "-1 -1\n1\n",
        ARRAY + "1.0 1\n1\n",
        ARRAY + "0x1 1\n1\n",
        ARRAY + "1 1\nx\n",
        ARRAY + "1 1\n0x1\n",
        ARRAY + "1 1\n0x1p3\n",
        ARRAY + "1 1\n1d\n",
        ARRAY + "1 1\n1f\n",
        ARRAY + "1 1\n1e\n",
        ARRAY + "1 1\n.\n",
        ARRAY + "1 1\n--1\n",
        ARRAY + "1 1\nnano\n",
        ARRAY + "1 1\n1\u0000\n",
        ARRAY + "1 1\n\u00ff\n",
        ARRAY + "1 1\n1\u00a0\n",
        ARRAY + "4294967296 4294967296\n1\n",
        ARRAY + "9223372036854775808 1\n1\n",
        ARRAY + "9223372036854775807 1\n1\n",
        ARRAY + "1000000 1000000\n1\n",
        REAL + "2 2\n1 1 1\n",
        REAL + "2 2 -1\n",
        REAL + "2 2 1 1\n1 1 1\n",
        REAL + "2 2 2\n1 1 1\n",
        REAL + "2 2 9223372036854775807\n1 1 1\n",
        REAL + "2 2 1\n1 1\n",
        REAL + "2 2 1\n1 1 1 1\n",
        REAL + "2 2 1\n0 1 1\n",
        REAL + "2 2 1\n1 0 1\n",
        REAL + "2 2 1\n-1 1 1\n",
        REAL + "2 2 1\n3 1 1\n",
        REAL + "2 2 1\n1 3 1\n",
        REAL + "2 2 1\n1\n1\n1\n",
        REAL + "0 0 1\n1 1 1\n",
        REAL + "4294967296 4294967296 1\n1 1 1\n",
        "\u0089PNG\r\n"
      })
  void filesThatAreNotRight(String text) throws IOException {
    checkText(assertThrows(FormatException.class, () -> read(text)));
    Path file = Files.write(folder.resolve("a.mtx"), text.getBytes(StandardCharsets.ISO_8859_1));
    FormatException error = assertThrows(FormatException.class, () -> MatrixMarket.read(file));
    checkText(error);
    assertEquals(file.toString(), error.file());
  }

  private static void checkText(FormatException error) {
    String text = error.getMessage();
    assertTrue(text.length() < 600 && text.chars().allMatch(c -> c >= ' ' && c < 127), text);
    assertTrue(error.offset() >= 0, text);
  }

  @Test
  void errorsTellTheLine() {
    FormatException error =
        assertThrows(FormatException.class, () -> read(REAL + "% c\n2 2 2\n\n1 1 1\n1 x 1\n"));
    assertTrue(error.getMessage().contains("line 6: 'x' is not a column"), error.getMessage());
    assertEquals(REAL.length() + "% c\n2 2 2\n\n1 1 1\n1 ".length(), error.offset());
  }

  /** Cutting the last digits of the last number leaves a number; all else is an error. */
  @ParameterizedTest
  @ValueSource(strings = {"array", "array_skew", "coordinate", "coordinate_pattern"})
  void truncatedAtEveryByte(String name) throws IOException {
    byte[] whole = Files.readAllBytes(file(name + ".mtx"));
    int lastWord = whole.length - 1;
    while (whole[lastWord - 1] > ' ') {
      lastWord--;
    }
    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      if (length <= lastWord) {
        checkText(
            assertThrows(
                FormatException.class, () -> MatrixMarket.read(new ByteArrayInputStream(part))));
      } else {
        try {
          MatrixMarket.read(new ByteArrayInputStream(part));
        } catch (FormatException error) {
          checkText(error);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"array_symmetric", "coordinate"})
  void flippedBits(String name) throws IOException {
    byte[] whole = Files.readAllBytes(file(name + ".mtx"));
    for (int bit = 0; bit < 8 * whole.length; bit++) {
      byte[] flipped = whole.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      try {
        MatrixMarket.read(new ByteArrayInputStream(flipped));
      } catch (FormatException error) {
        checkText(error);
      } catch (OutOfMemoryError tooLarge) { // a million million, and the entries fit
        assertTrue(tooLarge.getMessage().contains("stream"), tooLarge.getMessage());
      }
    }
  }

  @Test
  void longLinesTakeNoMemory() throws IOException {
    String comment = "%" + "x".repeat(3_000_000) + "\n";
    assertEquals(1, read(ARRAY + comment + "1 1\n" + "\n".repeat(100_000) + "1").item());
    checkText(
        assertThrows(FormatException.class, () -> read(ARRAY + "1 1\n" + "1".repeat(3_000_000))));
    checkText(assertThrows(FormatException.class, () -> read("%%MatrixMarket" + comment)));
  }

  @Test
  void moreThanThereIsMemory() throws IOException {
    String text = REAL + "1000000000 1000000000 1\n1 1 1\n";
    Path file = Files.writeString(folder.resolve("a.mtx"), text);
    OutOfMemoryError error = assertThrows(OutOfMemoryError.class, () -> MatrixMarket.read(file));
    assertTrue(error.getMessage().startsWith(file + ": a dense matrix of 1000000000 x"));
    assertThrows(OutOfMemoryError.class, () -> read(REAL + "9223372036854775807 1 1\n1 1 1\n"));
  }

  @ParameterizedTest
  @EnumSource(DType.class)
  void readsBackWhatItWrites(DType dtype) throws IOException {
    for (long[] shape : new long[][] {{3, 4}, {1, 1}, {0, 3}, {3, 0}, {40_000, 2}, {17, 33}}) {
      Tensor a = Tensor.randn(DType.F64, 7, shape).mul(20).maximum(0).cast(dtype);
      boolean real = dtype.isFloating();
      Tensor expected = a.cast(real ? DType.F64 : DType.I64);
      for (Tensor x : new Tensor[] {a, a.transpose().copy().transpose()}) {
        Path file = folder.resolve("a.mtx");
        MatrixMarket.write(file, x);
        assertTrue(MatrixMarket.read(file).contentEquals(expected));
        MatrixMarket.writeCoordinate(file, x);
        Tensor read = MatrixMarket.read(file);
        assertEquals(real || dtype == DType.BOOL ? DType.F64 : DType.I64, read.dtype());
        assertTrue(read.contentEquals(expected.cast(read.dtype())));
      }
    }
  }

  @Test
  void keepsEveryDouble() throws IOException {
    Tensor a =
        Tensor.of(
            new double[][] {
              {0.1, -0.0, Double.MIN_VALUE, Double.MAX_VALUE},
              {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0},
              {Math.nextUp(1.0), 1e22, 1e23, -1.0 / 3}
            });
    Tensor view = a.slice(Slice.range(0, 3), Slice.range(0, 4, 2)).transpose();
    for (Tensor x : new Tensor[] {a, view}) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      MatrixMarket.write(out, x);
      assertTrue(read(out.toString(StandardCharsets.US_ASCII)).contentEquals(x.copy()));
      out.reset();
      MatrixMarket.writeCoordinate(out, x);
      assertTrue(read(out.toString(StandardCharsets.US_ASCII)).contentEquals(x.copy()));
    }
  }

  @Test
  void whatCannotBeWritten() throws IOException {
    Path file = folder.resolve("a.mtx");
    assertThrows(ShapeException.class, () -> MatrixMarket.write(file, Tensor.of(1, 2)));
    assertThrows(ShapeException.class, () -> MatrixMarket.writeCoordinate(file, Tensor.of(1, 2)));
    try (var files = Files.list(folder)) {
      assertEquals(0, files.count());
    }
    assertThrows(NoSuchFileException.class, () -> MatrixMarket.read(file));
    assertThrows(IOException.class, () -> MatrixMarket.read(folder));
    assumeTrue(Files.exists(Path.of("/dev/full")));
    Tensor a = Tensor.ones(DType.F64, 2, 2);
    assertThrows(IOException.class, () -> MatrixMarket.write(Path.of("/dev/full"), a));
  }
}
