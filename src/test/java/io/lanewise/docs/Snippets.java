package io.lanewise.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lanewise.DType;
import io.lanewise.docs.Markdown.Block;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Blocks of Java out of the documents, compiled. */
final class Snippets {
  /** What a block of statements may use without importing it; on one line, for the numbers. */
  private static final String IMPORTS =
      Stream.of(
              "io.lanewise.*",
              "io.lanewise.grad.*",
              "io.lanewise.io.*",
              "io.lanewise.linalg.*",
              "io.lanewise.nn.*",
              "java.lang.foreign.*",
              "java.nio.file.*",
              "java.util.*",
              "java.util.concurrent.*",
              "static io.lanewise.DType.*",
              "static io.lanewise.Slice.*")
          .map(name -> "import " + name + ";")
          .collect(Collectors.joining(" "));

  private static final Pattern TYPE =
      Pattern.compile(
          "^(?:public |final |sealed )*(?:class|record|interface|enum) (\\w+)", Pattern.MULTILINE);

  private static final Pattern PROMISE = Pattern.compile("// -> (.*?)\\s*$", Pattern.MULTILINE);

  private static final Path LIBRARY =
      Path.of(
          URI.create(DType.class.getProtectionDomain().getCodeSource().getLocation().toString()));

  private final Map<Block, List<String>> errors = new HashMap<>();
  private final Map<Block, String> runnable = new HashMap<>();
  private final Path classes;

  private Snippets(Path classes) {
    this.classes = classes;
  }

  /** Compiles each block; what is wrong with it is said by {@link #check}. */
  static Snippets compile(List<Block> blocks, Path classes) {
    Snippets snippets = new Snippets(classes);
    List<Source> statements = new ArrayList<>();
    for (int i = 0; i < blocks.size(); i++) {
      Block block = blocks.get(i);
      snippets.errors.put(block, new ArrayList<>());
      Matcher type = TYPE.matcher(block.code());
      if (block.code().startsWith("module ")) {
        snippets.compile(
            List.of(new Source("module-info", block, block.code())),
            List.of("--module-path", LIBRARY.toString()),
            classes.resolve("block" + i));
      } else if (!block.says("prints") && type.find()) {
        snippets.compile(
            List.of(new Source(type.group(1), block, block.code())),
            List.of("--class-path", classPath()),
            classes.resolve("block" + i));
      } else {
        String name = "Block" + i;
        statements.add(new Source(name, block, statements(name, block.code(), "")));
        if (!block.says("no-run")) {
          snippets.runnable.put(block, name);
        }
      }
    }
    snippets.compile(statements, List.of("--class-path", classPath()), classes);
    return snippets;
  }

  /** Fails if the block does not compile, throws, or prints something else than its page says. */
  void check(Block block) throws Exception {
    List<String> found = errors.get(block);
    if (!found.isEmpty()) {
      throw new AssertionError(String.join("\n", found));
    }
    String name = runnable.get(block);
    boolean compiled = errors.values().stream().allMatch(List::isEmpty);
    if (name != null && compiled) { // otherwise some of the classes are not there
      ByteArrayOutputStream printed = new ByteArrayOutputStream();
      PrintStream console = System.out;
      Locale here = Locale.getDefault();
      System.setOut(new PrintStream(printed, true, UTF_8));
      Locale.setDefault(Locale.ROOT); // the pages print numbers with a point
      try {
        run(name, classes);
      } finally {
        Locale.setDefault(here);
        System.setOut(console);
      }
      String output = printed.toString(UTF_8).replace("\r\n", "\n");
      if (block.printed() != null) {
        assertEquals(block.printed(), output);
      }
      assertEquals(promised(block), promisedOf(block, output), () -> "printed:\n" + output);
    }
  }

  /** What stands behind {@code // ->} in a block. */
  private static List<String> promised(Block block) {
    return PROMISE.matcher(block.code()).results().map(found -> found.group(1)).toList();
  }

  /** The lines printed, without those that the block makes no promise about. */
  private static List<String> promisedOf(Block block, String printed) {
    List<String> promised = promised(block);
    return printed.lines().map(String::stripTrailing).filter(promised::contains).toList();
  }

  /** Runs a block of statements and returns the values of some of its variables. */
  static Map<String, Object> results(Block block, Path classes, String... variables)
      throws Exception {
    String put =
        Stream.of(variables)
            .map(name -> "results.put(\"" + name + "\", " + name + ");")
            .collect(Collectors.joining(" "));
    Snippets snippets = new Snippets(classes);
    snippets.errors.put(block, new ArrayList<>());
    snippets.compile(
        List.of(new Source("Example", block, statements("Example", block.code(), put))),
        List.of("--class-path", classPath()),
        classes);
    snippets.check(block);
    return run("Example", classes);
  }

  private static Map<String, Object> run(String name, Path classes) throws Exception {
    Map<String, Object> results = new HashMap<>();
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {url(classes)}, Snippets.class.getClassLoader())) {
      loader.loadClass(name).getDeclaredMethod("run", Map.class).invoke(null, results);
    } catch (InvocationTargetException thrown) {
      throw new AssertionError("throws " + thrown.getCause(), thrown.getCause());
    }
    return results;
  }

  private static URL url(Path folder) throws MalformedURLException {
    return folder.toUri().toURL();
  }

  private static String classPath() {
    return LIBRARY + File.pathSeparator + System.getProperty("java.class.path");
  }

  /** A class around statements. Its first line stands before them, and imports move up there. */
  private static String statements(String name, String code, String last) {
    List<String> lines = code.lines().toList();
    String own =
        lines.stream().filter(line -> line.startsWith("import ")).collect(Collectors.joining(" "));
    String body =
        lines.stream()
            .map(line -> line.startsWith("import ") ? "" : line)
            .collect(Collectors.joining("\n"));
    return IMPORTS
        + own
        + (" public class " + name + " {")
        + " public static void run(Map<String, Object> results) throws Throwable {\n"
        + body
        + ("\n" + last + "}}");
  }

  private void compile(List<Source> sources, List<String> options, Path output) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    List<String> all =
        Stream.concat(
                options.stream(),
                Stream.of("-proc:none", "-Xlint:-incubating", "-d", output.toString()))
            .toList();
    output.toFile().mkdirs();
    compiler.getTask(null, null, diagnostics, all, null, sources).call();
    for (Diagnostic<? extends JavaFileObject> found : diagnostics.getDiagnostics()) {
      if (found.getKind() == Diagnostic.Kind.ERROR) {
        if (!(found.getSource() instanceof Source source)) {
          throw new AssertionError(found.toString());
        }
        errors.get(source.block).add(source.place(found));
      }
    }
  }

  /** A source of the compiler's that remembers where it was written. */
  private static final class Source extends SimpleJavaFileObject {
    private final Block block;
    private final String text;

    Source(String name, Block block, String text) {
      super(URI.create("block:///" + name + ".java"), Kind.SOURCE);
      this.block = block;
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }

    private String place(Diagnostic<?> found) {
      long before = text.equals(block.code()) ? 1 : 2;
      return block.file()
          + ":"
          + (block.line() + found.getLineNumber() - before)
          + ": "
          + found.getMessage(Locale.ROOT);
    }
  }
}
