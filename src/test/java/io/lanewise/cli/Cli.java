package io.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What a command did, run in this process.
 *
 * @param code its exit code
 * @param out what it wrote to standard output
 * @param err what it wrote to standard error
 */
record Cli(int code, String out, String err) {

  static Cli run(Object... args) {
    return piped(InputStream.nullInputStream(), new ByteArrayOutputStream(), args);
  }

  /** With standard input, and with the bytes of standard output. */
  static Cli piped(InputStream in, ByteArrayOutputStream out, Object... args) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    String[] words = new String[args.length];
    for (int i = 0; i < args.length; i++) {
      words[i] = args[i].toString();
    }
    int code = Main.run(words, in, stream(out), stream(err));
    return new Cli(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, /* autoFlush= */ true, StandardCharsets.UTF_8);
  }

  List<String> lines() {
    return out.lines().toList();
  }

  /** Success, and nothing on standard error. */
  Cli succeeded() {
    assertEquals("", err);
    assertEquals(0, code);
    return this;
  }

  /** Exit code 2, one line on standard error, nothing on standard output. */
  Cli refused(String... words) {
    assertEquals("", out);
    return refusedAfterwards(words);
  }

  /** Exit code 2, one line on standard error, and perhaps something before. */
  Cli refusedAfterwards(String... words) {
    assertEquals(2, code, err + out);
    assertEquals(1, err.lines().count(), err);
    assertFalse(err.contains("Exception") || err.contains("internal error"), err);
    assertTrue(err.startsWith("lanewise"), err);
    for (String word : words) {
      assertTrue(err.contains(word), err);
    }
    return this;
  }
}
