package io.lanewise.jmh.problem;

/**
 * A matrix, or a batch of them, as it lies in an array. Element (i, j) is at {@code offset + i *
 * leading + j}, or at {@code offset + j * leading + i} if it is transposed.
 *
 * @param values the array, which must not be written
 * @param rows rows of one matrix
 * @param columns columns of one matrix
 * @param transposed whether columns lie one behind the other
 * @param leading distance from one row (column if transposed) to the next
 * @param offset where the first element is
 * @param stride distance from one matrix of the batch to the next, 0 if there is only one
 */
public record Operand(
    double[] values,
    int rows,
    int columns,
    boolean transposed,
    int leading,
    int offset,
    int stride) {
  /** Numbers around a matrix that is a slice of a larger one; odd, so that rows are unaligned. */
  public static final int BORDER = 3;

  /** Matrices one behind the other, with nothing between them. */
  static Operand dense(double[] values, int rows, int columns, int stride) {
    return new Operand(values, rows, columns, false, columns, 0, stride);
  }

  /** One matrix that lies as its transpose. */
  static Operand transposed(double[] values, int rows, int columns) {
    return new Operand(values, rows, columns, true, rows, 0, 0);
  }

  /** One matrix inside a larger one. */
  static Operand sliced(double[] values, int rows, int columns) {
    int leading = columns + 2 * BORDER;
    double[] larger = new double[(rows + 2 * BORDER) * leading];
    int offset = BORDER * leading + BORDER;
    for (int i = 0; i < rows; i++) {
      System.arraycopy(values, i * columns, larger, offset + i * leading, columns);
    }
    return new Operand(larger, rows, columns, false, leading, offset, 0);
  }

  /** Whether it is a slice of a larger matrix. */
  public boolean isSlice() {
    return offset != 0;
  }

  /** Where a matrix of the batch begins. */
  public int start(int matrix) {
    return offset + matrix * stride;
  }

  /** One element. */
  double at(int matrix, int i, int j) {
    return values[start(matrix) + (transposed ? j * leading + i : i * leading + j)];
  }

  /**
   * The elements of the batch in the order of rows.
   *
   * @param stored an array in which they lie as this says
   * @param batch how many matrices
   * @return a new array
   */
  public double[] elements(double[] stored, int batch) {
    double[] elements = new double[batch * rows * columns];
    for (int row = 0; row < batch * rows; row++) {
      int from = start(row / rows) + row % rows * leading;
      System.arraycopy(stored, from, elements, row * columns, columns);
    }
    return elements;
  }
}
