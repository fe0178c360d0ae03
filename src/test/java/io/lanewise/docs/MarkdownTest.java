package io.lanewise.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lanewise.docs.Markdown.Block;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MarkdownTest {
  @TempDir private Path folder;

  private static Markdown page(String text) {
    return new Markdown(Path.of("page.md"), text.lines().toList());
  }

  @Test
  void rowsOfTablesAreCode() {
    Markdown page =
        page(
            """
            ```java tables
            int a = 1; // one
            boolean b = true;
            ```

            | Other | Lanewise |
            |---|---|
            | `x` | `Math.abs(a)` or `a++;` |
            | `y` | `b = b \\|\\| a > 0` |
            | `z` | nothing |

            | Other | One | Lanewise |
            |---|---|---|
            | `x` | `no code` | `if (b) { a--; }` |

            | Other | More |
            |---|---|
            | `x` | `no code` |
            """);
    String declared = "int a = 1;  boolean b = true; ";
    assertEquals(
        List.of(
            new Block(page.file(), "java", 8, declared + "{ Math.abs(a); a++; }"),
            new Block(page.file(), "java", 9, declared + "{ b = b || a > 0; }"),
            new Block(page.file(), "java", 14, declared + "{ if (b) { a--; } }")),
        page.rows("Lanewise"));
  }

  @Test
  void aTableWithoutDeclarationsIsAnError() {
    Markdown page = page("| Lanewise |\n|---|\n| `a` |\n");
    assertThrows(AssertionError.class, () -> page.rows("Lanewise"));
    assertEquals(List.of(), page("| Lanewise |\n|---|\n| 5 GB/s |\n").rows("Lanewise"));
  }

  @Test
  void aBlockThatPrintsIsFollowedByWhatItPrints() throws Exception {
    String page =
        """
        ```java prints
        System.out.println(1 + 1);
        System.out.printf("%.1f%n", 0.5);
        ```

        It prints

        ```text
        2
        0.5
        ```
        """;
    run(page);
    AssertionError other =
        assertThrows(AssertionError.class, () -> run(page.replace("\n0.5", "\n0.6")));
    assertTrue(other.getMessage().contains("0.6"), other.getMessage());
    assertThrows(AssertionError.class, () -> run(page.replace("\n0.5", "\n0.5 ")));
    assertThrows(AssertionError.class, () -> run(page.replace("0.5\n```\n", "```\n")));
    AssertionError nothing =
        assertThrows(AssertionError.class, () -> run(page.replace("```text", "```")));
    assertTrue(nothing.getMessage().startsWith("page.md:2: "), nothing.getMessage());
  }

  private void run(String page) throws Exception {
    List<Block> blocks = page(page).blocks("java");
    Snippets.compile(blocks, folder).check(blocks.getFirst());
  }

  @Test
  void anErrorInARowNamesItsLine() {
    Markdown page =
        page("```java tables\nint a = 1;\n```\n| Lanewise |\n|---|\n| `a = nothing` |\n");
    List<Block> rows = page.rows("Lanewise");
    AssertionError error =
        assertThrows(
            AssertionError.class, () -> Snippets.compile(rows, folder).check(rows.getFirst()));
    assertTrue(error.getMessage().startsWith("page.md:6: "), error.getMessage());
  }
}
