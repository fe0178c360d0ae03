package io.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lanewise.DType;
import io.lanewise.Engine;
import io.lanewise.Shape;
import io.lanewise.Tensor;
import io.lanewise.io.Npy;
import io.lanewise.io.Npz;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandsTest {
  private static final List<String> COMMANDS =
      List.of("tour", "info", "matmul", "eig", "svd", "solve", "pca", "pagerank", "bench");

  @TempDir Path folder;

  private Path file(String name, Tensor tensor) throws IOException {
    Path file = folder.resolve(name);
    Npy.write(file, tensor);
    return file;
  }

  @Test
  void withoutACommandThereIsHelp() {
    Cli help = Cli.run().succeeded();
    for (String command : COMMANDS) {
      assertTrue(help.out().contains("\n  " + command + " "), help.out());
    }
    assertEquals(help, Cli.run("--help"));
    assertTrue(Cli.run("--version").succeeded().out().startsWith("lanewise "));
  }

  @ParameterizedTest
  @FieldSource("COMMANDS")
  void helpHasAnExample(String command) {
    Cli help = Cli.run(command, "--help").succeeded();
    assertTrue(help.out().contains("\nExample:  lanewise " + command), help.out());
    assertTrue(help.lines().stream().allMatch(line -> line.length() <= 100), help.out());
  }

  @Test
  void infoIsWhatTheEngineSays() {
    String out = Cli.run("info").succeeded().out();
    assertTrue(out.startsWith(Engine.current().describe()), out);
    assertTrue(out.contains("TornadoVM is not in this JVM"), out);
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void matmul(DType dtype) throws IOException {
    Tensor a = Tensor.randn(dtype, 1, 3, 1, 7, 5);
    Tensor b = Tensor.randn(dtype, 2, 2, 4, 5).transpose();
    Path c = folder.resolve("c.npy");
    Cli.run("matmul", file("a.npy", a), file("b.npy", b), "-o", c).succeeded();
    assertTrue(Npy.read(c).contentEquals(a.matmul(b)));
  }

  @Test
  void vectorsAndIntegers() throws IOException {
    Path a = file("a.npy", Tensor.of(new double[][] {{1, 2}, {3, 4}}));
    Path v = file("v.npy", Tensor.of(new long[] {5, 6}));
    Path c = folder.resolve("c.npy");
    Cli run = Cli.run("matmul", a, v, "-o", c);
    assertEquals(0, run.code());
    assertEquals(v + ": I64 computes as F64\n", run.err());
    assertArrayEquals(new double[] {17, 39}, Npy.read(c).toDoubleArray());
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void eig(DType dtype) throws IOException {
    Tensor a = Tensor.of(new double[][] {{4, 1}, {1, 3}}).cast(dtype);
    Path out = folder.resolve("out.npz");
    Cli run = Cli.run("eig", file("a.npy", a), "-o", out).succeeded();
    assertTrue(run.out().contains("4.61803 2.38197"), run.out());
    Map<String, Tensor> result = Npz.read(out);
    assertEquals(List.of("values", "vectors"), List.copyOf(result.keySet()));
    Tensor vectors = result.get("vectors");
    Tensor product = a.matmul(vectors);
    assertTrue(product.allClose(vectors.mul(result.get("values"))));
    assertEquals(dtype, vectors.dtype());
  }

  @Test
  void eigOfIntegers() throws IOException {
    Path a = file("a.npy", Tensor.of(new double[][] {{4, 1}, {1, 3}}).cast(DType.I64));
    Path out = folder.resolve("out.npz");
    Cli run = Cli.run("eig", a, "-o", out);
    assertEquals(0, run.code());
    assertTrue(run.err().contains("I64 computes as F64"), run.err());
    assertEquals((7 + Math.sqrt(5)) / 2, Npz.read(out).get("values").get(0), 1e-14);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void svd(boolean wide) throws IOException {
    Tensor a = Tensor.randn(DType.F64, 1, 9, 4);
    a = wide ? a.transpose() : a;
    Path out = folder.resolve("out.npz");
    Cli.run("svd", file("a.npy", a), "-o", out).succeeded();
    Map<String, Tensor> result = Npz.read(out);
    assertEquals(List.of("u", "s", "vt"), List.copyOf(result.keySet()));
    assertEquals(wide ? Shape.of(4, 4) : Shape.of(9, 4), result.get("u").shape());
    assertEquals(Shape.of(4), result.get("s").shape());
    assertEquals(wide ? Shape.of(4, 9) : Shape.of(4, 4), result.get("vt").shape());
    Tensor product = result.get("u").mul(result.get("s")).matmul(result.get("vt"));
    assertTrue(product.allClose(a));
  }

  @ParameterizedTest
  @ValueSource(strings = {"eig", "svd"})
  void valuesOnly(String command) throws IOException {
    Tensor g = Tensor.randn(DType.F64, 1, 8, 8);
    Path a = file("a.npy", g.matmul(g.transpose())); // values and singular values are the same
    Path whole = folder.resolve("whole.npz");
    Path values = folder.resolve("values.npz");
    Cli.run(command, a, "-o", whole).succeeded();
    Cli run = Cli.run(command, a, "-o", values, "--values-only").succeeded();
    assertTrue(run.out().contains("sweeps"), run.out());
    assertFalse(run.out().contains("residual"), run.out());
    String name = command.equals("eig") ? "values" : "s";
    Map<String, Tensor> result = Npz.read(values);
    assertEquals(List.of(name), List.copyOf(result.keySet()));
    assertTrue(result.get(name).allClose(Npz.read(whole).get(name)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gemm", "eig", "svd", "elementwise", "attention"})
  void benchWritesJson(String op) {
    String sizes = op.equals("gemm") ? "8,12" : "8"; // each takes seconds of warming up
    Cli run = Cli.run("bench", op, "--sizes", sizes, "--dtype", "f64", "--json").succeeded();
    String number = "(0|[1-9][0-9]*)(\\.[0-9]+)?(e-?[0-9]+)?";
    Pattern line =
        Pattern.compile(
            ("\\{'op':'"
                    + op
                    + "','dtype':'f64','size':(8|12),'threads':1,'device':'cpu',"
                    + "'best':#,'median':#,'rate':#,'unit':'(GFLOP/s|n\\^3/ns|GB/s)'(,'peak':#)?\\}")
                .replace('\'', '"')
                .replace("#", number));
    assertEquals(op.equals("gemm") ? 2 : 1, run.lines().size());
    for (String json : run.lines()) {
      assertTrue(line.matcher(json).matches(), json);
    }
  }

  @Test
  void benchWritesATable() {
    Cli run = Cli.run("bench", "gemm", "--sizes", "16", "--threads", "2").succeeded();
    assertEquals(2, run.lines().size(), run.out());
    assertTrue(run.out().contains("GFLOP/s"), run.out());
    assertTrue(run.lines().stream().allMatch(line -> line.length() <= 100), run.out());
  }

  @Test
  @ResourceLock(Resources.LOCALE)
  void numbersAreTheSameInEveryCountry() throws IOException {
    Locale before = Locale.getDefault();
    try {
      for (String country : new String[] {"de-DE", "ar-EG-u-nu-arab", "hi-IN-u-nu-deva"}) {
        Locale.setDefault(Locale.forLanguageTag(country));
        Path a = file("a.npy", Tensor.of(new double[][] {{4, 1}, {1, 3}}));
        Cli run = Cli.run("eig", a, "-o", folder.resolve("out.npz")).succeeded();
        assertTrue(run.out().contains("4.61803 2.38197"), run.out());
        assertTrue(run.out().chars().allMatch(c -> c < 128), run.out());
        run = Cli.run("bench", "gemm", "--sizes", "8", "--json").succeeded();
        assertTrue(run.out().chars().allMatch(c -> c < 128), run.out());
      }
    } finally {
      Locale.setDefault(before);
    }
  }
}
