package io.lanewise.cpu.gemm;

import io.lanewise.memory.HostMemory;
import io.lanewise.memory.View;
import java.lang.foreign.MemorySegment;

/**
 * Geometry of a batched product C = A B: addresses and strides in bytes, with as few batch axes as
 * possible. Mutable, because a workspace keeps it from one product to the next so that repeating a
 * product allocates nothing.
 */
final class Matrices {
  MemorySegment aBase = MemorySegment.NULL;
  MemorySegment bBase = MemorySegment.NULL;
  MemorySegment cBase = MemorySegment.NULL;
  long a;
  long b;
  long c;
  long m;
  long n;
  long k;
  long aRow;
  long aColumn;
  long bRow;
  long bColumn;
  long cRow;
  long cColumn;
  long batches;

  private int batchRank;
  private long[] sizes = new long[4];
  private long[] aSteps = new long[4];
  private long[] bSteps = new long[4];
  private long[] cSteps = new long[4];

  /**
   * Describes {@code C = A B}, or {@code C' = B' A'}.
   *
   * @param left A, shape (..., m, k), leading axes broadcast to those of C
   * @param right B
   * @param target C
   * @param swap whether to describe the transposed product
   */
  void set(View left, View right, View target, boolean swap) {
    int bytes = target.dtype().bytes();
    View first = swap ? right : left;
    View second = swap ? left : right;
    int row = swap ? -1 : -2;
    int column = swap ? -2 : -1;
    HostMemory aHost = first.storage().host();
    HostMemory bHost = second.storage().host();
    HostMemory cHost = target.storage().host();
    aBase = aHost.base();
    bBase = bHost.base();
    cBase = cHost.base();
    a = aHost.origin() + first.offset() * bytes;
    b = bHost.origin() + second.offset() * bytes;
    c = cHost.origin() + target.offset() * bytes;
    m = target.size(row);
    n = target.size(column);
    k = first.size(column);
    aRow = first.stride(row) * bytes;
    aColumn = first.stride(column) * bytes;
    bRow = second.stride(row) * bytes;
    bColumn = second.stride(column) * bytes;
    cRow = target.stride(row) * bytes;
    cColumn = target.stride(column) * bytes;
    setBatch(first, second, target, bytes);
    foldBatchIntoRows();
  }

  private void setBatch(View first, View second, View target, int bytes) {
    int rank = target.rank() - 2;
    if (rank > sizes.length) {
      sizes = new long[rank];
      aSteps = new long[rank];
      bSteps = new long[rank];
      cSteps = new long[rank];
    }
    batchRank = 0;
    batches = 1;
    for (int axis = 0; axis < rank; axis++) {
      long size = target.size(axis);
      if (size == 1) {
        continue;
      }
      long aStep = step(first, axis, rank) * bytes;
      long bStep = step(second, axis, rank) * bytes;
      long cStep = step(target, axis, rank) * bytes;
      int last = batchRank - 1;
      if (last >= 0
          && aSteps[last] == aStep * size
          && bSteps[last] == bStep * size
          && cSteps[last] == cStep * size) {
        sizes[last] *= size; // one axis with the one before it
      } else {
        last = batchRank++;
        sizes[last] = size;
      }
      aSteps[last] = aStep;
      bSteps[last] = bStep;
      cSteps[last] = cStep;
      batches *= size;
    }
  }

  private static long step(View view, int axis, int batchRank) {
    int mine = axis - (batchRank - (view.rank() - 2));
    return mine < 0 || view.size(mine) == 1 ? 0 : view.strides()[mine];
  }

  /**
   * A batch with one common B, whose matrices of A and C follow each other, is one tall product.
   */
  private void foldBatchIntoRows() {
    if (batchRank == 1 && bSteps[0] == 0 && aSteps[0] == aRow * m && cSteps[0] == cRow * m) {
      m *= sizes[0];
      batchRank = 0;
      batches = 1;
    }
  }

  /**
   * Byte offset of one matrix of A.
   *
   * @param batch number of the product
   * @return offset in {@code aBase}
   */
  long aAt(long batch) {
    return a + offset(batch, aSteps);
  }

  /**
   * Byte offset of one matrix of B.
   *
   * @param batch number of the product
   * @return offset in {@code bBase}
   */
  long bAt(long batch) {
    return b + offset(batch, bSteps);
  }

  /**
   * Byte offset of one matrix of C.
   *
   * @param batch number of the product
   * @return offset in {@code cBase}
   */
  long cAt(long batch) {
    return c + offset(batch, cSteps);
  }

  private long offset(long batch, long[] steps) {
    long offset = 0;
    long rest = batch;
    for (int axis = batchRank - 1; axis > 0; axis--) {
      offset += rest % sizes[axis] * steps[axis];
      rest /= sizes[axis];
    }
    return batchRank == 0 ? 0 : offset + rest * steps[0];
  }
}
