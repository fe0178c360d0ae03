package io.lanewise.kernel;

/**
 * The part of a {@link GemmKernel} that knows only panels: their sizes, and the tile of sums from
 * two of them. It is the same wherever the matrices are.
 *
 * @param <P> {@code float[]} or {@code double[]}
 */
public interface TileKernel<P> {
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
   * Columns of the last of the panels that hold some columns of B.
   *
   * @param columns how many, at least 1
   * @return at most NR
   */
  default int lastPanelColumns(int columns) {
    return panelColumns((columns - 1) % nr() + 1);
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
   * Steps of k in a panel: tiles take two at a time.
   *
   * @param k steps of the matrix
   * @return k, or one more
   */
  default int evenLength(int k) {
    return k + (k & 1);
  }

  /**
   * One tile of sums.
   *
   * @param rows rows of the A panel
   * @param columns columns of the B panel
   * @param k length of the panels, even
   * @param panels both panels and the sums: three arrays would take more registers than there are
   * @param aTo index of the A panel
   * @param bTo index of the B panel
   * @param to where the sums go, row by row
   */
  void tile(int rows, int columns, int k, P panels, int aTo, int bTo, int to);
}
