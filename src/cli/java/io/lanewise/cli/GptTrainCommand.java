package io.lanewise.cli;

import io.lanewise.DType;
import io.lanewise.cli.gpt.Corpus;
import io.lanewise.cli.gpt.ModelFile;
import io.lanewise.cli.gpt.Plot;
import io.lanewise.cli.gpt.Trainer;
import io.lanewise.cli.gpt.TrainingOptions;
import io.lanewise.nn.Gpt;
import io.lanewise.nn.GptOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lanewise gpt train}. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    description = {
      "Trains a model of the bytes of a text, of the kind of GPT-2.",
      "The last tenth of the text is not learnt from but measured with, beside a model that counts"
          + " which byte follows which three. At each measurement the model is written, and beside"
          + " it, as FILE.state, all that --resume needs to go on with the same bits."
    },
    footer = {"", "Example:  lanewise gpt train text.txt -o model.safetensors --plot loss.svg"})
final class GptTrainCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "text", description = "Any file; - is standard input.")
  private Path text;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "file",
      description = "Where the model goes (safetensors).")
  private Path output;

  @Option(
      names = "--until",
      paramLabel = "n",
      description = "Stops after so many of the steps, to be resumed.")
  private @Nullable Long until;

  @Option(
      names = "--layers",
      paramLabel = "n",
      defaultValue = "4",
      description = "Blocks of the model (default: ${DEFAULT-VALUE}).")
  private int layers;

  @Option(
      names = "--width",
      paramLabel = "n",
      defaultValue = "128",
      description = "Numbers for each position (default: ${DEFAULT-VALUE}).")
  private int width;

  @Option(
      names = "--context",
      paramLabel = "n",
      defaultValue = "128",
      description = "Bytes that it looks back on (default: ${DEFAULT-VALUE}).")
  private int context;

  @Option(
      names = "--heads",
      paramLabel = "n",
      defaultValue = "4",
      description = "Heads of attention; they divide the width (default: ${DEFAULT-VALUE}).")
  private int heads;

  @Option(
      names = "--every",
      paramLabel = "n",
      defaultValue = "100",
      description = "Steps between measurements (default: ${DEFAULT-VALUE}).")
  private long every;

  @Option(
      names = "--resume",
      description = "Goes on where FILE.state ends, with its sizes and options.")
  private boolean resume;

  @Option(names = "--plot", paramLabel = "file", description = "Draws the losses (SVG).")
  private @Nullable Path plot;

  @Mixin private final GptTrainingArguments training = new GptTrainingArguments(2000, .002, 1);

  @Mixin private ArrayOptions common;

  GptTrainCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    if (Streams.isStandard(output)) {
      throw new IllegalArgumentException("--output: a file is needed, not standard output");
    }
    Path drawing = plot;
    if (drawing != null) {
      Inputs.checkWritable(drawing);
    }
    return common.run(console, output, this::train);
  }

  private Path state() {
    return output.resolveSibling(output.getFileName() + ".state");
  }

  private void train(Console tells) throws IOException {
    Trainer trainer = trainer();
    GptOptions sizes = trainer.gpt().options();
    long parameters =
        trainer.gpt().parameters().values().stream()
            .mapToLong(parameter -> parameter.shape().elements())
            .sum();
    tells
        .out()
        .println(
            Text.format(
                "%d parameters: %d layers, width %d, %d heads, context %d",
                parameters, sizes.layers(), sizes.width(), sizes.heads(), sizes.context()));
    double reference = GptTraining.reference(trainer.corpus());
    long last = until == null ? Long.MAX_VALUE : until;
    GptTraining.run(
        trainer,
        last,
        tells,
        now -> {
          now.save(state());
          new ModelFile(now.gpt(), Map.of()).write(output);
          draw(now, reference);
        });
    double whole = trainer.validation(Integer.MAX_VALUE);
    tells
        .out()
        .println(
            Text.format(
                "whole validation part: %.4f bits per byte; byte model of order 3: %.4f",
                whole, reference));
  }

  private Trainer trainer() throws IOException {
    byte[] bytes = Streams.read(text, console);
    if (resume) {
      Path from = state();
      if (!Files.exists(from)) {
        throw new IllegalArgumentException(from + ": there is no state to resume from");
      }
      Trainer[] trainer = new Trainer[1];
      Inputs.about(
          from,
          () -> {
            trainer[0] = Trainer.resume(from, bytes);
          });
      return trainer[0];
    }
    GptOptions sizes = new GptOptions(256, context, width, layers, heads);
    TrainingOptions options = training.options(every);
    DType dtype = common.dtype();
    return Inputs.about(
        Streams.name(text),
        () ->
            Trainer.of(
                Gpt.random(dtype == null ? DType.F32 : dtype, sizes, training.seed()),
                new Corpus(bytes, context),
                options));
  }

  private void draw(Trainer trainer, double reference) throws IOException {
    if (plot != null) {
      String svg = Plot.draw(trainer.curve(), reference);
      Streams.write(plot, console, svg.getBytes(StandardCharsets.UTF_8));
    }
  }
}
