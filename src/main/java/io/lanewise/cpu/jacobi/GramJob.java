package io.lanewise.cpu.jacobi;

import io.lanewise.DType;
import io.lanewise.cpu.Workspace;
import io.lanewise.cpu.gemm.BlockPair;
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
  private final BlockPair<?> product;
  private final View a;
  private final View pairs;
  private final View grams;

  GramJob(ReduceKernel kernel, BlockPair<?> product, View a, View pairs, View grams) {
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
      if (order >= Jacobi.BLOCKED && a.size(1) > 0 && steps[2] == 1 && !target.foreign()) {
        long one = start + (long) first * size * rowBytes;
        long two = start + (long) second * size * rowBytes;
        BlockPair.Rows both = new BlockPair.Rows(rows.base(), one, two, rowBytes, size, a.size(1));
        long corner = target.origin() + at * bytes;
        product.gram(workspace, both, target.base(), corner, steps[1] * bytes);
        continue;
      }
      for (int r = 0; r < order; r++) {
        long x = start + Elements.row(first, second, size, r) * rowBytes;
        for (int c = r; c < order; c++) {
          long y = start + Elements.row(first, second, size, c) * rowBytes;
          double product = dot(rows, x, y, bytes);
          Elements.set(target, dtype, at + r * steps[1] + c * steps[2], product);
        }
      }
    }
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
