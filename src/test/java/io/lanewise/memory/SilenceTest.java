package io.lanewise.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The JVM has no reason to warn of us, whatever it was told about native access. */
class SilenceTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--illegal-native-access=warn",
        "--illegal-native-access=deny",
        "--enable-native-access=ALL-UNNAMED"
      })
  void standardErrorIsEmpty(String flag) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add(flag);
    command.add("-cp");
    command.add(path(NativeMemory.class) + File.pathSeparator + path(SilenceTest.class));
    command.add(Program.class.getName());
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().remove("JAVA_TOOL_OPTIONS"); // the JVM would say that it picked them up
    builder.environment().remove("JDK_JAVA_OPTIONS");
    Process process = builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    String errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals("", errors);
    assertEquals(0, process.waitFor());
  }

  private static Path path(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  /** Uses each kind of memory. */
  static final class Program {
    private Program() {}

    /**
     * Runs.
     *
     * @param args none
     */
    public static void main(String[] args) {
      NativeMemory memory = NativeMemory.system();
      for (long bytes : new long[] {0, 1000, 100_000, 30_000_000}) {
        Memories.fill(memory.allocate(null, bytes, false), (byte) 1);
        try (Arena arena = Arena.ofShared()) {
          Memories.fill(memory.allocate(arena, bytes, true), (byte) 1);
          memory.wrap(arena.allocate(bytes + 1)).acquire();
        }
      }
      memory.wrap(MemorySegment.ofArray(new double[3])).acquire();
      memory.describe();
      System.gc();
    }
  }
}
