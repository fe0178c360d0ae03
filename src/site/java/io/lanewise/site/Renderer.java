package io.lanewise.site;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.AttributeProvider;
import org.commonmark.renderer.html.HtmlNodeRendererContext;
import org.commonmark.renderer.html.HtmlRenderer;
import org.commonmark.renderer.html.HtmlWriter;
import org.jspecify.annotations.Nullable;

/** The text of one page as HTML: links rewritten, formulas as MathML, Java in colours. */
final class Renderer {
  private final Site site;
  private final Page page;

  Renderer(Site site, Page page) {
    this.site = site;
    this.page = page;
  }

  String html() {
    Links.rewrite(site, page);
    return HtmlRenderer.builder()
        .extensions(List.of(TablesExtension.create()))
        .attributeProviderFactory(context -> anchors())
        .nodeRendererFactory(Special::new)
        .build()
        .render(page.document())
        .replace("<table>", "<div class=\"table\"><table>")
        .replace("</table>", "</table></div>");
  }

  private AttributeProvider anchors() {
    return (node, tag, attributes) -> {
      if (node instanceof Heading heading) {
        attributes.put("id", String.valueOf(page.anchors().get(heading)));
      }
    };
  }

  /** What the pages have beyond plain Markdown. */
  private final class Special implements NodeRenderer {
    private final HtmlWriter writer;

    Special(HtmlNodeRendererContext context) {
      writer = context.getWriter();
    }

    @Override
    public Set<Class<? extends Node>> getNodeTypes() {
      return Set.of(Formulas.Inline.class, Formulas.Display.class, FencedCodeBlock.class);
    }

    @Override
    public void render(Node node) {
      switch (node) {
        case Formulas.Inline formula -> writer.raw(formula(node, formula.tex, formula.display));
        case Formulas.Display formula -> {
          writer.line();
          writer.raw("<div class=\"formula\">" + formula(node, formula.tex, true) + "</div>");
          writer.line();
        }
        case FencedCodeBlock block -> code(block);
        default -> throw new IllegalArgumentException(node.toString());
      }
    }

    private void code(FencedCodeBlock block) {
      String info = block.getInfo() == null ? "" : block.getInfo();
      String language = info.split(" ", 2)[0];
      String code = block.getLiteral();
      writer.line();
      if (language.equals("math")) {
        writer.raw("<div class=\"formula\">" + formula(block, code, true) + "</div>");
      } else {
        writer.tag("pre", Map.of("tabindex", "0"));
        writer.tag("code");
        writer.raw(language.equals("java") ? Highlight.java(code) : TexReader.escape(code));
        writer.tag("/code");
        writer.tag("/pre");
      }
      writer.line();
    }

    private String formula(Node node, @Nullable String tex, boolean display) {
      if (tex == null) {
        site.problem(page, Links.line(node), "formula: the dollars at its end are missing");
        return "";
      }
      try {
        return Tex.mathMl(tex, display);
      } catch (TexException e) {
        site.problem(page, Links.line(node), String.valueOf(e.getMessage()));
        return TexReader.escape(tex);
      }
    }
  }
}
