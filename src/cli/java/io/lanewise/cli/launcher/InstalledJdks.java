package io.lanewise.cli.launcher;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The JDKs of a machine, in the places where each system's installers put them.
 *
 * @param environment the environment variables
 * @param running the home of the running JVM
 * @param folders folders whose subfolders are JDKs
 * @param module the module that the JDK must have
 */
record InstalledJdks(
    Map<String, String> environment, Path running, List<Path> folders, String module) {

  /** The oldest feature release that runs the library. */
  static final int OLDEST = 25;

  /** The variable that names the one JDK to use. */
  private static final String CHOICE = "LANEWISE_JAVA_HOME";

  /** Looks around on this machine. */
  static InstalledJdks ofThisMachine(String module) {
    Path home = Path.of(System.getProperty("user.home"));
    List<Path> folders = new ArrayList<>();
    for (String folder : List.of(".sdkman/candidates/java", ".jdks", ".gradle/jdks")) {
      folders.add(home.resolve(folder));
    }
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    if (system.startsWith("windows")) {
      Path programs = Path.of(System.getenv().getOrDefault("ProgramFiles", "C:\\Program Files"));
      for (String vendor :
          List.of("Java", "Eclipse Adoptium", "Microsoft", "Zulu", "Amazon Corretto", "BellSoft")) {
        folders.add(programs.resolve(vendor));
      }
    } else if (system.startsWith("mac")) {
      folders.add(home.resolve("Library/Java/JavaVirtualMachines"));
      folders.add(Path.of("/Library/Java/JavaVirtualMachines"));
      folders.add(Path.of("/opt/homebrew/opt"));
    } else {
      for (String folder : List.of("/usr/lib/jvm", "/usr/lib64/jvm", "/usr/java", "/opt/java")) {
        folders.add(Path.of(folder));
      }
    }
    return new InstalledJdks(
        System.getenv(), Path.of(System.getProperty("java.home")), folders, module);
  }

  /**
   * Finds a JDK: the one that {@code LANEWISE_JAVA_HOME} names; without it the running one, that of
   * {@code JAVA_HOME}, or of all others the oldest that is new enough.
   *
   * @throws FileNotFoundException if there is none, with one line that says what to do
   */
  Jdk find() throws FileNotFoundException {
    String choice = environment.get(CHOICE);
    if (choice != null) {
      return fitting(Stream.of(Path.of(choice)))
          .findFirst()
          .orElseThrow(
              () -> new FileNotFoundException(CHOICE + " (" + choice + ") is not " + needed()));
    }
    Stream<Path> first =
        Stream.of(running.toString(), environment.get("JAVA_HOME"))
            .filter(Objects::nonNull)
            .map(Path::of);
    return fitting(first)
        .findFirst()
        .or(() -> fitting(installed()).min(Comparator.comparingInt(Jdk::feature)))
        .orElseThrow(() -> new FileNotFoundException(noneFound()));
  }

  private Stream<Jdk> fitting(Stream<Path> homes) {
    return homes
        .map(Jdk::in)
        .flatMap(Optional::stream)
        .filter(jdk -> jdk.feature() >= OLDEST && jdk.has(module));
  }

  private Stream<Path> installed() {
    return folders.stream().filter(Files::isDirectory).flatMap(InstalledJdks::subfolders);
  }

  private static Stream<Path> subfolders(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList().stream();
    } catch (IOException | UncheckedIOException e) {
      return Stream.empty(); // not readable for us: then it holds no JDK for us either
    }
  }

  private static String needed() {
    return "a JDK " + OLDEST + " or newer";
  }

  private String noneFound() {
    List<String> places = new ArrayList<>(List.of("JAVA_HOME"));
    folders.stream().filter(Files::isDirectory).forEach(folder -> places.add(folder.toString()));
    return "needs "
        + needed()
        + " with the module "
        + module
        + "; neither this Java ("
        + running
        + ") nor any in "
        + String.join(", ", places)
        + " is one. Install it (https://adoptium.net) or set "
        + CHOICE
        + " to its folder.";
  }
}
