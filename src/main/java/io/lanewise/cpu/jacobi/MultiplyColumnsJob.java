package io.lanewise.cpu.jacobi;

import io.lanewise.DType;
import io.lanewise.cpu.Workspace;
import io.lanewise.cpu.gemm.SerialProduct;
import io.lanewise.memory.HostMemory;
import io.lanewise.memory.View;
import java.lang.foreign.MemorySegment;

/**
 * Rows of each pair of blocks times {@code Q'}, where a column of the matrix is a run in memory:
 * seen from there, columns of each pair of blocks times Q.
 *
 * <p>A few hundred lines of memory at a time, the 2s columns are copied to scratch memory and
 * multiplied back.
 */
final class MultiplyColumnsJob extends Jacobi.Batch {
  private static final int LINES = 256; // [TP] with 2s = 64 columns of F64 it fits the second cache
  private static final int COPY = 2; // slots of the workspace, beside those of the products
  private static final int MATRIX = 3;

  private final SerialProduct product;
  private final View a;
  private final View pairs;
  private final View rotations;

  MultiplyColumnsJob(SerialProduct product, View a, View pairs, View rotations) {
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
        multiply(first, second, order, q, workspace);
      }
    }
  }

  private void multiply(int first, int second, int order, double[] q, Workspace workspace) {
    HostMemory lines = a.storage().host();
    DType dtype = a.dtype();
    int bytes = dtype.bytes();
    int size = order / 2;
    long half = (long) size * bytes;
    HostMemory copy = workspace.bytes(COPY, (long) LINES * order * bytes);
    HostMemory matrix = workspace.bytes(MATRIX, (long) order * order * bytes);
    Rotations.store(q, order, dtype, matrix);
    SerialProduct.Block both = SerialProduct.Block.of(copy, copy.origin(), 2 * half, bytes);
    SerialProduct.Block left = SerialProduct.Block.of(matrix, matrix.origin(), 2 * half, bytes);
    SerialProduct.Block right =
        SerialProduct.Block.of(matrix, matrix.origin() + half, 2 * half, bytes);
    long step = a.stride(1) * bytes;
    long n = a.size(1);
    for (long line = 0; line < n; line += LINES) {
      int count = (int) Math.min(LINES, n - line);
      long start = lines.origin() + a.offset() * bytes + line * step;
      long one = start + first * half;
      long two = start + second * half;
      for (int i = 0; i < count; i++) {
        long to = copy.origin() + i * 2L * half;
        MemorySegment.copy(lines.base(), one + i * step, copy.base(), to, half);
        MemorySegment.copy(lines.base(), two + i * step, copy.base(), to + half, half);
      }
      product.multiply(
          workspace,
          dtype,
          both,
          left,
          SerialProduct.Block.of(lines, one, step, bytes),
          count,
          size,
          order);
      product.multiply(
          workspace,
          dtype,
          both,
          right,
          SerialProduct.Block.of(lines, two, step, bytes),
          count,
          size,
          order);
    }
  }
}
