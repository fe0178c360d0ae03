package io.lanewise.cpu.blas;

import io.lanewise.cpu.Workspace;

/**
 * A matrix whose elements can be read and written: in an array, or in a memory segment.
 *
 * @param <P> {@code float[]} or {@code double[]}
 */
interface Stored<P> extends Factor<P> {
  /** Whether rows have consecutive elements, or else columns. */
  boolean alongRows();

  @Override
  Stored<P> transpose();

  /** The part that begins at an element. */
  Stored<P> from(int i, int j);

  /** Rows and columns in reverse order. */
  Stored<P> reversed(int rows, int columns);

  /** Rows in reverse order. */
  Stored<P> reversedRows(int rows);

  /**
   * Copies part of a row.
   *
   * @param context kernels
   * @param i row
   * @param j first column
   * @param count how many
   * @param to where they go
   * @param at index of the first
   */
  void copyRow(Context<P> context, int i, int j, int count, P to, int at);

  /**
   * Some rows, with consecutive elements, in an array: the elements themselves or a copy.
   *
   * @param context kernels
   * @param workspace of the calling thread
   * @param part what is used
   * @param i first row
   * @param rows how many
   * @param j first column
   * @param columns how many
   * @param read whether the elements are read
   * @return a matrix in which they have the same places
   */
  Operand<P> open(
      Context<P> context,
      Workspace workspace,
      Triangle part,
      int i,
      int rows,
      int j,
      int columns,
      boolean read);

  /** Brings home what {@link #open} gave. */
  void close(
      Context<P> context, Operand<P> opened, Triangle part, int i, int rows, int j, int columns);

  /**
   * Takes a panel of columns apart again, as {@link Factor#packB} packs it.
   *
   * @param context kernels
   * @param workspace of the calling thread
   * @param panel array of the panel
   * @param from its first element
   * @param width columns in the panel
   * @param i first row
   * @param rows how many
   * @param j first column
   * @param columns how many to store
   */
  void unpack(
      Context<P> context,
      Workspace workspace,
      P panel,
      int from,
      int width,
      int i,
      int rows,
      int j,
      int columns);

  /** Multiplies all elements; if the factor is 0, they are not read. */
  void scale(Context<P> context, Workspace workspace, int rows, int columns, double factor);

  /** Whether all elements are finite. */
  boolean finite(Context<P> context, Workspace workspace, int rows, int columns);
}
