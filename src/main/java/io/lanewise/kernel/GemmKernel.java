package io.lanewise.kernel;

import java.lang.foreign.MemorySegment;

/**
 * The inner loops of a matrix product: packing panels, one tile of sums from two packed panels, and
 * what becomes of C with these sums.
 *
 * <p>Panels are heap arrays, because C2 removes every check from a loop over them. A panel holds
 * {@code width} vectors (rows of A, or columns of B): for each p of the k range, {@code width}
 * consecutive numbers; vectors beyond the matrix are zeros. Only the last panel of a matrix may be
 * narrower than a tile, see {@link #panelRows} and {@link #panelColumns}. Where vectors from the
 * panels should not straddle cache lines, the first panel is at {@link #first}.
 *
 * <p><b>Order.</b> Each sum is {@code s = 0; for p: s = fma(a[p], b[p], s)}, whatever the tile
 * shape, the vector length or the path.
 *
 * @param <P> {@code float[]} or {@code double[]}
 */
public interface GemmKernel<P> {

  /**
   * Rows of a tile.
   *
   * @return MR
   */
  int mr();

  /**
   * Columns of a tile.
   *
   * @return NR
   */
  int nr();

  /**
   * Rows of smaller tiles are multiples of this.
   *
   * @return a divisor of MR
   */
  int rowStep();

  /**
   * Columns of smaller tiles are multiples of this.
   *
   * @return a divisor of NR
   */
  int columnStep();

  /**
   * Rows of the panel that holds some rows of A.
   *
   * @param rows how many are left
   * @return MR, or the least multiple of the step
   */
  default int panelRows(int rows) {
    return rows >= mr() ? mr() : (rows + rowStep() - 1) / rowStep() * rowStep();
  }

  /**
   * Columns of the panel that holds some columns of B.
   *
   * @param columns how many are left
   * @return NR, or the least multiple of the step
   */
  default int panelColumns(int columns) {
    return columns >= nr() ? nr() : (columns + columnStep() - 1) / columnStep() * columnStep();
  }

  /**
   * A new array for panels.
   *
   * @param elements how many they have
   * @return an array with that many behind {@link #first}, and room for one more vector
   */
  P array(int elements);

  /**
   * Room in an array.
   *
   * @param array made by {@link #array}
   * @return number of elements behind {@link #first}
   */
  int length(P array);

  /**
   * Where panels begin.
   *
   * @return index of the first panel of an array
   */
  int first();

  /**
   * Packs vectors of length k into panels of {@code width} of them each. The last one may be
   * narrower, a multiple of {@code step}, and is filled up with zeros.
   *
   * @param source segment
   * @param at byte offset of the first element
   * @param stride bytes between the vectors
   * @param along bytes between the elements of one vector
   * @param count number of vectors
   * @param k their length
   * @param width vectors in one panel: mr or nr
   * @param step of the width of the last panel: rowStep or columnStep
   * @param panels where they go
   * @param to index of the first panel
   */
  void pack(
      MemorySegment source,
      long at,
      long stride,
      long along,
      int count,
      int k,
      int width,
      int step,
      P panels,
      int to);

  /**
   * One tile of sums.
   *
   * @param rows rows of the A panel
   * @param columns columns of the B panel
   * @param k length of the panels
   * @param a A panels
   * @param aTo index of the A panel
   * @param b B panels
   * @param bTo index of the B panel
   * @param t where the sums go, row by row
   * @param to index of the first
   */
  void tile(int rows, int columns, int k, P a, int aTo, P b, int bTo, P t, int to);

  /**
   * Brings part of a tile of sums to C: {@code c = alpha * t} where beta is 0, which does not read
   * C, and otherwise {@code c = fma(alpha, t, beta * c)}.
   *
   * @param t the sums
   * @param from index of the first
   * @param width columns of the tile
   * @param alpha factor of the sums, representable in the element type
   * @param beta factor of C, likewise
   * @param c segment of C
   * @param at byte offset of the part
   * @param rowBytes bytes between the rows of C; its columns are consecutive
   * @param rows rows to bring
   * @param columns columns to bring
   */
  void update(
      P t,
      int from,
      int width,
      double alpha,
      double beta,
      MemorySegment c,
      long at,
      long rowBytes,
      int rows,
      int columns);
}
