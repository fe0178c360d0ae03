package io.lanewise.kernel;

import java.lang.foreign.MemorySegment;

/**
 * The inner loops of a matrix product: packing panels, and one tile of C from two packed panels.
 *
 * <p>Panels are heap arrays, because C2 removes every check from a loop over them. An A panel holds {@code mr} rows: for each
 * p of the k range, {@code mr} consecutive numbers; rows beyond the matrix are zeros. A B panel holds {@code nr} columns
 * likewise.
 *
 * <p><b>Order.</b> Each element of a tile is {@code s = 0; for p: s = fma(a[p], b[p], s)}, whatever the tile shape, the
 * vector length or the path, and then {@code c = alpha == 1 ? s : alpha * s}, or {@code fma(alpha, s, c)} when accumulating.
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
   * A new array for panels.
   *
   * @param elements its length
   * @return the array
   */
  P array(int elements);

  /**
   * Packs {@code count} vectors of length k (rows of A, or columns of B) into panels of {@code width} of them each, the last
   * one filled up with zeros.
   *
   * @param source segment
   * @param at byte offset of the first element
   * @param stride bytes between the vectors
   * @param step bytes between the elements of one vector
   * @param count number of vectors
   * @param k their length
   * @param width vectors in one panel: mr or nr
   * @param panels where they go
   * @param to index of the first panel
   */
  void pack(
      MemorySegment source,
      long at,
      long stride,
      long step,
      int count,
      int k,
      int width,
      P panels,
      int to);

  /**
   * One tile of C, of which {@code rows x columns} elements are stored.
   *
   * @param k length of the panels
   * @param a A panels
   * @param aTo index of the A panel
   * @param b B panels
   * @param bTo index of the B panel
   * @param alpha factor
   * @param accumulate whether the old contents are added to
   * @param c segment of C
   * @param cAt byte offset of the tile
   * @param rowBytes bytes between the rows of C; its columns are consecutive
   * @param rows rows to store, at most mr
   * @param columns columns to store, at most nr
   */
  void tile(
      int k,
      P a,
      int aTo,
      P b,
      int bTo,
      double alpha,
      boolean accumulate,
      MemorySegment c,
      long cAt,
      long rowBytes,
      int rows,
      int columns);
}
