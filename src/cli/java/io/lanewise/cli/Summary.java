package io.lanewise.cli;

import io.lanewise.Tensor;
import io.lanewise.linalg.Certificate;
import io.lanewise.linalg.Svd;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/** The short table that a decomposition ends with. */
final class Summary {
  private static final int SHOWN = 6;

  private final Console console;

  Summary(Console console) {
    this.console = console;
  }

  void fact(String label, String text) {
    console.out().println(Text.format("%-16s %s", label, text).stripTrailing());
  }

  void shape(String label, Tensor tensor) {
    fact(label, tensor.shape() + " " + tensor.dtype());
  }

  /** The first ones and the last. */
  void numbers(String label, Tensor vector) {
    long n = vector.elements();
    StringBuilder text = new StringBuilder();
    for (long i = 0; i < n; i++) {
      if (i >= SHOWN - 1 && i < n - 1) {
        text.append("... ");
        i = n - 1;
      }
      text.append(Text.number(vector.get(i), 6)).append(' ');
    }
    fact(label, text.toString());
  }

  /**
   * The sweeps, and where there are vectors LAPACK's test ratios: about 1 is as good as it gets, 30
   * is where it is called wrong.
   */
  void certificate(Certificate certificate) {
    fact("sweeps", certificate.sweeps() + ", largest cosine left " + tiny(certificate.remaining()));
    if (!Double.isNaN(certificate.residual())) {
      fact("residual", ratio(certificate.residual()));
      fact("orthogonality", ratio(certificate.orthogonality()));
    }
  }

  /** What a truncated decomposition leaves out of the matrix. */
  void truncation(Svd svd, Tensor a) {
    fact("truncation", Text.number(100 * svd.truncationError(), 3) + " % of the norm is left out");
    fact("orthogonality", ratio(svd.certificate(a).orthogonality()));
  }

  private static String ratio(double value) {
    return Text.number(value, 2) + " n eps (right if below 30)";
  }

  private static String tiny(double value) {
    return Text.format("%.1e", value);
  }

  void written(Path file, Map<String, Tensor> arrays) {
    fact(
        file.toString(),
        arrays.entrySet().stream()
            .map(named -> named.getKey() + " " + named.getValue().shape())
            .collect(Collectors.joining(", ")));
  }
}
