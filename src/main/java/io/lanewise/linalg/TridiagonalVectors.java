package io.lanewise.linalg;

import io.lanewise.Tensor;
import java.util.Arrays;

/**
 * Eigenvectors of a symmetric tridiagonal matrix whose eigenvalues are known and whose elements
 * beside the diagonal are not zero.
 *
 * <p><b>Method.</b> With the value subtracted, T is eliminated from the top and from the bottom.
 * Where the two meet in the smallest pivot, the vector has a large element, and the others follow
 * from there in both directions by one multiplication each [1]. The pivot over the vector's square
 * is what the value is wrong by: with the value corrected, all is done a second time, and the
 * residual is rounding. That is done for many values at once, element by element of arrays, so that
 * divisions come in vectors. Where values are very close, the vectors found so would be the same
 * one: those are found by {@link InverseIteration}.
 *
 * <p><b>Accuracy.</b> Residuals are small multiples of {@code eps |T|}; vectors are orthogonal to
 * {@code eps |T|} over the gap between their values. They are meant to be refined.
 *
 * <p><b>Cost.</b> About 24 flops and 8 divisions for each element; memory for {@code 128 n}
 * numbers.
 *
 * <p>[1] I. S. Dhillon and B. N. Parlett, Orthogonal eigenvectors and relative gaps, SIAM J. Matrix
 * Anal. Appl. 25, 2004; the meeting of the eliminations: K. V. Fernando, On computing an
 * eigenvector of a tridiagonal matrix, SIAM J. Matrix Anal. Appl. 18, 1997.
 */
final class TridiagonalVectors {
  /** Values that are taken together. [TP] */
  private static final int TOGETHER = 64;

  /** Distance, relative to the largest, below which values count as one. */
  private static final double CLOSE = 1e-9;

  /** Largest correction of a value, relative to the largest: what rounding may have left. */
  private static final double MOST_STEP = 1e-12;

  /** Ratio of neighbours of a vector below which the pivot between them is mostly rounding. */
  private static final double SMALL = 1e-3;

  /** In the place of a zero pivot; its square and its reciprocal are numbers. */
  private static final double TINY = 1e-100;

  /**
   * Elements below it are zeros: rounded to F32 they, or their products, would be subnormal, which
   * processors multiply slowly.
   */
  private static final double NOTHING = 0x1p-60;

  private final double[] diagonal;
  private final double[] beside;
  private final double[] values;
  private final HostRows rows;
  private final int[] places;
  private final double[][] down;
  private final double[][] up;
  private final double[] shifts = new double[TOGETHER];
  private final int[] meeting = new int[TOGETHER];

  /** The pivots where the eliminations meet. */
  private final double[] pivots = new double[TOGETHER];

  private final double[] least = new double[TOGETHER];
  private final double size;

  private TridiagonalVectors(
      double[] diagonal, double[] beside, double[] values, HostRows rows, int[] places) {
    this.diagonal = diagonal;
    this.beside = beside;
    this.values = values;
    this.rows = rows;
    this.places = places;
    this.size = Math.max(Math.abs(values[0]), Math.abs(values[values.length - 1]));
    this.down = new double[diagonal.length][TOGETHER];
    this.up = new double[diagonal.length][TOGETHER];
  }

  /**
   * Finds them.
   *
   * @param diagonal n elements
   * @param beside the elements beside it, n-1, none of them zero
   * @param values n eigenvalues, ascending
   * @param matrix F32 or F64, n columns
   * @param places row {@code places[i]} of the matrix becomes the vector of value i, of length 1
   */
  static void of(double[] diagonal, double[] beside, double[] values, Tensor matrix, int[] places) {
    HostRows rows = new HostRows(matrix);
    TridiagonalVectors vectors = new TridiagonalVectors(diagonal, beside, values, rows, places);
    int n = values.length;
    double close = CLOSE * Math.max(Math.abs(values[0]), Math.abs(values[n - 1]));
    for (int first = 0; first < n; first += TOGETHER) {
      vectors.batch(first, Math.min(TOGETHER, n - first));
    }
    InverseIteration iteration = null;
    for (int first = 0, next; first < n; first = next) {
      next = first + 1;
      while (next < n && values[next] - values[next - 1] <= close) {
        next++;
      }
      if (next - first > 1) {
        iteration = iteration == null ? new InverseIteration(diagonal, beside) : iteration;
        iteration.group(values, first, next, rows, places);
      }
    }
  }

  private void batch(int first, int count) {
    int n = diagonal.length;
    for (int k = 0; k < TOGETHER; k++) {
      shifts[k] = values[first + Math.min(k, count - 1)];
    }
    eliminate();
    double[] vector = new double[n];
    for (int k = 0; k < count; k++) {
      double step = pivots[k] / follow(k, vector);
      shifts[k] += Math.abs(step) <= MOST_STEP * size ? step : 0;
    }
    eliminate();
    for (int k = 0; k < count; k++) {
      double factor = 1 / Math.sqrt(follow(k, vector));
      for (int i = 0; i < n; i++) {
        double element = vector[i] * factor;
        vector[i] = Math.abs(element) < NOTHING ? 0 : element;
      }
      rows.set(places[first + k], 0, n, vector);
    }
  }

  /** From both ends, with the ratios of elements that follow from it. */
  private void eliminate() {
    int n = diagonal.length;
    eliminate(diagonal[0], 0, shifts, shifts, down[0]);
    for (int i = 1; i < n; i++) {
      eliminate(diagonal[i], beside[i - 1] * beside[i - 1], shifts, down[i - 1], down[i]);
    }
    eliminate(diagonal[n - 1], 0, shifts, shifts, up[n - 1]);
    for (int i = n - 2; i >= 0; i--) {
      eliminate(diagonal[i], beside[i] * beside[i], shifts, up[i + 1], up[i]);
    }
    meet();
    for (int i = 0; i < n; i++) {
      ratios(i < n - 1 ? beside[i] : 0, down[i]);
      ratios(i > 0 ? beside[i - 1] : 0, up[i]);
    }
  }

  /** The next pivot of an elimination, for all values. */
  private static void eliminate(
      double element, double square, double[] shifts, double[] before, double[] pivots) {
    for (int k = 0; k < TOGETHER; k++) {
      pivots[k] = (element - shifts[k]) - square / (before[k] + TINY) + TINY;
    }
  }

  private static void ratios(double beside, double[] pivots) {
    for (int k = 0; k < TOGETHER; k++) {
      pivots[k] = -beside / pivots[k];
    }
  }

  private void meet() {
    Arrays.fill(least, Double.POSITIVE_INFINITY);
    for (int i = 0; i < diagonal.length; i++) {
      double[] above = down[i];
      double[] below = up[i];
      double element = diagonal[i];
      for (int k = 0; k < TOGETHER; k++) {
        double pivot = above[k] + below[k] - (element - shifts[k]);
        if (Math.abs(pivot) < least[k]) {
          least[k] = Math.abs(pivot);
          pivots[k] = pivot;
          meeting[k] = i;
        }
      }
    }
  }

  /**
   * The vector whose element at the meeting is one.
   *
   * <p>Where an element is small beside the one before, the pivot from which the next would follow
   * is rounding: there T itself tells the next.
   *
   * @return the sum of its squares
   */
  private double follow(int k, double[] vector) {
    int middle = meeting[k];
    int last = vector.length - 1;
    double shift = shifts[k];
    vector[middle] = 1;
    double squares = 1;
    double element = 1;
    double before = 0;
    for (int i = middle - 1; i >= 0; i--) {
      double next =
          Math.abs(element) < SMALL * Math.abs(before)
              ? -((diagonal[i + 1] - shift) * element + beside[i + 1] * before) / beside[i]
              : down[i][k] * element;
      before = element;
      element = next;
      vector[i] = element;
      squares += element * element;
    }
    element = 1;
    before = 0;
    for (int i = middle + 1; i <= last; i++) {
      double next =
          Math.abs(element) < SMALL * Math.abs(before)
              ? -((diagonal[i - 1] - shift) * element + beside[i - 2] * before) / beside[i - 1]
              : up[i][k] * element;
      before = element;
      element = next;
      vector[i] = element;
      squares += element * element;
    }
    return squares;
  }
}
