package io.lanewise.cli.launcher;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * An installed JDK, as the {@code release} file in its home describes it.
 *
 * @param java its {@code java} program
 * @param version such as {@code 25.0.1}
 * @param modules the names of its modules, separated by spaces
 */
record Jdk(Path java, String version, String modules) {

  /** Where the home lies in what an installer made: macOS bundles and Homebrew nest it. */
  private static final List<String> HOMES =
      List.of("", "Contents/Home", "libexec/openjdk.jdk/Contents/Home");

  /** Reads the JDK in a folder; empty if there is none. */
  static Optional<Jdk> in(Path folder) {
    return HOMES.stream().map(folder::resolve).flatMap(home -> read(home).stream()).findFirst();
  }

  private static Optional<Jdk> read(Path home) {
    Path java = home.resolve("bin/java");
    if (!Files.isExecutable(java)) {
      java = home.resolve("bin/java.exe");
    }
    Properties release = new Properties();
    try (Reader reader = Files.newBufferedReader(home.resolve("release"))) {
      release.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
    String version = unquoted(release, "JAVA_VERSION");
    return Files.isExecutable(java) && version.matches("\\d+([^\\d].*)?")
        ? Optional.of(new Jdk(java, version, unquoted(release, "MODULES")))
        : Optional.empty();
  }

  private static String unquoted(Properties release, String key) {
    return release.getProperty(key, "").replace("\"", "").strip();
  }

  /** The feature release: 25 for version 25.0.1. */
  int feature() {
    return Integer.parseInt(version.split("\\D", 2)[0]);
  }

  /** Whether it has a module; a release file that lists none is taken for a whole JDK's. */
  boolean has(String module) {
    return modules.isEmpty() || List.of(modules.split("\\s+")).contains(module);
  }
}
