package io.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PicturesCommandTest {
  private static final Path COMMITTED =
      Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolve("docs/course/pictures");

  @TempDir Path folder;

  /** In all set-ups: they must not depend on the kernels. */
  @Tag("contract")
  @Test
  void thePicturesOfTheCourseAreThoseThatItDraws() throws IOException {
    Path drawn = folder.resolve("course/pictures");
    Cli run = Cli.run("pictures", drawn).succeeded();
    Map<String, String> expected = files(COMMITTED);
    Map<String, String> actual = files(drawn);
    assertFalse(actual.isEmpty());
    assertEquals(expected.keySet(), actual.keySet());
    for (Map.Entry<String, String> file : actual.entrySet()) {
      assertEquals(expected.get(file.getKey()), file.getValue(), file.getKey());
      assertTrue(run.lines().contains(drawn.resolve(file.getKey()).toString()), run.out());
    }
  }

  private static Map<String, String> files(Path folder) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.list(folder)) {
      for (Path file : all.toList()) {
        files.put(file.getFileName().toString(), Files.readString(file).replace("\r\n", "\n"));
      }
    }
    return files;
  }

  @Test
  void whatIsInTheFolderStaysOrIsReplaced() throws IOException {
    Path other = Files.writeString(folder.resolve("other.svg"), "mine");
    Path old = Files.writeString(folder.resolve("vectors.svg"), "old");
    assertEquals("", Cli.run("pictures", folder, "--quiet").succeeded().out());
    assertEquals("mine", Files.readString(other));
    assertTrue(Files.readString(old).endsWith("</svg>\n"));
  }

  @Test
  void badFolders() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "mine");
    Cli.run("pictures", file).refused("file: is no folder");
    Cli.run("pictures", file.resolve("below")).refused("file");
    Cli.run("pictures", "-").refused("a folder is needed");
    Cli.run("pictures").refused("folder");
    assertEquals("mine", Files.readString(file));
  }
}
