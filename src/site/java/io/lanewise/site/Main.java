package io.lanewise.site;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** {@code Main ROOT OUTPUT}: writes the site, or says what is wrong with the pages and fails. */
final class Main {
  private Main() {}

  /**
   * The command.
   *
   * @param arguments the repository and the folder to write to
   * @throws IOException if a file cannot be read or written
   */
  public static void main(String[] arguments) throws IOException {
    Path output = Path.of(arguments[1]);
    Site site = new Site(Path.of(arguments[0]), output);
    List<String> problems = site.write();
    if (!problems.isEmpty()) {
      problems.forEach(System.err::println);
      System.exit(1);
    }
    System.out.println(
        site.pages().size() + " pages: " + output.resolve("index.html").toAbsolutePath().toUri());
  }
}
