package io.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lanewise.DType;
import io.lanewise.Tensor;
import io.lanewise.io.SafeTensors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GptCommandTest {
  private static final String[] SMALL = {
    "--layers",
    "1",
    "--width",
    "16",
    "--heads",
    "2",
    "--context",
    "8",
    "--batch",
    "4",
    "--every",
    "5"
  };

  @TempDir Path folder;
  private Path text;

  @BeforeEach
  void setUp() throws IOException {
    text = folder.resolve("text.txt");
    Files.writeString(text, "the cat sat on the mat, and the dog lay on the log.\n".repeat(20));
  }

  private Cli train(Path output, Object... more) {
    List<Object> words = new ArrayList<>(List.of("gpt", "train", text, "-o", output));
    words.addAll(List.of((Object[]) SMALL));
    words.addAll(List.of(more));
    return Cli.run(words.toArray());
  }

  private static double bits(Cli run, String before) {
    String line =
        run.lines().stream().filter(text -> text.contains(before)).findFirst().orElseThrow();
    return Double.parseDouble(
        line.substring(line.indexOf(before) + before.length()).strip().split(" ", 2)[0]);
  }

  @Test
  void trainSampleCompressTune() throws IOException {
    Path model = folder.resolve("model.safetensors");
    Path plot = folder.resolve("loss.svg");
    Cli run = train(model, "--steps", 60, "--rate", .01, "--plot", plot).succeeded();
    double trained = bits(run, "whole validation part:");
    assertTrue(trained < 4, run.out());
    assertTrue(run.out().contains("parameters: 1 layers, width 16, 2 heads, context 8"), run.out());
    assertTrue(run.out().contains("tokens/s"), run.out());
    String svg = Files.readString(plot);
    assertTrue(svg.startsWith("<svg") && svg.endsWith("</svg>\n"), svg);
    assertTrue(svg.contains("byte model of order 3"), svg);

    Cli sample = Cli.run("gpt", "sample", model, "--prompt", "the ", "--tokens", 30, "--seed", 3);
    assertEquals(0, sample.code(), sample.err());
    assertTrue(sample.out().startsWith("the "), sample.out());
    assertEquals(4 + 30 + 1, sample.out().getBytes(StandardCharsets.UTF_8).length, sample.out());
    assertTrue(sample.err().contains("tokens/s"), sample.err());
    Cli again =
        Cli.run("gpt", "sample", model, "--prompt", "the ", "--tokens", 30, "--seed", 3, "--quiet");
    assertEquals(sample.out(), again.succeeded().out());
    Cli.run("gpt", "sample", model, "--tokens", 40, "--temperature", 0, "--quiet").succeeded();

    Path small = folder.resolve("small.safetensors");
    Cli.run("compress", model, "-o", small, "--rank", 2, "--match", "attn|mlp").succeeded();
    Path tuned = folder.resolve("tuned.safetensors");
    double same = bits(Cli.run("gpt", "tune", model, text, "--steps", 0).succeeded(), "before:");
    assertEquals(trained, same, 1e-4);
    Cli tune =
        Cli.run(
                "gpt", "tune", small, text, "-o", tuned, "--steps", 40, "--rate", .005, "--batch",
                4)
            .succeeded();
    double before = bits(tune, "before:");
    double after = bits(tune, "after:");
    assertTrue(before > trained && after < before, trained + " " + before + " " + after);
    // The factors stay factors, which 'expand' finds.
    try (SafeTensors file = SafeTensors.open(tuned)) {
      assertTrue(file.names().contains("h.0.mlp.c_fc.weight.u"));
      assertTrue(file.metadata().containsKey("lanewise.factors"));
    }
    Path whole = folder.resolve("whole.safetensors");
    Cli.run("expand", tuned, "-o", whole).succeeded();
    double expanded =
        bits(Cli.run("gpt", "tune", whole, text, "--steps", 0).succeeded(), "before:");
    assertEquals(after, expanded, 1e-3);
  }

  @Test
  void shrinkTellsWhatItCosts() throws IOException {
    Path model = folder.resolve("model.safetensors");
    train(model, "--steps", 60, "--rate", .01).succeeded();
    Path small = folder.resolve("small.safetensors");
    Cli run =
        Cli.run(
                "gpt", "shrink", model, text, "-o", small, "--rank", 2, "--steps", 40, "--rate",
                .005, "--batch", 4)
            .succeeded();
    List<String> table = run.lines().subList(run.lines().size() - 4, run.lines().size());
    assertTrue(table.get(0).startsWith("as trained"), run.out());
    assertTrue(table.get(1).startsWith("4 weights as factors"), run.out());
    assertTrue(table.get(2).startsWith("tuned, 40 steps"), run.out());
    double trained = last(table.get(0));
    double compressed = last(table.get(1));
    double tuned = last(table.get(2));
    assertTrue(trained < compressed && tuned < compressed, run.out());
    double measured =
        bits(Cli.run("gpt", "tune", small, text, "--steps", 0).succeeded(), "before:");
    assertEquals(tuned, measured, 1e-4);
    assertTrue(Files.size(small) < Files.size(model));
    try (var files = Files.list(folder)) {
      assertTrue(files.noneMatch(file -> file.toString().endsWith(".tmp")));
    }
    Cli.run("gpt", "shrink", model, text, "-o", small).refused("--rank");
    Cli.run("gpt", "shrink", model, text, "-o", "-", "--rank", 2).refused("--output");
    Cli.run("gpt", "shrink", model, text, "-o", small, "--rank", 0).refused("rank");
    Cli.run("gpt", "shrink", text, text, "-o", small, "--rank", 2).refused("text.txt");
  }

  private static double last(String line) {
    return Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
  }

  @Test
  void resumedTrainingGivesTheSameBits() throws IOException {
    Path whole = folder.resolve("whole.safetensors");
    Path parts = folder.resolve("parts.safetensors");
    train(whole, "--steps", 20).succeeded();
    train(parts, "--steps", 20, "--until", 10).succeeded();
    Cli.run("gpt", "train", text, "-o", parts, "--resume").succeeded();
    assertArrayEquals(Files.readAllBytes(whole), Files.readAllBytes(parts));
    assertArrayEquals(
        Files.readAllBytes(folder.resolve("whole.safetensors.state")),
        Files.readAllBytes(folder.resolve("parts.safetensors.state")));
    Cli threads = train(parts, "--steps", 20, "--threads", 3).succeeded();
    assertTrue(threads.out().contains("20 steps"), threads.out());
    assertArrayEquals(Files.readAllBytes(whole), Files.readAllBytes(parts));
  }

  @Test
  void badInput() throws IOException {
    Path out = folder.resolve("m.safetensors");
    Path empty = Files.createFile(folder.resolve("empty.txt"));
    Cli.run("gpt", "train", empty, "-o", out).refused("empty.txt", "empty");
    Path shortText = Files.writeString(folder.resolve("short.txt"), "too short");
    Cli.run("gpt", "train", shortText, "-o", out).refused("short.txt", "9 bytes", "--context");
    Cli.run("gpt", "train", folder.resolve("none.txt"), "-o", out)
        .refused("none.txt: no such file");
    Cli.run("gpt", "train", text, "-o", out, "--heads", 3).refused("3 heads");
    train(out, "--rate", 0).refused("rate");
    train(Path.of("-")).refused("--output");
    train(out, "--resume").refused("m.safetensors.state", "no state");
    train(out, "--steps", 5).succeeded();
    Path other = Files.writeString(folder.resolve("other.txt"), "another text\n".repeat(100));
    Cli.run("gpt", "train", other, "-o", out, "--resume").refused("state", "another text");
    Path no = folder.resolve("no.safetensors");
    SafeTensors.write(no, Map.of("a", Tensor.zeros(DType.F32, 2)), Map.of());
    Cli.run("gpt", "sample", no).refused("no.safetensors", "gpt train");
    Cli.run("gpt", "sample", text).refused("text.txt");
    Cli.run("gpt", "sample", out, "--temperature", -1).refused("--temperature");
    Cli.run("gpt", "tune", out, text).refused("--output");
    Cli.run("gpt", "tune", out, shortText, "--steps", 0).refused("short.txt");
    Path factors = folder.resolve("factors.safetensors");
    Cli.run("compress", out, "-o", factors, "--rank", 1).succeeded();
    Cli.run("gpt", "sample", factors).refused("wte.weight", "--match");
  }
}
