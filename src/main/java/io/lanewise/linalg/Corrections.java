package io.lanewise.linalg;

import io.lanewise.Slice;
import io.lanewise.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * What makes nearly orthonormal vectors that nearly diagonalise a matrix more so: the rotations of
 * all pairs at once, to first order [1].
 *
 * <p>With {@code S = V'V} and {@code G = V'MV} for the symmetric matrix M that is to become
 * diagonal, and {@code d_i = g_ii / s_ii}, the new vectors are {@code V (I + W)} where
 *
 * <pre>
 * r_ij = g_ij - s_ij (d_i + d_j) / 2,   t_ij = r_ij / (d_i - d_j),
 * w_ij = -s_ij / 2 - t_ij,   w_ii = (1 - s_ii) / 2.
 * </pre>
 *
 * The part with s makes them orthonormal, the part with t is the angle of a Jacobi rotation while
 * it is small. What is left is of second order: the square of {@code |W|}. A pair whose r is
 * rounding is not rotated, however close its values. A pair that is close and not diagonal asks for
 * an angle that is not small: such pairs are found and left to {@link CloseValues}.
 *
 * <p><b>Cost.</b> {@code n^2 / 2} divisions; the results take the place of S and G.
 *
 * <p>[1] T. Ogita and K. Aishima, Iterative refinement for symmetric eigenvalue decomposition,
 * Japan J. Indust. Appl. Math. 35, 2018; for close values II, ibid. 36, 2019.
 */
final class Corrections {
  /** Largest angle that counts as small. */
  private static final double SMALL = 0x1p-8;

  /** What r is measured against. */
  enum Measure {
    /** The size of the matrix. */
    NORM,
    /** The geometric mean of the two values: for {@code M = A'A} it is the cosine of a pair. */
    RELATIVE
  }

  private final Tensor s;
  private final Tensor g;
  private final double[] values;
  private final double[] lengths;
  private final List<int[]> closePairs = new ArrayList<>();
  private double remaining;
  private double skew;
  private double squares;

  private Corrections(Tensor s, Tensor g) {
    this.s = s;
    this.g = g;
    this.lengths = s.diagonal().toDoubleArray();
    this.values = g.diagonal().toDoubleArray();
    for (int i = 0; i < values.length; i++) {
      values[i] /= lengths[i];
    }
  }

  /**
   * Computes them.
   *
   * @param s F64, shape (n, n): the upper triangle of S; replaced
   * @param g F64, shape (n, n): the upper triangle of G; replaced
   * @param measure what r is measured against
   * @param negligible the measure up to which r is rounding
   * @return the corrections
   */
  static Corrections of(Tensor s, Tensor g, Measure measure, double negligible) {
    Corrections result = new Corrections(s, g);
    double[] scales = new double[result.values.length];
    double largest = 0;
    for (double value : result.values) {
      largest = Math.max(largest, Math.abs(value));
    }
    for (int i = 0; i < scales.length; i++) {
      scales[i] = Math.sqrt(measure == Measure.NORM ? largest : Math.abs(result.values[i]));
    }
    for (int i = 0; i < scales.length; i++) {
      result.row(i, scales, negligible);
    }
    return result;
  }

  private void row(int i, double[] scales, double negligible) {
    Slice at = Slice.at(i);
    double[] first = s.slice(at).toDoubleArray();
    double[] second = g.slice(at).toDoubleArray();
    java.util.Arrays.fill(first, 0, i, 0);
    java.util.Arrays.fill(second, 0, i + 1, 0);
    first[i] = (1 - lengths[i]) / 2;
    skew = Math.max(skew, Math.abs(1 - lengths[i]));
    squares += first[i] * first[i];
    for (int j = i + 1; j < first.length; j++) {
      double inner = first[j];
      double rest = second[j] - inner * (values[i] + values[j]) / 2;
      double size = Math.abs(rest) / (scales[i] * scales[j]);
      remaining = Math.max(remaining, size);
      skew = Math.max(skew, Math.abs(inner));
      double angle = 0;
      if (size > negligible) {
        angle = rest / (values[i] - values[j]);
        if (!(Math.abs(angle) <= SMALL)) {
          closePairs.add(new int[] {i, j});
          angle = 0;
        }
      }
      first[j] = angle - inner / 2; // w_ji
      second[j] = -angle - inner / 2; // w_ij
      // seen from vectors of length one, what a short one gives to a long one is small
      double ratio = scales[i] / scales[j];
      double up = first[j] * Math.max(1, 1 / ratio);
      double down = second[j] * Math.max(1, ratio);
      squares += up * up + down * down;
    }
    s.slice(at).copyFrom(MemorySegment.ofArray(first));
    g.slice(at).copyFrom(MemorySegment.ofArray(second));
  }

  /** The d: values of M, right to second order. */
  double[] values() {
    return values;
  }

  /** The largest r as it is measured, before the corrections; NaN if there is one. */
  double remaining() {
    return remaining;
  }

  /** The largest element of {@code S - I} before the corrections. */
  double skew() {
    return skew;
  }

  /**
   * {@code |W|^2} in the Frobenius norm, which bounds what is left; of relative measures with the
   * columns of {@code A V} scaled to length one, if that is larger.
   */
  double squares() {
    return squares;
  }

  /** Pairs that ask for an angle that is not small; they are not rotated. */
  List<int[]> closePairs() {
    return closePairs;
  }

  /**
   * The transposed corrections.
   *
   * @return shape (n, n): vectors that are rows of X become {@code X + matrix() X}
   */
  Tensor matrix() {
    return s.addInPlace(g.transpose());
  }
}
