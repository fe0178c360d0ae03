package io.lanewise.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lanewise.docs.JavaShell;
import io.lanewise.site.Notebook.Cell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class NotebookTest {
  private static final Path ROOT = Path.of(System.getProperty("basedir", "")).toAbsolutePath();

  private static final String PAGE =
      """
      # Page

      See [two](two.md#end) and [all](README.md), $x$.

      ```java prints
      System.out.println("1 \\t");
      ```

      ```text
      1
      ```

      ```
      mvn verify
      ```

      ```java no-run
      wrong
      ```

      <details><summary>Solution</summary>

        ```java
        int a = 3;
        ```

      </details>
      """;

  @Test
  void aPageBecomesCells() {
    assertEquals(
        List.of(
            new Cell(true, "import a.*;", ""),
            new Cell(false, "# Page\n\nSee [two](two.html#end) and [all](index.html), $x$.", ""),
            new Cell(true, "System.out.println(\"1 \\t\");", "1\n"),
            new Cell(
                false, "```\nmvn verify\n```\n\n```java no-run\nwrong\n```\n\n**Solution**", ""),
            new Cell(true, "  int a = 3;", "")),
        Notebook.cells("import a.*;\n", PAGE.lines().toList()));
  }

  @Test
  void cellsAreJson() {
    String json =
        Notebook.json(List.of(new Cell(true, "\"a\\n\"\n\u0001", "1\n"), new Cell(false, "x", "")));
    assertTrue(
        json.contains(
            "\"outputs\": [{\"output_type\": \"stream\", \"name\": \"stdout\", \"text\": \"1\\n"
                + "\"}]"),
        json);
    assertTrue(json.contains("\"source\": \"\\\"a\\\\n\\\"\\n\\u0001\"}"), json);
    assertTrue(
        json.contains("{\"cell_type\": \"markdown\", \"id\": \"cell-1\", \"metadata\": {},"), json);
  }

  /** Not all chapters, whose blocks are run by DocumentedCodeTest: what JShell makes of one. */
  @Test
  void theCellsOfAChapterRunInJShell() throws Exception {
    Path chapter = ROOT.resolve("docs/course/05-eigenvalues.md");
    Path page = Files.exists(chapter) ? chapter : ROOT.resolve("README.md");
    String imports = Files.readString(ROOT.resolve(Site.IMPORTS));
    int run = 0;
    try (JavaShell shell = new JavaShell()) {
      for (Cell cell : Notebook.cells(imports, Files.readAllLines(page))) {
        if (cell.isCode()) {
          String printed = shell.run(cell.source());
          if (!cell.output().isEmpty()) {
            assertEquals(cell.output().strip(), printed.strip(), cell.source());
          }
          run++;
        }
      }
    }
    assertTrue(run >= 2, "only " + run + " cells");
  }
}
