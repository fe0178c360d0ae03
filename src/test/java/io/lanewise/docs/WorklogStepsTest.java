package io.lanewise.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The steps of the worklog: each computes the right product, and the pages name those there are.
 */
class WorklogStepsTest {
  private static final Path ROOT = Path.of(System.getProperty("basedir", "")).toAbsolutePath();

  /** Where the build has compiled the benchmarks to, and what they need. */
  private static final String CLASSES =
      System.getProperty(
          "lanewise.test.benchmarks",
          Stream.of("jmh-classes", "jmh-libraries", "classes")
              .map(folder -> ROOT.resolve("target").resolve(folder).toString())
              .collect(Collectors.joining(File.pathSeparator)));

  private static final Pattern COMMAND =
      Pattern.compile("benchmarks\\.jar (?:step|asm) ([a-z0-9-]+)");

  @Test
  void everyStepComputesTheRightProduct() throws Exception {
    Output output = run("", "steps", "check");
    assertEquals(0, output.code, output.text);
    List<String> right = output.text.lines().filter(line -> line.endsWith(": right")).toList();
    assertEquals(names(), right.stream().map(line -> line.split(":")[0]).collect(sorted()));
  }

  @Test
  void pagesNameStepsThatExist() throws Exception {
    Set<String> known = names();
    Set<String> named = new TreeSet<>();
    for (Path page : pages()) {
      Matcher command = COMMAND.matcher(Files.readString(page));
      while (command.find()) {
        named.add(command.group(1));
      }
    }
    assertTrue(known.containsAll(named), named + ", but there are " + known);
    assertTrue(named.size() > 3, "the pages name only " + named);
  }

  @Test
  void withoutADisassemblerOneLineSaysWhatIsMissing() throws Exception {
    Output output = run("/nowhere", "asm", "naive", "96");
    String last = output.text.strip().lines().reduce((first, second) -> second).orElse("");
    assertTrue(last.startsWith("asm needs objdump, of GNU binutils, on the path"), output.text);
    assertEquals(2, output.code);
  }

  private static Set<String> names() throws Exception {
    return run("", "steps")
        .text
        .lines()
        .filter(line -> line.contains(" page "))
        .map(line -> line.split(" ")[0])
        .collect(sorted());
  }

  private static java.util.stream.Collector<String, ?, TreeSet<String>> sorted() {
    return Collectors.toCollection(TreeSet::new);
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> files = Files.list(ROOT.resolve("docs/worklog"))) {
      return files.toList();
    }
  }

  private record Output(int code, String text) {}

  private static Output run(String path, String... words) throws Exception {
    List<String> command =
        Stream.concat(
                Stream.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    CLASSES,
                    "io.lanewise.jmh.Main"),
                Stream.of(words))
            .toList();
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    if (!path.isEmpty()) {
      builder.environment().put("PATH", path);
    }
    Process process = builder.start();
    String text = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Output(process.waitFor(), text);
  }
}
