package io.lanewise.cpu.gemm;

import io.lanewise.kernel.GemmKernel;
import io.lanewise.memory.HostMemory;
import io.lanewise.memory.NativeMemory;
import io.lanewise.memory.Storage;
import java.lang.ref.Reference;

/**
 * Tiles of zeros in memory of ours.
 *
 * @param <P> {@code float[]} or {@code double[]}
 */
final class SegmentTrial<P> implements WarmKernel.Trial<GemmKernel<P>> {
  private final Storage storage;
  private final P panels;
  private final int bytes;

  SegmentTrial(GemmKernel<P> kernel, GemmKernel<P> plain, int elementBytes) {
    int most = Math.max(kernel.mr(), plain.mr()) + Math.max(kernel.nr(), plain.nr());
    this.bytes = elementBytes;
    this.panels = kernel.array(most * GemmKernel.KC + kernel.mr() * kernel.nr() + most);
    this.storage =
        NativeMemory.system().allocate(null, (long) most * GemmKernel.KC * elementBytes, true);
  }

  @Override
  public void run(GemmKernel<P> kernel, int rows, int columns, int tiles) {
    HostMemory memory = storage.host();
    int k = GemmKernel.KC;
    int a = kernel.first();
    int b = a + kernel.mr() * k;
    int t = b + kernel.nr() * k;
    long at = memory.origin();
    long wide = (long) columns * bytes;
    kernel.packA(memory.base(), at, bytes, (long) rows * bytes, rows, k, rows, panels, a);
    kernel.packA(memory.base(), at, (long) k * bytes, bytes, rows, k, rows, panels, a);
    kernel.packB(memory.base(), at, bytes, (long) k * bytes, columns, k, columns, panels, b);
    kernel.packB(memory.base(), at, wide, bytes, columns, k, columns, panels, b);
    for (int i = 0; i < tiles; i++) {
      kernel.tile(rows, columns, k, panels, a, b, t);
      kernel.update(panels, t, columns, 1, i & 1, memory.base(), at, wide, rows, columns);
    }
    Reference.reachabilityFence(storage);
  }
}
