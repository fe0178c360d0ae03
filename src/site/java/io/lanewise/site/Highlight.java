package io.lanewise.site;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Java with its comments, strings, keywords and numbers marked for the style sheet. */
final class Highlight {
  private static final Pattern TOKEN =
      Pattern.compile(
          "(?<c>//[^\\n"
              + "]*|/\\*(?s:.*?)\\*/)|(?<s>\"\"\"(?s:.*?)\"\"\"|\"(?:\\\\.|[^\"\\\\\\n"
              + "])*\"|'(?:\\\\.|[^'\\\\\\n"
              + "])*')|(?<a>@\\w+)"
              + "|(?<k>\\b(?:abstract|assert|boolean|break|byte|case|catch|char|class|continue|default|do"
              + "|double|else|enum|extends|final|finally|float|for|if|implements|import|instanceof|int"
              + "|interface|long|module|native|new|null|package|private|protected|public|record|requires"
              + "|return|sealed|short|static|super|switch|synchronized|this|throw|throws|true|false|try"
              + "|var|void|volatile|while|yield)\\b)|(?<n>\\b\\d[\\w.]*)");

  private Highlight() {}

  /** The code as HTML, with its characters escaped. */
  static String java(String code) {
    StringBuilder html = new StringBuilder();
    Matcher token = TOKEN.matcher(code);
    int at = 0;
    while (token.find()) {
      html.append(TexReader.escape(code.substring(at, token.start())));
      html.append("<span class=\"").append(name(token)).append("\">");
      html.append(TexReader.escape(token.group())).append("</span>");
      at = token.end();
    }
    return html.append(TexReader.escape(code.substring(at))).toString();
  }

  private static String name(Matcher token) {
    for (String name : new String[] {"c", "s", "a", "k"}) {
      if (token.group(name) != null) {
        return name;
      }
    }
    return "n";
  }
}
