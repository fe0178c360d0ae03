package io.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lanewise.DType;
import io.lanewise.Tensor;
import io.lanewise.io.Npy;
import io.lanewise.io.Npz;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad input: one line on standard error, exit code 2, no file. */
class ErrorsTest {
  @TempDir Path folder;
  private Path matrix;
  private Path out;

  @BeforeEach
  void setUp() throws IOException {
    matrix = folder.resolve("matrix.npy");
    out = folder.resolve("out.npz");
    Npy.write(matrix, Tensor.of(new double[][] {{4, 1}, {1, 3}}));
  }

  private Path file(String name, Tensor tensor) throws IOException {
    Path file = folder.resolve(name);
    Npy.write(file, tensor);
    return file;
  }

  /** Runs and checks that no file came, nor went. */
  private void refused(List<String> words, Object... args) throws IOException {
    List<Path> before = list();
    Cli.run(args).refused(words.toArray(String[]::new));
    assertEquals(before, list());
  }

  private List<Path> list() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  @Test
  void theGpuSaysWhatItNeeds() throws IOException {
    String why = "TornadoVM is not in this JVM";
    refused(List.of("lanewise solve", why), "solve", matrix, matrix, "-o", out, "--device", "gpu");
    refused(List.of("lanewise bench", why), "bench", "gemm", "--sizes", "8", "--device", "gpu");
    refused(List.of("lanewise bench", why), "bench", "all", "--device", "gpu");
    refused(List.of("eig: not timed"), "bench", "eig", "--sizes", "8", "--device", "gpu");
    refused(List.of("only with --device gpu"), "bench", "all");
    refused(List.of("only with --device gpu"), "bench", "stacks");
    refused(List.of("--dtype"), "bench", "svd", "--dtype", "f64", "--device", "gpu");
    refused(List.of("--device"), "bench", "gemm", "--sizes", "8", "--device", "tpu");
  }

  @Test
  void words() throws IOException {
    refused(List.of("no command 'ieg'", "--help"), "ieg");
    refused(List.of("--frobnicate"), "--frobnicate");
    refused(List.of("lanewise eig", "a.npy"), "eig");
    refused(List.of("--output"), "eig", matrix);
    refused(List.of("extra"), "eig", matrix, "extra", "-o", out);
    refused(List.of("--frobnicate"), "eig", matrix, "-o", out, "--frobnicate");
    refused(List.of("b.npy"), "matmul", matrix, "-o", out);
    refused(List.of("GEMM", "lu"), "bench", "lu");
    refused(List.of("--sizes", "x"), "bench", "gemm", "--sizes", "8,x");
    refused(List.of("--sizes", "0"), "bench", "gemm", "--sizes", "8,0");
    refused(List.of("--sizes"), "bench", "gemm", "--sizes", "99999999999");
    refused(List.of("--threads", "-1"), "bench", "gemm", "--threads", "-1");
    refused(List.of("--dtype", "i8"), "bench", "gemm", "--dtype", "i8");
    refused(List.of("nonsense"), "info", "nonsense");
    refused(List.of("nonsense"), "tour", "nonsense");
  }

  @ParameterizedTest
  @ValueSource(strings = {"eig", "svd"})
  void files(String command) throws IOException {
    refused(
        List.of("missing.npy: no such file"), command, folder.resolve("missing.npy"), "-o", out);
    refused(List.of("is a folder"), command, folder, "-o", out);
    Path text = Files.writeString(folder.resolve("text.npy"), "1 2\n3 4\n");
    refused(List.of("text.npy", "byte 0", "numpy.save"), command, text, "-o", out);
    Path empty = Files.createFile(folder.resolve("empty.npy"));
    refused(List.of("empty.npy", "byte 0"), command, empty, "-o", out);
    byte[] whole = Files.readAllBytes(matrix);
    Path part = Files.write(folder.resolve("part.npy"), Arrays.copyOf(whole, whole.length - 1));
    refused(List.of("part.npy", "cut short"), command, part, "-o", out);
    Path archive = folder.resolve("archive.npz");
    Npz.write(archive, Map.of("a", Tensor.of(1, 2)));
    refused(List.of("archive.npz", "npz"), command, archive, "-o", out);
    refused(List.of("cannot be a file"), command, "a\0b", "-o", out);
  }

  @ParameterizedTest
  @ValueSource(strings = {"eig", "svd"})
  void outputs(String command) throws IOException {
    refused(List.of("is a folder"), command, matrix, "-o", folder);
    refused(List.of("out.npz", "no folder"), command, matrix, "-o", folder.resolve("none/out.npz"));
    refused(List.of("no folder"), command, matrix, "-o", folder.resolve("matrix.npy/out.npz"));
    Path protectedFolder = Files.createDirectory(folder.resolve("protected"));
    assumeTrue(protectedFolder.toFile().setWritable(false) && !Files.isWritable(protectedFolder));
    refused(
        List.of("permission denied"), command, matrix, "-o", protectedFolder.resolve("out.npz"));
  }

  @Test
  void shapes() throws IOException {
    Path vector = file("vector.npy", Tensor.of(1, 2, 3));
    Path wide = file("wide.npy", Tensor.zeros(DType.F64, 2, 3));
    Path cube = file("cube.npy", Tensor.zeros(DType.F64, 2, 2, 2));
    for (Path wrong : List.of(vector, wide, cube)) {
      refused(List.of(wrong.toString()), "eig", wrong, "-o", out);
    }
    refused(List.of("vector.npy"), "svd", vector, "-o", out);
    refused(List.of("cube.npy"), "svd", cube, "-o", out);
  }

  @Test
  void shapesOfProducts() throws IOException {
    Path wide = file("wide.npy", Tensor.zeros(DType.F64, 2, 3));
    Path narrow = file("narrow.npy", Tensor.zeros(DType.F32, 3, 2));
    refused(List.of("(2, 3) @ (2, 3)"), "matmul", wide, wide, "-o", out);
    refused(List.of("F64", "F32", "astype"), "matmul", wide, narrow, "-o", out);
    Path number = file("number.npy", Tensor.scalar(DType.F64, 3));
    refused(List.of("()"), "matmul", number, wide, "-o", out);
  }

  @Test
  void values() throws IOException {
    Path skew = file("skew.npy", Tensor.of(new double[][] {{4, 1}, {2, 3}}));
    refused(List.of("skew.npy", "not symmetric", "(0, 1)"), "eig", skew, "-o", out);
    for (double bad : new double[] {Double.NaN, Double.NEGATIVE_INFINITY}) {
      Path file = file("bad.npy", Tensor.of(new double[][] {{4, 1}, {1, bad}}));
      refused(List.of("bad.npy", "(1, 1)"), "eig", file, "-o", out);
      refused(List.of("bad.npy", "(1, 1)"), "svd", file, "-o", out);
    }
  }

  /** Eight terabytes of zeros that take no room on the disk. */
  @Test
  void moreThanThereIsMemory() throws IOException {
    long n = 1 << 20;
    Path huge = folder.resolve("huge.npy");
    String text = "{'descr': '<f8', 'fortran_order': False, 'shape': (" + n + ", " + n + "), }";
    byte[] header =
        (text + " ".repeat(117 - text.length()) + "\n").getBytes(StandardCharsets.US_ASCII);
    try (FileChannel channel =
        FileChannel.open(huge, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      byte[] start = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) header.length, 0};
      channel.write(ByteBuffer.wrap(start));
      channel.write(ByteBuffer.wrap(header));
      channel.write(ByteBuffer.allocate(1), 10 + header.length + 8 * n * n - 1);
    } catch (IOException tooLarge) {
      assumeTrue(false, "this file system has no such files: " + tooLarge);
    }
    refused(List.of("lanewise eig", "huge.npy", "out of memory"), "eig", huge, "-o", out);
    refused(
        List.of("lanewise matmul", "huge.npy", "out of memory"), "matmul", huge, matrix, "-o", out);
  }

  @Test
  void anExistingOutputStays() throws IOException {
    Files.writeString(out, "old");
    Path skew = file("skew.npy", Tensor.of(new double[][] {{4, 1}, {2, 3}}));
    refused(List.of("not symmetric"), "eig", skew, "-o", out);
    assertArrayEquals("old".getBytes(StandardCharsets.US_ASCII), Files.readAllBytes(out));
  }
}
