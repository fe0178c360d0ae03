package io.lanewise.site;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.jspecify.annotations.Nullable;

/** Where pages point, and whether there is something. */
final class Links {
  private static final Pattern ATTRIBUTE = Pattern.compile("\\b(src|srcset|href)=\"([^\"]*)\"");
  private static final Pattern ABSOLUTE = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*:.*|//.*");

  private Links() {}

  /** The links of a page in their order, as written. */
  static List<String> of(Page page) {
    List<String> links = new ArrayList<>();
    page.document()
        .accept(
            new AbstractVisitor() {
              @Override
              public void visit(Link link) {
                links.add(link.getDestination());
                visitChildren(link);
              }
            });
    return links;
  }

  /** The file of the repository that a target means, or null if it is elsewhere. */
  static @Nullable Path file(Page page, String target) {
    if (ABSOLUTE.matcher(target).matches()) {
      return null;
    }
    String path = target.replaceFirst("#.*", "");
    try {
      String plain = new URI(path).getPath();
      return plain.isEmpty() ? page.source() : page.source().resolveSibling(plain).normalize();
    } catch (URISyntaxException e) {
      return page.source().resolveSibling(path).normalize();
    }
  }

  /** Makes the links of a page those of its page in the site; what leads nowhere is a problem. */
  static void rewrite(Site site, Page page) {
    page.document()
        .accept(
            new AbstractVisitor() {
              @Override
              public void visit(Link link) {
                link.setDestination(target(site, page, link, link.getDestination()));
                visitChildren(link);
              }

              @Override
              public void visit(Image image) {
                image.setDestination(target(site, page, image, image.getDestination()));
                visitChildren(image);
              }

              @Override
              public void visit(HtmlInline html) {
                html.setLiteral(attributes(site, page, html, html.getLiteral()));
              }

              @Override
              public void visit(HtmlBlock html) {
                html.setLiteral(attributes(site, page, html, html.getLiteral()));
              }
            });
  }

  private static String attributes(Site site, Page page, Node node, String html) {
    return ATTRIBUTE
        .matcher(html)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    found.group(1) + "=\"" + target(site, page, node, found.group(2)) + "\""));
  }

  private static String target(Site site, Page page, Node node, String target) {
    Path file = file(page, target);
    boolean picture = node instanceof Image;
    if (file == null) {
      if (picture) {
        site.problem(page, line(node), "a picture from elsewhere: " + target);
      }
      return target;
    }
    int hash = target.indexOf('#');
    String anchor = hash < 0 ? "" : target.substring(hash);
    if (hash == 0) {
      check(site, page, page, node, anchor);
      return target;
    }
    Path found = site.root().resolve(file);
    if (file.startsWith("..") || !Files.exists(found)) {
      site.problem(page, line(node), (picture ? "no such picture: " : "no such file: ") + target);
      return target;
    }
    if (Files.isDirectory(found)) {
      file = file.resolve("README.md");
    }
    Page other = site.pages().get(file);
    if (other == null && Files.isDirectory(found)) {
      site.problem(page, line(node), "a folder without a page of its own: " + target);
      return target;
    }
    if (other != null) {
      check(site, page, other, node, anchor);
    }
    Path to = other == null ? site.taken(file) : other.target();
    return relative(page.target(), to) + anchor;
  }

  private static void check(Site site, Page page, Page other, Node node, String anchor) {
    if (!anchor.isEmpty() && !other.anchors().containsValue(anchor.substring(1))) {
      site.problem(page, line(node), "no such heading in " + other.source() + ": " + anchor);
    }
  }

  /** How one file of the site names another. */
  static String relative(Path from, Path to) {
    Path folder = from.getParent();
    Path path = folder == null ? to : folder.relativize(to);
    return path.toString().replace('\\', '/').replace(" ", "%20");
  }

  /** The line of a node, from 1. */
  static int line(Node node) {
    Node at = node;
    while (at.getSourceSpans().isEmpty() && at.getParent() != null) {
      at = at.getParent();
    }
    return at.getSourceSpans().isEmpty() ? 1 : at.getSourceSpans().getFirst().getLineIndex() + 1;
  }
}
