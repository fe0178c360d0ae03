package io.lanewise.cli;

import io.lanewise.Tensor;
import io.lanewise.linalg.Certificate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What commands understand that decompose by sweeps. */
final class SweepOptions {
  @Option(
      names = "--plot",
      paramLabel = "sweeps.svg",
      description = "Draws how far from diagonal each sweep found the matrix (SVG).")
  private @Nullable Path plot;

  /** Whether a picture is asked for. */
  boolean isDrawn() {
    return plot != null;
  }

  /**
   * Draws, if it was asked for.
   *
   * @param a what was decomposed
   * @param bar what listened
   * @param certificate of the decomposition
   * @param console where standard output is
   * @throws IOException if it cannot be written
   */
  void draw(Tensor a, SweepBar bar, Certificate certificate, Console console) throws IOException {
    if (plot != null) {
      String title = a.size(0) + " x " + a.size(1) + " " + a.dtype();
      String svg = SweepPlot.draw(title, bar.cosines(), certificate.tolerance());
      Streams.write(plot, console, svg.getBytes(StandardCharsets.UTF_8));
    }
  }
}
