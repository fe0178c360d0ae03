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
