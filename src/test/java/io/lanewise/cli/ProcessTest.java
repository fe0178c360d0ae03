package io.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lanewise.DType;
import io.lanewise.Tensor;
import io.lanewise.cli.launcher.Launcher;
import io.lanewise.io.Npy;
import io.lanewise.io.Npz;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line as a user runs it: a JVM without flags, the launcher, its child. */
class ProcessTest {
  @TempDir Path folder;

  private Cli run(Object... args) throws IOException, InterruptedException {
    return run(folder.resolve("out.txt").toFile(), args);
  }

  private Cli run(File out, Object... args) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Launcher.class.getName());
    for (Object arg : args) {
      command.add(arg.toString());
    }
    File err = folder.resolve("err.txt").toFile();
    Process process = new ProcessBuilder(command).redirectOutput(out).redirectError(err).start();
    process.getOutputStream().close();
    int code = process.waitFor();
    String text = out.isFile() ? Files.readString(out.toPath()) : "";
    return new Cli(code, text, Files.readString(err.toPath()));
  }

  @Test
  void resultsAndSilence() throws Exception {
    Path a = folder.resolve("a.npy");
    Npy.write(a, Tensor.randn(DType.F32, 1, 20, 10));
    Path out = folder.resolve("out.npz");
    Cli svd = run("svd", a, "-o", out).succeeded();
    assertTrue(svd.out().contains("singular values"), svd.out());
    assertEquals(List.of("u", "s", "vt"), List.copyOf(Npz.read(out).keySet()));
    assertTrue(run("info").succeeded().out().startsWith("kernels"));
  }

  @Test
  void errors() throws Exception {
    run("eig", folder.resolve("missing.npy"), "-o", folder.resolve("out.npz"))
        .refused("missing.npy: no such file");
    run("bench", "nothing").refused("lanewise bench");
  }

  @Test
  void aFullStandardOutput() throws Exception {
    File full = new File("/dev/full");
    assumeTrue(full.exists());
    Path a = folder.resolve("a.npy");
    Npy.write(a, Tensor.eye(DType.F64, 3));
    run(full, "eig", a, "-o", "-", "--quiet").refused("standard output cannot be written");
  }
}
