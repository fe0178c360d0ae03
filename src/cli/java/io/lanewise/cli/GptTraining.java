package io.lanewise.cli;

import io.lanewise.cli.compress.ProgressBar;
import io.lanewise.cli.gpt.ByteModel;
import io.lanewise.cli.gpt.Corpus;
import io.lanewise.cli.gpt.ModelFile;
import io.lanewise.cli.gpt.Trainer;
import io.lanewise.cli.gpt.Trainer.Point;
import java.io.IOException;
import java.nio.file.Path;

/** The loop of training: a progress bar, and a line for each measurement. */
final class GptTraining {
  /** Sequences that a measurement on the way takes; the last one takes all. */
  private static final int SOME = 64;

  /** What is done after a measurement. */
  interface Measured {
    void at(Trainer trainer) throws IOException;
  }

  private GptTraining() {}

  /** A model that is named in what is wrong with it. */
  static ModelFile read(Path file) throws IOException {
    ModelFile[] read = new ModelFile[1];
    Inputs.about(
        file,
        () -> {
          read[0] = ModelFile.read(file);
        });
    return read[0];
  }

  static double reference(Corpus corpus) {
    return ByteModel.bits(corpus.training(), corpus.validation());
  }

  static void run(Trainer trainer, long until, Console tells, Measured measured)
      throws IOException {
    long end = Math.min(until, trainer.options().steps());
    long start = System.nanoTime();
    long first = trainer.step();
    tells.out().println(tells.bold("    step   training  validation  bits per byte"));
    if (trainer.curve().isEmpty()) {
      tells.out().println(line(trainer.measure(SOME)));
    }
    try (ProgressBar bar = new ProgressBar(tells, end - first)) {
      while (trainer.step() < end) {
        double bits = trainer.advance();
        long done = trainer.step() - first;
        double speed = speed(trainer, done, start);
        bar.begin(
            Text.format("loss %.3f  %.3f bits  %.0f tokens/s", bits * Math.log(2), bits, speed));
        boolean last = trainer.step() == end;
        if (last || trainer.step() % trainer.options().every() == 0) {
          bar.end(1, line(trainer.measure(SOME)));
          measured.at(trainer);
        } else {
          bar.end(1, "");
        }
      }
    }
    if (end > first) {
      tells
          .out()
          .println(
              Text.format(
                  "%d steps in %s, %.0f tokens/s",
                  end - first,
                  Text.time((System.nanoTime() - start) * 1e-9),
                  speed(trainer, end - first, start)));
    }
  }

  private static double speed(Trainer trainer, long steps, long start) {
    double tokens = (double) steps * trainer.options().batch() * trainer.gpt().options().context();
    return tokens / ((System.nanoTime() - start) * 1e-9);
  }

  private static String line(Point point) {
    String training = Double.isNaN(point.training()) ? "-" : Text.format("%.4f", point.training());
    return Text.format("%8d %10s %11.4f", point.step(), training, point.validation());
  }
}
