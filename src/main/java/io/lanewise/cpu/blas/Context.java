package io.lanewise.cpu.blas;

import io.lanewise.cpu.Threads;
import io.lanewise.cpu.Workspace;
import io.lanewise.cpu.gemm.WarmKernel;
import io.lanewise.kernel.ArrayKernel;
import io.lanewise.kernel.GemmKernel;
import io.lanewise.kernel.HeapGemmKernel;
import io.lanewise.kernel.HeapKernels;
import io.lanewise.kernel.HeapReduceKernel;
import io.lanewise.kernel.scalar.ScalarKernels;
import org.jspecify.annotations.Nullable;

/**
 * What all drivers of one element type share.
 *
 * @param threads the engine's threads
 * @param kernels for arrays
 * @param elementBytes 4 or 8
 * @param warm the kernel for products, and what serves until it is compiled
 * @param degree how many threads may work on one operation
 * @param <P> {@code float[]} or {@code double[]}
 */
record Context<P>(
    Threads threads,
    HeapKernels<P> kernels,
    int elementBytes,
    WarmKernel<HeapGemmKernel<P>> warm,
    int degree) {
  /** Elements of an array that a workspace keeps. [TP] */
  private static final int KEPT = 1 << 20;

  /** Scratch arrays of a thread. */
  private static final int SLOTS = 13;

  private static final int PARTIAL = SLOTS - 1;

  /** Arrays of a workspace. */
  private static final class Kept {
    final @Nullable Object[] arrays = new Object[2 * SLOTS];
  }

  static <P> Context<P> of(Threads threads, HeapKernels<P> kernels, int elementBytes) {
    WarmKernel<HeapGemmKernel<P>> warm = WarmKernel.of(kernels.gemm(), elementBytes);
    return new Context<>(threads, kernels, elementBytes, warm, threads.degree());
  }

  /** The same for operations that the calling thread must do alone. */
  Context<P> alone() {
    return new Context<>(threads, kernels, elementBytes, warm, 1);
  }

  /** No matrix. */
  Operand<P> nothing() {
    return new Operand<>(array().array(0), 0, 0, 0);
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
   * Steps of k in a block of a triangular product: no tile may be on the diagonal of one block and
   * beside it in another, whichever kernel serves. All blocks are of nearly the same size.
   *
   * @param n order of the triangle
   * @param right whether columns of a tile lie along it, or else rows
   * @return a multiple of the side of all tiles
   */
  int piece(int n, boolean right) {
    HeapGemmKernel<?> plain = ScalarKernels.of(elementBytes).heap().gemm();
    int tile =
        right ? multiple(2 * gemm().nr(), plain.nr()) : multiple(2 * gemm().mr(), plain.mr());
    int most = Math.max(1, GemmKernel.KC / tile) * tile;
    int pieces = (n + most - 1) / most;
    return ((n + pieces - 1) / pieces + tile - 1) / tile * tile;
  }

  private static int multiple(int a, int b) {
    int common = a;
    while (common % b != 0) {
      common += a;
    }
    return common;
  }

  /**
   * Multiplies a run.
   *
   * @param n elements
   * @param factor what by; if it is 0, the run is not read
   * @param x array
   * @param at first element
   */
  void scale(int n, double factor, P x, int at) {
    if (factor == 0) {
      array().fill(x, at, at + n, 0);
    } else if (factor != 1) {
      array().scale(n, factor, x, at, 1);
    }
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
      if (elements <= KEPT) {
        workspace.object(Kept.class, Kept::new).arrays[index(slot)] = kept;
      }
    }
    return kept;
  }

  /**
   * Scratch memory for the partial sums of inner products.
   *
   * @param workspace of the calling thread
   * @return the array, with arbitrary contents
   */
  P partial(Workspace workspace) {
    return scratch(workspace, PARTIAL, ArrayKernel.SCRATCH / elementBytes);
  }

  @SuppressWarnings("unchecked") // a slot only ever holds arrays of one type
  private @Nullable P kept(Workspace workspace, int slot) {
    return (P) workspace.object(Kept.class, Kept::new).arrays[index(slot)];
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
