package io.lanewise.site;

import io.lanewise.site.TexSymbols.Kind;
import io.lanewise.site.TexSymbols.Symbol;
import java.util.ArrayList;
import java.util.List;

/**
 * Formulas in TeX as MathML, which browsers draw by themselves.
 *
 * <p>A parser by recursive descent over what the pages use: scripts, fractions, roots, accents,
 * delimiters that grow, matrices, aligned lines, and the symbols of {@link TexSymbols}. What it
 * does not know is an error and never drawn as text, so that a page cannot show half a formula.
 */
final class Tex {
  /**
   * A piece of a formula.
   *
   * @param ml one element of MathML
   */
  private record Atom(String ml, Kind kind) {}

  private static final String NO_SPACE = " lspace=\"0\" rspace=\"0\"";

  private final TexReader in;

  /** How many scripts deep; there operators keep no distance. */
  private int depth;

  private Tex(String tex) {
    in = new TexReader(tex);
  }

  /**
   * A formula as an element {@code math}.
   *
   * @param tex what stands between the dollars
   * @param display whether it is a line of its own
   * @throws TexException if it cannot be read
   */
  static String mathMl(String tex, boolean display) throws TexException {
    Tex parser = new Tex(tex);
    String content = row(parser.list());
    if (parser.in.peek() != 0) {
      throw parser.in.error("something ends here that did not begin");
    }
    return "<math"
        + (display ? " display=\"block\"" : "")
        + ("><semantics>" + content)
        + ("<annotation encoding=\"application/x-tex\">"
            + TexReader.escape(tex.strip())
            + "</annotation>")
        + "</semantics></math>";
  }

  /**
   * Atoms up to what closes them: a brace, an ampersand, a new line, {@code \right}, {@code \end}.
   */
  private List<Atom> list() throws TexException {
    List<Atom> atoms = new ArrayList<>();
    while (!in.atEnd()) {
      Kind before = atoms.isEmpty() ? Kind.OPEN : atoms.getLast().kind;
      boolean bare = in.peek() == '^' || in.peek() == '_';
      atoms.add(scripts(bare ? ordinary("<mrow></mrow>") : atom(before)));
    }
    return atoms;
  }

  private Atom scripts(Atom nucleus) throws TexException {
    String above = "";
    String below = null;
    while (true) {
      if (in.next('\'')) {
        above += "<mo>′</mo>";
      } else if (in.next('^')) {
        above += script();
      } else if (in.next('_')) {
        if (below != null) {
          throw in.error("two subscripts");
        }
        below = script();
      } else if (!in.command("limits")) {
        break;
      }
    }
    if (above.isEmpty() && below == null) {
      return nucleus;
    }
    boolean limits = nucleus.kind == Kind.LIMITS;
    String name =
        below == null
            ? limits ? "mover" : "msup"
            : above.isEmpty() ? limits ? "munder" : "msub" : limits ? "munderover" : "msubsup";
    // The upper end of an integral leans to the right.
    String gap = nucleus.ml.contains("∫") ? "<mspace width=\"0.35em\"></mspace>" : "";
    String scripts =
        (below == null ? "" : below) + (above.isEmpty() ? "" : element("mrow", gap + above));
    return new Atom(element(name, nucleus.ml + scripts), limits ? Kind.OPERATOR : nucleus.kind);
  }

  private String script() throws TexException {
    depth++;
    String script = argument();
    depth--;
    return script;
  }

  /** One symbol, group or command. */
  private Atom atom(Kind before) throws TexException {
    int c = in.peek();
    if (c == '\\') {
      return command(in.command(), before);
    }
    if (c == '{') {
      return ordinary(argument());
    }
    if (c >= '0' && c <= '9') {
      return ordinary(element("mn", in.number()));
    }
    in.next();
    if (c == '~') {
      return space("0.3333em");
    }
    Symbol symbol = TexSymbols.character(c);
    if (symbol != null) {
      return symbol(symbol, before);
    }
    if (Character.isLetter(c)) {
      return ordinary(element("mi", Character.toString(c)));
    }
    throw in.error("'" + Character.toString(c) + "' is not known");
  }

  private Atom command(String name, Kind before) throws TexException {
    String space = TexSymbols.space(name);
    if (space != null) {
      return space(space);
    }
    String accent = TexSymbols.accent(name);
    if (accent != null) {
      boolean wide = name.startsWith("wide") || name.equals("overline");
      String mark = "<mo stretchy=\"" + wide + "\">" + accent + "</mo>";
      return ordinary("<mover accent=\"true\">" + argument() + mark + "</mover>");
    }
    Symbol symbol = TexSymbols.command(name);
    if (symbol != null) {
      return symbol(symbol, before);
    }
    return switch (name) {
      case "frac", "dfrac", "tfrac", "cfrac" -> ordinary(element("mfrac", argument() + argument()));
      case "binom" ->
          ordinary(
              "<mrow><mo>(</mo><mfrac linethickness=\"0\">"
                  + (argument() + argument())
                  + "</mfrac><mo>)</mo></mrow>");
      case "sqrt" -> root();
      case "left" -> delimited();
      case "begin" -> environment();
      case "text", "textrm", "mbox", "textit", "textbf" -> ordinary(element("mtext", in.words()));
      case "mathrm",
          "mathit",
          "mathbf",
          "mathbb",
          "mathcal",
          "mathsf",
          "mathtt",
          "boldsymbol",
          "bm" ->
          font(name);
      case "operatorname" -> named(before);
      case "underline" ->
          ordinary("<munder>" + argument() + "<mo stretchy=\"true\">_</mo></munder>");
      case "overbrace" ->
          new Atom("<mover>" + argument() + "<mo stretchy=\"true\">⏞</mo></mover>", Kind.LIMITS);
      case "underbrace" ->
          new Atom("<munder>" + argument() + "<mo stretchy=\"true\">⏟</mo></munder>", Kind.LIMITS);
      case "overset", "stackrel" -> placed("mover");
      case "underset" -> placed("munder");
      case "boxed" -> ordinary("<mrow class=\"boxed\">" + argument() + "</mrow>");
      case "phantom" -> ordinary(element("mphantom", argument()));
      case "substack" -> ordinary(lines());
      case "displaystyle", "textstyle" ->
          ordinary(
              "<mstyle displaystyle=\"" + name.startsWith("d") + "\">" + row(list()) + "</mstyle>");
      case "big", "bigl", "bigr", "bigm" -> sized("1.2em", name);
      case "Big", "Bigl", "Bigr", "Bigm" -> sized("1.8em", name);
      case "bigg", "biggl", "biggr" -> sized("2.4em", name);
      case "Bigg", "Biggl", "Biggr" -> sized("3em", name);
      default -> throw in.error("\\" + name + " is not known");
    };
  }

  private static Atom ordinary(String ml) {
    return new Atom(ml, Kind.ORDINARY);
  }

  private static Atom space(String width) {
    return new Atom("<mspace width=\"" + width + "\"></mspace>", Kind.ORDINARY);
  }

  private Atom symbol(Symbol symbol, Kind before) {
    String text = TexReader.escape(symbol.text());
    boolean word = symbol.text().length() > 1 && TexReader.isLetter(symbol.text().charAt(0));
    Kind kind = symbol.kind();
    boolean sign = kind == Kind.BINARY && before != Kind.ORDINARY && before != Kind.CLOSE;
    String space = depth > 0 ? NO_SPACE : "";
    boolean close = depth > 0 || before == Kind.RELATION || before == Kind.OPEN;
    String attributes =
        switch (kind) {
          case ORDINARY -> " stretchy=\"false\"" + NO_SPACE;
          case LIMITS -> (word ? operator(close) : "") + " movablelimits=\"true\"";
          case OPERATOR -> word ? operator(close) : "";
          case BINARY -> sign ? " form=\"prefix\"" + NO_SPACE : " form=\"infix\"" + space;
          case RELATION -> " stretchy=\"false\"" + space;
          case OPEN -> " form=\"prefix\" stretchy=\"false\"";
          case CLOSE -> " form=\"postfix\" stretchy=\"false\"";
          case PUNCTUATION -> " separator=\"true\"" + space;
        };
    if (kind == Kind.ORDINARY && Character.isLetter(symbol.text().codePointAt(0))) {
      return ordinary(letter(text));
    }
    return new Atom("<mo" + attributes + ">" + text + "</mo>", sign ? Kind.OPEN : kind);
  }

  /** Capital Greek letters stand upright in TeX. */
  private static String letter(String text) {
    boolean upright = text.charAt(0) >= 'Α' && text.charAt(0) <= 'Ω';
    return "<mi" + (upright ? " mathvariant=\"normal\"" : "") + ">" + text + "</mi>";
  }

  /** The space behind the name of a function: none before its parenthesis. */
  private String operator(boolean close) {
    boolean tight = "([^_".indexOf(in.peek()) >= 0 || in.isCommand("left");
    String left = close ? "0" : "0.1667em";
    String right = tight ? "0" : "0.1667em";
    return " lspace=\"" + left + "\" rspace=\"" + right + "\"";
  }

  private Atom root() throws TexException {
    if (in.peek() == '[') {
      String degree = row(new Tex(in.between('[', ']')).list());
      return ordinary(element("mroot", argument() + degree));
    }
    return ordinary(element("msqrt", argument()));
  }

  private Atom placed(String element) throws TexException {
    String mark = argument();
    return new Atom("<" + element + ">" + argument() + mark + "</" + element + ">", Kind.RELATION);
  }

  /** Letters in another font; a word in roman type is one name. */
  private Atom font(String name) throws TexException {
    if (name.equals("mathrm")) {
      return ordinary("<mi mathvariant=\"normal\">" + in.words() + "</mi>");
    }
    String argument = argument();
    if (name.equals("mathit")) {
      return ordinary(argument);
    }
    StringBuilder ml = new StringBuilder();
    for (String part : argument.split("(?=<)|(?<=>)", -1)) {
      ml.append(part.startsWith("<") ? part : TexSymbols.inFont(name, part));
    }
    boolean upright = name.startsWith("math");
    return ordinary(
        upright ? ml.toString().replace("<mi>", "<mi mathvariant=\"normal\">") : ml.toString());
  }

  private Atom named(Kind before) throws TexException {
    boolean limits = in.next('*');
    String name = in.words();
    String attributes =
        operator(before != Kind.ORDINARY) + (limits ? " movablelimits=\"true\"" : "");
    return new Atom(
        "<mo" + attributes + ">" + name + "</mo>", limits ? Kind.LIMITS : Kind.OPERATOR);
  }

  /** A delimiter that grows with what stands between it and its partner. */
  private Atom delimited() throws TexException {
    StringBuilder ml = new StringBuilder("<mrow>").append(delimiter(" form=\"prefix\""));
    ml.append(row(list()));
    while (in.command("middle")) {
      ml.append(delimiter(" form=\"infix\" lspace=\"0.2em\" rspace=\"0.2em\""));
      ml.append(row(list()));
    }
    if (!in.command("right")) {
      throw in.error("\\right is missing");
    }
    return ordinary(ml.append(delimiter(" form=\"postfix\"")).append("</mrow>").toString());
  }

  private String delimiter(String attributes) throws TexException {
    String text;
    if (in.peek() == '\\') {
      Symbol symbol = TexSymbols.command(in.command());
      text = symbol == null ? "" : symbol.text();
    } else {
      text = Character.toString(in.next());
    }
    if (text.length() != 1 || !".()[]{}|/‖⟨⟩⌊⌋⌈⌉<>\\".contains(text)) {
      throw in.error("this is no delimiter");
    }
    String shape = text.equals("<") ? "⟨" : text.equals(">") ? "⟩" : text;
    return shape.equals(".") ? "" : "<mo" + attributes + " stretchy=\"true\">" + shape + "</mo>";
  }

  private Atom sized(String size, String name) throws TexException {
    String form = name.endsWith("l") ? "prefix" : name.endsWith("r") ? "postfix" : "infix";
    String ml = delimiter(" form=\"%s\" minsize=\"%s\" maxsize=\"%s\"".formatted(form, size, size));
    return new Atom(
        ml, name.endsWith("l") ? Kind.OPEN : name.endsWith("r") ? Kind.CLOSE : Kind.ORDINARY);
  }

  private Atom environment() throws TexException {
    String name = in.words();
    String around =
        switch (name) {
          case "matrix",
              "smallmatrix",
              "array",
              "aligned",
              "align",
              "align*",
              "split",
              "gathered" ->
              "  ";
          case "pmatrix" -> "()";
          case "bmatrix" -> "[]";
          case "Bmatrix" -> "{}";
          case "vmatrix" -> "||";
          case "Vmatrix" -> "‖‖";
          case "cases" -> "{ ";
          default -> throw in.error("\\begin{" + name + "} is not known");
        };
    String columns =
        name.equals("array") ? in.words().replaceAll("[^lcr]", "").replace('c', 'm') : "";
    boolean aligned = name.startsWith("align") || name.equals("split");
    String style = aligned ? "aligned" : name.equals("cases") ? "cases" : "matrix";
    String table = table(style, columns);
    if (!in.command("end")) {
      throw in.error("\\end{" + name + "} is missing");
    }
    if (!in.words().equals(name)) {
      throw in.error("\\begin{" + name + "} ends as something else");
    }
    return ordinary(
        "<mrow>"
            + fence(around.charAt(0), "prefix")
            + table
            + fence(around.charAt(1), "postfix")
            + "</mrow>");
  }

  private static String fence(char delimiter, String form) {
    return delimiter == ' '
        ? ""
        : "<mo form=\"" + form + "\" stretchy=\"true\">" + delimiter + "</mo>";
  }

  /** The lines of a group, one below the other. */
  private String lines() throws TexException {
    in.expect('{');
    String table = table("lines", "");
    in.expect('}');
    return table;
  }

  private String table(String style, String columns) throws TexException {
    StringBuilder ml = new StringBuilder("<mtable class=\"" + style + "\"");
    ml.append(style.equals("aligned") ? " displaystyle=\"true\">" : ">");
    StringBuilder line = new StringBuilder();
    int column = 0;
    while (true) {
      char align = column < columns.length() ? columns.charAt(column) : 'm';
      if (style.equals("aligned")) {
        align = column % 2 == 0 ? 'r' : 'l';
      } else if (style.equals("cases")) {
        align = 'l';
      }
      String cell = row(list());
      line.append("<mtd class=\"" + align + "\">").append(cell).append("</mtd>");
      column++;
      if (!in.next('&')) {
        // A new line behind the last one is no line.
        if (!line.toString().equals("<mtd class=\"" + align + "\"><mrow></mrow></mtd>")) {
          ml.append("<mtr>").append(line).append("</mtr>");
        }
        line.setLength(0);
        column = 0;
        if (!in.newLine()) {
          return ml.append("</mtable>").toString();
        }
      }
    }
  }

  /** One symbol, or a group, as one element. */
  private String argument() throws TexException {
    if (in.next('{')) {
      String content = row(list());
      in.expect('}');
      return content;
    }
    if (in.atEnd()) {
      throw in.error("an argument is missing");
    }
    boolean digit = Character.isDigit(in.peek());
    return digit ? element("mn", Character.toString(in.next())) : atom(Kind.OPEN).ml;
  }

  private static String row(List<Atom> atoms) {
    StringBuilder ml = new StringBuilder();
    atoms.forEach(atom -> ml.append(atom.ml));
    return atoms.size() == 1 ? ml.toString() : element("mrow", ml.toString());
  }

  private static String element(String name, String content) {
    return "<" + name + ">" + content + "</" + name + ">";
  }
}
