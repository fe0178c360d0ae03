package io.lanewise.cpu.blas;

import io.lanewise.cpu.Workspace;
import io.lanewise.kernel.HeapGemmKernel;

/**
 * A factor of a matrix product, which is read by packing pieces of it and in no other way: so it
 * need not be stored as it is used.
 *
 * @param <P> {@code float[]} or {@code double[]}
 */
interface Factor<P> {
  /**
   * Packs rows into one panel; see {@link HeapGemmKernel#packA}.
   *
   * @param kernel packs
   * @param workspace of the calling thread
   * @param i first row
   * @param rows how many
   * @param p first column
   * @param depth how many
   * @param height rows of the panel
   * @param panels where they go
   * @param to index of the panel
   */
  void packA(
      HeapGemmKernel<P> kernel,
      Workspace workspace,
      int i,
      int rows,
      int p,
      int depth,
      int height,
      P panels,
      int to);

  /**
   * Packs columns into panels; see {@link HeapGemmKernel#packB}.
   *
   * @param kernel packs
   * @param workspace of the calling thread
   * @param p first row
   * @param depth how many
   * @param j first column
   * @param columns how many
   * @param last columns of the last panel
   * @param panels where they go
   * @param to index of the first panel
   */
  void packB(
      HeapGemmKernel<P> kernel,
      Workspace workspace,
      int p,
      int depth,
      int j,
      int columns,
      int last,
      P panels,
      int to);

  /** Rows and columns exchanged. */
  Factor<P> transpose();
}
