package io.lanewise.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that were made to deceive, files that the fuzzer found, and a short run of it. */
class HostileFilesTest {
  @TempDir Path folder;

  static Stream<Path> files() throws IOException {
    return Files.list(Samples.resource("hostile"))
        .filter(file -> !file.toString().endsWith(".py"))
        .sorted();
  }

  @ParameterizedTest
  @MethodSource("files")
  void areRefused(Path file) throws IOException {
    FileFormat format = FileFormat.of(file);
    assertFalse(format.survives(file), file + " was read");
  }

  /**
   * In a JVM of its own, which has little memory and may crash or hang. {@code
   * -Dlanewise.fuzz=1000000} runs more cases.
   */
  @Test
  void damagedFiles() throws Exception {
    int cases = Integer.getInteger("lanewise.fuzz", 10_000);
    File out = folder.resolve("out.txt").toFile();
    Path found = folder.resolve("found");
    Process fuzzer =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dlanewise.memory=64m",
                "-Xmx256m",
                "-Djava.io.tmpdir=" + folder,
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Fuzzer.class.getName(),
                "" + cases,
                "1",
                found.toString())
            .redirectErrorStream(true)
            .redirectOutput(out)
            .start();
    try {
      assertTrue(fuzzer.waitFor(60 + cases / 500, TimeUnit.SECONDS), "it hangs");
    } finally {
      fuzzer.destroyForcibly();
    }
    String text = Files.readString(out.toPath());
    assertEquals(0, fuzzer.exitValue(), text);
    assertTrue(text.contains(cases + " cases, 0 failures"), text);
    assertEquals(List.of(), Files.list(found).toList());
  }
}
