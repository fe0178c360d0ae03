package io.lanewise.cli.tour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lanewise.cli.Console;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PageTest {
  @Test
  void aWrongNumberIsReported() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    Page page = new Page(new Console(stream, stream, false, false));
    page.number("half", 0.5, 0.5, 0, "right");
    assertEquals(0, page.failures());
    page.number("half", Double.NaN, 0.5, 1, "wrong");
    page.number("half", 0.6, 0.5, 0.01, "wrong");
    page.check(false, "wrong");
    assertEquals(4, page.checks());
    assertEquals(3, page.failures());
    assertTrue(bytes.toString(StandardCharsets.UTF_8).contains("WRONG  half is 0.6, not 0.5"));
  }
}
