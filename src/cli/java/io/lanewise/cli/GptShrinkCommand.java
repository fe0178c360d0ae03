package io.lanewise.cli;

import io.lanewise.cli.compress.Goal;
import io.lanewise.cli.compress.ModelCompressor;
import io.lanewise.cli.gpt.Corpus;
import io.lanewise.cli.gpt.ModelFile;
import io.lanewise.cli.gpt.Trainer;
import io.lanewise.cli.gpt.TrainingOptions;
import io.lanewise.io.SafeTensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lanewise gpt shrink}. */
@Command(
    name = "shrink",
    mixinStandardHelpOptions = true,
    description = {
      "Makes a model smaller: replaces weights by factors of low rank, then trains the factors.",
      "It is 'compress' and 'gpt tune' in one, and tells in a table what each of them did to the"
          + " size and to the bits per byte of the last tenth of the text."
    },
    footer = {
      "",
      "Example:  lanewise gpt shrink model.safetensors text.txt -o small.safetensors --rank 32"
    })
final class GptShrinkCommand implements Callable<Integer> {
  private static final String ROW = "%-34s %11s %14s";

  private final Console console;

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "model", description = "A model (safetensors).")
  private Path model;

  @Parameters(index = "1", paramLabel = "text", description = "The text; - is standard input.")
  private Path text;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "file",
      description = "Where the smaller model goes (safetensors).")
  private Path output;

  @ArgGroup(exclusive = true, multiplicity = "1")
  private CompressCommand.Amount amount = new CompressCommand.Amount();

  @Option(
      names = "--match",
      paramLabel = "regex",
      defaultValue = "attn|mlp",
      description =
          "Only weights in whose names this is found; embeddings must stay (default:"
              + " ${DEFAULT-VALUE}).")
  private Pattern match;

  @Mixin private final GptTrainingArguments training = GptTrainingArguments.tuning();

  @Mixin private CommonOptions common;

  GptShrinkCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    if (Streams.isStandard(output)) {
      throw new IllegalArgumentException("--output: a file is needed, not standard output");
    }
    Goal goal;
    try {
      goal = amount.goal();
    } catch (IllegalArgumentException outside) {
      throw new ParameterException(spec.commandLine(), String.valueOf(outside.getMessage()));
    }
    TrainingOptions options = training.options();
    byte[] bytes = Streams.read(text, console);
    return common.run(console, output, tells -> shrink(bytes, goal, options, tells));
  }

  private void shrink(byte[] bytes, Goal goal, TrainingOptions options, Console tells)
      throws IOException {
    ModelFile whole = GptTraining.read(model);
    Corpus corpus =
        Inputs.about(Streams.name(text), () -> new Corpus(bytes, whole.gpt().options().context()));
    double trained = Trainer.of(whole.gpt(), corpus, options).validation(Integer.MAX_VALUE);
    try (Temporary factors = Temporary.beside(output)) {
      try (SafeTensors stored = SafeTensors.open(model)) {
        Inputs.about(
            model,
            () ->
                new ModelCompressor(stored, goal, match, null, tells.quiet()).run(factors.file()));
      }
      ModelFile small = GptTraining.read(factors.file());
      Trainer trainer = Trainer.of(small.gpt(), corpus, options);
      double compressed = trainer.validation(Integer.MAX_VALUE);
      GptTraining.run(trainer, options.steps(), tells, now -> {});
      double tuned = trainer.validation(Integer.MAX_VALUE);
      small.write(output);
      long replaced =
          small.gpt().parameters().keySet().stream().filter(name -> name.endsWith(".u")).count();
      tells.out().println();
      tells.out().println(tells.bold(Text.format(ROW, "", "size", "bits per byte")));
      row(tells, "as trained", model, trained);
      row(tells, Text.format("%d weights as factors", replaced), factors.file(), compressed);
      row(tells, Text.format("tuned, %d steps", options.steps()), output, tuned);
      tells
          .out()
          .println(Text.format("byte model of order 3: %.4f", GptTraining.reference(corpus)));
    }
  }

  private static void row(Console tells, String what, Path file, double bits) throws IOException {
    tells
        .out()
        .println(Text.format(ROW, what, Text.bytes(Files.size(file)), Text.format("%.4f", bits)));
  }
}
