package io.lanewise.cli.gpt;

import io.lanewise.grad.Schedule;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a model is trained.
 *
 * @param steps all of them
 * @param batch sequences in a step
 * @param rate the largest learning rate
 * @param seed of weights and batches
 * @param every after how many steps the loss is measured and the state is saved
 */
public record TrainingOptions(long steps, int batch, double rate, long seed, long every) {
  private static final String PREFIX = "lanewise.gpt.";

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is outside its range
   */
  public TrainingOptions {
    if (steps < 0 || batch < 1 || every < 1 || !(rate > 0) || Double.isInfinite(rate)) {
      throw new IllegalArgumentException(
          "steps "
              + steps
              + ", batch "
              + batch
              + ", every "
              + every
              + ", rate "
              + rate
              + ": steps from 0, the others greater than 0 are needed");
    }
  }

  /** A tenth of the steps, 100 at most, until the largest rate; a tenth of it in the end. */
  Schedule schedule() {
    return Schedule.cosine(rate, rate / 10, Math.min(100, steps / 10), steps);
  }

  Map<String, String> metadata() {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(PREFIX + "steps", Long.toString(steps));
    metadata.put(PREFIX + "batch", Integer.toString(batch));
    metadata.put(PREFIX + "rate", Double.toString(rate));
    metadata.put(PREFIX + "seed", Long.toString(seed));
    metadata.put(PREFIX + "every", Long.toString(every));
    return metadata;
  }

  /**
   * Options that a file has kept.
   *
   * @param metadata of the file
   * @return the options
   * @throws IllegalArgumentException if they are not there
   */
  static TrainingOptions of(Map<String, String> metadata) {
    return new TrainingOptions(
        Long.parseLong(text(metadata, "steps")),
        Integer.parseInt(text(metadata, "batch")),
        Double.parseDouble(text(metadata, "rate")),
        Long.parseLong(text(metadata, "seed")),
        Long.parseLong(text(metadata, "every")));
  }

  private static String text(Map<String, String> metadata, String name) {
    return ModelFile.required(metadata, PREFIX + name);
  }
}
