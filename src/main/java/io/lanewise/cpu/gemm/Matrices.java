package io.lanewise.cpu.gemm;

import io.lanewise.DType;
import io.lanewise.memory.HostMemory;
import io.lanewise.memory.View;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

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

  /** The small type of A's elements, or null if they are of C's type. */
  @Nullable DType aSmall;

  /** The small type of B's elements, or null if they are of C's type. */
  @Nullable DType bSmall;

  /** What becomes of rows of C with their last sums. */
  @Nullable Finish finish;

  private int batchRank;
  private long[] sizes = new long[4];
  private long[] aSteps = new long[4];
  private long[] bSteps = new long[4];
  private long[] cSteps = new long[4];

  /**
   * Describes {@code C = A B}.
   *
   * @param left A, shape (..., m, k), leading axes broadcast to those of C; or (k), one row
   * @param right B, shape (..., k, n), likewise; or (k), one column
   * @param target C, without the axis that a vector lacks
   */
  void set(View left, View right, View target) {
    boolean row = left.rank() == 1;
    boolean column = right.rank() == 1;
    int aBytes = left.dtype().bytes();
    int bBytes = right.dtype().bytes();
    int bytes = target.dtype().bytes();
    HostMemory aHost = left.storage().host();
    HostMemory bHost = right.storage().host();
    HostMemory cHost = target.storage().host();
    aBase = aHost.base();
    bBase = bHost.base();
    cBase = cHost.base();
    a = aHost.origin() + left.offset() * aBytes;
    b = bHost.origin() + right.offset() * bBytes;
    c = cHost.origin() + target.offset() * bytes;
    m = row ? 1 : left.size(-2);
    n = column ? 1 : right.size(-1);
    k = left.size(-1);
    aRow = row ? 0 : left.stride(-2) * aBytes;
    aColumn = left.stride(-1) * aBytes;
    bRow = right.stride(column ? -1 : -2) * bBytes;
    bColumn = column ? 0 : right.stride(-1) * bBytes;
    cRow = row ? 0 : target.stride(column ? -1 : -2) * bytes;
    cColumn = column ? 0 : target.stride(-1) * bytes;
    aSmall = left.dtype() == target.dtype() ? null : left.dtype();
    bSmall = right.dtype() == target.dtype() ? null : right.dtype();
    finish = null;
    setBatch(left, right, target, target.rank() - (row ? 0 : 1) - (column ? 0 : 1));
  }

  /**
   * Describes a single product {@code C = A B} of blocks.
   *
   * @param left A
   * @param right B
   * @param target C
   * @param rows m
   * @param columns n
   * @param length k
   */
  void set(
      SerialProduct.Block left,
      SerialProduct.Block right,
      SerialProduct.Block target,
      long rows,
      long columns,
      long length) {
    aBase = left.base();
    bBase = right.base();
    cBase = target.base();
    a = left.at();
    b = right.at();
    c = target.at();
    m = rows;
    n = columns;
    k = length;
    aRow = left.row();
    aColumn = left.column();
    bRow = right.row();
    bColumn = right.column();
    cRow = target.row();
    cColumn = target.column();
    aSmall = null;
    bSmall = null;
    finish = null;
    batchRank = 0;
    batches = 1;
  }

  /** Describes {@code C' = B' A'} instead, which computes the same elements. */
  void transpose() {
    MemorySegment base = aBase;
    aBase = bBase;
    bBase = base;
    long[] steps = aSteps;
    aSteps = bSteps;
    bSteps = steps;
    DType small = aSmall;
    aSmall = bSmall;
    bSmall = small;
    long kept = a;
    a = b;
    b = kept;
    kept = m;
    m = n;
    n = kept;
    kept = aRow;
    aRow = bColumn;
    bColumn = kept;
    kept = aColumn;
    aColumn = bRow;
    bRow = kept;
    kept = cRow;
    cRow = cColumn;
    cColumn = kept;
  }

  private void setBatch(View left, View right, View target, int rank) {
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
      long aStep = step(left, axis, rank) * left.dtype().bytes();
      long bStep = step(right, axis, rank) * right.dtype().bytes();
      long cStep = target.strides()[axis] * target.dtype().bytes();
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
  void foldBatchIntoRows() {
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
