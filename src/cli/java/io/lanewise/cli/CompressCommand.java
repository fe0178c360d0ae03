package io.lanewise.cli;

import io.lanewise.cli.compress.Goal;
import io.lanewise.cli.compress.ModelCompressor;
import io.lanewise.cli.compress.PictureCompressor;
import io.lanewise.io.SafeTensors;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lanewise compress}. */
@Command(
    name = "compress",
    mixinStandardHelpOptions = true,
    description = {
      "Replaces the weights of a model by factors of low rank.",
      "Each matrix NAME (m x n) of floating-point numbers becomes NAME.u (m x k) and NAME.v (k x"
          + " n), of the same type, where k (m + n) is less than m n; 'expand' multiplies them"
          + " back. All else stays as it is. The table tells what that costs: the error is |A - U"
          + " V| / |A| in the Frobenius norm, measured with the factors as they are written.",
      "A picture (PNG or JPEG) comes out as it looks when each of its channels has that rank."
    },
    footer = {
      "",
      "Examples:  lanewise compress model.safetensors -o small.safetensors --error 0.05",
      "           lanewise compress photo.jpg -o photo.png --rank 40 --series"
    })
final class CompressCommand implements Callable<Integer> {
  private final Console console;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "file",
      description = "A model (safetensors) or a picture (PNG, JPEG); - is standard input.")
  private Path input;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "file",
      description = "Where the result goes; - is standard output.")
  private @Nullable Path output;

  @ArgGroup(exclusive = true, multiplicity = "1")
  private Amount amount = new Amount();

  /** One of three ways to say how much is kept. */
  static final class Amount {
    @Option(names = "--rank", paramLabel = "k", description = "Keeps rank k.")
    private @Nullable Long rank;

    @Option(
        names = "--error",
        paramLabel = "e",
        description = "Takes the lowest rank whose relative error is at most e, such as 0.05.")
    private @Nullable Double error;

    @Option(
        names = "--energy",
        paramLabel = "p",
        description =
            "Takes the lowest rank that keeps a share p of the squared norm, such as 0.99.")
    private @Nullable Double energy;

    Goal goal() {
      if (rank != null) {
        return Goal.rank(rank);
      }
      return error != null ? Goal.error(error) : Goal.energy(energy == null ? 0 : energy);
    }
  }

  @Option(
      names = "--match",
      paramLabel = "regex",
      description = "Only weights in whose names this is found, such as 'mlp|attn'.")
  private @Nullable Pattern match;

  @Option(names = "--dry-run", description = "Tells what would come out and writes nothing.")
  private boolean dryRun;

  @Option(
      names = "--series",
      description = "A picture in ranks k/16, k/8, k/4, k/2, k and as it was, side by side.")
  private boolean series;

  @Mixin private ArrayOptions common;

  CompressCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    if (output == null && !dryRun) {
      throw wrong("Missing required option: '--output=file'");
    }
    Path target = dryRun ? null : output;
    Goal goal = goal();
    return common.run(
        console,
        target,
        tells ->
            Streams.reading(
                input,
                console,
                file -> {
                  if (isPicture(file)) {
                    picture(file, target, goal, tells);
                  } else {
                    model(file, target, goal, tells);
                  }
                }));
  }

  private Goal goal() {
    try {
      return amount.goal();
    } catch (IllegalArgumentException outside) {
      throw wrong(outside.getMessage());
    }
  }

  private ParameterException wrong(@Nullable String problem) {
    return new ParameterException(spec.commandLine(), String.valueOf(problem));
  }

  private static boolean isPicture(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return false; // what it is the reader of models says
    }
    try (InputStream in = Files.newInputStream(file)) {
      return PictureCompressor.isPicture(in.readNBytes(8));
    }
  }

  private void model(Path file, @Nullable Path target, Goal goal, Console tells)
      throws IOException {
    if (series) {
      throw wrong("--series is for pictures");
    }
    Pattern chosen = match == null ? Pattern.compile("") : match;
    try (SafeTensors model = SafeTensors.open(file)) {
      Inputs.about(
          Streams.name(input),
          () -> {
            ModelCompressor compressor =
                new ModelCompressor(model, goal, chosen, common.dtype(), tells);
            if (target == null) {
              compressor.run(null);
            } else {
              Streams.writing(target, console, compressor::run);
            }
          });
    }
  }

  private void picture(Path file, @Nullable Path target, Goal goal, Console tells)
      throws IOException {
    if (match != null) {
      throw wrong("--match is for models");
    }
    if (series && goal.kind() != Goal.Kind.RANK) {
      throw wrong("--series goes with --rank");
    }
    String format = target == null ? "png" : format(target);
    byte[] bytes;
    try {
      PictureCompressor compressor =
          PictureCompressor.of(
              Files.readAllBytes(file), Streams.name(input), common.dtype(), tells);
      bytes =
          series
              ? compressor.series((long) goal.value(), format)
              : compressor.compress(goal, format);
    } catch (NoClassDefFoundError none) {
      throw new IOException("this Java has no module java.desktop, which reads pictures", none);
    }
    if (target != null) {
      Streams.write(target, console, bytes);
    }
  }

  private String format(Path target) {
    String name = target.toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".jpg") || name.endsWith(".jpeg")) {
      return "jpeg";
    }
    if (name.endsWith(".png") || Streams.isStandard(target)) {
      return "png";
    }
    throw wrong("--output: " + target + " is a picture, so its name must end in .png or .jpg");
  }
}
