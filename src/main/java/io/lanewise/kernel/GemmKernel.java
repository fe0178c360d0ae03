package io.lanewise.kernel;

import java.lang.foreign.MemorySegment;

/**
 * The inner loops of a matrix product: packing panels, and one tile of C from two packed panels.
 *
 * <p>Panels are heap arrays, because C2 removes every check from a loop over them. A panel holds
 * {@code width} vectors (rows of A, or columns of B): for each p of the k range, {@code width}
 * consecutive numbers; vectors beyond the matrix are zeros.
 *
 * <p><b>Order.</b> Each element of a tile is {@code s = 0; for p: s = fma(a[p], b[p], s)}, whatever
 * the tile shape, the vector length or the path; it is then stored, or added to C.
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
   * Length of an array.
   *
   * @param array made by {@link #array}
   * @return number of elements
   */
  int length(P array);

  /**
   * Packs vectors of length k into panels of {@code width} of them each, the last one filled up
   * with zeros.
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
   * One whole tile of C.
   *
   * @param k length of the panels
   * @param a A panels
   * @param aTo index of the A panel
   * @param b B panels
   * @param bTo index of the B panel
   * @param accumulate whether the old contents are added to, or else not read
   * @param c segment of C
   * @param cAt byte offset of the tile
   * @param rowBytes bytes between the rows of C; its columns are consecutive
   */
  void tile(
      int k,
      P a,
      int aTo,
      P b,
      int bTo,
      boolean accumulate,
      MemorySegment c,
      long cAt,
      long rowBytes);

  /**
   * Stores part of a tile that was computed into scratch memory: {@code c = alpha * t}, or {@code c
   * = fma(alpha, t, c)} when accumulating.
   *
   * @param t segment of the scratch tile, with rows of NR elements
   * @param tAt byte offset
   * @param alpha factor, representable in the element type
   * @param accumulate whether the old contents are added to, or else not read
   * @param c segment of C
   * @param cAt byte offset of the part
   * @param rowBytes bytes between the rows of C
   * @param rows rows to store
   * @param columns columns to store
   */
  void store(
      MemorySegment t,
      long tAt,
      double alpha,
      boolean accumulate,
      MemorySegment c,
      long cAt,
      long rowBytes,
      int rows,
      int columns);
}
