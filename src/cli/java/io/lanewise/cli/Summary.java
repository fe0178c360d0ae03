package io.lanewise.cli;

import io.lanewise.DType;
import io.lanewise.Tensor;
import io.lanewise.linalg.Certificate;
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
   * Errors as multiples of n times the distance from 1 to the next number: about 1 is as good as it
   * gets, 30 is bad.
   */
  void certificate(Certificate certificate, long n, DType dtype) {
    double unit = Math.max(1, n) * dtype.epsilon();
    fact("sweeps", Integer.toString(certificate.sweeps()));
    fact("residual", Text.number(certificate.residual() / unit, 2) + " n eps");
    fact("orthogonality", Text.number(certificate.orthogonality() / unit, 2) + " n eps");
  }

  void written(Path file, Map<String, Tensor> arrays) {
    fact(
        file.toString(),
        arrays.entrySet().stream()
            .map(named -> named.getKey() + " " + named.getValue().shape())
            .collect(Collectors.joining(", ")));
  }
}
