package io.lanewise.cpu.jacobi;

import io.lanewise.cpu.Workspace;
import io.lanewise.kernel.InterleavedKernel;
import io.lanewise.kernel.Kernels;
import io.lanewise.memory.View;
import org.jspecify.annotations.Nullable;

/** Eigendecompositions of many small symmetric f32 matrices. */
final class ManyEigenJobF32 extends ManyJobF32 {
  private final ManyEigenF32.Problem problem;

  ManyEigenJobF32(Kernels kernels, ManyEigenF32.Problem problem, View sweeps) {
    super(kernels, problem.matrices(), sweeps);
    this.problem = problem;
  }

  @Override
  Group group(Workspace workspace) {
    Kept kept = workspace.object(Kept.class, Kept::new);
    ManyEigenF32 group = kept.group(kernel, (int) problem.matrices().size(1));
    return (first, count) -> group.decompose(problem, first, count);
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
