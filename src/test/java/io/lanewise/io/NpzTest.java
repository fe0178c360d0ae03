package io.lanewise.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lanewise.DType;
import io.lanewise.DTypeException;
import io.lanewise.Tensor;
import io.lanewise.internal.Internal;
import io.lanewise.memory.View;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NpzTest {
  @TempDir Path folder;

  @Test
  void readsStoredAndCompressed() throws IOException {
    LinkedHashMap<String, Tensor> stored = Npz.read(Samples.file("stored.npz"));
    assertEquals(List.of("values", "vectors", "none"), List.copyOf(stored.keySet()));
    Samples.check(stored.get("values"), DType.F64, 5);
    Samples.check(stored.get("vectors"), DType.F32, 3, 4);
    Samples.check(stored.get("none"), DType.I32, 0);
    LinkedHashMap<String, Tensor> compressed = Npz.read(Samples.file("compressed.npz"));
    Samples.check(compressed.get("values"), DType.F64, 5);
    View zeros = Internal.view(compressed.get("zeros"));
    for (long i = 0; i < 10_000; i++) {
      assertEquals(0, Samples.get(zeros, i));
    }
  }

  @Test
  void namesMayHaveFolders() throws IOException {
    LinkedHashMap<String, Tensor> tensors = Npz.read(Samples.file("paths.npz"));
    assertEquals(List.of("a/b", "..a/b..", "\u00e9"), List.copyOf(tensors.keySet()));
    Samples.check(tensors.get("..a/b.."), DType.I64, 2);
    Npz.write(folder.resolve("a.npz"), tensors);
    assertEquals(tensors.keySet(), Npz.read(folder.resolve("a.npz")).keySet());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/tmp/a", "../a", "a/../../b", "a/..", "..", "C:\\a", "c:a", "a\\b", "a\0b"})
  void namesThatLeaveAFolder(String name) throws IOException {
    Path file = folder.resolve("a.npz");
    zip(file, name + ".npy", Samples.bytes("f4_3x4.npy"));
    FormatException error = assertThrows(FormatException.class, () -> Npz.read(file));
    assertTrue(error.getMessage().contains("a.npz, entry "), error.getMessage());
    Map<String, Tensor> tensors = Map.of(name, Samples.tensor(DType.U8, 1));
    assertThrows(IllegalArgumentException.class, () -> Npz.write(file, tensors));
  }

  @Test
  void entriesAreWhatNumPyWrites() throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("values", Samples.tensor(DType.F64, 5));
    tensors.put("vectors", Npy.read(Samples.file("f4_3x4_fortran.npy")));
    tensors.put("none", Samples.tensor(DType.I32, 0));
    Path file = folder.resolve("a.npz");
    Npz.write(file, tensors);
    assertEquals(unzip(Samples.bytes("stored.npz")), unzip(Files.readAllBytes(file)));
    assertEquals(List.of("values", "vectors", "none"), List.copyOf(Npz.read(file).keySet()));
    byte[] first = Files.readAllBytes(file);
    Npz.write(file, tensors);
    assertArrayEquals(first, Files.readAllBytes(file), "the same arrays give the same bytes");
  }

  private static Map<String, List<Byte>> unzip(byte[] archive) throws IOException {
    Map<String, List<Byte>> entries = new LinkedHashMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Byte[] bytes = new Byte[] {};
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        zip.transferTo(out);
        byte[] raw = out.toByteArray();
        bytes = new Byte[raw.length];
        Arrays.setAll(bytes, i -> raw[i]);
        entries.put(entry.getName(), List.of(bytes));
      }
    }
    return entries;
  }

  @Test
  void aFailureLeavesNothing() throws IOException {
    View four = Internal.view(Samples.tensor(DType.F32, 4));
    Tensor bf16 = Internal.tensor(View.contiguous(four.storage(), DType.BF16, four.shape()));
    assertThrows(DTypeException.class, () -> Npz.write(folder.resolve("a.npz"), Map.of("x", bf16)));
    try (var files = Files.list(folder)) {
      assertEquals(0, files.count());
    }
  }

  @Test
  void truncatedAtEveryByte() throws IOException {
    for (String name : new String[] {"stored.npz", "compressed.npz"}) {
      byte[] whole = Samples.bytes(name);
      for (int length = 0; length < whole.length; length++) {
        Path file = Files.write(folder.resolve("a.npz"), Arrays.copyOf(whole, length));
        assertThrows(FormatException.class, () -> Npz.read(file));
      }
    }
  }

  /**
   * Checksums see every flip in the data; the rest is an error, another name or date, or nothing
   * that matters.
   */
  @Test
  void flippedBits() throws IOException {
    for (String name : new String[] {"stored.npz", "compressed.npz"}) {
      byte[] whole = Samples.bytes(name);
      for (int bit = 0; bit < 8 * whole.length; bit += 5) {
        byte[] flipped = whole.clone();
        flipped[bit / 8] ^= (byte) (1 << bit % 8);
        Path file = Files.write(folder.resolve("a.npz"), flipped);
        try {
          Tensor values = Npz.read(file).get("values");
          if (values != null) {
            Samples.check(values, DType.F64, 5);
          }
        } catch (FormatException expected) {
          assertTrue(expected.getMessage().indexOf('\n') < 0, expected.getMessage());
        }
      }
    }
  }

  @Test
  void entriesThatAreNoArrays() throws IOException {
    Path file = folder.resolve("a.npz");
    zip(file, "readme.txt", new byte[10]);
    assertThrows(FormatException.class, () -> Npz.read(file));
    zip(file, "a.npy", new byte[10]);
    assertThrows(FormatException.class, () -> Npz.read(file));
    byte[] array = Samples.bytes("f4_3x4.npy");
    zip(file, "a.npy", Arrays.copyOf(array, array.length + 1));
    assertThrows(FormatException.class, () -> Npz.read(file));
    zip(file, "a\nb\u001b[31m.npy", Arrays.copyOf(array, array.length - 1));
    FormatException error = assertThrows(FormatException.class, () -> Npz.read(file));
    assertTrue(error.getMessage().chars().allMatch(c -> c >= ' '), error.getMessage());
  }

  /**
   * 100 MB of zeros packed into 100 kB behind a header that says five numbers, and one that says a
   * petabyte.
   */
  @Test
  void bombs() throws IOException {
    byte[] header = Arrays.copyOf(Samples.bytes("f4_1000.npy"), 128);
    Path file = folder.resolve("a.npz");
    byte[] bomb = Arrays.copyOf(header, 100_000_000);
    zip(file, "a.npy", bomb);
    assertThrows(FormatException.class, () -> Npz.read(file));
    String huge = "{'descr': '<f8', 'fortran_order': False, 'shape': (1000000, 1000000, 1000)}\n";
    zip(file, "a.npy", NpyHostileTest.npy(huge, new byte[1000]));
    assertThrows(FormatException.class, () -> Npz.read(file));
    byte[] claims = Files.readAllBytes(file);
    int entry = indexOf(claims, new byte[] {'P', 'K', 1, 2}, 0);
    claims[entry + 24 + 3] = 0x7f; // unpacked size: 2 GB out of 200 bytes
    Files.write(file, claims);
    FormatException error = assertThrows(FormatException.class, () -> Npz.read(file));
    assertTrue(error.getMessage().contains("deceive"), error.getMessage());
  }

  /** Two names for the same bytes: a few kilobytes could become gigabytes that way. */
  @Test
  void overlappingEntries() throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("a", Samples.tensor(DType.U8, 4000));
    tensors.put("b", Samples.tensor(DType.U8, 1));
    Path file = folder.resolve("a.npz");
    Npz.write(file, tensors);
    byte[] zip = Files.readAllBytes(file);
    int first = indexOf(zip, new byte[] {'P', 'K', 1, 2}, 0);
    int second = indexOf(zip, new byte[] {'P', 'K', 1, 2}, first + 4);
    System.arraycopy(zip, first + 16, zip, second + 16, 12); // checksum and sizes
    System.arraycopy(zip, first + 42, zip, second + 42, 4); // where it is
    Files.write(file, zip);
    FormatException error = assertThrows(FormatException.class, () -> Npz.read(file));
    assertTrue(error.getMessage().contains("entry b.npy"), error.getMessage());
  }

  private static int indexOf(byte[] bytes, byte[] part, int from) {
    int at = from;
    while (!Arrays.equals(bytes, at, at + part.length, part, 0, part.length)) {
      at++;
    }
    return at;
  }

  private static void zip(Path file, String name, byte[] content) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry(name));
      zip.write(content);
    }
  }

  @Test
  void notAnArchive() {
    assertThrows(FormatException.class, () -> Npz.read(Samples.file("f4_3x4.npy")));
    assertThrows(NoSuchFileException.class, () -> Npz.read(folder.resolve("missing.npz")));
    assertThrows(IOException.class, () -> Npz.read(folder));
  }
}
