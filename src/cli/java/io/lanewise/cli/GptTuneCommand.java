package io.lanewise.cli;

import io.lanewise.cli.gpt.Corpus;
import io.lanewise.cli.gpt.ModelFile;
import io.lanewise.cli.gpt.Trainer;
import io.lanewise.cli.gpt.TrainingOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lanewise gpt tune}. */
@Command(
    name = "tune",
    mixinStandardHelpOptions = true,
    description = {
      "Trains a model some steps more, such as one that 'compress' has made smaller.",
      "Where weights are there as factors the factors are trained, so that the model stays small."
          + " Without steps it only tells the loss."
    },
    footer = {
      "",
      "Examples:  lanewise compress model.safetensors -o small.safetensors --rank 32 --match"
          + " 'attn|mlp'",
      "           lanewise gpt tune small.safetensors text.txt -o tuned.safetensors --steps 300"
    })
final class GptTuneCommand implements Callable<Integer> {
  private final Console console;

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "model", description = "A model (safetensors).")
  private Path model;

  @Parameters(index = "1", paramLabel = "text", description = "The text; - is standard input.")
  private Path text;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "file",
      description = "Where the model goes (safetensors); not needed without steps.")
  private @Nullable Path output;

  @Mixin private final GptTrainingArguments training = GptTrainingArguments.tuning();

  @Mixin private CommonOptions common;

  GptTuneCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    Path target = output;
    if (target == null && training.steps() != 0) {
      throw new ParameterException(
          spec.commandLine(), "Missing required option: '--output=file' (or --steps 0)");
    }
    if (target != null && Streams.isStandard(target)) {
      throw new IllegalArgumentException("--output: a file is needed, not standard output");
    }
    TrainingOptions options = training.options();
    byte[] bytes = Streams.read(text, console);
    return common.run(console, target, tells -> tune(bytes, options, target, tells));
  }

  private void tune(byte[] bytes, TrainingOptions options, @Nullable Path target, Console tells)
      throws IOException {
    ModelFile file = GptTraining.read(model);
    Corpus corpus =
        Inputs.about(Streams.name(text), () -> new Corpus(bytes, file.gpt().options().context()));
    Trainer trainer = Trainer.of(file.gpt(), corpus, options);
    double before = trainer.validation(Integer.MAX_VALUE);
    tells.out().println(Text.format("before: %.4f bits per byte", before));
    if (target != null) {
      GptTraining.run(trainer, options.steps(), tells, now -> {});
      file.write(target);
      double after = trainer.validation(Integer.MAX_VALUE);
      tells.out().println(Text.format("after: %.4f bits per byte", after));
    }
  }
}
