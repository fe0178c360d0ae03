package io.lanewise.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lanewise.DType;
import io.lanewise.Engine;
import io.lanewise.EngineUnavailableException;
import io.lanewise.Tensor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A kernel that does not compile is an error. TornadoVM would run it as Java, one thread after the
 * other, which gives wrong numbers and no exception.
 */
@Tag("gpu")
class BrokenKernelTest {
  /** Started in a JVM whose kernels cannot be compiled. */
  static final class Program {
    private Program() {}

    public static void main(String[] args) {
      Tensor ones = Tensor.ones(DType.F32, 100);
      try {
        Tensor sum = Engine.gpu().call(() -> ones.add(1));
        System.out.println("silent: " + sum.get(0));
      } catch (EngineUnavailableException e) {
        System.out.println("unavailable: " + e.getMessage());
      } catch (RuntimeException e) {
        System.out.println("loud: " + e.getMessage());
        System.exit(3);
      }
    }
  }

  @Test
  void failsLoudly() throws Exception {
    String output = run(3, "-Dtornado.opencl.compiler.flags=-no-such-option");
    assertTrue(output.contains("loud: GPU engine: kernel"), output);
  }

  @Test
  void theSwitchThatSilencesItIsRefused() throws Exception {
    String output = run(0, "-Dtornado.recover.bailout=True");
    assertTrue(output.contains("unavailable: GPU engine: -Dtornado.recover.bailout"), output);
  }

  private static String run(int expected, String option) throws Exception {
    String home = System.getProperty("lanewise.test.tornado");
    Assumptions.assumeTrue(home != null, "only in the build");
    Assumptions.assumeTrue(
        GpuEngineTest.describe().contains("OPENCL"), "the options are those of OpenCL");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + Path.of(home, "tornado-argfile"),
                "--enable-native-access=ALL-UNNAMED",
                option,
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(expected, process.waitFor(), output);
    assertNotEquals("", output);
    return output;
  }
}
