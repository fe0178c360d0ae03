package io.lanewise.site;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A page as a notebook for Jupyter's kernels for Java: its text, each block of Java as a cell that
 * runs, and what the page says that it prints as that cell's output.
 *
 * <p>The first cell has the imports that the pages leave out. Blocks that are marked {@code no-run}
 * stay text.
 */
final class Notebook {
  private static final String FENCE = "```";

  /**
   * One cell.
   *
   * @param isCode whether it runs
   * @param source Java, or Markdown
   * @param output what it prints, as far as the page says
   */
  record Cell(boolean isCode, String source, String output) {}

  private Notebook() {}

  /**
   * The cells of a page.
   *
   * @param imports Java for the first cell
   * @param lines of the page
   */
  static List<Cell> cells(String imports, List<String> lines) {
    List<Cell> cells = new ArrayList<>();
    cells.add(new Cell(true, imports.strip(), ""));
    StringBuilder text = new StringBuilder();
    StringBuilder block = new StringBuilder();
    String info = null; // of the block that is open
    boolean printed = false; // whether the next block of text is output
    for (String line : lines) {
      boolean fence = line.strip().startsWith(FENCE);
      if (info == null && !fence) {
        text.append(markdown(line)).append('\n');
        printed &= line.isBlank();
      } else if (info == null) {
        info = line.strip().substring(FENCE.length()).strip();
        block.setLength(0);
      } else if (!fence) {
        block.append(line).append('\n');
      } else {
        String source = block.toString().stripTrailing();
        if (info.startsWith("java") && !info.contains("no-run")) {
          addText(cells, text);
          cells.add(new Cell(true, source, ""));
          printed = info.contains("prints");
        } else if (printed && info.equals("text")) {
          cells.set(cells.size() - 1, new Cell(true, cells.getLast().source, source + "\n"));
          printed = false;
        } else {
          text.append(FENCE + info + "\n" + source + "\n" + FENCE + "\n");
        }
        info = null;
      }
    }
    addText(cells, text);
    return cells;
  }

  private static void addText(List<Cell> cells, StringBuilder text) {
    String source = text.toString().strip();
    text.setLength(0);
    if (!source.isEmpty()) {
      cells.add(new Cell(false, source, ""));
    }
  }

  /** A line of text: links lead to the pages of the site, and what is folded lies open. */
  private static String markdown(String line) {
    return line.replaceAll("(\\]\\([^):]*?)README\\.md", "$1index.html")
        .replaceAll("(\\]\\([^):]*?)\\.md", "$1.html")
        .replaceAll("</?details>", "")
        .replaceAll("<summary>(.*?)</summary>", "**$1**");
  }

  /** The file, in version 4.5 of the format. */
  static String json(List<Cell> cells) {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < cells.size(); i++) {
      Cell cell = cells.get(i);
      String kind = cell.isCode ? "code" : "markdown";
      String json =
          "  {\"cell_type\": \"%s\", \"id\": \"cell-%d\", \"metadata\": {},\n".formatted(kind, i)
              + (cell.isCode ? "   \"execution_count\": null, \"outputs\": " + outputs(cell) : "")
              + (cell.isCode ? ",\n" : "")
              + "   \"source\": "
              + string(cell.source)
              + "}";
      parts.add(json);
    }
    return """
    {
     "nbformat": 4,
     "nbformat_minor": 5,
     "metadata": {
      "kernelspec": {"display_name": "Java", "language": "java", "name": "java"},
      "language_info": {"name": "java", "file_extension": ".jshell"}
     },
     "cells": [
    """
        + String.join(",\n", parts)
        + "\n ]\n}\n";
  }

  private static String outputs(Cell cell) {
    return cell.output.isEmpty()
        ? "[]"
        : "[{\"output_type\": \"stream\", \"name\": \"stdout\", \"text\": "
            + string(cell.output)
            + "}]";
  }

  private static String string(String text) {
    return text.codePoints()
        .mapToObj(
            c ->
                switch (c) {
                  case '"' -> "\\\"";
                  case '\\' -> "\\\\";
                  case '\n' -> "\\n";
                  case '\t' -> "\\t";
                  default -> c < ' ' ? "\\u%04x".formatted(c) : Character.toString(c);
                })
        .collect(Collectors.joining("", "\"", "\""));
  }

  /** Where the notebook of a page lies, beside its page of HTML. */
  static Path target(Path source) {
    String name = source.getFileName().toString();
    return source.resolveSibling(name.replaceFirst("\\.md$", ".ipynb"));
  }
}
