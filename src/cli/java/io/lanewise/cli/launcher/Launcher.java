package io.lanewise.cli.launcher;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The entry of {@code lanewise-cli.jar}. A JVM that is new enough and was started with the right
 * flags runs the command line itself; any other starts a child JVM with them, passes on its
 * streams, its exit code and its end, and drops the one line that the JVM writes about the vector
 * module.
 */
public final class Launcher {
  private static final String MAIN_CLASS = "io.lanewise.cli.Main";
  private static final String VECTOR_MODULE = "jdk.incubator.vector";
  private static final String WARNING = "WARNING: Using incubator modules: " + VECTOR_MODULE;

  /** The exit code of every error, as in the command line itself. */
  private static final int ERROR = 2;

  private Launcher() {}

  /**
   * Runs the command line and exits with its exit code.
   *
   * @param args the command and its options
   * @throws Throwable what the command line throws in this JVM
   */
  public static void main(String[] args) throws Throwable {
    if (canRunHere(args)) {
      MethodHandles.lookup()
          .findStatic(
              Class.forName(MAIN_CLASS), "main", MethodType.methodType(void.class, String[].class))
          .invokeExact(args);
      return;
    }
    System.exit(runChild(args));
  }

  private static int runChild(String[] args) throws InterruptedException {
    if (Terminal.errors()) {
      System.setProperty(Terminal.ERRORS, "true"); // goes to the child, whose errors go into a pipe
    }
    try {
      Path java = InstalledJdks.ofThisMachine(VECTOR_MODULE).find().java();
      return run(command(java, System.getenv(), System.getProperties(), args), System.err);
    } catch (IOException e) {
      System.err.println("lanewise: " + e.getMessage());
      return ERROR;
    }
  }

  private static boolean canRunHere(String... args) {
    if (wantsGpu(args)
        && tornado(System.getenv()) != null
        && ModuleLayer.boot().findModule("tornado.api").isEmpty()) {
      return false;
    }
    return Runtime.version().feature() >= InstalledJdks.OLDEST
        && ModuleLayer.boot().findModule(VECTOR_MODULE).isPresent()
        && nativeAccessEnabled();
  }

  /** {@code Module.isNativeAccessEnabled()}, which Java 17 does not have. */
  private static boolean nativeAccessEnabled() {
    try {
      return (boolean)
          Module.class.getMethod("isNativeAccessEnabled").invoke(Launcher.class.getModule());
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }

  /**
   * The command of the child JVM. The library's own settings, {@code -Dlanewise.*}, go with it;
   * other options of the JVM come from {@code LANEWISE_JAVA_OPTS}, separated by white space.
   */
  static List<String> command(
      Path java, Map<String, String> environment, Properties properties, String... args) {
    List<String> command = new ArrayList<>();
    command.add(java.toString());
    command.add("--add-modules=" + VECTOR_MODULE);
    command.add("--enable-native-access=ALL-UNNAMED");
    Path arguments = wantsGpu(args) ? tornado(environment) : null;
    if (arguments != null) {
      command.add("@" + arguments);
      Path modules = arguments.resolveSibling("share/java/tornado");
      if (Files.isDirectory(modules)) {
        // The file's own path also has the working directory: our JAR there would be a module.
        command.add("--module-path=" + modules);
      }
    }
    properties.stringPropertyNames().stream()
        .filter(name -> name.startsWith("lanewise."))
        .sorted()
        .forEach(name -> command.add("-D" + name + "=" + properties.getProperty(name)));
    String options = environment.getOrDefault("LANEWISE_JAVA_OPTS", "").strip();
    if (!options.isEmpty()) {
      command.addAll(List.of(options.split("\\s+")));
    }
    command.add("-cp");
    command.add(properties.getProperty("java.class.path"));
    command.add(MAIN_CLASS);
    command.addAll(List.of(args));
    return command;
  }

  private static boolean wantsGpu(String... args) {
    List<String> words = List.of(args);
    int option = words.indexOf("--device");
    boolean apart = option >= 0 && option + 1 < args.length && isGpu(words.get(option + 1));
    return apart
        || words.stream()
            .anyMatch(word -> word.startsWith("--device=") && isGpu(word.substring(9)));
  }

  private static boolean isGpu(String word) {
    return word.equalsIgnoreCase("gpu");
  }

  /** The SDK's file of options for the JVM, or null if there is no SDK. */
  private static @Nullable Path tornado(Map<String, String> environment) {
    String home = environment.get("TORNADOVM_HOME");
    Path sdk =
        home != null
            ? Path.of(home)
            : Path.of(System.getProperty("user.home"), ".sdkman/candidates/tornadovm/current");
    Path file = sdk.resolve("tornado-argfile");
    return Files.isReadable(file) ? file : null;
  }

  /** Runs a command to its end, or to ours, and returns its exit code. */
  static int run(List<String> command, OutputStream err) throws IOException, InterruptedException {
    Process child =
        new ProcessBuilder(command)
            .redirectInput(ProcessBuilder.Redirect.INHERIT)
            .redirectOutput(ProcessBuilder.Redirect.INHERIT)
            .start();
    CountDownLatch silent = new CountDownLatch(1);
    Thread end = new Thread(() -> end(child, silent), "end of the child JVM");
    Runtime.getRuntime().addShutdownHook(end);
    // As bytes and at once: a progress bar redraws its line without ever ending it.
    new LineFilter(WARNING).copy(child.getErrorStream(), err);
    silent.countDown();
    return child.waitFor();
  }

  /** Asks the child to end and gives it the time to say why and to remove its temporary files. */
  private static void end(Process child, CountDownLatch silent) {
    child.toHandle().destroy(); // not child.destroy(), which closes the streams as well
    try {
      if (silent.await(5, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    child.destroyForcibly();
  }
}
