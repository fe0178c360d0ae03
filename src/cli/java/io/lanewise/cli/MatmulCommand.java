package io.lanewise.cli;

import io.lanewise.Tensor;
import io.lanewise.io.Npy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
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

  @Parameters(paramLabel = "a.npy", description = "Left operand, shape (..., m, k).")
  private Path left;

  @Parameters(paramLabel = "b.npy", description = "Right operand, shape (..., k, n).")
  private Path right;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "c.npy",
      description = "Where the product goes, shape (..., m, n).")
  private Path output;

  MatmulCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    Inputs.checkWritable(output);
    Tensor a = Inputs.read(left, console);
    Tensor b = Inputs.read(right, console);
    Inputs.checkSameType(left, a, right, b);
    long start = System.nanoTime();
    Tensor c = Inputs.about(left + " and " + right, () -> a.matmul(b));
    double seconds = (System.nanoTime() - start) * 1e-9;
    Npy.write(output, c);
    console
        .out()
        .println(output + ": " + c.dtype() + " " + c.shape() + " in " + Text.time(seconds));
    return 0;
  }
}
