package io.lanewise.cli;

import io.lanewise.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lanewise matmul}. */
@Command(
    name = "matmul",
    mixinStandardHelpOptions = true,
    description = {
      "Multiplies two arrays.",
      "As a @ b in NumPy: matrices, vectors, or batches of matrices whose leading axes broadcast."
          + " Both must be float32 or both float64; integers become float64."
    },
    footer = {"", "Example:  lanewise matmul a.npy b.npy -o c.npy"})
final class MatmulCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(
      paramLabel = "a.npy",
      description = "Left operand, shape (..., m, k); - is standard input.")
  private Path left;

  @Parameters(
      paramLabel = "b.npy",
      description = "Right operand, shape (..., k, n); - is standard input.")
  private Path right;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "c.npy",
      description = "Where the product goes, shape (..., m, n); - is standard output.")
  private Path output;

  @Mixin private ArrayOptions common;

  MatmulCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    return common.run(console, output, this::run);
  }

  private void run(Console console) throws IOException {
    Tensor a = common.read(left, console);
    Tensor b = common.read(right, console);
    Inputs.checkSameType(left, a, right, b);
    long start = System.nanoTime();
    Tensor c = Inputs.about(Streams.names(left, right), () -> a.matmul(b));
    double seconds = (System.nanoTime() - start) * 1e-9;
    Streams.write(output, console, c);
    console
        .out()
        .println(output + ": " + c.dtype() + " " + c.shape() + " in " + Text.time(seconds));
  }
}
