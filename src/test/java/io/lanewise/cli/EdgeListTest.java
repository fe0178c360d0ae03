package io.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lanewise.DType;
import io.lanewise.Shape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EdgeListTest {
  @TempDir Path folder;

  private EdgeList read(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    return EdgeList.read(Files.write(folder.resolve("edges.txt"), bytes));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0 1\n7 2\n2 2\n",
        "0 1\n7 2\n2 2",
        "# from to\n\n  0\t1 \r\n7   2# a comment 9 9\n   # 3 3\n2 2\n\n",
        "0 1\n007 02\n2 2\n#"
      })
  void numbersAndComments(String text) throws IOException {
    EdgeList list = read(text);
    assertEquals(DType.I64, list.edges().dtype());
    assertEquals(Shape.of(3, 2), list.edges().shape());
    assertArrayEquals(new long[] {0, 1, 7, 2, 2, 2}, list.edges().toLongArray());
    assertEquals(8, list.nodes());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "# nothing", "\n\n#\n"})
  void nothing(String text) throws IOException {
    assertEquals(Shape.of(0, 2), read(text).edges().shape());
    assertEquals(0, read(text).nodes());
  }

  @Test
  void many() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 10_000; i++) {
      text.append(i).append(' ').append(i * 7919L).append('\n');
    }
    EdgeList list = read(text.toString());
    assertEquals(Shape.of(10_000, 2), list.edges().shape());
    assertEquals(9_999 * 7919L, list.edges().getLong(9_999, 1));
    assertEquals(9_999 * 7919L + 1, list.nodes());
  }

  @ParameterizedTest
  @CsvSource({
    "'0 1\n2\n', 'line 2: one number'",
    "'0 1\n#\n1 2 3', 'line 3: more than two numbers'",
    "'-1 2', '''-'' is no digit'",
    "'1.5 2', '''.'' is no digit'",
    "'1,2', ''','' is no digit'",
    "'a b', 'line 1: ''a'' is no digit'",
    "'1 \u0093', 'line 1: byte 147 is no digit'",
    "'1 9007199254740993', 'line 1: a node number above 2^53'",
    "'1 99999999999999999999999999999', 'line 1: a node number above 2^53'"
  })
  void errorsNameTheLine(String text, String words) {
    String message = assertThrows(IllegalArgumentException.class, () -> read(text)).getMessage();
    assertTrue(message.contains("edges.txt: line "), message);
    assertTrue(message.contains(words), message);
    assertTrue(message.endsWith("; each line is 'from to', node numbers from 0"), message);
  }
}
