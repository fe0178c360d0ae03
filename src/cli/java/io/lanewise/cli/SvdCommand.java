package io.lanewise.cli;

import io.lanewise.Tensor;
import io.lanewise.io.Npz;
import io.lanewise.linalg.Svd;
import io.lanewise.linalg.SvdOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lanewise svd}. */
@Command(
    name = "svd",
    mixinStandardHelpOptions = true,
    description = {
      "Thin singular value decomposition of a matrix.",
      "Writes 'u' (m x r), 's' (r), descending, and 'vt' (r x n), r = min(m, n), so that a is u @ "
          + "diag(s) @ vt. Shows how exact they are."
    },
    footer = {"", "Example:  lanewise svd a.npy -o out.npz"})
final class SvdCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "a.npy", description = "A matrix.")
  private Path input;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "out.npz",
      description = "Where u, s and vt go.")
  private Path output;

  @Option(names = "--values-only", description = "Computes and writes 's' alone.")
  private boolean valuesOnly;

  SvdCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    Inputs.checkWritable(output);
    Tensor a = Inputs.read(input, console);
    long start = System.nanoTime();
    Svd svd;
    try (Progress progress = new Progress(console)) {
      SvdOptions options =
          SvdOptions.auto()
              .withVectors(valuesOnly ? SvdOptions.Vectors.NONE : SvdOptions.Vectors.THIN)
              .withListener(progress::swept);
      svd = Inputs.about(input, () -> Svd.of(a, options));
    }
    double seconds = (System.nanoTime() - start) * 1e-9;
    Map<String, Tensor> result = new LinkedHashMap<>();
    if (valuesOnly) {
      result.put("s", svd.s());
    } else {
      result.put("u", svd.u());
      result.put("s", svd.s());
      result.put("vt", svd.vt());
    }
    Npz.write(output, result);
    Summary summary = new Summary(console);
    summary.shape("matrix", a);
    summary.numbers("singular values", svd.s());
    summary.certificate(valuesOnly ? svd.certificate() : svd.certificate(a));
    summary.fact("time", Text.time(seconds));
    summary.written(output, result);
    return 0;
  }
}
