package io.lanewise.jmh;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The same command in a JVM that has the vector module. {@code java -jar} has no flags and a
 * manifest cannot ask for a module; without it the scalar kernels would be measured. JMH's own
 * forks have their flags anyway.
 */
final class WithVectors {
  private static final String MODULE = "jdk.incubator.vector";

  private WithVectors() {}

  /**
   * Whether this JVM will do.
   *
   * @return whether the module is there
   */
  static boolean here() {
    return ModuleLayer.boot().findModule(MODULE).isPresent();
  }

  /**
   * Runs a command in a JVM that will do, on the same streams.
   *
   * @param arguments of the main class
   * @return its exit code
   * @throws IOException if it cannot be started
   * @throws InterruptedException if this thread is interrupted meanwhile
   */
  static int run(String[] arguments) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.add("--add-modules=" + MODULE);
    line.add("--enable-native-access=ALL-UNNAMED");
    line.add("-cp");
    line.add(System.getProperty("java.class.path"));
    line.add(Main.class.getName());
    Collections.addAll(line, arguments);
    return new ProcessBuilder(line).inheritIO().start().waitFor();
  }
}
