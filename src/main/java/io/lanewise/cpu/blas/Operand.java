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
record Operand<P>(P array, int at, int row, int column) implements Stored<P> {
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

  @Override
  public boolean alongRows() {
    return column == 1;
  }

  @Override
  public Operand<P> from(int i, int j) {
    return new Operand<>(array, index(i, j), row, column);
  }

  @Override
  public Operand<P> reversed(int rows, int columns) {
    return new Operand<>(array, index(rows - 1, columns - 1), -row, -column);
  }

  @Override
  public Operand<P> reversedRows(int rows) {
    return new Operand<>(array, index(rows - 1, 0), -row, column);
  }

  @Override
  public void copyRow(Context<P> context, int i, int j, int count, P to, int start) {
    context.array().copy(count, array, index(i, j), column, to, start, 1);
  }

  @Override
  public Operand<P> open(
      Context<P> context,
      Workspace workspace,
      Triangle part,
      int i,
      int rows,
      int j,
      int columns,
      boolean read) {
    return this;
  }

  @Override
  public void close(
      Context<P> context, Operand<P> opened, Triangle part, int i, int rows, int j, int columns) {}

  @Override
  public void unpack(
      Context<P> context,
      Workspace workspace,
      P panel,
      int from,
      int width,
      int i,
      int rows,
      int j,
      int columns) {
    context.array().unpack(panel, from, width, columns, rows, array, index(i, j), column, row);
  }

  @Override
  public void scale(Context<P> context, Workspace workspace, int rows, int columns, double factor) {
    boolean along = alongRows();
    int runs = along ? rows : columns;
    for (int run = 0; run < runs; run++) {
      context.scale(along ? columns : rows, factor, array, along ? index(run, 0) : index(0, run));
    }
  }

  @Override
  public boolean finite(Context<P> context, Workspace workspace, int rows, int columns) {
    boolean along = alongRows();
    int runs = along ? rows : columns;
    for (int run = 0; run < runs; run++) {
      int first = along ? index(run, 0) : index(0, run);
      if (!(context.reduce().maxAbs(array, first, along ? columns : rows)
          < Double.POSITIVE_INFINITY)) {
        return false;
      }
    }
    return true;
  }
}
