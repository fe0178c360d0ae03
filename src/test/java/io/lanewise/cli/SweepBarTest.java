package io.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lanewise.DType;
import io.lanewise.Tensor;
import io.lanewise.io.Npy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What long decompositions show: a bar while they run, and a picture afterwards. */
class SweepBarTest {
  @TempDir Path folder;

  @Test
  void theBarFillsAsTheLogarithmFalls() {
    assertEquals(
        "[........................] before the first sweep", SweepBar.text(List.of(), DType.F64));
    assertEquals(
        "[........................] sweep 1, largest cosine 1.0e+00",
        SweepBar.text(List.of(1.0), DType.F64));
    assertEquals(
        "[############............] sweep 2, largest cosine 1.5e-08",
        SweepBar.text(List.of(0.5, 0x1p-26), DType.F64));
    for (double done : new double[] {0, 0x1p-52, 1e-300}) {
      String text = SweepBar.text(List.of(done), DType.F64);
      assertTrue(text.startsWith("[########################] sweep 1"), text);
    }
    assertTrue(SweepBar.text(List.of(0x1p-23), DType.F32).startsWith("[########################]"));
  }

  @Test
  @Timeout(60)
  void itIsShownWhereSomebodyLooksAndRemoved() throws InterruptedException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream err = new PrintStream(bytes, /* autoFlush= */ true, StandardCharsets.UTF_8);
    try (SweepBar bar = new SweepBar(new Console(err, err, false, true), DType.F64)) {
      bar.swept(1, 0.5);
      bar.swept(2, 1e-3);
      while (!bytes.toString(StandardCharsets.UTF_8).contains("sweep 2, largest cosine 1.0e-03")) {
        Thread.sleep(20);
      }
      bar.swept(1, 0.25);
      assertEquals(List.of(0.25), bar.cosines());
    }
    String all = bytes.toString(StandardCharsets.UTF_8);
    assertTrue(all.endsWith("\r\u001b[K"), all);
    bytes.reset();
    try (SweepBar bar = new SweepBar(new Console(err, err, false, false), DType.F64)) {
      bar.swept(1, 0.5);
    }
    assertEquals(0, bytes.size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"svd", "eig"})
  void thePlotHasAMarkForEachSweep(String command) throws IOException {
    Tensor g = Tensor.randn(DType.F64, 1, 20, 20);
    Path a = folder.resolve("a.npy");
    Npy.write(a, g.matmul(g.transpose()));
    Path plot = folder.resolve("sweeps.svg");
    Path out = folder.resolve("out.npz");
    Cli run = Cli.run(command, a, "-o", out, "--plot", plot).succeeded();
    String svg = Files.readString(plot);
    assertTrue(svg.startsWith("<svg") && svg.endsWith("</svg>\n"), svg);
    assertTrue(svg.contains("20 x 20 F64"), svg);
    int marks = svg.split("<circle", -1).length - 1;
    assertTrue(marks > 2 && run.out().contains("sweeps           " + marks), run.out());
    assertFalse(svg.contains("NaN"), svg);
  }

  @Test
  void extremeCosinesAreDrawn() {
    String svg = SweepPlot.draw("1 x 1 F64", List.of(0.0), 0);
    assertFalse(svg.contains("NaN") || svg.contains("Infinity"), svg);
    svg = SweepPlot.draw("<2 & 3>", List.of(1.0, 1e-300, 0.0), 1e-15);
    assertTrue(svg.contains("&lt;2 &amp; 3") && svg.contains("sweep 3: 0.0e+00"), svg);
    assertTrue(SweepPlot.draw("none", List.of(), 1e-15).contains("done: 1.0e-15"));
  }

  @Test
  void thePlotOfAProjectionIsRefused() throws IOException {
    Path a = folder.resolve("a.npy");
    Npy.write(a, Tensor.randn(DType.F64, 1, 5, 5));
    Path out = folder.resolve("out.npz");
    Path plot = folder.resolve("sweeps.svg");
    Cli.run("svd", a, "-o", out, "--rank", 2, "--plot", plot).refused("--plot", "--rank");
  }
}
