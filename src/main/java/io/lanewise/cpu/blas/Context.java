package io.lanewise.cpu.blas;

import io.lanewise.cpu.Threads;
import io.lanewise.cpu.Workspace;
import io.lanewise.kernel.ArrayKernel;
import io.lanewise.kernel.HeapGemmKernel;
import io.lanewise.kernel.HeapKernels;
import io.lanewise.kernel.HeapReduceKernel;
import org.jspecify.annotations.Nullable;

/**
 * What all drivers of one element type share.
 *
 * @param threads the engine's threads
 * @param kernels for arrays
 * @param elementBytes 4 or 8
 * @param <P> {@code float[]} or {@code double[]}
 */
record Context<P>(Threads threads, HeapKernels<P> kernels, int elementBytes) {
  /** Elements of an array that a workspace keeps. [TP] */
  private static final int KEPT = 1 << 20;

  /** Scratch arrays of a thread. */
  private static final int SLOTS = 9;

  /** Arrays of a workspace. */
  private static final class Kept {
    final @Nullable Object[] arrays = new Object[2 * SLOTS];
  }

  ArrayKernel<P> array() {
    return kernels.array();
  }

  HeapReduceKernel<P> reduce() {
    return kernels.reduce();
  }

  HeapGemmKernel<P> gemm() {
    return kernels.gemm();
  }

  /**
   * A scratch array.
   *
   * @param workspace of the calling thread
   * @param slot a small number: different slots are different arrays
   * @param elements length at least
   * @return the array, with arbitrary contents
   */
  P scratch(Workspace workspace, int slot, int elements) {
    P kept = kept(workspace, slot);
    if (kept == null || array().length(kept) < elements) {
      kept = array().array(elements);
      keep(workspace, slot, kept, elements);
    }
    return kept;
  }

  /**
   * A scratch array for panels, which begin at the kernel's first index.
   *
   * @param workspace of the calling thread
   * @param slot not one of {@link #scratch}
   * @param elements that the panels have at most
   * @return the array, with arbitrary contents
   */
  P panels(Workspace workspace, int slot, int elements) {
    P kept = kept(workspace, slot);
    if (kept == null || gemm().length(kept) < elements) {
      kept = gemm().array(elements);
      keep(workspace, slot, kept, elements);
    }
    return kept;
  }

  @SuppressWarnings("unchecked") // a slot only ever holds arrays of one type
  private @Nullable P kept(Workspace workspace, int slot) {
    return (P) workspace.object(Kept.class, Kept::new).arrays[index(slot)];
  }

  private void keep(Workspace workspace, int slot, P array, int elements) {
    if (elements <= KEPT) {
      workspace.object(Kept.class, Kept::new).arrays[index(slot)] = array;
    }
  }

  private int index(int slot) {
    return 2 * slot + (elementBytes == Float.BYTES ? 0 : 1);
  }

  /** A number of the element type. */
  double round(double value) {
    return elementBytes == Float.BYTES ? (float) value : value;
  }

  /** Where the first element of a vector is: the last in memory if the increment is negative. */
  static int start(int n, int at, int step) {
    return step < 0 ? at - (n - 1) * step : at;
  }
}
