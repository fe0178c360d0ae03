package io.lanewise.cli.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LauncherTest {
  /** Stands for the command line: writes what it was given and exits with the number of words. */
  static final class Child {
    public static void main(String[] args) {
      boolean vectors = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
      boolean downcalls = Child.class.getModule().isNativeAccessEnabled();
      System.err.print(vectors + " " + downcalls + " " + String.join("|", args));
      System.exit(args.length);
    }
  }

  @Test
  void theChildGetsFlagsSettingsAndOptionsInThisOrder() {
    Properties properties = new Properties();
    properties.setProperty("java.class.path", "lanewise-cli.jar");
    properties.setProperty("lanewise.kernels", "scalar");
    properties.setProperty("other", "stays here");
    assertEquals(
        List.of(
            "/jdk/bin/java",
            "--add-modules=jdk.incubator.vector",
            "--enable-native-access=ALL-UNNAMED",
            "-Dlanewise.kernels=scalar",
            "-Xmx1g",
            "-Xlog:gc",
            "-cp",
            "lanewise-cli.jar",
            "io.lanewise.cli.Main",
            "tour",
            "a b"),
        Launcher.command(
            Path.of("/jdk/bin/java"),
            Map.of("LANEWISE_JAVA_OPTS", " -Xmx1g  -Xlog:gc "),
            properties,
            "tour",
            "a b"));
  }

  @Test
  void whoAsksForTheGpuGetsTheOptionsOfTornadoVm(@TempDir Path sdk) throws Exception {
    String file = "@" + Files.writeString(sdk.resolve("tornado-argfile"), "-server");
    assertTrue(withSdk(sdk, "info", "--device", "gpu").contains(file));
    assertTrue(withSdk(sdk, "bench", "gemm", "--device=GPU").contains(file));
    assertFalse(withSdk(sdk, "info").contains(file));
    assertFalse(withSdk(sdk, "info", "--device", "cpu").contains(file));
    assertFalse(withSdk(sdk.resolve("none"), "info", "--device", "gpu").contains(file));
    // behind the file, whose module path has the working directory
    Path modules = Files.createDirectories(sdk.resolve("share/java/tornado"));
    List<String> command = withSdk(sdk, "info", "--device", "gpu");
    assertTrue(command.indexOf(file) < command.indexOf("--module-path=" + modules));
  }

  private static List<String> withSdk(Path sdk, String... args) {
    Map<String, String> environment = Map.of("TORNADOVM_HOME", sdk.toString());
    return Launcher.command(Path.of("java"), environment, System.getProperties(), args);
  }

  @Test
  void theChildsExitCodeAndErrorsComeBackWithoutTheJvmsWarning() throws Exception {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    List<String> command =
        Launcher.command(java, Map.of(), System.getProperties(), "a b", "", "c").stream()
            .map(word -> word.equals("io.lanewise.cli.Main") ? Child.class.getName() : word)
            .toList();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exitCode = Launcher.run(command, err);
    assertEquals("true true a b||c", err.toString(UTF_8));
    assertEquals(3, exitCode);
  }
}
