package io.lanewise.linalg;

import java.io.Serializable;
import java.util.Locale;

/**
 * What a decomposition can prove about itself.
 *
 * <p>Residual and orthogonality are LAPACK's test ratios, with Frobenius norms and {@code eps} the
 * {@link io.lanewise.DType#epsilon() epsilon} of the type: LAPACK takes a ratio below 30 for a
 * correct result, and 0.1 to 2 is usual here. Each costs matrix products, so they are computed only
 * when {@code certificate(a)} is asked for, in F64 whatever the type.
 *
 * <p>{@link Eigen} iterates differently; its {@code certificate()} says what the numbers count.
 *
 * @param sweeps how often all pairs of rows were visited; the last sweep, if it converged, only
 *     looked
 * @param remaining the largest off-diagonal element relative to its diagonal ({@code |a_ij| /
 *     sqrt(|a_ii a_jj|)}; for singular values the largest cosine between two columns) that the last
 *     sweep met, at most 1
 * @param tolerance the bound on {@code remaining} at which sweeping ends
 * @param residual {@code |A - V diag(values) V'| / (n eps |A|)}, or {@code |A - U diag(s) V'|}
 *     likewise with n the larger size; correct if below 30; NaN if not computed
 * @param orthogonality the largest of {@code |V'V - I| / (n eps)} over the vectors computed, n
 *     their length; correct if below 30; NaN if not computed
 */
public record Certificate(
    int sweeps, double remaining, double tolerance, double residual, double orthogonality)
    implements Serializable {

  static Certificate ofSweeps(int sweeps, double remaining, double tolerance) {
    return new Certificate(sweeps, remaining, tolerance, Double.NaN, Double.NaN);
  }

  Certificate with(double newResidual, double newOrthogonality) {
    return new Certificate(sweeps, remaining, tolerance, newResidual, newOrthogonality);
  }

  /**
   * Whether the sweeps ended because nothing was left to rotate.
   *
   * @return true if {@code remaining <= tolerance}
   */
  public boolean converged() {
    return remaining <= tolerance;
  }

  /**
   * One line, such as {@code 7 sweeps, remaining 3.1e-17 (tolerance 2.2e-16), residual 0.31,
   * orthogonality 0.45}.
   */
  @Override
  public String toString() {
    String text =
        String.format(
            Locale.ROOT,
            "%d %s, remaining %.1e (tolerance %.1e)",
            sweeps,
            sweeps == 1 ? "sweep" : "sweeps",
            remaining,
            tolerance);
    return text + ratio("residual", residual) + ratio("orthogonality", orthogonality);
  }

  private static String ratio(String name, double value) {
    return Double.isNaN(value) ? "" : String.format(Locale.ROOT, ", %s %.2f", name, value);
  }
}
