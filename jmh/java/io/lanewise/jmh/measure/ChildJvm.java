package io.lanewise.jmh.measure;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A JVM beside this one, with the flags that the kernels need. */
public final class ChildJvm {
  private ChildJvm() {}

  /**
   * A process that has not started; its errors are ours.
   *
   * @param flags more of the JVM's
   * @param main the main class
   * @param arguments of it
   * @return the process
   */
  public static ProcessBuilder of(List<String> flags, String main, List<String> arguments) {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.add("--add-modules=jdk.incubator.vector");
    line.add("--enable-native-access=ALL-UNNAMED");
    line.addAll(flags);
    line.add("-cp");
    line.add(System.getProperty("java.class.path"));
    line.add(main);
    line.addAll(arguments);
    return new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.INHERIT);
  }
}
