package io.lanewise.cli.bench;

import io.lanewise.linalg.Certificate;

/** What a decomposition must keep to. */
final class Checks {
  /** Of LAPACK's test ratios: residual and orthogonality over n eps. */
  private static final double LIMIT = 30;

  private Checks() {}

  static void certificate(String op, Certificate certificate) {
    double worst = Math.max(certificate.residual(), certificate.orthogonality());
    if (!(worst <= LIMIT)) {
      throw new IllegalStateException(op + ": wrong result, " + certificate);
    }
  }
}
