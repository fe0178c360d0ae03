package io.lanewise.cli.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineFilterTest {
  private static final String UNWANTED = "WARNING: x";

  @ParameterizedTest
  @CsvSource(
      delimiter = '>',
      value = {
        "WARNING: x|a > a",
        "WARNING: x^|a > a",
        "a|WARNING: x|b > a|b",
        "a|WARNING: xy|b > a|WARNING: xy|b",
        "WARN|WARNING: x|b > WARN|b",
        "a WARNING: x|b > a WARNING: x|b",
        "WARNING: x|WARNING: x|b > WARNING: x|b",
        "WARNING: WARNING: x|b > WARNING: WARNING: x|b",
        "WARNING > WARNING",
        "10 %^20 %^ > 10 %^20 %^",
      })
  void dropsTheFirstWholeLineOnly(String in, String expected) throws IOException {
    String text = in.replace('|', '\n').replace('^', '\r');
    for (int chunk = 1; chunk <= text.length(); chunk++) {
      assertEquals(expected.replace('|', '\n').replace('^', '\r'), filtered(text, chunk));
    }
  }

  @Test
  void aLineWithoutItsEndIsPassedOnAtOnce() throws IOException {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    List<String> seen = new ArrayList<>();
    Iterator<String> writes = List.of("50 %\r", "WARN", "100 %").iterator();
    InputStream child =
        new InputStream() {
          @Override
          public int read() {
            throw new UnsupportedOperationException();
          }

          @Override
          public int read(byte[] buffer, int offset, int length) {
            seen.add(err.toString(UTF_8));
            if (!writes.hasNext()) {
              return -1;
            }
            byte[] write = writes.next().getBytes(UTF_8);
            System.arraycopy(write, 0, buffer, offset, write.length);
            return write.length;
          }
        };
    new LineFilter(UNWANTED).copy(child, err);
    assertEquals(List.of("", "50 %\r", "50 %\rWARN", "50 %\rWARN100 %"), seen);
  }

  private static String filtered(String text, int chunk) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    InputStream in =
        new ByteArrayInputStream(text.getBytes(UTF_8)) {
          @Override
          public synchronized int read(byte[] buffer, int offset, int length) {
            return super.read(buffer, offset, Math.min(length, chunk));
          }
        };
    new LineFilter(UNWANTED).copy(in, out);
    return out.toString(UTF_8);
  }
}
