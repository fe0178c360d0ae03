package io.lanewise.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lanewise.DType;
import io.lanewise.Tensor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are damaged, or made to deceive: each is one clear error. */
class SafeTensorsHostileTest {
  private static final String F4 = "'dtype':'F32','shape':[2],'data_offsets':[0,8]";

  @TempDir Path folder;

  private static byte[] bytes(String name) throws IOException {
    return Files.readAllBytes(Samples.resource("safetensors/" + name + ".safetensors"));
  }

  /** A file with eight bytes behind its header; single quotes stand for double ones. */
  private Path file(String header) throws IOException {
    return file(header.replace('\'', '"').getBytes(StandardCharsets.UTF_8), 8);
  }

  private Path file(byte[] text, int data) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(8 + text.length + data).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(text.length).put(text);
    return Files.write(folder.resolve("a.safetensors"), bytes.array());
  }

  /** Opens a file and reads all that it has. */
  private static int readAll(Path file) throws IOException {
    try (SafeTensors tensors = SafeTensors.open(file)) {
      for (String name : tensors.names()) {
        if (tensors.entry(name).dtype().isPresent()) {
          tensors.read(name);
        }
      }
      return tensors.names().size();
    }
  }

  private static FormatException refused(Path file) {
    FormatException error = assertThrows(FormatException.class, () -> readAll(file));
    String text = error.getMessage();
    assertTrue(text.startsWith(file.toString()), text);
    assertTrue(text.length() < 600 && text.indexOf('\n') < 0, text);
    assertTrue(text.chars().allMatch(c -> c >= ' ' && c < 127), text);
    return error;
  }

  @ParameterizedTest
  @ValueSource(strings = {"types", "odd", "shapes", "nothing", "float8"})
  void truncatedAtEveryByte(String name) throws IOException {
    byte[] whole = bytes(name);
    Path file = folder.resolve("a.safetensors");
    for (int length = 0; length < whole.length; length++) {
      refused(Files.write(file, Arrays.copyOf(whole, length)));
    }
    refused(Files.write(file, Arrays.copyOf(whole, whole.length + 1)));
  }

  /** A flipped bit is an error, or changes a name, a type of the same size, or a shape alike. */
  @ParameterizedTest
  @ValueSource(strings = {"types", "odd", "shapes"})
  void flippedBitsOfTheHeader(String name) throws IOException {
    byte[] whole = bytes(name);
    int header = 8 + (int) ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getLong();
    Path file = folder.resolve("a.safetensors");
    for (int bit = 0; bit < 8 * header; bit += 3) {
      byte[] flipped = whole.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      Files.write(file, flipped);
      try {
        readAll(file);
      } catch (FormatException expected) {
        assertTrue(expected.getMessage().indexOf('\n') < 0, expected.getMessage());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "}",
        "[]",
        " {}",
        "null",
        "{}",
        "{} {}",
        "{'a'}",
        "{'a':}",
        "{'a':1}",
        "{'a':null}",
        "{'a':[]}",
        "{'a':{}}",
        "{,'a':{" + F4 + "}}",
        "{'a':{" + F4 + "},}",
        "{'a':{" + F4 + ",}}",
        "{'a':{" + F4 + "}}x",
        "{'a':{" + F4 + "}}\u0000",
        "{a:{" + F4 + "}}",
        "{'a:{" + F4 + "}}",
        "{'a\\x':{" + F4 + "}}",
        "{'a\\u12':{" + F4 + "}}",
        "{'a\\u12g4':{" + F4 + "}}",
        "{'\\ud800':{" + F4 + "}}",
        "{'\\udc00\\ud800':{" + F4 + "}}",
        "{'a\n':{" + F4 + "}}",
        "{'a':{" + F4 + "}/* */}",
        "{'a':{" + F4 + "},'a':{" + F4 + "}}",
        "{'a':{" + F4 + "},'b':{" + F4 + "}}",
        "{'a':{" + F4 + "},'\\u0061':{" + F4 + "}}",
        "{'a':{" + F4 + ",'dtype':'F32'}}",
        "{'a':{" + F4 + ",'shape':[2]}}",
        "{'a':{" + F4 + ",'data_offsets':[0,8]}}",
        "{'a':{" + F4 + ",'more':1}}",
        "{'a':{'dtype':'F32','shape':[2]}}",
        "{'a':{'dtype':'F32','data_offsets':[0,8]}}",
        "{'a':{'shape':[2],'data_offsets':[0,8]}}",
        "{'a':{'dtype':'F64','shape':[2],'data_offsets':[0,8]}}",
        "{'a':{'dtype':'F16','shape':[2],'data_offsets':[0,8]}}",
        "{'a':{'dtype':'','shape':[2],'data_offsets':[0,8]}}",
        "{'a':{'dtype':'F\\u001b[31m','shape':[2],'data_offsets':[0,8]}}",
        "{'a':{'dtype':32,'shape':[2],'data_offsets':[0,8]}}",
        "{'a':{'dtype':'F32','shape':2,'data_offsets':[0,8]}}",
        "{'a':{'dtype':'F32','shape':[2,],'data_offsets':[0,8]}}",
        "{'a':{'dtype':'F32','shape':[,2],'data_offsets':[0,8]}}",
        "{'a':{'dtype':'F32','shape':[-2],'data_offsets':[0,8]}}",
        "{'a':{'dtype':'F32','shape':[-1,-2],'data_offsets':[0,8]}}",
        "{'a':{'dtype':'F32','shape':[2.0],'data_offsets':[0,8]}}",
        "{'a':{'dtype':'F32','shape':[2e0],'data_offsets':[0,8]}}",
        "{'a':{'dtype':'F32','shape':[02],'data_offsets':[0,8]}}",
        "{'a':{'dtype':'F32','shape':['2'],'data_offsets':[0,8]}}",
        "{'a':{'dtype':'F32','shape':[[2]],'data_offsets':[0,8]}}",
        "{'a':{'dtype':'F32','shape':[9223372036854775808],'data_offsets':[0,8]}}",
        "{'a':{'dtype':'F32','shape':[18446744073709551618],'data_offsets':[0,8]}}",
        "{'a':{'dtype':'F32','shape':[4611686018427387906],'data_offsets':[0,8]}}",
        "{'a':{'dtype':'F32','shape':[4294967296,4294967296],'data_offsets':[0,8]}}",
        "{'a':{'dtype':'F4','shape':[4611686018427387920],'data_offsets':[0,8]}}",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8,8]}}",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[8]}}",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[8,0]}}",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[-8,0]}}",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[8,16]}}",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}}",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[9223372036854775800,9223372036854775807]}}",
        "{'a':{'dtype':'X9','shape':[2],'data_offsets':[0,9223372036854775807]}}",
        "{'a':{" + F4 + "},'b':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},"
            + "'b':{'dtype':'F32','shape':[0],'data_offsets':[6,6]},"
            + "'c':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}",
        "{'__metadata__':1,'a':{" + F4 + "}}",
        "{'__metadata__':null,'a':{" + F4 + "}}",
        "{'__metadata__':{'k':1},'a':{" + F4 + "}}",
        "{'__metadata__':{'k':{}},'a':{" + F4 + "}}",
        "{'__metadata__':{'k':'v','k':'w'},'a':{" + F4 + "}}",
        "{'__metadata__':{},'a':{" + F4 + "},'__metadata__':{}}"
      })
  void headersThatNoFileHas(String text) throws IOException {
    refused(file(text));
  }

  @Test
  void headersThatAreUnusualButRight() throws IOException {
    for (String text :
        new String[] {
          "{'a':{" + F4 + "}}",
          "{'a':{" + F4 + "}}\n\t\r  ",
          "{'':{" + F4 + "}}",
          "{'\ufffd':{" + F4 + "}}",
          "{'a':{'dtype':'F9_X','shape':[3],'data_offsets':[0,8]}}",
          "{'a':{'dtype':'F4','shape':[16],'data_offsets':[0,8]}}",
          "{'b':{'dtype':'F32','shape':[0,9],'data_offsets':[8,8]},'a':{" + F4 + "}}",
        }) {
      assertTrue(readAll(file(text)) > 0, text);
    }
  }

  @Test
  void stringsThatAreNotUtf8() throws IOException {
    byte[] text = ("{'a':{" + F4 + "}}").replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    for (int wrong : new int[] {0x80, 0xc0, 0xff}) {
      text[2] = (byte) wrong;
      FormatException error = refused(file(text, 8));
      assertEquals(8 + 2, error.offset());
    }
  }

  /** Nobody has to go down as deep as a file says. */
  @ParameterizedTest
  @ValueSource(strings = {"[", "{'a':", "{'a':[", "{'a':{'shape':[", "{'__metadata__':{'a':"})
  void deepNesting(String part) throws IOException {
    refused(file(part.repeat(1_000_000)));
    refused(file("{'a':{'dtype':'F32','shape':" + part.repeat(1_000_000)));
  }

  /** 100 MB and more that are only claimed, and 100 MB that are there. */
  @Test
  void longHeaders() throws IOException {
    Path file = folder.resolve("a.safetensors");
    for (long claimed :
        new long[] {9, 100_000_000, 100_000_001, 1L << 31, 1L << 32, Long.MAX_VALUE, -1, -8}) {
      ByteBuffer bytes = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(claimed);
      bytes.put((byte) '{');
      refused(Files.write(file, bytes.array()));
    }
    byte[] text = new byte[100_000_000];
    for (String start : new String[] {"{", "{\"", "{\"a\":{\"shape\":[", "{\"a\":{\"dtype\":\""}) {
      Arrays.fill(text, (byte) (start.endsWith("\"") ? 'x' : start.endsWith("[") ? '1' : ' '));
      System.arraycopy(start.getBytes(StandardCharsets.US_ASCII), 0, text, 0, start.length());
      refused(file(text, 0));
    }
  }

  @Test
  void everyBoolIsZeroOrOne() throws IOException {
    byte[] whole = bytes("types");
    whole[whole.length - 2] = 2;
    FormatException error = refused(Files.write(folder.resolve("a.safetensors"), whole));
    assertEquals(whole.length - 2, error.offset());
    assertTrue(error.getMessage().contains("tensor BOOL"), error.getMessage());
  }

  @Test
  void aFileThatChangesWhileItIsOpen() throws IOException {
    Path path = Files.write(folder.resolve("a.safetensors"), bytes("types"));
    long whole = Files.size(path);
    try (SafeTensors file = SafeTensors.open(path);
        Arena arena = Arena.ofConfined();
        FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
      for (long size : new long[] {whole - 1, whole - 300, 3, 0}) {
        channel.truncate(size);
        FormatException error = assertThrows(FormatException.class, () -> file.read("F32"));
        assertTrue(error.getMessage().contains("changed"), error.getMessage());
        assertEquals(size, error.offset());
        assertThrows(FormatException.class, () -> file.readRows("F32", 0, 1));
        assertThrows(FormatException.class, () -> file.map("F32", arena));
        try (SafeTensorsWriter out = SafeTensors.writer(folder.resolve("b"), Map.of(), 1)) {
          assertThrows(FormatException.class, () -> out.copy(file, "F64"));
          assertThrows(IllegalStateException.class, out::finish);
        }
      }
      channel.write(ByteBuffer.allocate((int) whole + 1), 0);
      assertThrows(FormatException.class, () -> file.read("F32"));
    }
  }

  /** Replacing a file, as Lanewise writes, is no harm to who has it open. */
  @Test
  void aFileThatIsReplacedWhileItIsOpen() throws IOException {
    Path path = Files.write(folder.resolve("a.safetensors"), bytes("types"));
    try (SafeTensors file = SafeTensors.open(path)) {
      SafeTensors.write(path, Map.of("F32", Tensor.of(1, 2)), Map.of());
      Samples.check(file.read("F32"), DType.F32, 3, 4);
    }
  }

  /** The JVM turns the signal into an error, wherever the bytes are read. */
  @Test
  void aFileThatIsCutShortWhileItIsMapped() throws IOException {
    Path path = folder.resolve("a.safetensors");
    for (int threads = 0; threads < 4; threads++) {
      SafeTensors.write(path, Map.of("a", Tensor.ones(DType.F32, 3000, 1000)), Map.of());
      try (SafeTensors file = SafeTensors.open(path);
          Arena arena = Arena.ofShared();
          FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
        Tensor mapped = file.map("a", arena);
        assertEquals(3e6, mapped.sum());
        channel.truncate(5000);
        assertThrows(InternalError.class, mapped::sum);
        assertThrows(InternalError.class, mapped::copy);
        assertThrows(InternalError.class, () -> mapped.matmul(mapped.transpose()));
        assertThrows(InternalError.class, () -> Npy.write(folder.resolve("b.npy"), mapped));
        assertTrue(Files.notExists(folder.resolve("b.npy")));
      }
    }
  }
}
