package io.lanewise.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lanewise.DType;
import io.lanewise.Shape;
import io.lanewise.ShapeException;
import io.lanewise.Tensor;
import io.lanewise.internal.Internal;
import io.lanewise.memory.View;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafeTensorsTest {
  /** In the order in which the reference writes them. */
  private static final List<DType> TYPES =
      List.of(
          DType.I64, DType.F64, DType.F32, DType.I32, DType.BF16, DType.F16, DType.U8, DType.BOOL);

  @TempDir Path folder;

  private static SafeTensors open(String name) throws IOException {
    return SafeTensors.open(file(name));
  }

  private static Path file(String name) {
    return Samples.resource("safetensors/" + name + ".safetensors");
  }

  private static Map<String, Tensor> types() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    TYPES.forEach(type -> tensors.put(type.name(), Samples.tensor(type, 3, 4)));
    return tensors;
  }

  @Test
  void readsEveryTypeBitByBit() throws IOException {
    try (SafeTensors file = open("types")) {
      assertEquals(TYPES.stream().map(DType::name).toList(), List.copyOf(file.names()));
      assertEquals(Map.of("format", "np"), file.metadata());
      for (DType type : TYPES) {
        assertEquals(Optional.of(type), file.entry(type.name()).dtype());
        assertEquals(type.name(), file.entry(type.name()).type());
        Samples.check(file.read(type.name()), type, 3, 4);
      }
    }
  }

  @Test
  void readsEveryShape() throws IOException {
    try (SafeTensors file = open("shapes")) {
      Samples.check(file.read("rank0"), DType.F64);
      Samples.check(file.read("empty"), DType.F32, 0, 3);
      Samples.check(file.read("vector"), DType.F32, 5);
    }
    try (SafeTensors file = open("nothing")) {
      assertEquals(0, file.names().size());
    }
  }

  /** Odd offsets, escapes in names, keys and spaces in any order. */
  @Test
  void readsWhatTheFormatAllows() throws IOException {
    try (SafeTensors file = open("odd")) {
      assertEquals(List.of("\u00e9\ud83d\ude00\"\n", "odd", "double"), List.copyOf(file.names()));
      assertEquals(Map.of("a", "1", "\u00e9", "/"), file.metadata());
      assertEquals(1, file.entry("odd").offset() % 2);
      Samples.check(file.read("\u00e9\ud83d\ude00\"\n"), DType.U8, 3);
      Samples.check(file.read("odd"), DType.F32, 3, 4);
      Samples.check(file.read("double"), DType.F64, 2, 1, 2);
    }
  }

  @ParameterizedTest
  @CsvSource({"I16, I32, 16, true", "U16, I32, 16, false", "U32, I64, 32, false"})
  void widensIntegers(String name, DType wide, int bits, boolean signed) throws IOException {
    try (SafeTensors file = open("wide")) {
      assertEquals(Optional.of(wide), file.entry(name).dtype());
      View view = Internal.view(file.read(name));
      assertEquals(wide, view.dtype());
      for (long i = 0; i < 12; i++) {
        long word = (i + 1) * 0x9E3779B97F4A7C15L;
        long expected = signed ? word >> (64 - bits) : word >>> (64 - bits);
        assertEquals(expected & (wide == DType.I32 ? 0xffffffffL : -1), Samples.get(view, i));
      }
      try (Arena arena = Arena.ofConfined()) {
        assertThrows(FormatException.class, () -> file.map(name, arena));
      }
    }
  }

  @Test
  void signedBytesStayBytes() throws IOException {
    try (SafeTensors file = open("wide")) {
      Tensor bytes = file.read("I8");
      assertEquals(DType.I8, bytes.dtype());
      long[] expected = new long[12];
      for (int i = 0; i < expected.length; i++) {
        expected[i] = (i + 1) * 0x9E3779B97F4A7C15L >> 56;
      }
      assertArrayEquals(expected, bytes.flatten().toLongArray());
    }
  }

  @Test
  void unsignedLongsAreReadBelow2To63() throws IOException {
    try (SafeTensors file = open("wide")) {
      View view = Internal.view(file.read("U64"));
      for (long i = 0; i < 12; i++) {
        assertEquals((i + 1) * 0x9E3779B97F4A7C15L >>> 1, Samples.get(view, i));
      }
    }
    try (SafeTensors file = open("large")) {
      FormatException error = assertThrows(FormatException.class, () -> file.read("a"));
      assertEquals(file.entry("a").offset() + 8, error.offset());
      assertTrue(error.getMessage().contains("9223372036854775808"), error.getMessage());
      assertTrue(error.getMessage().contains("tensor a"), error.getMessage());
    }
  }

  @Test
  void otherTypesDoNotKeepTheRestFromBeingRead() throws IOException {
    try (SafeTensors file = open("float8")) {
      Samples.check(file.read("c"), DType.F32, 3, 4);
      for (String name : new String[] {"a", "b"}) {
        assertEquals(Optional.empty(), file.entry(name).dtype());
        FormatException error = assertThrows(FormatException.class, () -> file.read(name));
        assertTrue(error.getMessage().contains(file.entry(name).type()), error.getMessage());
      }
    }
  }

  @Test
  void readsSomeRows() throws IOException {
    try (SafeTensors file = open("types")) {
      for (String name : new String[] {"F64", "BF16", "BOOL"}) {
        Tensor all = file.read(name);
        for (int from = 0; from <= 3; from++) {
          for (int to = from; to <= 3; to++) {
            Tensor rows = file.readRows(name, from, to);
            assertEquals(Shape.of(to - from, 4), rows.shape());
            View view = Internal.view(rows);
            for (long i = 0; i < rows.elements(); i++) {
              assertEquals(Samples.get(Internal.view(all), 4L * from + i), Samples.get(view, i));
            }
          }
        }
      }
      for (long[] wrong : new long[][] {{-1, 1}, {2, 1}, {0, 4}, {4, 4}, {Long.MIN_VALUE, 0}}) {
        assertThrows(ShapeException.class, () -> file.readRows("F64", wrong[0], wrong[1]));
      }
    }
    try (SafeTensors file = open("shapes")) {
      assertEquals(Shape.of(0, 3), file.readRows("empty", 0, 0).shape());
      assertThrows(ShapeException.class, () -> file.readRows("rank0", 0, 1));
    }
  }

  @Test
  void maps() throws IOException {
    assumeTrue(ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN);
    try (Arena arena = Arena.ofShared()) {
      Tensor odd;
      try (SafeTensors file = open("odd")) {
        odd = file.map("odd", arena);
        assertEquals(file.read("double").get(1, 0, 1), file.map("double", arena).get(1, 0, 1));
      }
      assertFalse(odd.isWritable());
      assertTrue(odd.contentEquals(Samples.tensor(DType.F32, 3, 4)));
      try (SafeTensors file = open("types")) {
        assertTrue(file.map("BF16", arena).contentEquals(file.read("BF16")));
        assertThrows(FormatException.class, () -> file.map("BOOL", arena));
      }
      try (SafeTensors file = open("shapes")) {
        assertEquals(Shape.of(0, 3), file.map("empty", arena).shape());
      }
    }
  }

  /** Ten terabytes of zeros that take no room on the disk. */
  @Test
  void opensFilesLargerThanMemory() throws IOException {
    long rows = 1L << 40;
    Path large = folder.resolve("large.safetensors");
    String text =
        "{\"a\":{\"dtype\":\"U8\",\"shape\":["
            + rows
            + ",10],\"data_offsets\":[0,"
            + 10 * rows
            + "]}}";
    try (FileChannel channel =
        FileChannel.open(large, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer head = ByteBuffer.allocate(8 + text.length()).order(ByteOrder.LITTLE_ENDIAN);
      head.putLong(text.length()).put(text.getBytes(StandardCharsets.US_ASCII));
      channel.write(head.flip());
      channel.write(ByteBuffer.wrap(new byte[] {7}), head.limit() + 10 * rows - 1);
    } catch (IOException tooLarge) {
      assumeTrue(false, "this file system has no such files: " + tooLarge);
    }
    try (SafeTensors file = SafeTensors.open(large);
        Arena arena = Arena.ofConfined()) {
      assertEquals(7, file.readRows("a", rows - 2, rows).get(1, 9));
      assertEquals(7, file.map("a", arena).get(rows - 1, 9));
      OutOfMemoryError error = assertThrows(OutOfMemoryError.class, () -> file.read("a"));
      assertTrue(error.getMessage().startsWith(large + ", tensor a: U8 ("), error.getMessage());
    }
  }

  @Test
  void writesWhatTheReferenceWrites() throws IOException {
    Path file = folder.resolve("a");
    SafeTensors.write(file, types(), Map.of("format", "np"));
    assertArrayEquals(Files.readAllBytes(file("types")), Files.readAllBytes(file));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SafeTensors.write(out, types(), Map.of("format", "np"));
    assertArrayEquals(Files.readAllBytes(file("types")), out.toByteArray());
    SafeTensors.write(file, Map.of(), Map.of());
    assertArrayEquals(Files.readAllBytes(file("nothing")), Files.readAllBytes(file));
  }

  @Test
  void writesLargeElementsFirst() throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (DType type : TYPES.reversed()) {
      tensors.put(type.name(), Samples.tensor(type, 3));
    }
    Path file = folder.resolve("a");
    SafeTensors.write(file, tensors, Map.of());
    try (SafeTensors read = SafeTensors.open(file)) {
      for (String name : read.names()) {
        assertEquals(0, read.entry(name).offset() % read.read(name).dtype().bytes(), name);
      }
    }
  }

  /** No room, just enough, too much: the header is in front of the tensors all the same. */
  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 1, 4, 9, 1000, Integer.MAX_VALUE})
  void writesTensorByTensor(int expected) throws IOException {
    Path file = folder.resolve("a");
    String strange = "\u00e9\"\\\n\u0001";
    try (SafeTensorsWriter out = SafeTensors.writer(file, Map.of("k", "?"), expected)) {
      out.putMetadata("w", "");
      for (DType type : TYPES) {
        out.write(type.name(), Samples.tensor(type, 3, 4));
      }
      out.write("transposed", Samples.tensor(DType.F32, 5, 7).transpose());
      try (SafeTensors source = open("float8")) {
        out.copy(source, "a");
      }
      out.write(strange, Samples.tensor(DType.I64, 300_000));
      assertFalse(Files.exists(file));
      out.putMetadata("k", "v\"");
      assertThrows(IllegalArgumentException.class, () -> out.putMetadata("\ud800", ""));
      out.finish();
    }
    try (SafeTensors read = SafeTensors.open(file)) {
      assertEquals(Map.of("k", "v\"", "w", ""), read.metadata());
      assertEquals("F64", List.copyOf(read.names()).get(1));
      for (DType type : TYPES) {
        Samples.check(read.read(type.name()), type, 3, 4);
      }
      Samples.check(read.read("transposed").transpose().copy(), DType.F32, 5, 7);
      assertEquals("F8_E4M3", read.entry("a").type());
      Samples.check(read.read(strange), DType.I64, 300_000);
      assertEquals(0, read.entry("I64").offset() % 8);
    }
    assertArrayEquals(new String[] {"a"}, names());
  }

  private String[] names() throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toArray(String[]::new);
    }
  }

  @Test
  void whatIsNotFinishedLeavesNothing() throws IOException {
    Path file = Files.writeString(folder.resolve("a"), "old");
    try (SafeTensorsWriter out = SafeTensors.writer(file, Map.of(), 1)) {
      out.write("x", Samples.tensor(DType.F32, 3));
    }
    assertEquals("old", Files.readString(file));
    assertArrayEquals(new String[] {"a"}, names());
  }

  @Test
  void namesThatCannotBeWritten() throws IOException {
    Tensor x = Samples.tensor(DType.F32, 1);
    Path file = folder.resolve("a");
    for (String name : new String[] {"__metadata__", "\ud800", "\udc00\ud800"}) {
      assertThrows(
          IllegalArgumentException.class, () -> SafeTensors.write(file, Map.of(name, x), Map.of()));
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> SafeTensors.write(file, Map.of("x", x), Map.of("\ud800", "")));
    try (SafeTensorsWriter out = SafeTensors.writer(file, Map.of(), 1)) {
      out.write("x", x);
      assertThrows(IllegalArgumentException.class, () -> out.write("x", x));
      assertThrows(IllegalArgumentException.class, () -> out.write("__metadata__", x));
    }
    assertArrayEquals(new String[0], names());
  }

  @Test
  void missingNamesAndFiles() throws IOException {
    try (SafeTensors file = open("types")) {
      assertThrows(IllegalArgumentException.class, () -> file.read("none"));
      assertThrows(IllegalArgumentException.class, () -> file.entry("none"));
      assertThrows(UnsupportedOperationException.class, () -> file.names().remove("F32"));
    }
    assertThrows(NoSuchFileException.class, () -> SafeTensors.open(folder.resolve("none")));
    assertThrows(FileSystemException.class, () -> SafeTensors.open(folder));
    Path none = folder.resolve("none/a");
    assertThrows(NoSuchFileException.class, () -> SafeTensors.writer(none, Map.of(), 1));
    assumeTrue(Files.exists(Path.of("/dev/full")));
    assertThrows(FileSystemException.class, () -> SafeTensors.open(Path.of("/dev/full")));
    assertThrows(
        FileSystemException.class, () -> SafeTensors.writer(Path.of("/dev/full"), Map.of(), 1));
    FileSystemException full =
        assertThrows(
            FileSystemException.class,
            () -> SafeTensors.write(Path.of("/dev/full"), types(), Map.of()));
    assertEquals("/dev/full", full.getFile());
  }

  @Test
  void readingAfterClosing() throws IOException {
    SafeTensors file = open("types");
    file.close();
    file.close();
    IOException error = assertThrows(IOException.class, () -> file.read("F32"));
    assertTrue(error.getMessage().contains("types.safetensors"), error.getMessage());
  }
}
