package io.lanewise.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lanewise.internal.Internal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are damaged, or made to deceive: each is one clear error. */
class NpyHostileTest {
  private static final String F8 = "'descr': '<f8', ";
  private static final String C = "'fortran_order': False, ";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"f4_3x4", "f8_3x4_version2", "f8_3x4_python2", "i8_5", "b1_3x4_fortran"})
  void truncatedAtEveryByte(String name) throws IOException {
    byte[] whole = Samples.bytes(name + ".npy");
    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      InputStream in = new ByteArrayInputStream(part);
      FormatException error = assertThrows(FormatException.class, () -> Npy.read(in));
      assertEquals(length, error.offset(), error.getMessage());
      if (length % 7 == 0) {
        Path file = Files.write(folder.resolve("a.npy"), part);
        error = assertThrows(FormatException.class, () -> Npy.read(file));
        assertEquals(length, error.offset(), error.getMessage());
        assertEquals(file.toString(), error.file());
      }
    }
  }

  @Test
  void trailingBytes() throws IOException {
    byte[] whole = Samples.bytes("f4_3x4.npy");
    Path file = Files.write(folder.resolve("a.npy"), Arrays.copyOf(whole, whole.length + 1));
    FormatException error = assertThrows(FormatException.class, () -> Npy.read(file));
    assertEquals(whole.length, error.offset());
    assertTrue(error.getMessage().contains("npz"), error.getMessage());
  }

  /**
   * A flipped bit is an error, or the header still means so many bytes: it can say {@code >f8}
   * then, or {@code (0, 2)}.
   */
  @ParameterizedTest
  @ValueSource(strings = {"f4_3x4", "f8_3x4_version2", "i8_5", "f8_0x3", "b1_3x4", "f8_rank0"})
  void everyFlippedBitOfTheHeader(String name) throws IOException {
    byte[] whole = Samples.bytes(name + ".npy");
    int accepted = 0;
    for (int bit = 0; bit < 8 * 128; bit++) {
      byte[] flipped = whole.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      InputStream in = new ByteArrayInputStream(flipped);
      try {
        var view = Internal.view(Npy.readWhole(in, "flipped", whole.length, true));
        assertEquals(whole.length - 128, view.elements() * view.dtype().bytes());
        accepted++;
      } catch (FormatException expected) {
        checkText(expected);
      }
    }
    assertTrue(accepted < 12, accepted + " flips were accepted");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{}",
        "{'descr': '<f8'}",
        "{" + F8 + C + "}",
        "{" + F8 + C + "'shape': (1), }",
        "{" + F8 + C + "'shape': (1,), 'more': 1}",
        "{" + F8 + C + "'shape': (1,), 'shape': (1,)}",
        "{" + F8 + C + "'shape': (1,), } }",
        "{" + F8 + C + "'shape': (1,), } #",
        "{" + F8 + C + "'shape': (,)}",
        "{" + F8 + C + "'shape': (1,,)}",
        "{" + F8 + C + "'shape': (1 1)}",
        "{" + F8 + C + "'shape': [1]}",
        "{" + F8 + C + "'shape': (-1,)}",
        "{" + F8 + C + "'shape': (-1, -1)}",
        "{" + F8 + C + "'shape': (+1,)}",
        "{" + F8 + C + "'shape': (01,)}",
        "{" + F8 + C + "'shape': (0x1,)}",
        "{" + F8 + C + "'shape': (1_0,)}",
        "{" + F8 + C + "'shape': (1.0,)}",
        "{" + F8 + C + "'shape': (1e0,)}",
        "{" + F8 + C + "'shape': (True,)}",
        "{" + F8 + C + "'shape': (1 + 0,)}",
        "{" + F8 + C + "'shape': (9223372036854775808,)}",
        "{" + F8 + C + "'shape': (9223372036854775807,)}",
        "{" + F8 + C + "'shape': (18446744073709551617,)}",
        "{" + F8 + C + "'shape': (4294967296, 4294967296)}",
        "{" + F8 + C + "'shape': (3037000500, 3037000500)}",
        "{" + F8 + C + "'shape': (2305843009213693952,)}",
        "{" + F8 + C + "'shape': (1000000000000,)}",
        "{" + F8 + "'fortran_order': 0, 'shape': (1,)}",
        "{" + F8 + "'fortran_order': None, 'shape': (1,)}",
        "{" + F8 + "'fortran_order': Fals, 'shape': (1,)}",
        "{'descr': 'f8', " + C + "'shape': (1,)}",
        "{'descr': '=f8', " + C + "'shape': (1,)}",
        "{'descr': '|f8', " + C + "'shape': (1,)}",
        "{'descr': '<f16', " + C + "'shape': (1,)}",
        "{'descr': '<c16', " + C + "'shape': (1,)}",
        "{'descr': '<b1 ', " + C + "'shape': (1,)}",
        "{'descr': '|O', " + C + "'shape': (1,)}",
        "{'descr': '<u3', " + C + "'shape': (1,)}",
        "{'descr': '<M8[s]', " + C + "'shape': (1,)}",
        "{'descr': '|i1', " + C + "'shape': (1,)}",
        "{'descr': ('<f8', (3,)), " + C + "'shape': (1,)}",
        "{'descr': '|V8', " + C + "'shape': (1,)}",
        "{'descr': [('x', '<f8')], " + C + "'shape': (1,)}",
        "{'descr': '\\x3cf8', " + C + "'shape': (1,)}",
        "{'descr': __import__('os').system('true'), " + C + "'shape': (1,)}",
        "__import__('os').system('true')",
        "{" + F8 + C + "'shape': (1,) if True else ()}",
        "{" + F8 + C + "'shape': (1,)}\u0000",
        "{" + F8 + C + "\t'shape': (1,)}",
        "{" + F8 + C + "\n'shape': (1,)}",
        "('descr', '<f8')",
        "[]",
        "'"
      })
  void headersThatNoArrayHas(String text) throws IOException {
    Path file = Files.write(folder.resolve("a.npy"), npy(text + "\n", new byte[8]));
    checkText(assertThrows(FormatException.class, () -> Npy.read(file)));
  }

  @Test
  void headersThatAreUnusualButRight() throws IOException {
    for (String text :
        new String[] {
          "{" + F8 + C + "'shape':(1,)}\n",
          "{\"shape\": (1, 1), 'fortran_order':True,\"descr\":\"<f8\"}\n",
          "  {  'descr'  :  '<f8'  ,  'fortran_order'  :  False  ,  'shape'  :  (  1  ,  )  }  \n"
        }) {
      Path file = Files.write(folder.resolve("a.npy"), npy(text, new byte[8]));
      assertEquals(1, Internal.view(Npy.read(file)).elements());
    }
  }

  @Test
  void aHeaderMustEndWithItsLineFeed() throws IOException {
    Path file =
        Files.write(folder.resolve("a.npy"), npy("{" + F8 + C + "'shape': (1,)}", new byte[8]));
    assertThrows(FormatException.class, () -> Npy.read(file));
  }

  @Test
  void manyAxes() throws IOException {
    for (int axes : new int[] {64, 65, 20_000}) {
      String shape = "(" + "1, ".repeat(axes) + ")";
      Path file =
          Files.write(
              folder.resolve("a.npy"),
              npy("{" + F8 + C + "'shape': " + shape + "}\n", new byte[8]));
      if (axes <= 64) {
        assertEquals(axes, Internal.view(Npy.read(file)).rank());
      } else {
        checkText(assertThrows(FormatException.class, () -> Npy.read(file)));
      }
    }
  }

  /**
   * 2 GB and an exabyte are claimed, eight bytes are there: neither a file nor a stream makes us
   * take them.
   */
  @Test
  void whatIsClaimedIsNotTaken() throws IOException {
    for (String shape : new String[] {"(250000000,)", "(1000000, 1000000, 100000)"}) {
      byte[] bytes = npy("{" + F8 + C + "'shape': " + shape + "}\n", new byte[8]);
      Path file = Files.write(folder.resolve("a.npy"), bytes);
      checkText(assertThrows(FormatException.class, () -> Npy.read(file)));
      InputStream in = new ByteArrayInputStream(bytes);
      checkText(assertThrows(FormatException.class, () -> Npy.read(in)));
    }
    byte[] header = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 2, 0, 0, 0, 0, 1, '{'};
    Path file = Files.write(folder.resolve("a.npy"), header);
    FormatException error = assertThrows(FormatException.class, () -> Npy.read(file));
    assertEquals(8, error.offset());
  }

  @ParameterizedTest
  @ValueSource(strings = {"object", "complex", "structured", "text", "time", "raw", "pickle"})
  void typesThatLanewiseDoesNotHave(String name) {
    FormatException error =
        assertThrows(FormatException.class, () -> Npy.read(Samples.file(name + ".npy")));
    checkText(error);
    assertFalse(error.getMessage().contains("damaged"), error.getMessage());
  }

  @Test
  void anArchiveIsNotAnArray() {
    FormatException error =
        assertThrows(FormatException.class, () -> Npy.read(Samples.file("stored.npz")));
    assertTrue(error.getMessage().contains("npz"), error.getMessage());
  }

  @Test
  void aBoolIsZeroOrOne() throws IOException {
    byte[] whole = Samples.bytes("b1_3x4.npy");
    whole[131] = 2;
    Path file = Files.write(folder.resolve("a.npy"), whole);
    FormatException error = assertThrows(FormatException.class, () -> Npy.read(file));
    assertEquals(131, error.offset());
  }

  @Test
  void missingFilesAndFolders() {
    assertThrows(IOException.class, () -> Npy.read(folder.resolve("missing.npy")));
    assertThrows(IOException.class, () -> Npy.read(folder));
  }

  static byte[] npy(String text, byte[] data) {
    byte[] header = text.getBytes(StandardCharsets.ISO_8859_1);
    byte[] all = new byte[10 + header.length + data.length];
    byte[] start = {
      (byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) header.length, (byte) (header.length >> 8)
    };
    System.arraycopy(start, 0, all, 0, 10);
    System.arraycopy(header, 0, all, 10, header.length);
    System.arraycopy(data, 0, all, 10 + header.length, data.length);
    return all;
  }

  /** Cut short after its length was known to agree. */
  @Test
  void aFileThatBecomesShorter() throws IOException {
    byte[] whole = Samples.bytes("f4_1000.npy");
    InputStream in = new ByteArrayInputStream(Arrays.copyOf(whole, 2000));
    FormatException error =
        assertThrows(FormatException.class, () -> Npy.readWhole(in, "a.npy", whole.length, true));
    assertEquals(2000, error.offset());
    assertTrue(error.getMessage().contains("F32 (1000)"), error.getMessage());
  }

  /** 8 terabytes that take no room on the disk: the length agrees, the memory is not there. */
  @Test
  void moreThanThereIsMemory() throws IOException {
    String text = "{'descr': '|u1', 'fortran_order': False, 'shape': (8000000000000,)}\n";
    byte[] header = npy(text, new byte[0]);
    Path file = folder.resolve("a.npy");
    try (var channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(header));
      channel.write(ByteBuffer.allocate(1), header.length + 8_000_000_000_000L - 1);
    } catch (IOException tooLarge) {
      assumeTrue(false, "this file system has no such files: " + tooLarge);
    }
    OutOfMemoryError error = assertThrows(OutOfMemoryError.class, () -> Npy.read(file));
    assertTrue(error.getMessage().startsWith(file + ": U8 (8000000000000): "), error.getMessage());
  }

  /** One line, short, printable. */
  private static void checkText(FormatException error) {
    String text = error.getMessage();
    assertTrue(text.length() < 600 && text.indexOf('\n') < 0, text);
    assertTrue(text.chars().allMatch(c -> c >= ' '), text);
  }
}
