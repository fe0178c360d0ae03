package io.lanewise.cpu.jacobi;

import io.lanewise.cpu.Workspace;
import io.lanewise.kernel.InterleavedKernel;
import io.lanewise.kernel.Kernels;
import io.lanewise.memory.View;
import org.jspecify.annotations.Nullable;

/** Singular value decompositions of many small f32 matrices. */
final class ManySvdJobF32 extends ManyJobF32 {
  private final ManySvdF32.Problem problem;

  ManySvdJobF32(Kernels kernels, ManySvdF32.Problem problem, View sweeps) {
    super(kernels, problem.matrices(), sweeps);
    this.problem = problem;
  }

  @Override
  Group group(Workspace workspace) {
    Kept kept = workspace.object(Kept.class, Kept::new);
    ManySvdF32 group =
        kept.group(kernel, (int) problem.matrices().size(1), (int) problem.matrices().size(2));
    return (first, count) -> group.decompose(problem, first, count);
  }

  /** What a thread keeps between batches. */
  private static final class Kept {
    private @Nullable ManySvdF32 group;

    ManySvdF32 group(InterleavedKernel<float[]> kernel, int m, int n) {
      ManySvdF32 kept = group;
      if (kept == null || !kept.fits(m, n)) {
        kept = new ManySvdF32(kernel, m, n);
        group = kept;
      }
      return kept;
    }
  }
}
