package io.lanewise.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lanewise.docs.Markdown.Block;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import jdk.jshell.tool.JavaShellToolBuilder;
import org.junit.jupiter.api.Test;

/** The line that starts JShell is the one in the guide, and tensors look well there. */
class JShellTest {
  private static final Path ROOT = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
  private static final String START = "jshell --class-path target/lanewise.jar ";

  /** The command as each page has it. */
  private static List<String> commands() {
    return Stream.of("docs/guide/notebooks.md", "docs/guide/flags.md")
        .map(name -> Markdown.read(ROOT.resolve(name)))
        .map(
            page ->
                page.blocks("").stream()
                    .map(Block::code)
                    .filter(code -> code.startsWith(START))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(page.file() + " starts no JShell"))
                    .strip())
        .distinct()
        .toList();
  }

  @Test
  void theLineOfTheGuideStartsJShell() throws Exception {
    assertEquals(1, commands().size(), commands().toString());
    String[] words =
        Stream.of((commands().getFirst() + " --feedback concise").split(" "))
            .skip(1)
            .map(word -> word.replace("target/lanewise.jar", JavaShell.LIBRARY.toString()))
            .map(word -> word.replace("docs/course", ROOT.resolve("docs/course").toString()))
            .toArray(String[]::new);
    String typed =
        """
        Tensor.of(new double[][] {{4, 1}, {1, 3}})
        SymmetricEigen.of($1).values()
        Tensor.zeros(F32, 2).slice(all()).dtype()
        Tensor.arange(F64, 0, 2000, 1)
        Engine.current().describe().contains("vector module is loaded")
        Engine.current().describe().contains("native access is enabled")
        /exit
        """;
    ByteArrayOutputStream shown = new ByteArrayOutputStream();
    Map<String, String> settings = new HashMap<>(); // not the user's
    JavaShellToolBuilder.builder()
        .in(new ByteArrayInputStream(typed.getBytes(UTF_8)), InputStream.nullInputStream())
        .out(new PrintStream(shown, true, UTF_8))
        .err(new PrintStream(shown, true, UTF_8))
        .persistence(settings)
        .env(Map.of())
        .start(words);
    String text = shown.toString(UTF_8);
    assertTrue(text.contains("$1 ==> [[4. 1.]\n [1. 3.]]"), text);
    assertTrue(text.contains("$2 ==> [4.61803399 2.38196601]"), text);
    assertTrue(text.contains("$3 ==> F32"), text);
    assertTrue(text.contains("$4 ==> [0.000e+00 1.000e+00 2.000e+00 ... 1.997e+03 "), text);
    assertTrue(text.contains("$5 ==> true"), text);
    assertTrue(text.contains("$6 ==> true"), text);
  }

  @Test
  void theImportsAreThoseOfTheGuide() throws Exception {
    List<String> documented =
        Markdown.read(ROOT.resolve("docs/guide/getting-started.md"))
            .blocks("java")
            .getFirst()
            .code()
            .lines()
            .toList();
    List<String> script = Files.readAllLines(ROOT.resolve("docs/course/lanewise.jsh"));
    assertTrue(script.containsAll(documented), documented + " are not all in " + script);
  }
}
