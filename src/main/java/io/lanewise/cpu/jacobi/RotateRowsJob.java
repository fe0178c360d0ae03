package io.lanewise.cpu.jacobi;

import io.lanewise.DType;
import io.lanewise.backend.BinaryOp;
import io.lanewise.cpu.Workspace;
import io.lanewise.cpu.gemm.BlockPair;
import io.lanewise.kernel.Kernels;
import io.lanewise.memory.HostMemory;
import io.lanewise.memory.View;
import java.lang.foreign.MemorySegment;

/**
 * Rows of each pair of blocks times {@code Q'}, where rows are runs in memory.
 *
 * <p>Blocks of one row are plane rotations. Larger ones go panel by panel: a few hundred columns of
 * the 2s rows are copied to scratch memory, and each row is summed up anew from them; by the tiles
 * of a matrix product if there are enough.
 */
final class RotateRowsJob extends Jacobi.Batch {
  /** Columns of a panel: with 2s = 64 rows of F64 it still fits the second-level cache. [TP] */
  private static final int PANEL = 512;

  private static final int COPY = 2; // slots of the workspace, beside those of the products
  private static final int MATRIX = 3;

  private final Kernels kernels;
  private final BlockPair<?> product;
  private final View a;
  private final View pairs;
  private final View rotations;

  RotateRowsJob(Kernels kernels, BlockPair<?> product, View a, View pairs, View rotations) {
    this.kernels = kernels;
    this.product = product;
    this.a = a;
    this.pairs = pairs;
    this.rotations = rotations;
  }

  @Override
  void range(long from, long to, Workspace workspace) {
    HostMemory numbers = pairs.storage().host();
    HostMemory memory = rotations.storage().host();
    int order = (int) rotations.size(1);
    double[] q = Scratch.of(workspace).first(order * order);
    for (long pair = from; pair < to; pair++) {
      if (!Rotations.read(rotations, memory, pair, q)) {
        int first = Elements.block(pairs, numbers, pair, 0);
        int second = Elements.block(pairs, numbers, pair, 1);
        if (order == 2) {
          rotate(first, second, q[0], q[1]);
        } else if (order >= Jacobi.BLOCKED) {
          byTiles(first, second, order, q, workspace);
        } else {
          multiply(first, second, order, q, workspace);
        }
      }
    }
  }

  private void rotate(int first, int second, double c, double s) {
    HostMemory rows = a.storage().host();
    MemorySegment base = rows.base();
    long bytes = a.dtype().bytes();
    long x = rows.origin() + bytes * (a.offset() + first * a.stride(0));
    long y = rows.origin() + bytes * (a.offset() + second * a.stride(0));
    long n = a.size(1);
    int most = 1 << 24;
    for (long i = 0; i < n; i += most) {
      int run = (int) Math.min(most, n - i);
      kernels.rotate().rotate(base, x + i * bytes, base, y + i * bytes, run, c, s);
    }
  }

  private void byTiles(int first, int second, int order, double[] q, Workspace workspace) {
    HostMemory rows = a.storage().host();
    DType dtype = a.dtype();
    long bytes = dtype.bytes();
    int size = order / 2;
    HostMemory matrix = workspace.bytes(MATRIX, (long) order * order * bytes);
    Rotations.store(q, order, dtype, matrix);
    long start = rows.origin() + bytes * a.offset();
    long rowBytes = bytes * a.stride(0);
    BlockPair.Rows both =
        new BlockPair.Rows(
            rows.base(),
            start + (long) first * size * rowBytes,
            start + (long) second * size * rowBytes,
            rowBytes,
            size,
            a.size(1));
    product.rotate(workspace, both, matrix.base(), matrix.origin());
  }

  private void multiply(int first, int second, int order, double[] q, Workspace workspace) {
    HostMemory rows = a.storage().host();
    DType dtype = a.dtype();
    long bytes = dtype.bytes();
    HostMemory scratch = workspace.bytes(COPY, (long) order * PANEL * bytes);
    long n = a.size(1);
    int size = order / 2;
    for (long column = 0; column < n; column += PANEL) {
      int width = (int) Math.min(PANEL, n - column);
      for (int r = 0; r < order; r++) {
        long row = a.offset() + Elements.row(first, second, size, r) * a.stride(0) + column;
        MemorySegment.copy(
            rows.base(),
            rows.origin() + bytes * row,
            scratch.base(),
            scratch.origin() + (long) r * PANEL * bytes,
            width * bytes);
      }
      for (int r = 0; r < order; r++) {
        long row = a.offset() + Elements.row(first, second, size, r) * a.stride(0) + column;
        sum(order, r, q, scratch, rows.base(), rows.origin() + bytes * row, width, bytes);
      }
    }
  }

  /** {@code target = sum over p of q[p][r] * panel[p]}. */
  private void sum(
      int order,
      int r,
      double[] q,
      HostMemory panel,
      MemorySegment target,
      long at,
      int width,
      long bytes) {
    MemorySegment base = panel.base();
    kernels.map().zipRight(BinaryOp.MUL, base, panel.origin(), q[r], target, at, width);
    for (int p = 1; p < order; p++) {
      long row = panel.origin() + (long) p * PANEL * bytes;
      kernels.map().axpy(q[p * order + r], base, row, target, at, width);
    }
  }
}
