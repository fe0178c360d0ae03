package io.lanewise.cli;

import io.lanewise.cli.gpt.TrainingOptions;
import picocli.CommandLine.Option;

/** How a model is trained: what every command understands that does. */
final class GptTrainingArguments {
  @Option(
      names = "--steps",
      paramLabel = "n",
      description = "How many steps (default: ${DEFAULT-VALUE}).")
  private long steps;

  @Option(
      names = "--batch",
      paramLabel = "n",
      description = "Sequences in a step (default: ${DEFAULT-VALUE}).")
  private int batch = 16;

  @Option(
      names = "--rate",
      paramLabel = "r",
      description = "The largest learning rate (default: ${DEFAULT-VALUE}).")
  private double rate;

  @Option(
      names = "--seed",
      paramLabel = "n",
      description = "Of all that is random (default: ${DEFAULT-VALUE}).")
  private long seed;

  /**
   * Arguments with defaults.
   *
   * @param steps how many
   * @param rate the largest learning rate
   * @param seed of the batches, and of a new model's weights
   */
  GptTrainingArguments(long steps, double rate, long seed) {
    this.steps = steps;
    this.rate = rate;
    this.seed = seed;
  }

  /** For a model that is there and is trained some steps more. */
  static GptTrainingArguments tuning() {
    return new GptTrainingArguments(300, .0005, 2);
  }

  long steps() {
    return steps;
  }

  long seed() {
    return seed;
  }

  /**
   * The options.
   *
   * @param every after how many steps the loss is measured
   * @return the same, checked
   */
  TrainingOptions options(long every) {
    return new TrainingOptions(steps, batch, rate, seed, every);
  }

  /** With four measurements on the way. */
  TrainingOptions options() {
    return options(Math.max(1, Math.ceilDiv(steps, 4)));
  }
}
