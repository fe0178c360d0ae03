package io.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lanewise.DType;
import io.lanewise.Tensor;
import io.lanewise.io.Npy;
import io.lanewise.io.Npz;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What all commands understand: standard streams, threads, types, silence, completion. */
class StandardOptionsTest {
  @TempDir Path folder;
  private byte[] matrix;

  @BeforeEach
  void setUp() throws IOException {
    matrix = npy(Tensor.of(new double[][] {{4, 1}, {1, 3}}));
  }

  private static byte[] npy(Tensor tensor) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Npy.write(out, tensor);
    return out.toByteArray();
  }

  private static byte[] twice(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(bytes);
    out.writeBytes(bytes);
    return out.toByteArray();
  }

  private Cli piped(byte[] in, ByteArrayOutputStream out, Object... args) {
    return Cli.piped(new ByteArrayInputStream(in), out, args);
  }

  /** The same bytes as from file to file, and the summary on standard error. */
  @ParameterizedTest
  @ValueSource(
      strings = {"eig", "svd", "matmul", "solve", "pca --components 1", "pagerank", "svd --rank 1"})
  void standardStreams(String command) throws IOException {
    List<Object> words = new ArrayList<>(List.of(command.split(" ", 0)));
    byte[] data = matrix;
    int inputs = 1;
    if (command.equals("matmul") || command.equals("solve")) {
      data = twice(matrix);
      inputs = 2;
    } else if (command.equals("pagerank")) {
      data = "0 1\n1 2 # and back\n2 0\n".getBytes(StandardCharsets.US_ASCII);
    }
    Path file = folder.resolve("in");
    Files.write(file, inputs == 2 ? matrix : data);
    Path out = folder.resolve("out");
    List<Object> files = new ArrayList<>(words);
    files.addAll(java.util.Collections.nCopies(inputs, file));
    files.addAll(List.of("-o", out));
    Cli.run(files.toArray()).succeeded();

    words.addAll(java.util.Collections.nCopies(inputs, "-"));
    words.addAll(List.of("-o", "-"));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Cli run = piped(data, bytes, words.toArray());
    assertEquals(0, run.code(), run.err());
    assertArrayEquals(Files.readAllBytes(out), bytes.toByteArray());
    assertFalse(run.err().isEmpty());
    words.add("--quiet");
    bytes.reset();
    run = piped(data, bytes, words.toArray());
    assertArrayEquals(Files.readAllBytes(out), bytes.toByteArray());
    assertEquals("", run.err());
  }

  @Test
  void standardInputThatIsNotRight() throws IOException {
    Path out = folder.resolve("out");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int length : new int[] {0, 5, 100, matrix.length - 1}) {
      byte[] part = java.util.Arrays.copyOf(matrix, length);
      piped(part, bytes, "eig", "-", "-o", out).refused("standard input: byte " + length);
      piped(part, bytes, "eig", "-", "-o", "-").refused("standard input: byte " + length);
    }
    piped(matrix, bytes, "matmul", "-", "-", "-o", out).refused("standard input: byte 0");
    byte[] skew = npy(Tensor.of(new double[][] {{4, 1}, {2, 3}}));
    piped(skew, bytes, "eig", "-", "-o", "-").refused("standard input: ", "not symmetric");
    byte[] text = "0 x\n".getBytes(StandardCharsets.US_ASCII);
    piped(text, bytes, "pagerank", "-", "-o", "-").refused("standard input: line 1");
    assertTrue(Files.notExists(out));
  }

  @Test
  void aDeviceWithoutRoom() throws IOException {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full));
    Path a = Files.write(folder.resolve("a.npy"), matrix);
    Cli.run("eig", a, "-o", full).refused("/dev/full", "space");
    Cli.run("matmul", a, a, "-o", full).refused("/dev/full", "space");
  }

  @Test
  void quietKeepsNotesBackButNotErrors() throws IOException {
    Path integers = folder.resolve("i.npy");
    Npy.write(integers, Tensor.of(new double[][] {{4, 1}, {1, 3}}).cast(DType.I64));
    Path out = folder.resolve("out.npz");
    assertEquals("", Cli.run("eig", integers, "-o", out, "--quiet").succeeded().out());
    assertTrue(Files.exists(out));
    Cli.run("eig", folder.resolve("none"), "-o", out, "--quiet").refused("no such file");
    assertEquals("", Cli.run("info", "--quiet").succeeded().out());
  }

  @Test
  void types() throws IOException {
    Path a = Files.write(folder.resolve("a.npy"), matrix);
    Path single = folder.resolve("b.npy");
    Npy.write(single, Npy.read(a).cast(DType.F32));
    Path out = folder.resolve("out");
    Cli.run("eig", a, "-o", out, "--dtype", "f32").succeeded();
    assertEquals(DType.F32, Npz.read(out).get("values").dtype());
    Cli.run("matmul", a, single, "-o", out).refused("--dtype f64");
    Cli.run("matmul", a, single, "-o", out, "--dtype", "F64").succeeded();
    assertEquals(DType.F64, Npy.read(out).dtype());
    Path half = folder.resolve("h.npy");
    Npy.write(half, Npy.read(a).cast(DType.F16));
    Cli.run("svd", half, "-o", out, "--dtype", "f64").succeeded();
    assertEquals(DType.F64, Npz.read(out).get("s").dtype());
    Cli.run("svd", half, "-o", out, "--dtype", "i32").refused("--dtype");
  }

  @Test
  void threads() throws IOException {
    Path a = folder.resolve("a.npy");
    Npy.write(a, Tensor.randn(DType.F32, 1, 90, 70));
    Path out = folder.resolve("out");
    byte[] first = null;
    for (int threads : new int[] {1, 2, 5}) {
      Cli.run("svd", a, "-o", out, "--threads", threads).succeeded();
      first = first == null ? Files.readAllBytes(out) : first;
      assertArrayEquals(first, Files.readAllBytes(out));
    }
    assertTrue(Cli.run("info", "--threads", 3).succeeded().out().contains("3"));
    for (String command : new String[] {"svd a -o b", "info", "tour", "bench gemm"}) {
      List<Object> words = new ArrayList<>(List.of(command.split(" ", 0)));
      words.addAll(List.of("--threads", "0"));
      Cli.run(words.toArray()).refused("--threads", "0");
    }
  }

  @Test
  void everyCommandHasAnExample() {
    String help = Cli.run("--help").succeeded().out();
    for (String command :
        List.of(
            "tour info matmul eig svd solve pca pagerank compress expand bench pictures completion"
                .split(" ", 0))) {
      assertTrue(help.contains("  " + command + " "), command);
      String text = Cli.run(command, "--help").succeeded().out();
      assertTrue(text.contains("Example"), text);
      assertTrue(text.lines().allMatch(line -> line.length() <= 100), text);
    }
  }

  @Test
  void completion() throws Exception {
    String script = Cli.run("completion", "bash").succeeded().out();
    assertTrue(Cli.run("completion", "zsh").succeeded().out().endsWith(script));
    Cli.run("completion", "fish").refused("fish", "bash");
    Cli.run("completion").refused("bash|zsh");
    Path shell = Path.of("/bin/bash");
    assumeTrue(Files.exists(shell));
    Path file = Files.writeString(folder.resolve("completion"), script);
    String words =
        """
        compopt() { :; }
        source "$1"
        COMP_WORDS=(lanewise comp) COMP_CWORD=1 COMP_LINE="lanewise comp"
        _complete_lanewise && echo "${COMPREPLY[@]}"
        COMP_WORDS=(lanewise svd --val) COMP_CWORD=2 COMP_LINE="lanewise svd --val"
        _complete_lanewise && echo "${COMPREPLY[@]}"
        """;
    Process bash =
        new ProcessBuilder(shell.toString(), "-c", words, "bash", file.toString())
            .redirectErrorStream(true)
            .start();
    assertTrue(bash.waitFor(20, TimeUnit.SECONDS));
    String[] lines =
        new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8).split("\n", 0);
    assertEquals(2, lines.length, String.join("\n", lines));
    assertEquals(
        "completion compress",
        String.join(" ", java.util.Arrays.stream(lines[0].split(" ", 0)).sorted().toList()));
    assertEquals("--values-only", lines[1].strip());
  }
}
