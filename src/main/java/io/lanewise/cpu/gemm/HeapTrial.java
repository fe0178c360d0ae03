package io.lanewise.cpu.gemm;

import io.lanewise.kernel.GemmKernel;
import io.lanewise.kernel.HeapGemmKernel;

/**
 * Tiles of zeros in arrays.
 *
 * @param <P> {@code float[]} or {@code double[]}
 */
final class HeapTrial<P> implements WarmKernel.Trial<HeapGemmKernel<P>> {
  private final P zeros;
  private final P panels;

  HeapTrial(HeapGemmKernel<P> kernel, HeapGemmKernel<P> plain) {
    int most = Math.max(kernel.mr(), plain.mr()) + Math.max(kernel.nr(), plain.nr());
    this.zeros = kernel.array(most * GemmKernel.KC);
    this.panels = kernel.array(most * GemmKernel.KC + kernel.mr() * kernel.nr() + most);
  }

  @Override
  public void run(HeapGemmKernel<P> kernel, int rows, int columns, int tiles) {
    int k = GemmKernel.KC;
    int a = kernel.first();
    int b = a + kernel.mr() * k;
    int t = b + kernel.nr() * k;
    kernel.packA(zeros, 0, 1, rows, rows, k, rows, panels, a);
    kernel.packA(zeros, 0, k, 1, rows, k, rows, panels, a);
    kernel.packB(zeros, 0, 1, k, columns, k, columns, panels, b);
    kernel.packB(zeros, 0, columns, 1, columns, k, columns, panels, b);
    for (int i = 0; i < tiles; i++) {
      kernel.tile(rows, columns, k, panels, a, b, t);
      kernel.update(panels, t, columns, 1, i & 1, zeros, 0, columns, rows, columns);
    }
  }
}
