package io.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lanewise.DType;
import io.lanewise.Shape;
import io.lanewise.Tensor;
import io.lanewise.io.Npy;
import io.lanewise.io.Npz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code solve}, {@code pca}, {@code pagerank} and {@code svd --rank}, with bad input too. */
class ApplicationsTest {
  @TempDir Path folder;

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

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void solve(DType dtype) throws IOException {
    Tensor a = Tensor.randn(dtype, 1, 20, 20).add(Tensor.eye(dtype, 20).mul(20));
    for (Tensor x : List.of(Tensor.randn(dtype, 2, 20), Tensor.randn(dtype, 3, 20, 3))) {
      Path b = file("b.npy", a.matmul(x));
      Path out = folder.resolve("x.npy");
      Cli run = Cli.run("solve", file("a.npy", a), b, "-o", out).succeeded();
      assertTrue(Npy.read(out).allClose(x));
      assertEquals(dtype, Npy.read(out).dtype());
      for (String label : List.of("condition", "backward error", "error bound", "time")) {
        assertTrue(run.out().contains("\n" + label), run.out());
      }
    }
  }

  @Test
  void solveShowsTheCondition() throws IOException {
    Path a = file("a.npy", Tensor.of(new double[][] {{1000, 0.001}, {0.001, 0.001}}));
    Path b = file("b.npy", Tensor.of(new long[] {1, 1}));
    Cli run = Cli.run("solve", a, b, "-o", folder.resolve("x.npy"));
    assertEquals(0, run.code());
    assertTrue(run.err().contains("I64 computes as F64"), run.err());
    assertTrue(run.out().lines().anyMatch(line -> line.matches("condition +1000000")), run.out());
  }

  @Test
  void solveRefuses() throws IOException {
    Path a = file("a.npy", Tensor.of(new double[][] {{4, 1}, {1, 3}}));
    Path b = file("b.npy", Tensor.of(1, 2));
    Path out = folder.resolve("x.npy");
    Path singular = file("singular.npy", Tensor.of(new double[][] {{1, 2}, {2, 4}}));
    refused(List.of("singular.npy", "singular"), "solve", singular, b, "-o", out);
    Path wide = file("wide.npy", Tensor.zeros(DType.F64, 2, 3));
    refused(List.of("wide.npy", "(2, 3)"), "solve", wide, b, "-o", out);
    Path longer = file("longer.npy", Tensor.of(1, 2, 3));
    refused(List.of("longer.npy", "(3)"), "solve", a, longer, "-o", out);
    Path nan = file("nan.npy", Tensor.of(new double[][] {{4, 1}, {1, Double.NaN}}));
    refused(List.of("nan.npy", "(1, 1)"), "solve", nan, b, "-o", out);
    Path infinite = file("infinite.npy", Tensor.of(1, Double.POSITIVE_INFINITY));
    refused(List.of("infinite.npy", "Infinity"), "solve", a, infinite, "-o", out);
    Path single = file("single.npy", Tensor.of(new float[] {1, 2}));
    refused(List.of("F64", "F32", "astype"), "solve", a, single, "-o", out);
    refused(
        List.of("missing.npy: no such file"), "solve", a, folder.resolve("missing.npy"), "-o", out);
    refused(List.of("no folder"), "solve", a, b, "-o", folder.resolve("none/x.npy"));
    refused(List.of("b.npy"), "solve", a, "-o", out);
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void pca(DType dtype) throws IOException {
    Tensor x = Tensor.randn(dtype, 1, 50, 4).mul(Tensor.of(9, 3, 1, 0.1).cast(dtype)).add(5);
    Path out = folder.resolve("out.npz");
    Cli run = Cli.run("pca", file("x.npy", x), "-o", out, "--components", 3).succeeded();
    assertTrue(run.out().contains("together"), run.out());
    Map<String, Tensor> result = Npz.read(out);
    assertEquals(
        List.of(
            "mean",
            "components",
            "explained_variance",
            "explained_variance_ratio",
            "singular_values",
            "transformed"),
        List.copyOf(result.keySet()));
    assertTrue(result.get("mean").allClose(x.mean(0)));
    Tensor components = result.get("components");
    assertEquals(Shape.of(3, 4), components.shape());
    Tensor transformed = x.sub(x.mean(0)).matmul(components.transpose());
    assertTrue(result.get("transformed").allClose(transformed, 1e-4, 1e-4));
    Tensor variance = transformed.mul(transformed).sum(0).div(49);
    assertTrue(result.get("explained_variance").allClose(variance, 1e-4, 0));
  }

  @Test
  void pcaRefuses() throws IOException {
    Path x = file("x.npy", Tensor.randn(DType.F64, 1, 5, 3));
    Path out = folder.resolve("out.npz");
    refused(List.of("--components"), "pca", x, "-o", out);
    refused(List.of("--components", "two"), "pca", x, "-o", out, "--components", "two");
    refused(List.of("x.npy", "k is 4", "(5, 3)"), "pca", x, "-o", out, "--components", 4);
    refused(List.of("x.npy", "k is 0"), "pca", x, "-o", out, "--components", 0);
    Path one = file("one.npy", Tensor.randn(DType.F64, 1, 1, 3));
    refused(List.of("one.npy", "two"), "pca", one, "-o", out, "--components", 1);
    Path vector = file("vector.npy", Tensor.of(1, 2, 3));
    refused(List.of("vector.npy", "(3)"), "pca", vector, "-o", out, "--components", 1);
    Path nan = file("nan.npy", Tensor.of(new double[][] {{4, 1}, {1, Double.NaN}}));
    refused(List.of("nan.npy", "(1, 1)"), "pca", nan, "-o", out, "--components", 1);
  }

  @Test
  void pageRank() throws IOException {
    Path edges = Files.writeString(folder.resolve("edges.txt"), "# a ring\n0 1\n1 2\n2 0\n3 0\n");
    Path out = folder.resolve("ranks.npy");
    Cli run = Cli.run("pagerank", edges, "-o", out).succeeded();
    assertTrue(run.out().contains("4 nodes, 4 edges"), run.out());
    assertTrue(run.out().contains("highest          node 0 0."), run.out());
    Tensor ranks = Npy.read(out);
    assertEquals(Shape.of(4), ranks.shape());
    assertEquals(DType.F64, ranks.dtype());
    assertEquals(1, ranks.sum(), 1e-14);
    assertEquals(0.15 / 4, ranks.get(3), 1e-10);
    assertEquals(0.15 / 4 + 0.85 * ranks.get(0), ranks.get(1), 1e-10);
    Cli.run("pagerank", edges, "-o", out, "--nodes", 6, "--damping", 0).succeeded();
    assertTrue(Npy.read(out).allClose(Tensor.full(DType.F64, 1 / 6.0, 6)));
  }

  /** Without links every page is alike. */
  @Test
  void pageRankWithoutEdges() throws IOException {
    Path edges = Files.writeString(folder.resolve("edges.txt"), "# nothing\n");
    Path out = folder.resolve("ranks.npy");
    Cli.run("pagerank", edges, "-o", out, "--nodes", 2).succeeded();
    assertArrayEquals(new double[] {0.5, 0.5}, Npy.read(out).toDoubleArray());
    refused(List.of("edges.txt", "0 nodes"), "pagerank", edges, "-o", folder.resolve("other.npy"));
  }

  @Test
  void pageRankRefuses() throws IOException {
    Path out = folder.resolve("ranks.npy");
    Path edges = Files.writeString(folder.resolve("edges.txt"), "0 1\n1 2\n");
    Path bad = Files.writeString(folder.resolve("bad.txt"), "0 1\n# fine\n1 x\n");
    refused(List.of("bad.txt: line 3", "'x'"), "pagerank", bad, "-o", out);
    Path array = file("array.npy", Tensor.of(1, 2));
    refused(List.of("array.npy: line 1"), "pagerank", array, "-o", out);
    refused(List.of("edges.txt", "2"), "pagerank", edges, "-o", out, "--nodes", 2);
    refused(List.of("damping"), "pagerank", edges, "-o", out, "--damping", 1);
    refused(List.of("--damping", "much"), "pagerank", edges, "-o", out, "--damping", "much");
    refused(
        List.of("missing.txt: no such file"), "pagerank", folder.resolve("missing.txt"), "-o", out);
    refused(List.of(folder + ": is a folder"), "pagerank", folder, "-o", out);
    refused(List.of("no folder"), "pagerank", edges, "-o", folder.resolve("none/ranks.npy"));
    Path far = Files.writeString(folder.resolve("far.txt"), "0 999999999999\n");
    refused(List.of("far.txt"), "pagerank", far, "-o", out);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void truncatedSvd(boolean wide) throws IOException {
    Tensor left = Tensor.randn(DType.F64, 1, 40, 3);
    Tensor a = left.matmul(Tensor.randn(DType.F64, 2, 3, 25)); // rank 3
    a = wide ? a.transpose() : a;
    Path out = folder.resolve("out.npz");
    Cli run = Cli.run("svd", file("a.npy", a), "-o", out, "--rank", 3).succeeded();
    assertTrue(run.out().contains("truncation"), run.out());
    Map<String, Tensor> result = Npz.read(out);
    assertEquals(Shape.of(a.size(0), 3), result.get("u").shape());
    assertEquals(Shape.of(3), result.get("s").shape());
    assertEquals(Shape.of(3, a.size(1)), result.get("vt").shape());
    Tensor product = result.get("u").mul(result.get("s")).matmul(result.get("vt"));
    assertTrue(product.allClose(a, 1e-9, 1e-9));
  }

  @Test
  void truncatedSvdRefuses() throws IOException {
    Path a = file("a.npy", Tensor.randn(DType.F64, 1, 5, 3));
    Path out = folder.resolve("out.npz");
    refused(List.of("a.npy", "4", "(5, 3)"), "svd", a, "-o", out, "--rank", 4);
    refused(List.of("a.npy", "0"), "svd", a, "-o", out, "--rank", 0);
    refused(List.of("--rank", "x"), "svd", a, "-o", out, "--rank", "x");
    refused(
        List.of("svd: --values-only, --rank"), "svd", a, "-o", out, "--rank", 2, "--values-only");
  }
}
