package io.lanewise.cpu.attention;

import io.lanewise.DType;
import io.lanewise.cpu.Workspace;
import io.lanewise.cpu.elementwise.Convert;
import io.lanewise.cpu.elementwise.Elements;
import io.lanewise.cpu.gemm.SerialProduct.Block;
import io.lanewise.kernel.SmallKernel;
import io.lanewise.memory.HostMemory;

/** Some rows of keys or values in the type that computes: small types are widened. */
final class Wide {
  /** Slot of a workspace. */
  private static final int BETWEEN = 4;

  private Wide() {}

  /**
   * Rows of a matrix.
   *
   * @param workspace scratch memory
   * @param slot of it that may be used
   * @param kernel widens
   * @param dtype the type that computes
   * @param matrices of any type that may stand for it
   * @param head number of the matrix
   * @param first number of the first row
   * @param n how many rows
   * @param columns elements of a row
   * @return the rows where they are, or a copy that is good until the slot is asked for again
   */
  static Block rows(
      Workspace workspace,
      int slot,
      SmallKernel kernel,
      DType dtype,
      Heads.Matrices matrices,
      long head,
      long first,
      int n,
      long columns) {
    long at = matrices.at(head, first);
    if (matrices.dtype() == dtype) {
      return new Block(matrices.base(), at, matrices.row(), matrices.column());
    }
    int bytes = dtype.bytes();
    long rowBytes = columns * bytes;
    HostMemory wide = workspace.bytes(slot, n * rowBytes);
    for (int j = 0; j < n; j++) {
      long from = at + j * matrices.row();
      long to = wide.origin() + j * rowBytes;
      if (matrices.rowsInOnePiece()) {
        Convert.run(
            kernel,
            matrices.dtype(),
            matrices.base(),
            from,
            dtype,
            wide.base(),
            to,
            (int) columns,
            workspace,
            BETWEEN);
      } else {
        for (int c = 0; c < columns; c++) {
          double value =
              Elements.get(matrices.dtype(), matrices.base(), from + c * matrices.column());
          Elements.set(dtype, wide.base(), to + (long) c * bytes, value);
        }
      }
    }
    return Block.of(wide, wide.origin(), rowBytes, bytes);
  }
}
