package io.lanewise.cpu.blas;

import io.lanewise.cpu.Workspace;
import io.lanewise.kernel.HeapGemmKernel;

/**
 * A matrix in an array.
 *
 * @param array where its elements are
 * @param at index of the first
 * @param row elements from one row to the next
 * @param column elements from one column to the next
 * @param <P> {@code float[]} or {@code double[]}
 */
record Operand<P>(P array, int at, int row, int column) implements Factor<P> {
  /** A column-major matrix, or its transpose. */
  static <P> Operand<P> of(boolean transposed, P array, int at, int ld) {
    return transposed ? new Operand<>(array, at, ld, 1) : new Operand<>(array, at, 1, ld);
  }

  @Override
  public void packA(
      HeapGemmKernel<P> kernel,
      Workspace workspace,
      int i,
      int rows,
      int p,
      int depth,
      int height,
      P panels,
      int to) {
    kernel.packA(array, index(i, p), row, column, rows, depth, height, panels, to);
  }

  @Override
  public void packB(
      HeapGemmKernel<P> kernel,
      Workspace workspace,
      int p,
      int depth,
      int j,
      int columns,
      int last,
      P panels,
      int to) {
    kernel.packB(array, index(p, j), row, column, columns, depth, last, panels, to);
  }

  @Override
  public Operand<P> transpose() {
    return new Operand<>(array, at, column, row);
  }

  int index(int i, int j) {
    return at + i * row + j * column;
  }

  /** The part that begins at an element. */
  Operand<P> from(int i, int j) {
    return new Operand<>(array, index(i, j), row, column);
  }

  /** Rows and columns in reverse order. */
  Operand<P> reversed(int rows, int columns) {
    return new Operand<>(array, index(rows - 1, columns - 1), -row, -column);
  }

  /** Rows in reverse order. */
  Operand<P> reversedRows(int rows) {
    return new Operand<>(array, index(rows - 1, 0), -row, column);
  }
}
