package io.lanewise.cpu.jacobi;

import io.lanewise.DType;
import io.lanewise.cpu.Workspace;
import io.lanewise.cpu.gemm.SerialProduct;
import io.lanewise.kernel.ReduceKernel;
import io.lanewise.memory.HostMemory;
import io.lanewise.memory.View;

/**
 * Inner products of the rows of each pair of blocks; the matrix is symmetric, so half of them are
 * computed.
 */
final class GramJob extends Jacobi.Batch {
  /**
   * Elements of one run of the reduction kernel; the sums of longer rows are added up in double.
   */
  private static final int RUN = 4096;

  private final ReduceKernel kernel;
  private final SerialProduct product;
  private final View a;
  private final View pairs;
  private final View grams;

  GramJob(ReduceKernel kernel, SerialProduct product, View a, View pairs, View grams) {
    this.kernel = kernel;
    this.product = product;
    this.a = a;
    this.pairs = pairs;
    this.grams = grams;
  }

  @Override
  void range(long from, long to, Workspace workspace) {
    HostMemory rows = a.storage().host();
    HostMemory numbers = pairs.storage().host();
    HostMemory target = grams.storage().host();
    DType dtype = a.dtype();
    long bytes = dtype.bytes();
    long start = rows.origin() + bytes * a.offset();
    long rowBytes = bytes * a.stride(0);
    long[] steps = grams.strides();
    int order = (int) grams.size(1);
    int size = order / 2;
    for (long pair = from; pair < to; pair++) {
      int first = Elements.block(pairs, numbers, pair, 0);
      int second = Elements.block(pairs, numbers, pair, 1);
      long at = grams.offset() + pair * steps[0];
      if (order >= Jacobi.BLOCKED && steps[2] == 1 && !target.foreign()) {
        long one = start + (long) first * size * rowBytes;
        long two = start + (long) second * size * rowBytes;
        byTiles(rows, one, two, size, target, at, workspace);
        continue;
      }
      for (int r = 0; r < order; r++) {
        long x = start + Elements.row(first, second, size, r) * rowBytes;
        for (int c = r; c < order; c++) {
          long y = start + Elements.row(first, second, size, c) * rowBytes;
          double product = dot(rows, x, y, bytes);
          Elements.set(target, dtype, at + r * steps[1] + c * steps[2], product);
          Elements.set(target, dtype, at + c * steps[1] + r * steps[2], product);
        }
      }
    }
  }

  /** The upper triangle by three products, the one below it as its mirror image. */
  private void byTiles(
      HostMemory rows,
      long first,
      long second,
      int size,
      HostMemory target,
      long at,
      Workspace workspace) {
    DType dtype = a.dtype();
    int bytes = dtype.bytes();
    long step = grams.stride(1);
    SerialProduct.Block x = SerialProduct.Block.of(rows, first, a.stride(0) * bytes, bytes);
    SerialProduct.Block y = SerialProduct.Block.of(rows, second, a.stride(0) * bytes, bytes);
    long corner = target.origin() + at * bytes;
    long right = corner + (long) size * bytes;
    long n = a.size(1);
    product.multiply(workspace, dtype, x, x.transpose(), block(target, corner), size, size, n);
    product.multiply(workspace, dtype, x, y.transpose(), block(target, right), size, size, n);
    product.multiply(
        workspace,
        dtype,
        y,
        y.transpose(),
        block(target, right + size * step * bytes),
        size,
        size,
        n);
    for (int r = 0; r < size; r++) {
      for (int c = size; c < 2 * size; c++) {
        Elements.set(
            target, dtype, at + c * step + r, Elements.get(target, dtype, at + r * step + c));
      }
    }
  }

  private SerialProduct.Block block(HostMemory target, long at) {
    int bytes = a.dtype().bytes();
    return SerialProduct.Block.of(target, at, grams.stride(1) * bytes, bytes);
  }

  private double dot(HostMemory rows, long x, long y, long bytes) {
    long n = a.size(1);
    double sum = 0;
    for (long i = 0; i < n; i += RUN) {
      int run = (int) Math.min(RUN, n - i);
      sum += kernel.dot(rows.base(), x + i * bytes, rows.base(), y + i * bytes, run);
    }
    return sum;
  }
}
