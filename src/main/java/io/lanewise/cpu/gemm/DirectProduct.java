package io.lanewise.cpu.gemm;

import io.lanewise.cpu.Workspace;
import io.lanewise.kernel.GemmKernel;
import io.lanewise.memory.HostMemory;
import java.lang.foreign.MemorySegment;

/**
 * Products so small that packing would take longer than multiplying: rows of A are copied, a tile's
 * height at a time, and B is read where it lies. The sums are those of {@link Product}, in the same
 * order, so the bits are the same and shapes and layouts decide by speed alone. A B of a small type
 * is widened a megabyte at a time.
 */
final class DirectProduct {
  /** Bytes of a B that is read again for each few rows, and not packed, whatever the rows. [TP] */
  private static final long MOST_BYTES = 96 << 10;

  /** Rows for which B is not packed whatever its size. [TP] */
  private static final long MOST_ROWS = 128;

  /** Rows from which on it pays to widen a narrow B. [TP] */
  private static final long PADDING_ROWS = 32;

  /** Rows up to which a B of a small type is widened and not packed. [TP] */
  private static final long MOST_SMALL_ROWS = 32;

  /** Columns of it that are widened at once: with the kernel's depth, a megabyte. [TP] */
  private static final long SMALL_COLUMNS = 1024;

  private static final int PADDED = 7;
  private static final int WIDE = 9;

  private DirectProduct() {}

  /**
   * Whether a product is better computed this way.
   *
   * @param kernel the kernel
   * @param matrices its operands
   * @param elementBytes 4 or 8
   * @param m rows
   * @param n columns
   * @return false also where rows of A or B are not consecutive in memory, or A of a small type
   */
  static boolean serves(GemmKernel<?> kernel, Matrices matrices, int elementBytes, long m, long n) {
    if (matrices.bSmall != null && (m > MOST_SMALL_ROWS || n < kernel.directStep())) {
      return false;
    }
    return matrices.aSmall == null
        && matrices.aColumn == elementBytes
        && matrices.bColumn == (matrices.bSmall == null ? elementBytes : matrices.bSmall.bytes())
        && kernel.directRows() > 0
        && (m <= MOST_ROWS
            || n <= kernel.directStep()
            || n * matrices.k * elementBytes <= MOST_BYTES)
        && matrices.bRow >= 0;
  }

  /**
   * {@code C = alpha A B + beta C}.
   *
   * @param workspace of the calling thread
   * @param kernel what computes
   * @param matrices geometry
   * @param elementBytes 4 or 8
   * @param a byte offset of A
   * @param b byte offset of B
   * @param c byte offset of C
   * @param m rows
   * @param firstColumn index of the first column in the whole result
   * @param n columns
   * @param alpha factor of the product
   * @param beta factor of what C holds, which is not read if that is 0
   * @param <P> array type
   */
  static <P> void multiply(
      Workspace workspace,
      GemmKernel<P> kernel,
      Matrices matrices,
      int elementBytes,
      long a,
      long b,
      long c,
      long m,
      long firstColumn,
      long n,
      double alpha,
      double beta) {
    int most = kernel.directRows();
    int rowsAt = kernel.first();
    int sumsAt = rowsAt + kernel.directLength();
    int length = sumsAt + most * kernel.directColumns(Integer.MAX_VALUE);
    P work = Block.panels(workspace, kernel, elementBytes, length);
    boolean narrow = n < kernel.directStep() && m >= PADDING_ROWS;
    for (long p = 0; p < matrices.k; p += GemmKernel.KC) {
      int depth = (int) Math.min(GemmKernel.KC, matrices.k - p);
      double old = p == 0 ? beta : 1;
      MemorySegment bBase = matrices.bBase;
      long bAt = b + p * matrices.bRow;
      long bRow = matrices.bRow;
      if (narrow) {
        long vector = (long) kernel.directStep() * elementBytes;
        HostMemory padded = workspace.bytes(PADDED, depth * vector);
        kernel.padRows(bBase, bAt, bRow, (int) n, depth, padded.base(), padded.origin());
        bBase = padded.base();
        bAt = padded.origin();
        bRow = vector;
      }
      long some = matrices.bSmall == null ? n : SMALL_COLUMNS;
      for (long first = 0; first < n; first += some) {
        long width = Math.min(some, n - first);
        if (matrices.bSmall != null) {
          HostMemory wide =
              Small.widened(
                  workspace,
                  WIDE,
                  workspace.small(),
                  matrices.bSmall,
                  matrices.bBase,
                  b + p * matrices.bRow + first * matrices.bColumn,
                  matrices.bRow,
                  matrices.bColumn,
                  depth,
                  (int) width);
          bBase = wide.base();
          bAt = wide.origin() - first * elementBytes;
          bRow = width * elementBytes;
        }
        for (long row = 0; row < m; row += most) {
          int rows = (int) Math.min(most, m - row);
          kernel.copyRows(
              matrices.aBase,
              a + row * matrices.aRow + p * elementBytes,
              matrices.aRow,
              rows,
              depth,
              work,
              rowsAt);
          int columns;
          for (long column = first; column < first + width; column += columns) {
            long left = Math.min(Integer.MAX_VALUE, first + width - column);
            columns = kernel.directColumns((int) left);
            int read = narrow ? kernel.directStep() : columns;
            long bTile = bAt + column * elementBytes;
            kernel.direct(rows, read, depth, work, rowsAt, bBase, bTile, bRow, sumsAt);
            int vectors = (columns - 1) / kernel.directStep() + 1;
            kernel.update(
                work,
                sumsAt,
                vectors * kernel.directStep(),
                alpha,
                old,
                matrices.cBase,
                c + row * matrices.cRow + column * elementBytes,
                matrices.cRow,
                rows,
                columns);
          }
          Finish finish = matrices.finish;
          if (finish != null && p + depth == matrices.k) {
            long cAt = c + row * matrices.cRow + first * elementBytes;
            finish.rows(matrices.cBase, cAt, matrices.cRow, rows, firstColumn + first, (int) width);
          }
        }
      }
    }
  }
}
