package io.lanewise.cpu.reduce;

import io.lanewise.DType;
import io.lanewise.backend.Reduction;
import io.lanewise.cpu.Workspace;
import io.lanewise.cpu.elementwise.StridedCopy;
import io.lanewise.kernel.ReduceKernel;
import io.lanewise.memory.HostMemory;
import java.lang.foreign.MemorySegment;

/**
 * One run of elements at equal distances, block by block: in place where it is dense and our own
 * memory, otherwise through scratch memory. One for each thread.
 */
final class Row {
  /** Slot of a block in scratch memory. */
  static final int SLOT = 8;

  private final StridedCopy copier = new StridedCopy();
  private final Tree tree = new Tree();
  private final long[] count = new long[1];
  private final long[] rowStep = new long[1];
  private final long[] denseStep = new long[1];

  /** What {@link #place} found. */
  MemorySegment base = MemorySegment.NULL;

  /** Byte offset in {@link #base}. */
  long at;

  /** Whether kernels may work on the row where it is. */
  static boolean direct(HostMemory memory, long step, int width) {
    return !memory.foreign() && step == width;
  }

  /** Sets {@link #base} and {@link #at} to where a block is, or is to be, without copying it. */
  void place(HostMemory memory, long first, long step, int width, int n, Workspace workspace) {
    boolean direct = direct(memory, step, width);
    HostMemory where = direct ? memory : workspace.bytes(SLOT, (long) n * width);
    base = where.base();
    at = direct ? first : where.origin();
  }

  /** Makes a block readable at {@link #base} and {@link #at}. */
  void load(HostMemory memory, long first, long step, int width, int n, Workspace workspace) {
    place(memory, first, step, width, n, workspace);
    if (!direct(memory, step, width)) {
      copy(memory, first, step, workspace.bytes(SLOT, (long) n * width), width, width, n, true);
    }
  }

  /** Brings a block that was written at {@link #base} and {@link #at} to its place. */
  void store(HostMemory memory, long first, long step, int width, int n, Workspace workspace) {
    if (!direct(memory, step, width)) {
      copy(memory, first, step, workspace.bytes(SLOT, (long) n * width), width, width, n, false);
    }
  }

  private void copy(
      HostMemory memory,
      long first,
      long step,
      HostMemory scratch,
      long dense,
      int width,
      int n,
      boolean load) {
    count[0] = n;
    rowStep[0] = step;
    denseStep[0] = dense;
    if (load) {
      copier.copy(width, memory, first, rowStep, scratch, scratch.origin(), denseStep, count, 1);
    } else {
      copier.copy(width, scratch, scratch.origin(), denseStep, memory, first, rowStep, count, 1);
    }
  }

  /** Reduces the row; an index comes as a double. */
  double reduce(
      Reduction reduction,
      HostMemory memory,
      long first,
      long step,
      long n,
      DType dtype,
      ReduceKernel kernel,
      Workspace workspace) {
    return switch (reduction) {
      case SUM -> blocks(Kind.SUM, memory, first, step, n, dtype, 1, kernel, workspace);
      case MAX -> blocks(Kind.MAX, memory, first, step, n, dtype, 1, kernel, workspace);
      case MIN -> blocks(Kind.MIN, memory, first, step, n, dtype, 1, kernel, workspace);
      case NORM -> norm(memory, first, step, n, dtype, kernel, workspace);
      case ARGMAX -> index(Kind.MAX, memory, first, step, n, dtype, kernel, workspace);
      case ARGMIN -> index(Kind.MIN, memory, first, step, n, dtype, kernel, workspace);
    };
  }

  /** The results of the row's blocks, combined. */
  double blocks(
      Kind kind,
      HostMemory memory,
      long first,
      long step,
      long n,
      DType dtype,
      double scale,
      ReduceKernel kernel,
      Workspace workspace) {
    if (n == 0) {
      return 0;
    }
    tree.begin(kind);
    for (long i = 0; i < n; i += Total.BLOCK) {
      int length = (int) Math.min(Total.BLOCK, n - i);
      load(memory, first + i * step, step, dtype.bytes(), length, workspace);
      tree.add(kind.block(kernel, base, at, base, at, length, scale));
    }
    return tree.result();
  }

  private double norm(
      HostMemory memory,
      long first,
      long step,
      long n,
      DType dtype,
      ReduceKernel kernel,
      Workspace workspace) {
    double sum = blocks(Kind.SQUARES, memory, first, step, n, dtype, 1, kernel, workspace);
    if (n == 0 || Norm.good(sum, n, dtype)) {
      return Math.sqrt(sum);
    }
    double largest = blocks(Kind.MAX_ABS, memory, first, step, n, dtype, 1, kernel, workspace);
    if (largest == 0 || largest == Double.POSITIVE_INFINITY) {
      return largest;
    }
    double scale = Norm.scale(largest, dtype);
    sum = blocks(Kind.SQUARES, memory, first, step, n, dtype, scale, kernel, workspace);
    return Math.sqrt(sum) / scale;
  }

  private double index(
      Kind kind,
      HostMemory memory,
      long first,
      long step,
      long n,
      DType dtype,
      ReduceKernel kernel,
      Workspace workspace) {
    double extreme = 0;
    long index = -1;
    for (long i = 0; i < n && (index < 0 || !Double.isNaN(extreme)); i += Total.BLOCK) {
      int length = (int) Math.min(Total.BLOCK, n - i);
      load(memory, first + i * step, step, dtype.bytes(), length, workspace);
      double best = kind.block(kernel, base, at, base, at, length, 1);
      boolean better = kind == Kind.MAX ? best > extreme : best < extreme;
      if (index < 0 || better || Double.isNaN(best)) {
        extreme = best;
        index = i + Total.find(dtype, base, at, length, best);
      }
    }
    return index;
  }

  /** For sums of the row's blocks; {@link #blocks} uses it too. */
  Tree tree() {
    return tree;
  }

  /** Lets go of the memory. */
  void clear() {
    base = MemorySegment.NULL;
  }
}
