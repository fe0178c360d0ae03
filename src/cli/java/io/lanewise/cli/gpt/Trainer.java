package io.lanewise.cli.gpt;

import io.lanewise.Tensor;
import io.lanewise.grad.AdamW;
import io.lanewise.grad.Gradients;
import io.lanewise.grad.Recording;
import io.lanewise.grad.Schedule;
import io.lanewise.grad.Variable;
import io.lanewise.io.SafeTensors;
import io.lanewise.nn.Gpt;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A model on its way: its parameters, the optimiser's means, the step, and the losses so far. */
public final class Trainer {
  private static final String STEP = "lanewise.gpt.step";
  private static final String TEXT = "lanewise.gpt.text";
  private static final String CURVE = "lanewise.gpt.curve";
  private static final double CLIP = 1;
  private static final double NATS = Math.log(2);

  /**
   * The losses when they were measured, in bits per byte.
   *
   * @param step after so many steps
   * @param training mean over the steps since the last point
   * @param validation of sequences that were not learnt from
   */
  public record Point(long step, double training, double validation) {}

  private final Gpt gpt;
  private final Corpus corpus;
  private final TrainingOptions options;
  private final Schedule schedule;
  private final AdamW optimizer;
  private final List<Point> curve = new ArrayList<>();
  private double sum;
  private long summed;

  private Trainer(Gpt gpt, Corpus corpus, TrainingOptions options) {
    this.gpt = gpt;
    this.corpus = corpus;
    this.options = options;
    this.schedule = options.schedule();
    this.optimizer =
        AdamW.of(gpt.parameters(), AdamW.Options.auto().withBetas(.9, .99).withDecay(.1));
  }

  /**
   * Begins.
   *
   * @param gpt the model, whose parameters are changed
   * @param corpus the text
   * @param options how
   * @return a trainer before its first step
   */
  public static Trainer of(Gpt gpt, Corpus corpus, TrainingOptions options) {
    return new Trainer(gpt, corpus, options);
  }

  /**
   * Goes on.
   *
   * @param file what {@link #save} wrote
   * @param text the same text
   * @return a trainer at the step where that was
   * @throws IOException if the file cannot be read
   * @throws IllegalArgumentException if the file is not right, or the text another one
   */
  public static Trainer resume(Path file, byte[] text) throws IOException {
    ModelFile model = ModelFile.read(file);
    Map<String, String> metadata = model.metadata();
    Corpus corpus = new Corpus(text, model.gpt().options().context());
    if (!corpus.fingerprint().equals(ModelFile.required(metadata, TEXT))) {
      throw new IllegalArgumentException("training began with another text");
    }
    Trainer trainer = new Trainer(model.gpt(), corpus, TrainingOptions.of(metadata));
    Map<String, Tensor> state = new LinkedHashMap<>();
    try (SafeTensors stored = SafeTensors.open(file)) {
      for (String name : stored.names()) {
        if (!trainer.gpt.parameters().containsKey(name)) {
          state.put(name, stored.read(name));
        }
      }
    }
    trainer.optimizer.restore(Long.parseLong(ModelFile.required(metadata, STEP)), state);
    for (String line : ModelFile.required(metadata, CURVE).lines().toList()) {
      String[] numbers = line.split(" ", -1);
      trainer.curve.add(
          new Point(
              Long.parseLong(numbers[0]),
              Double.parseDouble(numbers[1]),
              Double.parseDouble(numbers[2])));
    }
    return trainer;
  }

  /**
   * Writes all that {@link #resume} needs, as a whole or not at all. Exact only right after {@link
   * #measure}, whose mean begins anew.
   *
   * @param file where to
   * @throws IOException if it cannot be written
   */
  public void save(Path file) throws IOException {
    Map<String, String> metadata = new LinkedHashMap<>(options.metadata());
    metadata.put(STEP, Long.toString(step()));
    metadata.put(TEXT, corpus.fingerprint());
    StringBuilder lines = new StringBuilder();
    for (Point point : curve) {
      lines.append(point.step + " " + point.training + " " + point.validation + "\n");
    }
    metadata.put(CURVE, lines.toString());
    metadata.put(ModelFile.HEADS, Integer.toString(gpt.options().heads()));
    Map<String, Tensor> tensors = ModelFile.tensors(gpt);
    tensors.putAll(optimizer.state());
    SafeTensors.write(file, tensors, metadata);
  }

  /**
   * One step.
   *
   * @return the loss of its batch before it, in bits per byte
   */
  public double advance() {
    Corpus.Batch batch = corpus.random(options.seed(), step(), options.batch());
    Variable loss = gpt.loss(batch.ids(), batch.targets());
    Gradients gradients = loss.backward().clipped(CLIP);
    optimizer.step(gradients, schedule.rate(step()));
    double bits = loss.item() / NATS;
    sum += bits;
    summed++;
    return bits;
  }

  /**
   * Adds a point to the curve.
   *
   * @param sequences how many of the second part to measure with, at most
   * @return the point
   */
  public Point measure(int sequences) {
    Point point = new Point(step(), summed == 0 ? Double.NaN : sum / summed, validation(sequences));
    curve.add(point);
    sum = 0;
    summed = 0;
    return point;
  }

  /**
   * Measures with the second part of the text.
   *
   * @param sequences how many of it, at most, from its beginning
   * @return bits per byte
   */
  public double validation(int sequences) {
    return Recording.off(
        () -> {
          int count = Math.min(sequences, corpus.validationSequences());
          double total = 0;
          for (int first = 0; first < count; first += options.batch()) {
            int some = Math.min(options.batch(), count - first);
            Corpus.Batch batch = corpus.validation(first, some);
            total += some * gpt.loss(batch.ids(), batch.targets()).item() / NATS;
          }
          return total / count;
        });
  }

  /**
   * Steps so far.
   *
   * @return the count
   */
  public long step() {
    return optimizer.steps();
  }

  /**
   * How the model is trained.
   *
   * @return the options
   */
  public TrainingOptions options() {
    return options;
  }

  /**
   * The model.
   *
   * @return itself, not a copy
   */
  public Gpt gpt() {
    return gpt;
  }

  /**
   * The text.
   *
   * @return the corpus
   */
  public Corpus corpus() {
    return corpus;
  }

  /**
   * The losses so far.
   *
   * @return the points
   */
  public List<Point> curve() {
    return List.copyOf(curve);
  }
}
