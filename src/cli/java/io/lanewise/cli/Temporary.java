package io.lanewise.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** A file that is gone when the work is done, or the JVM is told to end in the middle of it. */
final class Temporary implements AutoCloseable {
  private final Path file;

  /**
   * A name for a file, which is not made.
   *
   * @param folder where, or null for the system's folder of temporary files
   */
  Temporary(@Nullable Path folder) {
    Path where = folder == null ? Path.of(System.getProperty("java.io.tmpdir")) : folder;
    String name = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    file = where.resolve(".lanewise-" + name + ".tmp");
    file.toFile().deleteOnExit();
  }

  Path file() {
    return file;
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(file);
  }
}
