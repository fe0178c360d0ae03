package io.lanewise.cli.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Copies a stream without the first line that equals a given one. Bytes go on as they come: only
 * the beginning of a line that may still become the unwanted one is held back.
 */
final class LineFilter {
  private final byte[] unwanted;

  /**
   * How many bytes of the unwanted line have been seen and held back, or -1 within another line.
   */
  private int held;

  private boolean dropped;

  LineFilter(String unwanted) {
    this.unwanted = unwanted.getBytes(StandardCharsets.US_ASCII);
  }

  /** Copies to the end of the input; flushes whenever the input pauses. Closes neither. */
  void copy(InputStream in, OutputStream out) throws IOException {
    byte[] buffer = new byte[8192];
    for (int n; (n = in.read(buffer)) >= 0; ) {
      int i = 0;
      while (i < n && !dropped) {
        accept(buffer[i++], out);
      }
      out.write(buffer, i, n - i);
      out.flush();
    }
    release(out);
    out.flush();
  }

  private void accept(byte b, OutputStream out) throws IOException {
    if (held == unwanted.length) {
      if (b == '\n') {
        held = 0;
        dropped = true;
        return;
      }
      if (b == '\r') {
        return;
      }
    }
    if (held >= 0 && held < unwanted.length && b == unwanted[held]) {
      held++;
      return;
    }
    release(out);
    out.write(b);
    held = b == '\n' ? 0 : -1;
  }

  private void release(OutputStream out) throws IOException {
    if (held > 0) {
      out.write(unwanted, 0, held);
      held = 0;
    }
  }
}
