package io.lanewise.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code lanewise gpt}. */
@Command(
    name = "gpt",
    mixinStandardHelpOptions = true,
    description = "Trains a small language model of bytes, and lets it write.",
    footer = {
      "",
      "Examples:  lanewise gpt train text.txt -o model.safetensors",
      "           lanewise gpt sample model.safetensors --prompt 'Once upon'",
      "           lanewise gpt shrink model.safetensors text.txt -o small.safetensors --rank 32"
    })
final class GptCommand implements Runnable {
  private final Console console;

  @Spec private CommandSpec spec;

  private GptCommand(Console console) {
    this.console = console;
  }

  static CommandLine of(Console console) {
    return new CommandLine(new GptCommand(console))
        .addSubcommand(new GptTrainCommand(console))
        .addSubcommand(new GptSampleCommand(console))
        .addSubcommand(new GptTuneCommand(console))
        .addSubcommand(new GptShrinkCommand(console));
  }

  @Override
  public void run() {
    spec.commandLine().usage(console.out());
  }
}
