package io.lanewise.cpu.jacobi;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import io.lanewise.cpu.Workspace;
import io.lanewise.kernel.InterleavedKernel;
import io.lanewise.kernel.Kernels;
import io.lanewise.memory.HostMemory;
import io.lanewise.memory.View;
import org.jspecify.annotations.Nullable;

/** Eigendecompositions of many small symmetric f32 matrices: an item is a group of them. */
final class ManyEigenJobF32 extends Jacobi.Batch {
  private final InterleavedKernel<float[]> kernel;
  private final ManyEigenF32.Problem problem;
  private final View sweeps;

  @SuppressWarnings("unchecked") // these are the kernels for F32
  ManyEigenJobF32(Kernels kernels, ManyEigenF32.Problem problem, View sweeps) {
    this.kernel = (InterleavedKernel<float[]>) kernels.interleaved();
    this.problem = problem;
    this.sweeps = sweeps;
  }

  @Override
  void range(long from, long to, Workspace workspace) {
    View matrices = problem.matrices();
    ManyEigenF32 group =
        workspace.object(Kept.class, Kept::new).group(kernel, (int) matrices.size(1));
    HostMemory memory = sweeps.storage().host();
    for (long item = from; item < to; item++) {
      long first = item * kernel.lanes();
      int count = (int) Math.min(kernel.lanes(), matrices.size(0) - first);
      int[] done = group.decompose(problem, first, count);
      for (int lane = 0; lane < count; lane++) {
        long at = sweeps.offset() + (first + lane) * sweeps.stride(0);
        memory.base().set(JAVA_INT_UNALIGNED, memory.origin() + 4 * at, done[lane]);
      }
    }
  }

  /** What a thread keeps between batches. */
  private static final class Kept {
    private @Nullable ManyEigenF32 group;

    ManyEigenF32 group(InterleavedKernel<float[]> kernel, int n) {
      ManyEigenF32 kept = group;
      if (kept == null || !kept.fits(n)) {
        kept = new ManyEigenF32(kernel, n);
        group = kept;
      }
      return kept;
    }
  }
}
