package io.lanewise.jmh;

import io.lanewise.jmh.measure.ChildJvm;
import java.io.IOException;
import java.lang.management.ManagementFactory;
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
    List<String> flags = ManagementFactory.getRuntimeMXBean().getInputArguments();
    return ChildJvm.of(flags, Main.class.getName(), List.of(arguments))
        .inheritIO()
        .start()
        .waitFor();
  }
}
