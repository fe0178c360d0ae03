package io.lanewise.docs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lanewise.DType;
import io.lanewise.Tensor;
import io.lanewise.docs.Markdown.Block;
import io.lanewise.linalg.Svd;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the documents say is so: their Java compiles and runs, the README's example computes what it
 * says, and their links lead somewhere.
 *
 * <p>Every block of Java in the README, the guide and the course is tried. A block of statements
 * stands on its own and is run, unless {@code no-run} follows {@code java} behind its fence; a
 * block that declares a class or a module is compiled, and not run unless it {@code prints}. So is
 * the code in each row of a table that has a column {@code Lanewise}, with the variables of the
 * block {@code java tables} before it. A block {@code java prints} must print what the next block,
 * {@code text}, shows.
 */
class DocumentedCodeTest {
  private static final Path ROOT = Path.of(System.getProperty("basedir", "")).toAbsolutePath();

  private static final String COLUMN = "Lanewise";

  @TempDir private Path classes;

  @TestFactory
  List<DynamicTest> javaInTheGuideIsRight() {
    List<Markdown> pages = new ArrayList<>(Markdown.below(ROOT.resolve("docs/guide")));
    pages.add(Markdown.read(ROOT.resolve("README.md")));
    return tests(pages);
  }

  /** In all set-ups: what the course prints must not depend on the kernels. */
  @Tag("contract")
  @TestFactory
  List<DynamicTest> javaInTheCourseIsRight() {
    return tests(Markdown.below(ROOT.resolve("docs/course")));
  }

  private List<DynamicTest> tests(List<Markdown> pages) {
    List<Block> blocks =
        pages.stream()
            .flatMap(
                page -> Stream.concat(page.blocks("java").stream(), page.rows(COLUMN).stream()))
            .toList();
    Snippets snippets = Snippets.compile(blocks, classes);
    return blocks.stream()
        .map(
            block ->
                DynamicTest.dynamicTest(
                    ROOT.relativize(block.file()) + ":" + block.line(),
                    URI.create(block.file().toUri() + "?line=" + block.line()),
                    () -> snippets.check(block)))
        .toList();
  }

  @Test
  void theExampleInTheReadmeComputesWhatItSays() throws Exception {
    Block example = Markdown.read(ROOT.resolve("README.md")).blocks("java").getFirst();
    Map<String, Object> results =
        Snippets.results(example, classes, "nine", "values", "c", "top", "svd");

    assertEquals(9.0, results.get("nine"));
    assertArrayEquals(
        new double[] {4.618, 2.382}, ((Tensor) results.get("values")).toDoubleArray(), 5e-4);
    Tensor c = (Tensor) results.get("c");
    Tensor top = (Tensor) results.get("top");
    assertEquals("(32, 128, 768)", c.shape().toString());
    assertEquals("(128, 10)", top.shape().toString());
    assertTrue(top.sharesMemoryWith(c));
    Svd svd = (Svd) results.get("svd");
    Tensor product = svd.u().mul(svd.s()).matmul(svd.vt());
    assertTrue(product.allClose(top.cast(DType.F64)));
  }

  @Test
  void linksLeadSomewhere() {
    List<String> broken = new ArrayList<>();
    for (Markdown page : pages()) {
      for (Markdown.Link link : page.links()) {
        if (!link.target().matches("[a-z]+:.*") && !exists(page, link.target())) {
          broken.add(ROOT.relativize(page.file()) + ":" + link.line() + ": " + link.target());
        }
      }
    }
    assertEquals(List.of(), broken);
  }

  @Test
  void everyPageIsInTheIndexOfItsFolder() {
    List<String> missing = new ArrayList<>();
    for (Markdown page : Markdown.below(ROOT.resolve("docs"))) {
      Path index = page.file().resolveSibling("README.md");
      if (Files.exists(index) && !index.equals(page.file())) {
        Set<Path> listed =
            Markdown.read(index).links().stream()
                .map(link -> index.resolveSibling(link.target().replaceAll("#.*", "")).normalize())
                .collect(Collectors.toSet());
        if (!listed.contains(page.file())) {
          missing.add(ROOT.relativize(page.file()).toString());
        }
      }
    }
    assertEquals(List.of(), missing);
  }

  private static List<Markdown> pages() {
    return Stream.concat(
            Stream.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md")
                .map(name -> Markdown.read(ROOT.resolve(name))),
            Markdown.below(ROOT.resolve("docs")).stream())
        .toList();
  }

  private static boolean exists(Markdown page, String target) {
    String[] parts = target.split("#", 2);
    Path file =
        parts[0].isEmpty()
            ? page.file()
            : page.file().resolveSibling(URI.create(parts[0]).getPath()).normalize();
    return file.startsWith(ROOT)
        && Files.exists(file)
        && (parts.length == 1 || Markdown.read(file).anchors().contains(parts[1]));
  }
}
