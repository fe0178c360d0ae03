package io.lanewise.kernel;

import java.lang.foreign.MemorySegment;

/**
 * The inner loops of a matrix product: packing panels, one tile of sums from two packed panels, and
 * what becomes of C with these sums.
 *
 * <p>Panels are heap arrays, because C2 removes every check from a loop over them. A panel of A
 * holds {@link #mr} rows, in an order of the kernel's own. A panel of B holds {@link #nr} columns:
 * for each p, that many consecutive numbers. Rows, columns and an odd step beyond the matrix are
 * zeros. Only the last panel of a matrix may be smaller than a tile, see {@link #panelRows} and
 * {@link #panelColumns}. Panels begin at {@link #first}, where vectors of B do not straddle cache
 * lines.
 *
 * <p><b>Order.</b> Each sum is {@code s = 0; for p: s = fma(a[p], b[p], s)}, and where k is odd
 * {@code s = fma(0, 0, s)}, whatever the tile shape, the vector length or the path.
 *
 * @param <P> {@code float[]} or {@code double[]}
 */
public interface GemmKernel<P> extends TileKernel<P> {
  /**
   * Most steps of k that panels hold. Sums of more are cut into ranges of this length, which are
   * added up in C: so it decides the order of every sum, and with it the bits, and is the same on
   * every machine. With 256 numbers the sliver of B is at most 32 KB. [TP]
   */
  int KC = 256;

  /**
   * Packs rows of A into one panel.
   *
   * @param source segment
   * @param at byte offset of the first element
   * @param row bytes between the rows
   * @param column bytes between the columns
   * @param rows how many, at most {@code height}
   * @param k columns, at most KC
   * @param height rows of the panel: a multiple of the step, at most MR
   * @param panel where they go
   * @param to index of the panel
   */
  void packA(
      MemorySegment source,
      long at,
      long row,
      long column,
      int rows,
      int k,
      int height,
      P panel,
      int to);

  /**
   * Packs columns of B into panels. The panel of column j begins at {@code to + j * evenLength(k)}.
   *
   * @param source segment
   * @param at byte offset of the first element
   * @param row bytes between the rows
   * @param column bytes between the columns
   * @param columns how many
   * @param k rows, at most KC
   * @param last columns of the last panel: a multiple of the step, at most NR
   * @param panels where they go
   * @param to index of the first panel
   */
  void packB(
      MemorySegment source,
      long at,
      long row,
      long column,
      int columns,
      int k,
      int last,
      P panels,
      int to);

  /**
   * Most rows of a tile whose operands need not be packed, see {@link #direct}.
   *
   * @return 0 if this kernel has no such tiles
   */
  default int directRows() {
    return 0;
  }

  /**
   * Columns of a vector: sums of such a tile are stored for a multiple of them.
   *
   * @return how many
   */
  default int directStep() {
    return 1;
  }

  /**
   * Room for the rows of A of such a tile.
   *
   * @return elements of an array
   */
  default int directLength() {
    return 0;
  }

  /**
   * Columns of the next such tile.
   *
   * @param left how many columns are left, at least 1
   * @return how many to take
   */
  default int directColumns(int left) {
    return left;
  }

  /**
   * Copies rows of A, whose elements are consecutive, for {@link #direct}.
   *
   * @param source segment
   * @param at byte offset of the first element
   * @param row bytes between the rows
   * @param rows how many, at most {@link #directRows}
   * @param k columns, at most KC
   * @param work where they go
   * @param to index of the first element
   */
  default void copyRows(MemorySegment source, long at, long row, int rows, int k, P work, int to) {
    throw new UnsupportedOperationException();
  }

  /**
   * Copies a B of less than {@link #directStep} columns to rows of that many: a tile of whole
   * vectors is twice as fast.
   *
   * @param b segment of B
   * @param at byte offset of the first element
   * @param row bytes between the rows
   * @param columns how many
   * @param k rows
   * @param padded segment of the copy
   * @param to byte offset of the copy, whose rows follow each other
   */
  default void padRows(
      MemorySegment b, long at, long row, int columns, int k, MemorySegment padded, long to) {
    throw new UnsupportedOperationException();
  }

  /**
   * One tile of sums, with B read where it lies: for products that are too small to pack, and with
   * the bits that packing gives.
   *
   * @param rows rows of A
   * @param columns columns of B, as {@link #directColumns} gives them
   * @param k length of the sums, at least 1, at most KC
   * @param work rows of A, and the sums
   * @param aTo index of the rows of A
   * @param b segment of B, whose rows are consecutive
   * @param bAt byte offset of the first element
   * @param bRow bytes between the rows of B, not negative
   * @param to where the sums go, row by row
   */
  default void direct(
      int rows, int columns, int k, P work, int aTo, MemorySegment b, long bAt, long bRow, int to) {
    throw new UnsupportedOperationException();
  }

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
