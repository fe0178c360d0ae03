package io.lanewise.cli;

import io.lanewise.Tensor;
import io.lanewise.linalg.Pca;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lanewise pca}. */
@Command(
    name = "pca",
    mixinStandardHelpOptions = true,
    description = {
      "Principal components of samples.",
      "Each row of x is a sample. Writes 'mean' (n), 'components' (k x n), 'explained_variance'"
          + " (k), 'explained_variance_ratio' (k), 'singular_values' (k) and 'transformed' (m x k)."
    },
    footer = {"", "Example:  lanewise pca x.npy -o out.npz --components 2"})
final class PcaCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "x.npy", description = "Samples as rows, m x n; - is standard input.")
  private Path input;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "out.npz",
      description = "Where the components go; - is standard output.")
  private Path output;

  @Option(
      names = "--components",
      required = true,
      paramLabel = "k",
      description = "How many, from 1 to min(m, n).")
  private int components;

  @Mixin private ArrayOptions common;

  PcaCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    return common.run(console, output, this::run);
  }

  private void run(Console console) throws IOException {
    Tensor x = common.read(input, console);
    long start = System.nanoTime();
    Pca pca = Inputs.about(Streams.name(input), () -> Pca.fit(x, components));
    double seconds = (System.nanoTime() - start) * 1e-9;
    Map<String, Tensor> result = new LinkedHashMap<>();
    result.put("mean", pca.mean());
    result.put("components", pca.components());
    result.put("explained_variance", pca.explainedVariance());
    result.put("explained_variance_ratio", pca.explainedVarianceRatio());
    result.put("singular_values", pca.singularValues());
    result.put("transformed", pca.transform(x));
    Streams.write(output, console, result);
    Summary summary = new Summary(console);
    summary.shape("samples", x);
    summary.numbers("variance", pca.explainedVariance());
    summary.numbers("of the whole", pca.explainedVarianceRatio());
    summary.fact("together", Text.format("%.2f %%", 100 * pca.explainedVarianceRatio().sum()));
    summary.fact("time", Text.time(seconds));
    summary.written(output, result);
  }
}
