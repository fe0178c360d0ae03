package io.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lanewise.DType;
import io.lanewise.Tensor;
import io.lanewise.cli.launcher.Launcher;
import io.lanewise.io.SafeTensors;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C in the middle of the work: exit code 130, and nothing left behind. */
class InterruptTest {
  @TempDir Path folder;

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  /** Minutes of work, as every weight is compressed to an error that it cannot reach. */
  private Path model() throws IOException {
    Path model = folder.resolve("model.safetensors");
    Tensor noise = Tensor.randn(DType.F32, 1, 1500, 1500);
    SafeTensors.write(model, Map.of("a", noise, "b", noise, "c", noise), Map.of());
    return model;
  }

  private void interrupt(Path temporary, File in, File out, Object... args) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Launcher.class.getName());
    for (Object arg : args) {
      command.add(arg.toString());
    }
    File err = folder.resolve("err.txt").toFile();
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(err).redirectOutput(out);
    builder.redirectInput(in);
    builder.environment().put("LANEWISE_JAVA_OPTS", "-Djava.io.tmpdir=" + temporary);
    List<Path> before = list(temporary);
    Process process = builder.start();
    try {
      while (process.isAlive() && list(temporary).equals(before)) {
        Thread.sleep(20);
      }
      assertTrue(process.isAlive(), Files.readString(err.toPath()));
      new ProcessBuilder("kill", "-INT", "" + process.pid()).start().waitFor();
      assertTrue(process.waitFor(30, TimeUnit.SECONDS));
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    assertEquals(130, process.exitValue(), Files.readString(err.toPath()));
    assertEquals("", Files.readString(err.toPath()));
    assertEquals(before, list(temporary));
  }

  @Test
  void files() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/bin/kill")));
    Path output = Files.createDirectory(folder.resolve("output"));
    Path out = Files.writeString(output.resolve("out.safetensors"), "old");
    File none = new File("/dev/null");
    interrupt(output, none, none, "compress", model(), "-o", out, "--error", 1e-5);
    assertEquals("old", Files.readString(out));
  }

  @Test
  void streams() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/bin/kill")));
    Path temporary = Files.createDirectory(folder.resolve("temporary"));
    File data = folder.resolve("data").toFile();
    interrupt(
        temporary, model().toFile(), data, "compress", "-", "-o", "-", "--error", 1e-5, "--quiet");
    assertEquals(0, data.length());
  }
}
