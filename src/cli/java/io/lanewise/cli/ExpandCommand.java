package io.lanewise.cli;

import io.lanewise.cli.compress.ModelExpander;
import io.lanewise.io.SafeTensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lanewise expand}. */
@Command(
    name = "expand",
    mixinStandardHelpOptions = true,
    description = {
      "Multiplies the factors in a model back.",
      "Each pair NAME.u (m x k), NAME.v (k x n) that 'compress' has made becomes NAME (m x n)"
          + " again; all else stays as it is. In a file whose metadata do not tell of factors, each"
          + " pair whose shapes fit is taken for one."
    },
    footer = {"", "Example:  lanewise expand small.safetensors -o model.safetensors"})
final class ExpandCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "file", description = "A model (safetensors); - is standard input.")
  private Path input;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "file",
      description = "Where the result goes; - is standard output.")
  private Path output;

  @Mixin private ArrayOptions common;

  ExpandCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    return common.run(
        console, output, tells -> Streams.reading(input, console, file -> expand(file, tells)));
  }

  private void expand(Path file, Console tells) throws IOException {
    try (SafeTensors model = SafeTensors.open(file)) {
      ModelExpander expander = new ModelExpander(model, common.dtype(), tells);
      Inputs.about(Streams.name(input), () -> Streams.writing(output, console, expander::run));
    }
  }
}
