package io.lanewise.cpu.gemm;

import io.lanewise.kernel.GemmKernel;
import io.lanewise.memory.HostMemory;
import io.lanewise.memory.NativeMemory;
import io.lanewise.memory.Storage;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;

/**
 * Tiles of zeros in memory of ours.
 *
 * @param <P> {@code float[]} or {@code double[]}
 */
final class SegmentTrial<P> implements WarmKernel.Trial<GemmKernel<P>> {
  private final Storage storage;
  private final P panels;
  private final int bytes;
  private final GemmKernel<P> direct;

  SegmentTrial(GemmKernel<P> kernel, GemmKernel<P> plain, int elementBytes) {
    int columns = Math.max(kernel.nr(), kernel.directColumns(Integer.MAX_VALUE));
    int most = Math.max(kernel.mr(), plain.mr()) + Math.max(columns, plain.nr());
    this.direct = kernel;
    this.bytes = elementBytes;
    this.panels = kernel.array((most + 1) * (GemmKernel.KC + kernel.mr()));
    this.storage =
        NativeMemory.system().allocate(null, (long) most * GemmKernel.KC * elementBytes, true);
  }

  @Override
  public void run(GemmKernel<P> kernel, int rows, int columns, int tiles) {
    try {
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
    } finally {
      Reference.reachabilityFence(storage);
    }
  }

  @Override
  public List<WarmKernel.Shape> directTiles() {
    List<WarmKernel.Shape> shapes = new ArrayList<>();
    int most = direct.directRows();
    for (int rows = most; rows > 0; rows -= (most + 1) / 2) {
      int columns = direct.directColumns(Integer.MAX_VALUE);
      for (; columns > 0; columns -= direct.directStep()) {
        shapes.add(new WarmKernel.Shape(rows, columns));
      }
    }
    return shapes;
  }

  @Override
  public void runDirect(WarmKernel.Shape shape, int tiles) {
    try {
      HostMemory memory = storage.host();
      int k = GemmKernel.KC;
      int a = direct.first();
      int t = a + direct.directLength();
      long at = memory.origin();
      int rows = shape.rows();
      long wide = (long) shape.columns() * bytes;
      for (int i = 0; i < tiles; i++) {
        int columns = shape.columns() - (i >> 1 & 1); // whole and masked vectors
        direct.copyRows(memory.base(), at, wide, rows, k - columns % 2, panels, a);
        direct.padRows(memory.base(), at, wide, 1, rows, memory.base(), at);
        direct.direct(rows, columns, k, panels, a, memory.base(), at, wide, t);
        direct.update(panels, t, shape.columns(), 1, i & 1, memory.base(), at, wide, rows, columns);
      }
    } finally {
      Reference.reachabilityFence(storage);
    }
  }
}
