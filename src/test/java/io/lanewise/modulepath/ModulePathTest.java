package io.lanewise.modulepath;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lanewise.DType;
import java.net.URISyntaxException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** On the module path the library needs no flag for its vectors. */
class ModulePathTest {
  /** A program on the class path beside the library as a module. */
  static final class Program {
    public static void main(String[] args) {
      System.out.print(
          DType.class.getModule().getName()
              + " "
              + ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent());
    }
  }

  @Test
  void theVectorModuleComesWithOurs() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--module-path=" + home(DType.class),
                "--add-modules=io.lanewise",
                "-cp",
                home(ModulePathTest.class).toString(),
                Program.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertEquals("io.lanewise true", new String(process.getInputStream().readAllBytes(), UTF_8));
    assertEquals(0, process.waitFor());
  }

  private static Path home(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }
}
