package io.lanewise.cpu.jacobi;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import io.lanewise.cpu.Workspace;
import io.lanewise.kernel.InterleavedKernel;
import io.lanewise.kernel.Kernels;
import io.lanewise.memory.HostMemory;
import io.lanewise.memory.View;

/** Decompositions of many small f32 matrices: an item is a group of them. */
abstract class ManyJobF32 extends Jacobi.Batch {
  /** Inner loops of the groups. */
  final InterleavedKernel<float[]> kernel;

  private final View matrices;
  private final View sweeps;

  @SuppressWarnings("unchecked") // these are the kernels for F32
  ManyJobF32(Kernels kernels, View matrices, View sweeps) {
    this.kernel = (InterleavedKernel<float[]>) kernels.interleaved();
    this.matrices = matrices;
    this.sweeps = sweeps;
  }

  /** What decomposes the groups, with scratch memory that a thread keeps between batches. */
  abstract Group group(Workspace workspace);

  @Override
  final void range(long from, long to, Workspace workspace) {
    Group group = group(workspace);
    HostMemory memory = sweeps.storage().host();
    for (long item = from; item < to; item++) {
      long first = item * kernel.lanes();
      int count = (int) Math.min(kernel.lanes(), matrices.size(0) - first);
      int[] done = group.decompose(first, count);
      for (int lane = 0; lane < count; lane++) {
        long at = sweeps.offset() + (first + lane) * sweeps.stride(0);
        memory.base().set(JAVA_INT_UNALIGNED, memory.origin() + 4 * at, done[lane]);
      }
    }
  }

  /** Decomposes some of the matrices. */
  interface Group {
    /**
     * Decomposes.
     *
     * @param first the first matrix
     * @param count how many, at most the lanes
     * @return sweeps of each lane; 0 of matrices that are left undone
     */
    int[] decompose(long first, int count);
  }
}
