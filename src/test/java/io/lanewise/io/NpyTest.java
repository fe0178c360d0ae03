package io.lanewise.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lanewise.DType;
import io.lanewise.DTypeException;
import io.lanewise.Shape;
import io.lanewise.Tensor;
import io.lanewise.internal.Internal;
import io.lanewise.memory.View;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpyTest {
  private static final String[] KINDS = {"", "_fortran", "_big"};

  @TempDir Path folder;

  static Stream<String> matrices() {
    return Stream.of("f2", "f4", "f8", "b1", "u1", "i4", "i8")
        .flatMap(
            type ->
                Samples.dtype(type).bytes() == 1
                    ? Stream.of(type + "_3x4", type + "_3x4_fortran")
                    : Stream.of(type + "_3x4", type + "_3x4_fortran", type + "_3x4_big"));
  }

  /** The sizes in a file's name. */
  static long[] sizes(String name) {
    String sizes = name.split("_", 0)[1];
    return sizes.equals("rank0")
        ? new long[0]
        : Arrays.stream(sizes.split("x", 0)).mapToLong(Long::parseLong).toArray();
  }

  @ParameterizedTest
  @MethodSource("matrices")
  @ValueSource(
      strings = {
        "f4_3x4_big_fortran",
        "f8_3x4_version2",
        "f8_3x4_version3",
        "f8_3x4_python2",
        "f8_rank0",
        "i8_5",
        "f4_1000",
        "f8_0x3",
        "u1_3x0x2",
        "i4_1x4x1",
        "f4_2x3x4",
        "f4_2x3x4_fortran",
        "f8_2x1x1x1x1x3"
      })
  void readsBitByBit(String name) throws IOException {
    Path file = Samples.file(name + ".npy");
    Samples.check(Npy.read(file), Samples.dtype(name), sizes(name));
    try (var in = Files.newInputStream(file)) {
      Samples.check(Npy.read(in), Samples.dtype(name), sizes(name));
      assertEquals(-1, in.read());
    }
  }

  @ParameterizedTest
  @CsvSource({"i2, I32, 16, true", "u2, I32, 16, false", "u4, I64, 32, false"})
  void widensIntegersThatTensorsDoNotHave(String type, DType wide, int bits, boolean signed)
      throws IOException {
    for (String kind : KINDS) {
      View view = Internal.view(Npy.read(Samples.file(type + "_3x4" + kind + ".npy")));
      assertEquals(wide, view.dtype());
      for (long i = 0; i < 12; i++) {
        long word = (i + 1) * 0x9E3779B97F4A7C15L;
        long expected = signed ? word >> (64 - bits) : word >>> (64 - bits);
        long mask = wide == DType.I32 ? 0xffffffffL : -1;
        assertEquals(expected & mask, Samples.get(view, i), type + kind + " " + i);
      }
    }
  }

  @Test
  void signedBytesStayBytes() throws IOException {
    long[] expected = new long[12];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = (i + 1) * 0x9E3779B97F4A7C15L >> 56;
    }
    for (String kind : new String[] {"", "_fortran"}) {
      Tensor bytes = Npy.read(Samples.file("i1_3x4" + kind + ".npy"));
      assertEquals(DType.I8, bytes.dtype());
      assertArrayEquals(expected, bytes.toLongArray());
    }
  }

  @Test
  void unsignedLongsAreReadBelow2To63() throws IOException {
    for (String kind : KINDS) {
      View view = Internal.view(Npy.read(Samples.file("u8_3x4" + kind + ".npy")));
      assertEquals(DType.I64, view.dtype());
      for (long i = 0; i < 12; i++) {
        assertEquals((i + 1) * 0x9E3779B97F4A7C15L >>> 1, Samples.get(view, i));
      }
    }
    Path large = Samples.file("u8_large.npy");
    FormatException error = assertThrows(FormatException.class, () -> Npy.read(large));
    assertEquals(128 + 16, error.offset());
    assertTrue(error.getMessage().contains("9223372036854775808"), error.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "f2_3x4",
        "f4_3x4",
        "f8_3x4",
        "b1_3x4",
        "u1_3x4",
        "i4_3x4",
        "i8_3x4",
        "f8_rank0",
        "i8_5",
        "f4_1000",
        "f8_0x3",
        "u1_3x0x2",
        "i4_1x4x1",
        "f4_2x3x4",
        "f8_2x1x1x1x1x3",
        "u1_0x100x1x1x1x1x1x1x1x1x1x1x1x1"
      })
  void writesWhatNumPyWrites(String name) throws IOException {
    Tensor tensor = Samples.tensor(Samples.dtype(name), sizes(name));
    Path file = folder.resolve("a.npy");
    Npy.write(file, tensor);
    assertArrayEquals(Samples.bytes(name + ".npy"), Files.readAllBytes(file));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Npy.write(out, tensor);
    assertArrayEquals(Samples.bytes(name + ".npy"), out.toByteArray());
  }

  @ParameterizedTest
  @MethodSource("matrices")
  @ValueSource(
      strings = {
        "f4_2x3x4_fortran",
        "f4_3x4_big_fortran",
        "f4_10x1x1x1x1x1x1x1x1x1x1x1x1x1x1x1x1x1x1x1x1x1x1x1x1x1x1x1x1x1x1x1x1x1x1x3_fortran"
      })
  void keepsFortranOrderAndWritesTheMachinesByteOrder(String name) throws IOException {
    Path file = folder.resolve("a.npy");
    Npy.write(file, Npy.read(Samples.file(name + ".npy")));
    assertArrayEquals(Samples.bytes(name.replace("_big", "") + ".npy"), Files.readAllBytes(file));
  }

  @Test
  void readsSeveralArraysFromOneStream() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Npy.write(out, Samples.tensor(DType.F32, 2, 3));
    Npy.write(out, Samples.tensor(DType.I64, 4));
    ByteArrayInputStream in = new ByteArrayInputStream(out.toByteArray());
    Samples.check(Npy.read(in), DType.F32, 2, 3);
    Samples.check(Npy.read(in), DType.I64, 4);
    FormatException end = assertThrows(FormatException.class, () -> Npy.read(in));
    assertEquals(0, end.offset());
  }

  /** As from a pipe, whose length nobody knows. */
  @Test
  void nothingMayFollowAnArrayThatIsAlone() throws IOException {
    byte[] whole = Samples.bytes("f4_3x4.npy");
    Tensor tensor = Npy.readWhole(new ByteArrayInputStream(whole), "pipe", -1, false);
    Samples.check(tensor, DType.F32, 3, 4);
    InputStream more = new ByteArrayInputStream(Arrays.copyOf(whole, whole.length + 1));
    FormatException error =
        assertThrows(FormatException.class, () -> Npy.readWhole(more, "pipe", -1, false));
    assertEquals(whole.length, error.offset());
  }

  @Test
  void aStreamMayBeLargerThanWhatIsTakenAtFirst() throws IOException {
    long n = (5L << 20) / 8 + 11;
    Path file = folder.resolve("a.npy");
    Npy.write(file, Samples.tensor(DType.F64, n));
    try (var in = Files.newInputStream(file)) {
      View view = Internal.view(Npy.read(in));
      assertEquals(Shape.of(n), view.shape());
      for (long i = 0; i < n; i += 61) {
        assertEquals(Samples.bits(DType.F64, i), Samples.get(view, i));
      }
      assertEquals(Samples.bits(DType.F64, n - 1), Samples.get(view, n - 1));
    }
  }

  @Test
  void writesEveryLayoutInTheOrderOfItsShape() throws IOException {
    View all = Internal.view(Samples.tensor(DType.F64, 5, 6));
    View step = new View(all.storage(), DType.F64, 28, Shape.of(3, 4), new long[] {-6, -1});
    Path file = folder.resolve("a.npy");
    Npy.write(file, Internal.tensor(step));
    View read = Internal.view(Npy.read(file));
    assertEquals(Shape.of(3, 4), read.shape());
    assertTrue(read.isContiguous());
    for (long i = 0; i < 12; i++) {
      assertEquals(Samples.bits(DType.F64, 28 - 6 * (i / 4) - i % 4), Samples.get(read, i));
    }
  }

  @Test
  void bf16HasNoCounterpart() {
    Tensor tensor = Internal.tensor(view(DType.BF16));
    Path file = folder.resolve("a.npy");
    DTypeException refused = assertThrows(DTypeException.class, () -> Npy.write(file, tensor));
    assertTrue(refused.getMessage().contains("cast(DType.F32)"), refused.getMessage());
    assertTrue(Files.notExists(file));
  }

  private static View view(DType dtype) {
    View bytes = Internal.view(Samples.tensor(DType.F32, 4));
    return View.contiguous(bytes.storage(), dtype, Shape.of(2));
  }
}
