package io.lanewise.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A page of the documents, as far as the tests read it. */
record Markdown(Path file, List<String> lines) {
  private static final Pattern FENCE = Pattern.compile("^(\\s*)```(.*)$");
  private static final Pattern LINK =
      Pattern.compile("\\]\\(\\s*<?([^)\\s>]+)>?[^)]*\\)|(?:src|href)=\"([^\"]+)\"");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern HEADING = Pattern.compile("^#{1,6}\\s+(.*?)\\s*#*$");

  /**
   * Code between fences.
   *
   * @param info what stands behind the opening fence
   * @param line number, from 1, of its first line
   * @param code the lines, each with its end
   * @param printed what it must print, each line with its end: the block {@code text} behind one
   *     that says {@code prints}; null if it makes no such promise
   */
  record Block(Path file, String info, int line, String code, String printed) {
    Block(Path file, String info, int line, String code) {
      this(file, info, line, code, null);
    }

    boolean says(String word) {
      return List.of(info.split(" ", 0)).contains(word);
    }
  }

  /**
   * Where a page points.
   *
   * @param line number, from 1
   * @param target as written
   */
  record Link(int line, String target) {}

  static Markdown read(Path file) {
    try {
      return new Markdown(file, Files.readAllLines(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All pages in a folder and below. */
  static List<Markdown> below(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".md"))
          .sorted()
          .map(Markdown::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The blocks whose info begins with a language. */
  List<Block> blocks(String language) {
    List<Block> all = blocks();
    List<Block> blocks = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      Block block = all.get(i);
      if (block.info().split(" ", 2)[0].equals(language)) {
        blocks.add(block.says("prints") ? promising(block, all.subList(i + 1, all.size())) : block);
      }
    }
    return blocks;
  }

  private static Block promising(Block block, List<Block> behind) {
    if (behind.isEmpty() || !behind.getFirst().info().equals("text")) {
      throw new AssertionError(
          block.file() + ":" + block.line() + ": no block of text says what this prints");
    }
    return new Block(
        block.file(), block.info(), block.line(), block.code(), behind.getFirst().code());
  }

  /** All blocks. */
  private List<Block> blocks() {
    List<Block> blocks = new ArrayList<>();
    String info = null;
    String indent = "";
    StringBuilder code = new StringBuilder();
    int start = 0;
    for (int i = 0; i < lines.size(); i++) {
      Matcher fence = FENCE.matcher(lines.get(i));
      if (!fence.matches()) {
        String line = lines.get(i);
        code.append(line.startsWith(indent) ? line.substring(indent.length()) : line).append('\n');
      } else if (info == null) {
        indent = fence.group(1);
        info = fence.group(2).strip();
        code.setLength(0);
        start = i + 2;
      } else {
        blocks.add(new Block(file, info, start, code.toString()));
        info = null;
      }
    }
    if (info != null) {
      throw new AssertionError(file + ":" + (start - 1) + ": this fence is not closed");
    }
    return blocks;
  }

  /**
   * Code in the tables that have a column with this heading, a block for each row. What it may use
   * is declared by the last block of Java before the table whose info says {@code tables}.
   *
   * @param heading of the column
   */
  List<Block> rows(String heading) {
    List<Block> rows = new ArrayList<>();
    List<Block> declarations =
        blocks("java").stream().filter(block -> block.says("tables")).toList();
    List<String> prose = prose();
    int column = -1;
    for (int i = 0; i < prose.size(); i++) {
      List<String> cells = cells(prose.get(i));
      if (cells.isEmpty()) {
        column = -1;
      } else if (column < 0) {
        column = cells.indexOf(heading);
        i++; // the line below a heading
      } else {
        String code =
            CODE.matcher(cells.get(column))
                .results()
                .map(span -> span.group(1).replaceFirst("(?<![;}])$", ";"))
                .collect(Collectors.joining(" "));
        if (!code.isEmpty()) {
          String declared = declared(declarations, i + 1);
          String all = declared.replaceAll("(?m)//.*$", "").replace('\n', ' ') + "{ " + code + " }";
          rows.add(new Block(file, "java", i + 1, all));
        }
      }
    }
    return rows;
  }

  private String declared(List<Block> declarations, int line) {
    return declarations.stream()
        .filter(block -> block.line() < line)
        .reduce((first, second) -> second)
        .orElseThrow(() -> new AssertionError(file + ":" + line + ": nothing is declared"))
        .code();
  }

  /** What stands between the bars of a line; nothing if it is no line of a table. */
  private static List<String> cells(String line) {
    if (!line.startsWith("|")) {
      return List.of();
    }
    return Stream.of(line.substring(1).split("(?<!\\\\)\\|", -1))
        .map(cell -> cell.strip().replace("\\|", "|"))
        .toList();
  }

  /** Links and pictures outside of code. */
  List<Link> links() {
    List<Link> links = new ArrayList<>();
    List<String> prose = prose();
    for (int i = 0; i < prose.size(); i++) {
      Matcher link = LINK.matcher(prose.get(i).replaceAll("`[^`]*`", ""));
      while (link.find()) {
        links.add(new Link(i + 1, link.group(1) == null ? link.group(2) : link.group(1)));
      }
    }
    return links;
  }

  /** The anchors that GitHub gives to headings. */
  Set<String> anchors() {
    return prose().stream()
        .map(HEADING::matcher)
        .filter(Matcher::matches)
        .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
        .map(text -> text.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
        .collect(Collectors.toSet());
  }

  /** The lines, empty where there is code. */
  private List<String> prose() {
    List<String> prose = new ArrayList<>();
    boolean code = false;
    for (String line : lines) {
      boolean fence = FENCE.matcher(line).matches();
      prose.add(code || fence ? "" : line);
      code ^= fence;
    }
    return prose;
  }
}
