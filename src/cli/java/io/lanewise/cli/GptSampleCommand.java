package io.lanewise.cli;

import io.lanewise.cli.gpt.ModelFile;
import io.lanewise.cli.gpt.Sampler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lanewise gpt sample}. */
@Command(
    name = "sample",
    mixinStandardHelpOptions = true,
    description = "Lets a model write: the prompt, then what it adds, to standard output.",
    footer = {"", "Example:  lanewise gpt sample model.safetensors --prompt 'Once upon' --seed 7"})
final class GptSampleCommand implements Callable<Integer> {
  private static final Path STANDARD_OUTPUT = Path.of("-");

  private final Console console;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "model", description = "A model that 'gpt train' has made.")
  private Path model;

  @Option(
      names = "--prompt",
      paramLabel = "text",
      defaultValue = "",
      description = "What the text begins with.")
  private String prompt;

  @Option(
      names = "--tokens",
      paramLabel = "n",
      defaultValue = "200",
      description = "Bytes to add (default: ${DEFAULT-VALUE}).")
  private int tokens;

  @Option(
      names = "--temperature",
      paramLabel = "t",
      defaultValue = "0.8",
      description =
          "Less is more careful; 0 takes the likeliest byte each time (default:"
              + " ${DEFAULT-VALUE}).")
  private double temperature;

  @Option(
      names = "--seed",
      paramLabel = "n",
      defaultValue = "1",
      description = "Another one gives another text (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Mixin private CommonOptions common;

  GptSampleCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    if (tokens < 0) {
      throw new ParameterException(spec.commandLine(), "--tokens: " + tokens + " is less than 0");
    }
    if (!(temperature >= 0) || Double.isInfinite(temperature)) {
      throw new ParameterException(
          spec.commandLine(), "--temperature: " + temperature + "; 0 or more is needed");
    }
    return common.run(
        console, STANDARD_OUTPUT, tells -> Inputs.about(model.toString(), () -> sample(tells)));
  }

  private void sample(Console tells) throws IOException {
    ModelFile file = ModelFile.read(model);
    byte[] begin = prompt.getBytes(StandardCharsets.UTF_8);
    console.data().write(begin);
    long start = System.nanoTime();
    Sampler.sample(file.gpt(), begin, tokens, temperature, seed, console.data());
    console.data().println();
    console.checkData();
    double seconds = (System.nanoTime() - start) * 1e-9;
    tells.out().println(Text.format("%.0f tokens/s", (tokens + begin.length) / seconds));
  }
}
