package io.lanewise.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** A file that is gone when the work is done, or the JVM is told to end in the middle of it. */
final class Temporary implements AutoCloseable {
  private final Path file;

  /**
   * An empty file in the system's folder of temporary files, for this user only.
   *
   * @throws IOException if it cannot be made
   */
  Temporary() throws IOException {
    this(Files.createTempFile(".lanewise-", ".tmp"));
  }

  private Temporary(Path file) {
    this.file = file;
    file.toFile().deleteOnExit();
  }

  /**
   * A name for a file that is not there yet.
   *
   * @param target a file whose place it will take
   * @return the file to be, in the same folder
   */
  static Temporary beside(Path target) {
    String name = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    return new Temporary(target.resolveSibling(".lanewise-" + name + ".tmp"));
  }

  Path file() {
    return file;
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(file);
  }
}
