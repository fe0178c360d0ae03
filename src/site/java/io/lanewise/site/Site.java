package io.lanewise.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The documents as a folder of HTML: one page for each page of Markdown, in the same folders, so
 * that links stay what they are.
 *
 * <p>The pages hold no scripts, and no address outside of the folder is asked for anything:
 * formulas are MathML, and the style sheet, the pictures and the font for formulas lie beside them.
 * A link, an anchor or a picture that does not exist and a formula that cannot be read are
 * problems; with one of them the site counts as not made.
 */
final class Site {
  /** The folders with a place in the head of each page, and what they are called there. */
  private static final Map<String, String> SECTIONS = new LinkedHashMap<>();

  static {
    SECTIONS.put("docs/course", "Course");
    SECTIONS.put("docs/guide", "Guide");
    SECTIONS.put("docs/worklog", "Worklog");
    SECTIONS.put("docs/perf", "Figures");
    SECTIONS.put("docs/design", "Design");
  }

  /** What a notebook of the course begins with. */
  static final Path IMPORTS = Path.of("docs/course/lanewise.jsh");

  private static final List<String> ASSETS =
      List.of("style.css", "math.woff2", "math-font-licence.txt");

  private final Path root;
  private final Path output;
  private final Map<Path, Page> pages = new TreeMap<>();
  private final Map<Path, List<Page>> sections = new HashMap<>();
  private final Set<Path> copied = new LinkedHashSet<>();
  private final Set<Path> sources = new LinkedHashSet<>();
  private final List<String> problems = new ArrayList<>();

  /**
   * A site that is yet to be written.
   *
   * @param root the repository
   * @param output the folder to write to; what lies there is overwritten
   */
  Site(Path root, Path output) {
    this.root = root;
    this.output = output;
  }

  Path root() {
    return root;
  }

  /** The pages by their sources, relative to the repository. */
  Map<Path, Page> pages() {
    return pages;
  }

  /** Where a problem is and what. */
  void problem(Page page, int line, String what) {
    problems.add(page.source() + ":" + line + ": " + what);
  }

  /** Takes a file that a page links to into the site and returns where it goes. */
  Path taken(Path file) {
    String name = file.getFileName().toString();
    if (name.matches("[^.]+|.*\\.(java|jsh|py|xml|sh)")) {
      sources.add(file);
      return file.resolveSibling(name + ".html");
    }
    copied.add(file);
    return file;
  }

  /**
   * Writes all pages.
   *
   * @return what is wrong with them, as {@code file:line: what}; empty if the site is good
   * @throws IOException if a file cannot be read or written
   */
  List<String> write() throws IOException {
    for (Path source : markdown()) {
      pages.put(source, Page.read(root, source));
    }
    // Before links are rewritten.
    for (Page page : pages.values()) {
      Path folder = page.source().getParent();
      if (folder != null && page.source().endsWith("README.md")) {
        sections.put(folder, section(page));
      }
    }
    for (Page page : pages.values()) {
      write(page.target(), new Template(this, page).html(new Renderer(this, page).html()));
      if (isNotebook(page)) {
        List<String> lines = Files.readAllLines(root.resolve(page.source()));
        String imports = Files.readString(root.resolve(IMPORTS));
        write(Notebook.target(page.source()), Notebook.json(Notebook.cells(imports, lines)));
      }
    }
    for (Path source : sources) {
      String code = Files.readString(root.resolve(source));
      String name = source.getFileName().toString();
      String html =
          name.endsWith(".java") || name.endsWith(".jsh")
              ? Highlight.java(code)
              : TexReader.escape(code);
      write(taken(source), Template.source(this, source, html));
    }
    for (Path file : copied) {
      copy(root.resolve(file), output.resolve(file));
    }
    for (String asset : ASSETS) {
      copy(root.resolve("src/site/pages").resolve(asset), output.resolve(asset));
    }
    return problems;
  }

  private List<Path> markdown() throws IOException {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> files = Files.list(root)) {
      files.filter(file -> file.toString().endsWith(".md")).forEach(found::add);
    }
    try (Stream<Path> files = Files.walk(root.resolve("docs"))) {
      files.filter(file -> file.toString().endsWith(".md")).forEach(found::add);
    }
    return found.stream().map(root::relativize).sorted().toList();
  }

  /** Whether there is a notebook of a page: of the chapters of the course. */
  boolean isNotebook(Page page) {
    return Objects.equals(IMPORTS.getParent(), page.source().getParent())
        && !page.source().endsWith("README.md")
        && Files.exists(root.resolve(IMPORTS));
  }

  private void write(Path target, String html) throws IOException {
    Path file = output.resolve(target);
    Files.createDirectories(file.getParent());
    Files.writeString(file, html);
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
  }

  /** The sections that this repository has, each with its index. */
  Map<Path, String> sections() {
    Map<Path, String> found = new LinkedHashMap<>();
    SECTIONS.forEach(
        (folder, name) -> {
          Path index = Path.of(folder, "README.md");
          if (pages.containsKey(index)) {
            found.put(index, name);
          }
        });
    return found;
  }

  /**
   * The pages of a folder in the order in which its index names them; the index itself is first.
   */
  List<Page> section(@Nullable Path folder) {
    return folder == null ? List.of() : sections.getOrDefault(folder, List.of());
  }

  private List<Page> section(Page index) {
    Set<Page> found = new LinkedHashSet<>();
    found.add(index);
    for (String target : Links.of(index)) {
      Path file = Links.file(index, target);
      Page page = file == null ? null : pages.get(file);
      if (page != null && Objects.equals(page.source().getParent(), index.source().getParent())) {
        found.add(page);
      }
    }
    return List.copyOf(found);
  }
}
