package io.lanewise.site;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What stands around the text of a page: the head, the contents of its folder, the way on. */
final class Template {
  private final Site site;
  private final Page page;

  Template(Site site, Page page) {
    this.site = site;
    this.page = page;
  }

  /** The whole page around its text. */
  String html(String text) {
    List<Page> section = site.section(page.source().getParent());
    int at = section.indexOf(page);
    String contents = section.isEmpty() ? "" : contents(section);
    String way = (site.isNotebook(page) ? notebook() : "") + (at < 0 ? "" : way(section, at));
    return html(
        site, page.target(), page.title(), contents + "<main>\n" + text + way + "</main>\n");
  }

  /** A page that shows a file of the repository. */
  static String source(Site site, Path source, String code) {
    String title = source.toString().replace('\\', '/');
    String main =
        "<main class=\"source\"><h1>"
            + title
            + "</h1>\n<pre><code>"
            + code
            + "</code></pre></main>\n";
    return html(site, source, title, main);
  }

  private static String html(Site site, Path target, String title, String body) {
    StringBuilder head = new StringBuilder();
    head.append(anchor(target, Path.of("index.html"), "Lanewise", "home"));
    for (Map.Entry<Path, String> section : site.sections().entrySet()) {
      Path index = section.getKey();
      boolean here = target.startsWith(index.getParent());
      head.append(anchor(target, Page.target(index), section.getValue(), here ? "here" : null));
    }
    String ours = title.equals("Lanewise") ? title : title + " - Lanewise";
    return """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>%s</title>
    <link rel="stylesheet" href="%s">
    </head>
    <body>
    <header><nav>%s</nav></header>
    <div class="page">
    %s</div>
    </body>
    </html>
    """
        .formatted(
            TexReader.escape(ours), Links.relative(target, Path.of("style.css")), head, body);
  }

  private String contents(List<Page> section) {
    StringBuilder list = new StringBuilder("<aside><details><summary>Contents</summary>\n<ol>\n");
    for (Page other : section) {
      String entry =
          anchor(page.target(), other.target(), other.title(), other.equals(page) ? "here" : null);
      list.append("<li>").append(entry).append("</li>\n");
    }
    // On a wide screen the list is always open, which the element above cannot be made to be.
    String items = list.substring(list.indexOf("<ol>"));
    return list + "</ol>\n</details>\n<nav>" + items + "</ol></nav></aside>\n";
  }

  private String notebook() {
    Path target = Notebook.target(page.source());
    return "<p class=\"notebook\">"
        + anchor(page.target(), target, "This chapter as a notebook", null)
        + "</p>\n";
  }

  private String way(List<Page> section, int at) {
    StringBuilder way = new StringBuilder("<nav class=\"way\">");
    if (at > 0) {
      Page last = section.get(at - 1);
      way.append(anchor(page.target(), last.target(), "← " + last.title(), "previous"));
    }
    if (at + 1 < section.size()) {
      Page next = section.get(at + 1);
      way.append(anchor(page.target(), next.target(), next.title() + " →", "next"));
    }
    return way.append("</nav>\n").toString();
  }

  private static String anchor(Path from, Path to, String text, @Nullable String style) {
    return "<a href=\""
        + Links.relative(from, to)
        + (style == null ? "\">" : "\" class=\"" + style + "\">")
        + (TexReader.escape(text) + "</a>");
  }
}
