package io.lanewise.cli;

import io.lanewise.Tensor;
import io.lanewise.linalg.Solution;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lanewise solve}. */
@Command(
    name = "solve",
    mixinStandardHelpOptions = true,
    description = {
      "Solves a x = b for a square matrix.",
      "b is a vector (n) or a matrix (n x k) of right sides. Shows the condition number, and how"
          + " far x may be from the exact solution."
    },
    footer = {"", "Example:  lanewise solve a.npy b.npy -o x.npy"})
final class SolveCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "a.npy", description = "A square matrix, n x n; - is standard input.")
  private Path matrix;

  @Parameters(
      paramLabel = "b.npy",
      description = "The right side, (n) or (n x k); - is standard input.")
  private Path right;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "x.npy",
      description = "Where the solution goes, of the shape of b; - is standard output.")
  private Path output;

  @Mixin private ArrayOptions common;

  SolveCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    return common.run(console, output, this::run);
  }

  private void run(Console console) throws IOException {
    Tensor a = common.read(matrix, console);
    Tensor b = common.read(right, console);
    Inputs.checkSameType(matrix, a, right, b);
    long start = System.nanoTime();
    Solution solution = Inputs.about(Streams.names(matrix, right), () -> Solution.of(a, b));
    double seconds = (System.nanoTime() - start) * 1e-9;
    Streams.write(output, console, solution.x());
    Summary summary = new Summary(console);
    summary.shape("matrix", a);
    summary.fact("condition", Text.number(solution.condition(), 3));
    summary.fact("backward error", Text.format("%.1e", solution.backwardError()));
    summary.fact(
        "error bound", Text.format("%.1e of the largest entry of x", solution.errorBound()));
    summary.fact("time", Text.time(seconds));
    summary.shape(output.toString(), solution.x());
  }
}
