package io.lanewise.site;

/** A formula as it is read: names of commands, numbers, words, and where it is. */
final class TexReader {
  private final String tex;
  private int at;

  TexReader(String tex) {
    this.tex = tex;
  }

  static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  static boolean isLetter(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  /** The next character behind spaces, or 0 at the end. */
  int peek() {
    while (at < tex.length() && Character.isWhitespace(tex.charAt(at))) {
      at++;
    }
    return at < tex.length() ? tex.codePointAt(at) : 0;
  }

  /** The next character, read. */
  int next() {
    int c = peek();
    at += c == 0 ? 0 : Character.charCount(c);
    return c;
  }

  /** Reads a character if it is the next. */
  boolean next(char c) {
    boolean there = peek() == c;
    at += there ? 1 : 0;
    return there;
  }

  /** Reads a character that must be there. */
  void expect(char c) throws TexException {
    if (!next(c)) {
      throw error("'" + c + "' is missing");
    }
  }

  /**
   * Reads the two backslashes that end a line, and the distance to the next as in {@code
   * \\\\[4pt]}.
   */
  boolean newLine() {
    if (!isNewLine()) {
      return false;
    }
    at += 2;
    int end = at < tex.length() && tex.charAt(at) == '[' ? tex.indexOf("pt]", at) : -1;
    at = end > 0 && end - at < 6 ? end + 3 : at;
    return true;
  }

  private boolean isNewLine() {
    return peek() == '\\' && tex.startsWith("\\\\", at);
  }

  /** Whether a list of symbols ends here. */
  boolean atEnd() {
    int c = peek();
    return c == 0
        || c == '}'
        || c == '&'
        || isNewLine()
        || isCommand("right")
        || isCommand("end")
        || isCommand("middle");
  }

  boolean isCommand(String name) {
    int end = at + 1 + name.length();
    return peek() == '\\'
        && tex.startsWith(name, at + 1)
        && (end == tex.length() || !isLetter(tex.charAt(end)));
  }

  /** Reads a command if it is the next. */
  boolean command(String name) {
    boolean there = isCommand(name);
    at += there ? 1 + name.length() : 0;
    return there;
  }

  /** The name of the command that begins here. */
  String command() throws TexException {
    int begin = ++at;
    if (begin == tex.length()) {
      throw error("a backslash at the end");
    }
    while (at < tex.length() && isLetter(tex.charAt(at))) {
      at++;
    }
    at += at == begin ? 1 : 0;
    return tex.substring(begin, at);
  }

  String number() {
    int begin = at;
    while (at < tex.length() && Character.isDigit(tex.charAt(at))) {
      at++;
      boolean point =
          at + 1 < tex.length() && tex.charAt(at) == '.' && Character.isDigit(tex.charAt(at + 1));
      at += point ? 1 : 0;
    }
    return tex.substring(begin, at);
  }

  /** What stands between two characters, as it is. */
  String between(char opening, char closing) throws TexException {
    expect(opening);
    int end = tex.indexOf(closing, at);
    if (end < 0) {
      throw error("'" + closing + "' is missing");
    }
    String text = tex.substring(at, end);
    at = end + 1;
    return text;
  }

  /** The words of a group. */
  String words() throws TexException {
    String text = between('{', '}').replace("\\,", "\u2009");
    if (text.matches("(?s).*[${\\\\].*")) {
      throw error("text within a formula is letters only");
    }
    return escape(text.replace(' ', '\u00a0'));
  }

  TexException error(String what) {
    int end = Math.min(tex.length(), at + 20);
    int begin = Math.max(0, at - 20);
    String near = tex.substring(begin, end).replace('\n', ' ').strip();
    return new TexException("formula: " + what + ", near '" + near + "'");
  }
}
