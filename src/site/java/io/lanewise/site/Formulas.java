package io.lanewise.site;

import java.util.Set;
import org.commonmark.node.Block;
import org.commonmark.node.CustomBlock;
import org.commonmark.node.CustomNode;
import org.commonmark.parser.SourceLine;
import org.commonmark.parser.beta.InlineContentParser;
import org.commonmark.parser.beta.InlineContentParserFactory;
import org.commonmark.parser.beta.InlineParserState;
import org.commonmark.parser.beta.ParsedInline;
import org.commonmark.parser.beta.Position;
import org.commonmark.parser.beta.Scanner;
import org.commonmark.parser.block.AbstractBlockParser;
import org.commonmark.parser.block.AbstractBlockParserFactory;
import org.commonmark.parser.block.BlockContinue;
import org.commonmark.parser.block.BlockStart;
import org.commonmark.parser.block.MatchedBlockParser;
import org.commonmark.parser.block.ParserState;
import org.jspecify.annotations.Nullable;

/**
 * Formulas in Markdown, where GitHub sees them: {@code $...$} in a line, with no space inside of
 * the dollars and no letter or digit behind them, and {@code $$...$$} as a line or lines of their
 * own.
 */
final class Formulas {
  /** A formula in a line of text. */
  static final class Inline extends CustomNode {
    final String tex;
    final boolean display;

    Inline(String tex, boolean display) {
      this.tex = tex;
      this.display = display;
    }
  }

  /** A formula in lines of its own. */
  static final class Display extends CustomBlock {
    /** Null if the dollars at its end are missing. */
    @Nullable String tex;
  }

  private Formulas() {}

  static InlineContentParserFactory inline() {
    return new InlineContentParserFactory() {
      @Override
      public Set<Character> getTriggerCharacters() {
        return Set.of('$');
      }

      @Override
      public InlineContentParser create() {
        return Formulas::tryParse;
      }
    };
  }

  private static ParsedInline tryParse(InlineParserState state) {
    Scanner scanner = state.scanner();
    if (Character.isLetterOrDigit(scanner.peekPreviousCodePoint())) {
      return ParsedInline.none();
    }
    int dollars = scanner.matchMultiple('$');
    Position begin = scanner.position();
    if (dollars > 2 || dollars == 1 && Character.isWhitespace(scanner.peek())) {
      return ParsedInline.none();
    }
    while (scanner.find('$') >= 0) {
      Position end = scanner.position();
      int before = scanner.peekPreviousCodePoint();
      if (before == '\\') {
        scanner.next();
        continue;
      }
      boolean closes =
          scanner.matchMultiple('$') == dollars
              && (dollars == 2 || !Character.isWhitespace(before))
              && !Character.isLetterOrDigit(scanner.peek());
      if (!closes) {
        return ParsedInline.none();
      }
      String tex = scanner.getSource(begin, end).getContent();
      return ParsedInline.of(new Inline(tex, dollars == 2), scanner.position());
    }
    return ParsedInline.none();
  }

  static AbstractBlockParserFactory display() {
    return new AbstractBlockParserFactory() {
      @Override
      public BlockStart tryStart(ParserState state, MatchedBlockParser matched) {
        int at = state.getNextNonSpaceIndex();
        String line = state.getLine().getContent().toString().substring(at).stripTrailing();
        boolean whole = line.indexOf("$$", 2) == line.length() - 2 || line.indexOf("$$", 2) < 0;
        if (state.getIndent() >= 4 || !line.startsWith("$$") || !whole) {
          return BlockStart.none();
        }
        return BlockStart.of(new DisplayParser()).atIndex(at + 2);
      }
    };
  }

  /** From the two dollars to the next two, whatever the lines between them look like. */
  private static final class DisplayParser extends AbstractBlockParser {
    private final Display block = new Display();
    private final StringBuilder tex = new StringBuilder();
    private boolean closed;

    @Override
    public Block getBlock() {
      return block;
    }

    @Override
    public BlockContinue tryContinue(ParserState state) {
      return closed ? BlockContinue.none() : BlockContinue.atIndex(state.getIndex());
    }

    @Override
    public void addLine(SourceLine line) {
      String text = line.getContent().toString().stripTrailing();
      closed = text.endsWith("$$");
      tex.append(closed ? text.substring(0, text.length() - 2) : text).append('\n');
    }

    @Override
    public void closeBlock() {
      block.tex = closed ? tex.toString().strip() : null;
    }
  }
}
