package io.lanewise.linalg;

import java.util.Arrays;

/**
 * The pairs of vectors that have to be looked at. Of vectors in the order of their values that is a
 * band: what may be wrong with two vectors whose values are far apart follows from their residuals.
 *
 * <p>With {@code R = T Z - Z D} it is {@code s_ij (d_i - d_j) = z_j'R_i - z_i'R_j}, to the last
 * digit, for {@code S = Z'Z}. So, of nearly orthonormal vectors, {@code |s_ij| <= (|R_i| + |R_j|) /
 * |d_i - d_j|}, and the same holds for blocks of S with Frobenius norms in the place of lengths
 * [1]. And {@code z_i'T z_j} is {@code z_i'R_j + s_ij d_j}, or the same with i and j exchanged.
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
   * @param most the largest measure that may be left outside
   * @param skew the same of elements of S, as root of the mean square in a block
   * @return the band
   */
  static Near of(double[] values, double[] residuals, double most, double skew) {
    int n = values.length;
    Block[] blocks = new Block[Math.ceilDiv(n, Gram.BLOCK)];
    double largest = 0;
    for (int i = 0; i < blocks.length; i++) {
      int start = i * Gram.BLOCK;
      blocks[i] = Block.of(values, residuals, start, Math.min(n, start + Gram.BLOCK));
      largest = Math.max(largest, blocks[i].size);
    }
    int[] reach = new int[blocks.length];
    double measure = 0;
    double[] squares = new double[blocks.length]; // of elements of S outside, in a row
    for (int i = 0; i < blocks.length; i++) {
      int end = blocks.length;
      for (; end > i + 1; end--) {
        Block first = blocks[i];
        Block other = blocks[end - 1];
        double gap = first.least - other.most;
        double element = (first.residual + other.residual) / gap;
        double left =
            Math.max(first.residual, other.residual) + element * Math.min(first.size, other.size);
        double mean =
            (first.norm + other.norm) / gap / Math.sqrt((double) first.count * other.count);
        if (!(gap > 0 && left <= most * largest && mean <= skew)) {
          break;
        }
        measure = Math.max(measure, left / largest);
        squares[i] += element * element * other.count;
        squares[end - 1] += element * element * first.count;
      }
      reach[i] = Math.min(n, end * Gram.BLOCK);
    }
    return new Near(reach, measure, Arrays.stream(squares).max().orElse(0));
  }

  /**
   * What is known of the vectors of a block.
   *
   * @param least smallest value
   * @param most largest value
   * @param size largest absolute value
   * @param residual largest residual
   * @param norm Frobenius norm of residuals
   * @param count how many
   */
  private record Block(
      double least, double most, double size, double residual, double norm, int count) {
    static Block of(double[] values, double[] residuals, int start, int end) {
      double least = Double.POSITIVE_INFINITY;
      double most = Double.NEGATIVE_INFINITY;
      double residual = 0;
      double squares = 0;
      for (int i = start; i < end; i++) {
        least = Math.min(least, values[i]);
        most = Math.max(most, values[i]);
        residual = Math.max(residual, residuals[i]);
        squares += residuals[i] * residuals[i];
      }
      double size = Math.max(Math.abs(least), Math.abs(most));
      return new Block(least, most, size, residual, Math.sqrt(squares), end - start);
    }
  }
}
