package io.lanewise.cpu.factor;

import io.lanewise.DType;
import io.lanewise.backend.BinaryOp;
import io.lanewise.cpu.Batch;
import io.lanewise.cpu.Workspace;
import io.lanewise.cpu.gemm.SerialProduct;
import io.lanewise.kernel.Kernels;
import io.lanewise.memory.HostMemory;
import io.lanewise.memory.View;

/**
 * Solves {@code L X = B} by forward substitution, row by row of B: columns are independent, and are
 * dealt out to threads. Recursive: the upper half of X is found, subtracted by a matrix product,
 * and then the lower half is.
 *
 * <p>Cost: {@code n^2} flops for each column of B.
 */
final class TriangularSolve extends Batch {
  /** Columns that are solved together: with 64 rows of F64 they fit the second cache. [TP] */
  static final int COLUMNS = 256;

  /** Rows up to which loops over rows are faster than products. [TP] */
  private static final int BASE = 16;

  private final View l;
  private final boolean unit;
  private final View b;
  private final Kernels kernels;
  private final SerialProduct product;

  /**
   * A system.
   *
   * @param l shape (n, n), in memory of ours; its lower triangle is read
   * @param unit whether the diagonal is taken as ones
   * @param b shape (n, k), rows that are runs; replaced by X
   * @param kernels of the type
   * @param product of blocks
   */
  TriangularSolve(View l, boolean unit, View b, Kernels kernels, SerialProduct product) {
    this.l = l;
    this.unit = unit;
    this.b = b;
    this.kernels = kernels;
    this.product = product;
  }

  @Override
  protected void range(long from, long to, Workspace workspace) {
    long n = b.size(0);
    for (long column = from * COLUMNS; column < to * COLUMNS; column += COLUMNS) {
      long columns = Math.min(COLUMNS, b.size(1) - column);
      View part = b.block(0, n, column, columns);
      solve(part, Rows.of(part, kernels), 0, Math.toIntExact(n), new double[BASE], workspace);
    }
  }

  private void solve(
      View part, Rows rows, int first, int size, double[] weights, Workspace workspace) {
    if (size <= BASE) {
      for (int i = first; i < first + size; i++) {
        for (int p = first; p < i; p++) {
          weights[p - first] = -Temporaries.get(l, i, p);
        }
        rows.add(first, i - first, weights, i, 0, rows.length());
        if (!unit) {
          rows.scale(BinaryOp.DIV, Temporaries.get(l, i, i), i, 0, rows.length());
        }
      }
      return;
    }
    int upper = (size / 2 + BASE - 1) / BASE * BASE;
    int lower = size - upper;
    int second = first + upper;
    solve(part, rows, first, upper, weights, workspace);
    DType dtype = part.dtype();
    product.multiply(
        workspace,
        dtype,
        -1,
        block(l, second, first),
        block(part, first, 0),
        1,
        block(part, second, 0),
        lower,
        rows.length(),
        upper);
    solve(part, rows, second, lower, weights, workspace);
  }

  private static SerialProduct.Block block(View matrix, long row, long column) {
    HostMemory host = matrix.storage().host();
    long[] strides = matrix.strides();
    int bytes = matrix.dtype().bytes();
    long at = matrix.offset() + row * strides[0] + column * strides[1];
    return new SerialProduct.Block(
        host.base(), host.origin() + at * bytes, strides[0] * bytes, strides[1] * bytes);
  }
}
