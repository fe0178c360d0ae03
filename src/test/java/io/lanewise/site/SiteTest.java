package io.lanewise.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SiteTest {
  private static final Path ROOT = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
  private static final Pattern TARGET = Pattern.compile("(?:src|href)=\"([^\"#:]+)[\"#]");

  @TempDir private Path root;

  @BeforeEach
  void assets() throws IOException {
    for (String name : List.of("style.css", "math.woff2", "math-font-licence.txt")) {
      put("src/site/pages/" + name, "");
    }
    put("README.md", "# Lanewise\n\n[course](docs/course/README.md)\n");
    put("docs/course/README.md", "# Course\n\n1. [One](one.md)\n2. [Two](two.md#the-end)\n");
    put("docs/course/one.md", "# One\n");
    put("docs/course/two.md", "# Two\n\n## The end\n");
  }

  private void put(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private List<String> write() throws IOException {
    return new Site(root, root.resolve("out")).write();
  }

  private String written(String file) throws IOException {
    return Files.readString(root.resolve("out").resolve(file));
  }

  @Test
  void pagesLeadToEachOther() throws IOException {
    assertEquals(List.of(), write());
    String one = written("docs/course/one.html");
    assertTrue(one.contains("<a href=\"index.html\" class=\"previous\">← Course</a>"), one);
    assertTrue(one.contains("<a href=\"two.html\" class=\"next\">Two →</a>"), one);
    assertTrue(one.contains("<a href=\"../../index.html\" class=\"home\">Lanewise</a>"), one);
    assertTrue(one.contains("<link rel=\"stylesheet\" href=\"../../style.css\">"), one);
    assertTrue(one.contains("<title>One - Lanewise</title>"), one);
    String index = written("docs/course/index.html");
    assertTrue(index.contains("<a href=\"two.html#the-end\">Two</a>"), index);
    assertTrue(written("docs/course/two.html").contains("<h2 id=\"the-end\">The end</h2>"));
  }

  @Test
  void formulasAreMathMlAndDollarsAreDollars() throws IOException {
    put(
        "docs/course/one.md",
        """
        # One

        From $5 to $6, and $x_1 * y_1 * z_1$; `$x$` is code.

        $$
        a
        - b
        $$

        | $n$ |
        |---|
        | $2n$ |

        <details><summary>Solution</summary>

        It is $y$.

        </details>

        ```math
        z
        ```
        """);
    assertEquals(List.of(), write());
    String html = written("docs/course/one.html");
    assertTrue(html.contains("From $5 to $6, and <math><semantics><mrow><msub>"), html);
    assertTrue(html.contains("<code>$x$</code>"), html);
    assertTrue(html.contains("<div class=\"formula\"><math display=\"block\">"), html);
    assertTrue(html.contains("<td><math>"), html);
    assertTrue(html.contains("It is <math>"), html);
    assertFalse(html.contains("<li>b"), html);
    assertEquals(6, html.split("<math", -1).length - 1, html);
  }

  @Test
  void javaIsColouredAndEscaped() throws IOException {
    put("docs/course/one.md", "# One\n\n```java\nint a = 1; // a < b\nString s = \"//\";\n```\n");
    assertEquals(List.of(), write());
    String html = written("docs/course/one.html");
    assertTrue(
        html.contains(
            "<span class=\"k\">int</span> a = <span class=\"n\">1</span>; <span class=\"c\">// a"
                + " &lt; b</span>\n"
                + "String s = <span class=\"s\">\"//\"</span>;"),
        html);
  }

  @Test
  void sourcesAndPicturesComeAlong() throws IOException {
    put("docs/course/one.md", "# One\n\n[A](../../src/A.java) ![b](b.svg) [l](../../LICENSE)\n");
    put("docs/course/b.svg", "<svg/>");
    put("src/A.java", "class A<T> {}");
    put("LICENSE", "free");
    assertEquals(List.of(), write());
    assertTrue(written("docs/course/one.html").contains("href=\"../../src/A.java.html\""));
    assertTrue(written("src/A.java.html").contains("A&lt;T&gt;"));
    assertTrue(written("LICENSE.html").contains("free"));
    assertEquals("<svg/>", written("docs/course/b.svg"));
  }

  @Test
  void everyFlawIsNamedWithItsLine() throws IOException {
    put(
        "docs/course/one.md",
        """
        # One

        [nowhere](three.md), [no heading](two.md#beginning), [none here](#two)
        ![picture](none.svg) and $\\nosuch$

        ![elsewhere](https://example.com/a.png) [up](../../../secret)

        <a href="four.md">four</a>

        [a folder](../../src/site/pages)

        $$
        x
        """);
    assertEquals(
        List.of(
            "docs/course/one.md:3: no such file: three.md",
            "docs/course/one.md:3: no such heading in docs/course/two.md: #beginning",
            "docs/course/one.md:3: no such heading in docs/course/one.md: #two",
            "docs/course/one.md:4: no such picture: none.svg",
            "docs/course/one.md:6: a picture from elsewhere: https://example.com/a.png",
            "docs/course/one.md:6: no such file: ../../../secret",
            "docs/course/one.md:8: no such file: four.md",
            "docs/course/one.md:10: a folder without a page of its own: ../../src/site/pages",
            "docs/course/one.md:4: formula: \\nosuch is not known, near '\\nosuch'",
            "docs/course/one.md:12: formula: the dollars at its end are missing"),
        write());
  }

  @Test
  void theRealPagesMakeASiteThatIsWhole() throws IOException {
    Path out = root.resolve("out");
    Site site = new Site(ROOT, out);
    assertEquals(List.of(), site.write());
    assertTrue(site.pages().size() > 50, "only " + site.pages().size() + " pages");
    try (Stream<Path> files = Files.walk(out)) {
      for (Path file : files.filter(name -> name.toString().endsWith(".html")).toList()) {
        String html = Files.readString(file);
        assertFalse(html.contains("<script"), file + " has a script");
        TARGET
            .matcher(html)
            .results()
            .map(found -> file.resolveSibling(found.group(1)).normalize())
            .forEach(target -> assertTrue(Files.exists(target), file + " names " + target));
      }
    }
  }
}
