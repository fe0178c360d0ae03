package io.lanewise.kernel;

import java.lang.foreign.MemorySegment;

/**
 * What attention does with panels in which each query is a column and each key a row: scores become
 * weights, the panel of B of the second product. All operands are in one array, as a tile's are
 * ({@link TileKernel}); columns are multiples of {@link TileKernel#columnStep}.
 *
 * <p>What belongs to a query is a column's, so that neither maximum nor sum crosses lanes. Sums are
 * formed row after row, whatever the vector length.
 *
 * @param <P> {@code float[]} or {@code double[]}
 */
public interface ScoresKernel<P> {
  /** Bytes of scratch memory that {@link #weights} needs. */
  int SCRATCH = 128;

  /**
   * Multiplies by a factor, {@code a[i][j] = scale * a[i][j]}, and keeps the largest of each
   * column, {@code largest[j] = max(largest[j], a[i][j])}, where NaN is passed over.
   *
   * @param panels holds all
   * @param at index of the scores
   * @param rows how many
   * @param columns length of a row
   * @param scale the factor, representable in the element type
   * @param largest index of the largest so far
   */
  void largest(P panels, int at, int rows, int columns, double scale, int largest);

  /**
   * {@code a[i][j] += mask[i][j]}.
   *
   * @param panels holds both
   * @param at index of the scores
   * @param rows how many
   * @param columns length of a row
   * @param mask index of what is added
   */
  void add(P panels, int at, int rows, int columns, int mask);

  /**
   * Where the mask is negative, {@code a[i][j] = -infinity}.
   *
   * @param panels holds both
   * @param at index of the scores
   * @param rows how many
   * @param columns length of a row
   * @param mask index of the mask
   */
  void exclude(P panels, int at, int rows, int columns, int mask);

  /**
   * {@code a[i][j] = exp(a[i][j] - shift[j])}, which is not to be above 1, 0 where it is no normal
   * number, and {@code total[j] += a[i][j]}.
   *
   * @param panels holds all
   * @param at index of the scores
   * @param rows how many
   * @param columns length of a row
   * @param shift index of what is subtracted, finite
   * @param total index of the sums
   * @param scratch segment of {@link #SCRATCH} bytes
   * @param scratchAt byte offset of them
   */
  void weights(
      P panels,
      int at,
      int rows,
      int columns,
      int shift,
      int total,
      MemorySegment scratch,
      long scratchAt);

  /**
   * {@code a[i][j] = fma(a[i][j], factor[j], more[i][j])}.
   *
   * @param panels holds all
   * @param at index of the results so far
   * @param rows how many
   * @param columns length of a row
   * @param factor index of the factors
   * @param more index of what is added
   */
  void advance(P panels, int at, int rows, int columns, int factor, int more);

  /**
   * {@code a[i][j] *= factor[j]}.
   *
   * @param panels holds both
   * @param at index of the results
   * @param rows how many
   * @param columns length of a row
   * @param factor index of the factors
   */
  void multiply(P panels, int at, int rows, int columns, int factor);
}
