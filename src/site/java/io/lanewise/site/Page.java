package io.lanewise.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

/**
 * A page of Markdown, read.
 *
 * @param source relative to the repository
 * @param document its tree
 * @param title its first heading
 * @param anchors the name that GitHub gives to each heading
 */
record Page(Path source, Node document, String title, Map<Heading, String> anchors) {
  private static final Parser PARSER =
      Parser.builder()
          .extensions(List.of(TablesExtension.create()))
          .includeSourceSpans(IncludeSourceSpans.BLOCKS_AND_INLINES)
          .customInlineContentParserFactory(Formulas.inline())
          .customBlockParserFactory(Formulas.display())
          .build();

  static Page read(Path root, Path source) throws IOException {
    Node document = PARSER.parse(Files.readString(root.resolve(source)));
    List<Heading> headings = new ArrayList<>();
    document.accept(
        new AbstractVisitor() {
          @Override
          public void visit(Heading heading) {
            headings.add(heading);
          }
        });
    Map<Heading, String> anchors = new LinkedHashMap<>();
    Map<String, Integer> seen = new HashMap<>();
    for (Heading heading : headings) {
      String name =
          text(heading)
              .toLowerCase(Locale.ROOT)
              .replaceAll("[^\\p{L}\\p{N} _-]", "")
              .replace(' ', '-');
      int before = seen.merge(name, 1, Integer::sum) - 1;
      anchors.put(heading, before == 0 ? name : name + "-" + before);
    }
    String title = headings.isEmpty() ? source.toString() : text(headings.getFirst());
    return new Page(source, document, title, anchors);
  }

  /** What a reader reads in a node, without its marks. */
  static String text(Node node) {
    StringBuilder text = new StringBuilder();
    node.accept(
        new AbstractVisitor() {
          @Override
          public void visit(Text part) {
            text.append(part.getLiteral());
          }

          @Override
          public void visit(Code part) {
            text.append(part.getLiteral());
          }
        });
    return text.toString();
  }

  /** Where the page goes, relative to the site. */
  Path target() {
    return target(source);
  }

  /** Where a file of the repository goes: the README of a folder is its index. */
  static Path target(Path source) {
    String name = source.getFileName().toString();
    if (name.equals("README.md")) {
      return source.resolveSibling("index.html");
    }
    return source.resolveSibling(name.replaceFirst("\\.md$", ".html"));
  }
}
