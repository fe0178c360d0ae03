package io.lanewise.docs;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lanewise.DType;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;

/** JShell with the library, in a JVM of its own with the flags that the guide names. */
public final class JavaShell implements AutoCloseable {
  /** The library's classes, which are not yet a JAR when tests run. */
  public static final Path LIBRARY =
      Path.of(
          URI.create(DType.class.getProtectionDomain().getCodeSource().getLocation().toString()));

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final JShell shell;
  private String value = "";

  public JavaShell() {
    PrintStream console = new PrintStream(printed, true, UTF_8);
    shell =
        JShell.builder()
            .remoteVMOptions(
                "--add-modules=jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-Duser.language=en",
                "-Dlanewise.warmup=false")
            .compilerOptions("--add-modules=jdk.incubator.vector", "-Xlint:-incubating")
            .out(console)
            .build();
    shell.addToClasspath(LIBRARY + File.pathSeparator);
  }

  /**
   * Evaluates all snippets of a source.
   *
   * @param source Java
   * @return what they print
   * @throws AssertionError if one of them does not compile, or throws
   */
  public String run(String source) {
    printed.reset();
    SourceCodeAnalysis analysis = shell.sourceCodeAnalysis();
    String rest = source;
    while (!rest.isBlank()) {
      SourceCodeAnalysis.CompletionInfo next = analysis.analyzeCompletion(rest);
      // What ends in a comment is no snippet of its own.
      String snippet = next.source() == null ? rest : next.source();
      for (SnippetEvent event : shell.eval(snippet)) {
        check(event, snippet);
        value = event.value() == null ? "" : event.value();
      }
      rest = next.source() == null ? "" : next.remaining();
    }
    return printed.toString(UTF_8);
  }

  /** The value of the last snippet, as JShell shows it. */
  public String value() {
    return value;
  }

  private void check(SnippetEvent event, String snippet) {
    if (event.exception() != null) {
      throw new AssertionError(snippet + "\nthrows " + event.exception(), event.exception());
    }
    if (event.status() == Snippet.Status.REJECTED) {
      List<String> problems =
          shell.diagnostics(event.snippet()).map(problem -> problem.getMessage(null)).toList();
      throw new AssertionError(snippet + "\n" + String.join("\n", problems));
    }
  }

  @Override
  public void close() {
    shell.close();
  }
}
