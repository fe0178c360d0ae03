package io.lanewise.linalg;

import java.util.Arrays;

/**
 * The pairs of vectors that have to be looked at. Of vectors in the order of their values that is a
 * band: what may be wrong with two vectors whose values are far apart follows from their residuals.
 *
 * <p>With {@code R = T Z - Z D} it is {@code s_ij (d_i - d_j) = z_j'R_i - z_i'R_j}, to the last
 * digit, for {@code S = Z'Z}. So, of nearly orthonormal vectors, {@code |s_ij| <= (|R_i| + |R_j|) /
 * |d_i - d_j|}, and the same holds for blocks of S with Frobenius norms in the place of lengths [1].
 * And {@code z_i'T z_j} is {@code z_i'R_j + s_ij d_j}.
 *
 * <p>[1] B. N. Parlett, The Symmetric Eigenvalue Problem, 1998, chapter 11.
 *
 * @param reach for each block of {@link Gram#BLOCK} rows, where the columns end that are looked at
 * @param measure the largest element of {@code Z'TZ} that others may have, over the largest value
 * @param square the largest sum of squares of elements of S that others may have in a row
 */
record Near(int[] reach, double measure, double square) {
  /** All pairs of the first vectors with each other and those behind. */
  static Near all(int count, int n) {
    return new Near(Gram.everything(count, n), 0, 0);
  }

  /** Where the columns end that are looked at in a row. */
  int end(int row) {
    return reach[row / Gram.BLOCK];
  }

  /**
   * Finds the band outside of which pairs are rounding.
   *
   * @param values the quotients d, in nearly falling order
   * @param residuals the norms of R, with what rounding may have added
   * @param negligible what is rounding
   * @return the band
   */
  static Near of(double[] values, double[] residuals, Corrections.Negligible negligible) {
    int n = values.length;
    int blocks = Math.ceilDiv(n, Gram.BLOCK);
    double largest = 0;
    double most = 0;
    double[] above = new double[blocks + 1]; // the largest value from a block on
    double[] squares = new double[blocks + 1]; // of residuals, from a block on
    above[blocks] = Double.NEGATIVE_INFINITY;
    for (int block = blocks - 1; block >= 0; block--) {
      above[block] = above[block + 1];
      squares[block] = squares[block + 1];
      for (int i = block * Gram.BLOCK; i < Math.min(n, (block + 1) * Gram.BLOCK); i++) {
        largest = Math.max(largest, Math.abs(values[i]));
        most = Math.max(most, residuals[i]);
        above[block] = Math.max(above[block], values[i]);
        squares[block] += residuals[i] * residuals[i];
      }
    }
    int[] reach = new int[blocks];
    double measure = 0;
    double square = 0;
    for (int block = 0; block < blocks; block++) {
      int start = block * Gram.BLOCK;
      int end = Math.min(n, start + Gram.BLOCK);
      double least = Arrays.stream(values, start, end).min().orElseThrow();
      double norms = Math.sqrt(squares[block] - squares[block + 1]);
      int next = block + 1;
      for (; next < blocks; next++) {
        double gap = least - above[next];
        double others = n - (double) next * Gram.BLOCK;
        double inner = 2 * most / gap;
        double left = most / largest + inner;
        double block2 = (norms + Math.sqrt(squares[next])) / gap;
        if (gap > 0
            && left <= negligible.rest()
            && block2 <= negligible.skew() * Math.sqrt((end - start) * others)) {
          measure = Math.max(measure, left);
          square = Math.max(square, inner * inner * n);
          break;
        }
      }
      reach[block] = Math.min(n, next * Gram.BLOCK);
    }
    return new Near(reach, measure, square);
  }
}
