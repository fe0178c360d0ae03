package io.lanewise.cli.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Whether somebody looks at a stream, or it goes into a file or another program. */
public final class Terminal {
  /** Set by the launcher for its child JVM, which writes its errors into a pipe. */
  public static final String ERRORS = "lanewise.cli.terminal";

  private Terminal() {}

  /**
   * Whether standard output is a terminal.
   *
   * @return true if so, false if it is not or cannot be known
   */
  public static boolean output() {
    return isTerminal(1);
  }

  /**
   * Whether standard error ends at a terminal, by way of the launcher or not.
   *
   * @return true if so, false if it is not or cannot be known
   */
  public static boolean errors() {
    return Boolean.getBoolean(ERRORS) || isTerminal(2);
  }

  /**
   * Java has no {@code isatty}; Linux shows where a descriptor leads, elsewhere all streams count.
   */
  @SuppressWarnings(
      "SystemConsoleNull") // the launcher also runs on JDK 17, where null means no terminal
  private static boolean isTerminal(int descriptor) {
    try {
      Path target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor));
      return target.startsWith("/dev/pts") || target.toString().startsWith("/dev/tty");
    } catch (IOException | InvalidPathException | UnsupportedOperationException noSuchFolder) {
      return System.console() != null;
    }
  }
}
