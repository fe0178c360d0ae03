package io.lanewise.linalg;

import java.io.Serializable;
import java.util.Locale;
import java.util.StringJoiner;

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
 *     looked; 0, with a tolerance of 0, for methods without sweeps, which always converge
 * @param remaining the largest off-diagonal element relative to its diagonal ({@code |a_ij| /
 *     sqrt(|a_ii a_jj|)}; for singular values the largest cosine between two columns; for symmetric
 *     matrices from n = 64 on that are not positive definite {@code |a_ij|} over the largest
 *     eigenvalue, seen in the tridiagonal form) that the last sweep met, at most 1. Where the last
 *     sweep rotated all pairs at once, a bound on what it left but for rounding
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

  /** Of a method without sweeps. */
  static Certificate direct(double residual, double orthogonality) {
    return new Certificate(0, 0, 0, residual, orthogonality);
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
   * orthogonality 0.45}, or of a method without sweeps {@code residual 0.31}.
   */
  @Override
  public String toString() {
    StringJoiner text = new StringJoiner(", ");
    if (tolerance > 0) {
      text.add(sweeps + (sweeps == 1 ? " sweep" : " sweeps"));
      text.add(format("remaining %.1e (tolerance %.1e)", remaining, tolerance));
    }
    if (!Double.isNaN(residual) || tolerance == 0) {
      text.add(format("residual %.2f", residual));
    }
    if (!Double.isNaN(orthogonality)) {
      text.add(format("orthogonality %.2f", orthogonality));
    }
    return text.toString();
  }

  private static String format(String text, Object... values) {
    return String.format(Locale.ROOT, text, values);
  }
}
