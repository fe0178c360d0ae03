package io.lanewise.kernel;

import org.jspecify.annotations.Nullable;

/**
 * The inner loops of decompositions of many small matrices at once: lane l of each vector belongs
 * to matrix l.
 *
 * <p>Matrices are interleaved: where one matrix has a number, an array has {@link #lanes()} of
 * them, one of each matrix. Below, such a group is called an element, and offsets and strides count
 * numbers while rows and columns count elements. Rows of a column follow each other.
 *
 * <p>No lane knows of the others: each number is found by the same operations in the same order
 * whatever stands beside it, and however many lanes there are, so all kernels give the same bits.
 * Of what a matrix does not need, such as the rotation of columns that are orthogonal already, its
 * lane gets the identity.
 *
 * @param <P> {@code float[]} or {@code double[]}
 */
public interface InterleavedKernel<P> {
  /**
   * The cosine {@code 1 / sqrt(1 + t^2)} of a rotation, to 1e-5: a polynomial in {@code t^2} from 0
   * to 1, lowest power first. Two of Newton's steps {@code c += c/2 (1 - c^2 - t^2 c^2)} follow,
   * whose last rounding has no preference ({@link JacobiKernel} says why that matters). Of the
   * slowest operations, roots and divisions, that saves two of five.
   */
  double C0 = 0.99998666;

  /** See {@link #C0}. */
  double C1 = -0.499027411;

  /** See {@link #C0}. */
  double C2 = 0.362910052;

  /** See {@link #C0}. */
  double C3 = -0.253684296;

  /** See {@link #C0}. */
  double C4 = 0.127591948;

  /** See {@link #C0}. */
  double C5 = -0.0306771854;

  /**
   * Matrices side by side.
   *
   * @return how many, at least 1
   */
  int lanes();

  /**
   * A new array.
   *
   * @param length in numbers
   * @return zeros
   */
  P array(int length);

  /**
   * Sets square matrices to the identity.
   *
   * @param a columns, changed
   * @param stride from a column to the next
   * @param n order
   */
  void identity(P a, int stride, int n);

  /**
   * The largest absolute value in each row; NaN if one is.
   *
   * @param a columns
   * @param stride from a column to the next
   * @param columns how many
   * @param rows how many
   * @param result elements, one for each row
   */
  void largest(P a, int stride, int columns, int rows, P result);

  /**
   * Multiplies elements.
   *
   * @param a elements, changed
   * @param count how many
   * @param factors by what, one element
   * @param at where it begins
   */
  void scale(P a, int count, P factors, int at);

  /**
   * The sum of squares of each column.
   *
   * @param a columns
   * @param at where the first begins
   * @param stride from a column to the next
   * @param columns how many
   * @param rows how many are summed
   * @param sums elements
   * @param sumsAt where the first of them is written
   */
  void squares(P a, int at, int stride, int columns, int rows, P sums, int sumsAt);

  /**
   * The reflection that leaves of a column only its first element: {@code I - f v v'}, where v is
   * the column with another first element. Where the sum of squares is less than a floor, it is the
   * identity.
   *
   * @param a the column, of which the first element is changed
   * @param at where it begins
   * @param rows its length
   * @param floor see there
   * @param factors f is written here
   * @param heads what is left of the column
   * @param scalarsAt where in both
   */
  void reflector(P a, int at, int rows, double floor, P factors, P heads, int scalarsAt);

  /**
   * Reflects columns: {@code c -= f (v'c) v}.
   *
   * @param v the vector
   * @param at where it begins
   * @param factors f
   * @param factorsAt where it stands
   * @param c columns, changed
   * @param cAt where the first begins
   * @param stride from a column to the next
   * @param columns how many
   * @param rows how many
   */
  void reflect(
      P v, int at, P factors, int factorsAt, P c, int cAt, int stride, int columns, int rows);

  /**
   * Makes pairs of columns orthogonal, in those lanes where they are not.
   *
   * <p>With {@code p = x'y / max(|x|^2, |y|^2)} and q the ratio of the smaller square to the larger
   * one, the tangent of the angle is {@code 2p / (1 - q + sqrt((1 - q)^2 + 4p^2))}: nothing in it
   * leaves the range of numbers. The larger of the two new columns comes first. Its square is
   * updated; that of the other, which may be far smaller than before, is summed up anew.
   *
   * @param x columns, changed
   * @param stride from a column to the next
   * @param length elements of their inner products
   * @param rows elements that are rotated; those behind the length are what accumulates
   * @param pairs numbers of first and second columns in turn, all different, at most 8 pairs
   * @param squares sums of squares of all columns, changed
   * @param sweep tells when to rotate
   */
  void orthogonalise(P x, int stride, int length, int rows, int[] pairs, P squares, Sweep<P> sweep);

  /**
   * Annihilates elements (j, i) of symmetric matrices, in those lanes where they count, by
   * rotations from both sides. The larger of two eigenvalues comes first.
   *
   * @param a the lower triangle, by rows, changed
   * @param stride from a row to the next
   * @param v rows that are rotated as well, or null
   * @param n order
   * @param pairs rows i and j, larger than i, in turn, all different, at most 8 pairs
   * @param sweep tells when to rotate
   */
  void annihilate(P a, int stride, @Nullable P v, int n, int[] pairs, Sweep<P> sweep);

  /**
   * Solves {@code L V = X}.
   *
   * @param l columns of the lower triangle
   * @param x columns, changed to those of V
   * @param n order
   */
  void solveLower(P l, P x, int n);

  /**
   * How far columns are from orthonormal: the squared Frobenius norm of {@code V'V - I}.
   *
   * @param v columns
   * @param n order
   * @param result one element
   */
  void defect(P v, int n, P result);

  /**
   * Divides columns.
   *
   * @param x columns, changed
   * @param stride from a column to the next
   * @param columns how many
   * @param rows how many
   * @param squares of what they are divided by; changed to their roots
   */
  void normalise(P x, int stride, int columns, int rows, P squares);

  /**
   * Signs that make the entry of largest magnitude of each column positive.
   *
   * @param x columns
   * @param stride from a column to the next
   * @param columns how many
   * @param rows how many
   * @param signs elements of 1 or -1, one for each column
   */
  void signs(P x, int stride, int columns, int rows, P signs);

  /**
   * When to rotate, and what a sweep met.
   *
   * @param active one element: not 0 in lanes that may rotate
   * @param unfinished one element: set to 1 in lanes that met a cosine larger than twice the
   *     tolerance; of symmetric matrices, in lanes that rotated
   * @param angles scratch of 40 elements
   * @param inverse of the tolerance
   * @param floor what is smaller than this has no accuracy to keep: squares, or elements
   * @param <P> {@code float[]} or {@code double[]}
   */
  record Sweep<P>(P active, P unfinished, P angles, double inverse, double floor) {}
}
