package io.lanewise.linalg;

import io.lanewise.Engine;
import io.lanewise.Slice;
import io.lanewise.Tensor;
import io.lanewise.backend.Backend;
import io.lanewise.backend.BinaryOp;
import io.lanewise.backend.Epilogue;
import io.lanewise.internal.Internal;
import io.lanewise.memory.View;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
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
 * it is small. A pair whose r is rounding is not rotated, however close its values, and one whose g
 * and s are rounding is left alone. (That r is, does not suffice: what s leaves between a long and
 * a short column of {@code A V} is large beside the short one.) A pair that is close and not
 * diagonal asks for an angle that is not small: such pairs are found and left to {@link
 * CloseValues}.
 *
 * <p>What is left of a pair is of second order: with {@code p_i} the norm of what row and column i
 * of W hold, seen from columns of length one, at most {@code (1 + 2 sqrt(2)) p_i p_j}. So it can be
 * said of which vectors pairs may have to be looked at again: mostly of few.
 *
 * <p>The pairs are those of the first k vectors with each other and with all behind them. W is
 * mostly zero where little is left to do, and products with blocks of zeros are not made.
 *
 * <p><b>Cost.</b> {@code k n} operations, divisions for the pairs that are rotated; {@code 4 k n m}
 * flops at most to correct n vectors of length m.
 *
 * <p>[1] T. Ogita and K. Aishima, Iterative refinement for symmetric eigenvalue decomposition,
 * Japan J. Indust. Appl. Math. 35, 2018; for close values II, ibid. 36, 2019.
 */
final class Corrections {
  /** Largest angle that counts as small. */
  private static final double SMALL = 0x1p-8;

  /** What {@code p_i p_j} is multiplied with to bound what is left of a pair. */
  private static final double SECOND_ORDER = 4;

  /** Vectors that are corrected together, by those that have to do with them. */
  private static final int BLOCK = Gram.BLOCK;

  /** What r and g are measured against. */
  enum Measure {
    /** The size of the matrix. */
    NORM,
    /** The geometric mean of the two values: for {@code M = A'A} it is the cosine of a pair. */
    RELATIVE
  }

  /** Up to which size a pair is left alone: of g as it is measured, and of s. */
  record Negligible(double rest, double skew) {}

  private final Tensor s;
  private final Tensor g;
  private final HostRows sRows;
  private final HostRows gRows;
  private final double[] first; // a row of S
  private final double[] second; // and of G
  private final int k;
  private final double[] values;
  private final double[] scales;
  private final double[] inverses;
  private final Negligible negligible;

  /** Sums of squares of rows and columns of W. */
  private final double[] squares;

  /** Whether blocks of W hold anything; symmetric. */
  private final boolean[][] touched;

  private final List<int[]> closePairs = new ArrayList<>();
  private double remaining;
  private double skew;

  private Corrections(Tensor s, Tensor g, double[] values, Measure measure, Negligible negligible) {
    this.s = s;
    this.g = g;
    this.sRows = new HostRows(s);
    this.gRows = new HostRows(g);
    this.k = Math.toIntExact(s.size(0));
    this.values = values;
    this.negligible = negligible;
    int n = values.length;
    this.first = new double[n];
    this.second = new double[n];
    double largest = 0;
    for (double value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    this.scales = new double[n];
    this.inverses = new double[n];
    for (int i = 0; i < n; i++) {
      scales[i] = Math.sqrt(measure == Measure.NORM ? largest : Math.abs(values[i]));
      inverses[i] = 1 / scales[i];
    }
    this.squares = new double[n];
    int blocks = Math.ceilDiv(n, BLOCK);
    this.touched = new boolean[blocks][blocks];
  }

  /**
   * Computes them.
   *
   * @param s shape (k, n): the first rows of the upper triangle of S; replaced
   * @param g shape (k, n): of G, of the same type; replaced
   * @param known the d of vectors from k on
   * @param measure what r is measured against
   * @param negligible what is rounding
   * @param near the pairs that are looked at: elsewhere s and g hold nothing
   * @return the corrections
   */
  static Corrections of(
      Tensor s, Tensor g, double[] known, Measure measure, Negligible negligible, Near near) {
    double[] values = known.clone();
    double[] lengths = s.diagonal().toDoubleArray();
    double[] products = g.diagonal().toDoubleArray();
    for (int i = 0; i < lengths.length; i++) {
      values[i] = products[i] / lengths[i];
    }
    Corrections result = new Corrections(s, g, values, measure, negligible);
    Arrays.fill(result.squares, near.square());
    for (int i = 0; i < result.k; i++) {
      result.row(i, near.end(i));
    }
    return result;
  }

  /** Elements of S become w_ji, those of G w_ij. */
  private void row(int i, int end) {
    int start = i / BLOCK * BLOCK;
    sRows.get(i, i, end, first);
    gRows.get(i, i, end, second);
    double length = first[i];
    Arrays.fill(first, start, i + 1, 0);
    Arrays.fill(second, start, i + 1, 0);
    double missing = 1 - length;
    skew = Math.max(skew, Math.abs(missing));
    if (!(Math.abs(missing) <= negligible.skew)) {
      first[i] = missing / 2;
      squares[i] += missing * missing / 2;
      touched[i / BLOCK][i / BLOCK] = true;
    }
    double value = values[i];
    double inverse = inverses[i];
    double most = remaining;
    double mostSkew = skew;
    for (int j = i + 1; j < end; j++) {
      double inner = first[j];
      double product = second[j];
      double unit = inverse * inverses[j];
      double size = Math.abs(product) * unit;
      most = Math.max(most, size);
      mostSkew = Math.max(mostSkew, Math.abs(inner));
      if (size <= negligible.rest && Math.abs(inner) <= negligible.skew) {
        first[j] = 0;
        second[j] = 0;
      } else {
        double rest = product - inner * (value + values[j]) / 2;
        // NaN is not negligible
        double angle = Math.abs(rest) * unit <= negligible.rest ? 0 : angle(i, j, rest);
        first[j] = angle - inner / 2;
        second[j] = -angle - inner / 2;
        note(i, j, first[j], second[j]);
      }
    }
    remaining = most;
    skew = mostSkew;
    sRows.set(i, start, end, first);
    gRows.set(i, start, end, second);
  }

  private double angle(int i, int j, double rest) {
    double angle = rest / (values[i] - values[j]);
    if (Math.abs(angle) <= SMALL) {
      return angle;
    }
    closePairs.add(new int[] {i, j});
    return 0;
  }

  private void note(int i, int j, double first, double second) {
    touched[i / BLOCK][j / BLOCK] = true;
    touched[j / BLOCK][i / BLOCK] = true;
    // seen from vectors of length one, what a short one gives to a long one is small
    double ratio = scales[i] * inverses[j];
    double up = first * Math.max(1, 1 / ratio);
    double down = second * Math.max(1, ratio);
    double both = up * up + down * down;
    squares[i] += both;
    squares[j] += both;
  }

  /** The d: values of M, right to second order. */
  double[] values() {
    return values;
  }

  /** The largest g off the diagonal as it is measured, before; NaN if there is one. */
  double remaining() {
    return remaining;
  }

  /** The largest element of {@code S - I} before the corrections. */
  double skew() {
    return skew;
  }

  /** A bound of what is left of each pair but those of {@link #closePairs()}. */
  double left() {
    double most = 0;
    for (double square : squares) {
      most = Math.max(most, square);
    }
    return SECOND_ORDER * most;
  }

  /**
   * The vectors whose pairs have to be looked at again. A pair of two others has little left.
   *
   * @param wanted how much may be left
   * @return their numbers
   */
  BitSet unsettled(double wanted) {
    BitSet result = new BitSet();
    for (int i = 0; i < squares.length; i++) {
      if (!(SECOND_ORDER * squares[i] <= wanted)) {
        result.set(i);
      }
    }
    return result;
  }

  /** Pairs that ask for an angle that is not small; they are not rotated. */
  List<int[]> closePairs() {
    return closePairs;
  }

  /** Brings W, of the pairs of the first k vectors, together in the place of S. */
  void assemble() {
    View w = Internal.view(s);
    View other = Internal.view(g).swapAxes(0, 1);
    Backend backend = Internal.backend(Engine.current());
    for (int row = 0; row < k; row += BLOCK) {
      int rows = Math.min(BLOCK, k - row);
      for (int column = 0; column <= row; column += BLOCK) {
        if (touched[row / BLOCK][column / BLOCK]) {
          int columns = Math.min(BLOCK, k - column);
          View to = w.block(row, rows, column, columns);
          View from = other.block(row, rows, column, columns);
          if (row == column) {
            backend.zip(BinaryOp.ADD, to, from, to);
          } else {
            backend.copy(from, to);
          }
        }
      }
    }
  }

  /**
   * Corrects vectors, or what belongs to them; after {@link #assemble}.
   *
   * @param rows shape (n, m), of the type of S: row i becomes the sum of {@code (I + W)_ji} times
   *     row j
   * @param spare shape (k, m) at least, overwritten
   */
  void applyTo(Tensor rows, Tensor spare) {
    Slice top = Slice.to(k);
    Tensor before = spare.slice(top, Slice.to(rows.size(1)));
    before.copyFrom(rows.slice(top));
    addProducts(s.slice(Slice.all(), top), before, rows.slice(top), 0, 0);
    if (k < values.length) {
      Slice behind = Slice.from(k);
      Tensor rest = rows.slice(behind);
      addProducts(s.slice(Slice.all(), behind), rest, rows.slice(top), 0, k);
      addProducts(g.slice(Slice.all(), behind).transpose(), before, rest, k, 0);
    }
  }

  /** {@code target += w * x}, by runs of blocks that are not zero. */
  private void addProducts(Tensor w, Tensor x, Tensor target, int firstRow, int firstColumn) {
    Backend backend = Internal.backend(Engine.current());
    View weights = Internal.view(w);
    View from = Internal.view(x);
    View to = Internal.view(target);
    long rows = w.size(0);
    long columns = w.size(1);
    for (long row = 0, nextRow; row < rows; row = nextRow) {
      int block = Math.toIntExact((firstRow + row) / BLOCK);
      int next = block + 1;
      // x is packed for each product, so blocks that have to do with the same are one
      while ((long) next * BLOCK < firstRow + rows
          && Arrays.equals(touched[block], touched[next])) {
        next++;
      }
      nextRow = Math.min(rows, (long) next * BLOCK - firstRow);
      for (long column = 0; column < columns; ) {
        long end = end(touched[block], firstColumn + column, firstColumn + columns) - firstColumn;
        if (end > column) {
          backend.gemm(
              1,
              weights.block(row, nextRow - row, column, end - column),
              from.block(column, end - column, 0, x.size(1)),
              1,
              to.block(row, nextRow - row, 0, x.size(1)),
              Epilogue.NONE);
        }
        column = Math.max(end, ((firstColumn + column) / BLOCK + 1) * BLOCK - firstColumn);
      }
    }
  }

  /** Where a run of touched blocks ends that begins at a column; there, if its block is not. */
  private static long end(boolean[] touched, long column, long columns) {
    int block = Math.toIntExact(column / BLOCK);
    if (!touched[block]) {
      return column;
    }
    while (block < touched.length && touched[block]) {
      block++;
    }
    return Math.min(columns, (long) block * BLOCK);
  }
}
