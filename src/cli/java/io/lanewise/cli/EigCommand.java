package io.lanewise.cli;

import io.lanewise.Tensor;
import io.lanewise.linalg.SymmetricEigen;
import io.lanewise.linalg.SymmetricEigenOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lanewise eig}. */
@Command(
    name = "eig",
    mixinStandardHelpOptions = true,
    description = {
      "Eigenvalues and eigenvectors of a symmetric matrix.",
      "Writes 'values' (n), descending, and 'vectors' (n x n), whose column i belongs to value i."
          + " Shows how exact they are. Values alone take about two thirds of the time."
    },
    footer = {"", "Example:  lanewise eig a.npy -o out.npz"})
final class EigCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "a.npy", description = "A symmetric matrix; - is standard input.")
  private Path input;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "out.npz",
      description = "Where values and vectors go; - is standard output.")
  private Path output;

  @Option(names = "--values-only", description = "Computes and writes 'values' alone.")
  private boolean valuesOnly;

  @Mixin private SweepOptions sweeps;

  @Mixin private ArrayOptions common;

  EigCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    return common.run(console, output, this::run);
  }

  private void run(Console console) throws IOException {
    Tensor a = common.read(input, console);
    long start = System.nanoTime();
    SymmetricEigen eigen;
    try (SweepBar bar = new SweepBar(console, a.dtype())) {
      SymmetricEigenOptions options =
          SymmetricEigenOptions.auto().withVectors(!valuesOnly).withListener(bar);
      eigen = Inputs.about(Streams.name(input), () -> SymmetricEigen.of(a, options));
      sweeps.draw(a, bar, eigen.certificate(), console);
    }
    double seconds = (System.nanoTime() - start) * 1e-9;
    Map<String, Tensor> result = new LinkedHashMap<>();
    result.put("values", eigen.values());
    if (!valuesOnly) {
      result.put("vectors", eigen.vectors());
    }
    Streams.write(output, console, result);
    Summary summary = new Summary(console);
    summary.shape("matrix", a);
    summary.numbers("eigenvalues", eigen.values());
    summary.certificate(valuesOnly ? eigen.certificate() : eigen.certificate(a));
    summary.fact("time", Text.time(seconds));
    summary.written(output, result);
  }
}
