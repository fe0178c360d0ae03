package io.lanewise.cli;

import io.lanewise.Tensor;
import io.lanewise.linalg.Svd;
import io.lanewise.linalg.SvdOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lanewise svd}. */
@Command(
    name = "svd",
    mixinStandardHelpOptions = true,
    description = {
      "Thin singular value decomposition of a matrix.",
      "Writes 'u' (m x r), 's' (r), descending, and 'vt' (r x n), r = min(m, n), so that a is u @ "
          + "diag(s) @ vt. Shows how exact they are. With --rank k it finds the k largest values by"
          + " random projections, r = k, and shows how much of the norm is left out."
    },
    footer = {"", "Example:  lanewise svd a.npy -o out.npz"})
final class SvdCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "a.npy", description = "A matrix; - is standard input.")
  private Path input;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "out.npz",
      description = "Where u, s and vt go; - is standard output.")
  private Path output;

  @ArgGroup private @Nullable Part part;

  /** What is not everything. */
  static final class Part {
    @Option(names = "--values-only", description = "Computes and writes 's' alone.")
    private boolean valuesOnly;

    @Option(
        names = "--rank",
        paramLabel = "k",
        description = "The k largest singular values, from 1 to min(m, n).")
    private @Nullable Long rank;
  }

  @Mixin private SweepOptions sweeps;

  @Mixin private ArrayOptions common;

  @Spec private CommandSpec spec;

  SvdCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    return common.run(console, output, this::run);
  }

  private void run(Console console) throws IOException {
    Long rank = part == null ? null : part.rank;
    if (rank != null && sweeps.isDrawn()) {
      throw new ParameterException(
          spec.commandLine(), "--plot: with --rank the sweeps are those of a projected matrix");
    }
    Tensor a = common.read(input, console);
    boolean valuesOnly = part != null && part.valuesOnly;
    long start = System.nanoTime();
    Svd svd;
    try (SweepBar bar = new SweepBar(console, a.dtype())) {
      SvdOptions options =
          SvdOptions.auto()
              .withVectors(valuesOnly ? SvdOptions.Vectors.NONE : SvdOptions.Vectors.THIN)
              .withListener(bar);
      svd =
          Inputs.about(
              Streams.name(input),
              () -> rank == null ? Svd.of(a, options) : Svd.truncated(a, rank));
      sweeps.draw(a, bar, svd.certificate(), console);
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
    Streams.write(output, console, result);
    Summary summary = new Summary(console);
    summary.shape("matrix", a);
    summary.numbers("singular values", svd.s());
    if (rank == null) {
      summary.certificate(valuesOnly ? svd.certificate() : svd.certificate(a));
    } else {
      summary.truncation(svd, a);
    }
    summary.fact("time", Text.time(seconds));
    summary.written(output, result);
  }
}
