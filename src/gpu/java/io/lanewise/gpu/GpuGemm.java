package io.lanewise.gpu;

import io.lanewise.backend.Backend;
import io.lanewise.backend.Epilogue;
import io.lanewise.memory.View;
import org.jspecify.annotations.Nullable;

/** Matrix products on the device. */
final class GpuGemm {
  /** Rows and columns of a tile of {@link GemmF32}. */
  private static final long TILE = 64;

  /** Groups along the third axis of a grid, in CUDA. */
  private static final int MOST_MATRICES = 65535;

  private GpuGemm() {}

  /** Whether kernels can walk the batch. */
  static boolean can(View a, View b, View c) {
    return Walk.of(a.shape(), a) != null
        && Walk.of(b.shape(), b) != null
        && batch(a, b, c, a.rank() == 1, isColumn(a, b)) != null;
  }

  private static boolean isColumn(View a, View b) {
    return b.rank() == 1 && a.rank() != 1;
  }

  private static @Nullable Walk batch(View a, View b, View c, boolean row, boolean column) {
    int own = (row ? 0 : 1) + (column ? 0 : 1);
    return Walk.of(
        c.shape(),
        c.rank() - own,
        new View[] {a, b, c},
        new int[] {row ? 1 : 2, column ? 1 : 2, own});
  }

  static void gemm(
      Device device,
      Backend host,
      double alpha,
      View a,
      View b,
      double beta,
      View c,
      Epilogue epilogue) {
    View bias = epilogue.bias();
    View[] views = bias == null ? new View[] {c, a, b} : new View[] {c, a, b, bias};
    boolean row = a.rank() == 1;
    boolean column = isColumn(a, b);
    long k = alpha == 0 ? 0 : a.size(-1);
    try (Session session = Session.begin(device, host, views)) {
      Operand to = session.target(c, beta != 0);
      Operand left = session.source(a, to, false);
      Operand right = session.source(b, to, false);
      Operand more = bias == null ? null : session.source(bias, to, false);
      Heap heap = session.heap();
      Walk batch = batch(left.view(), right.view(), to.view(), row, column);
      if (batch == null) {
        throw new IllegalStateException("GPU engine: more than " + Places.AXES + " axes");
      }
      View x = left.view();
      View y = right.view();
      View z = to.view();
      long m = row ? 1 : x.size(-2);
      long n = column ? 1 : y.size(-1);
      long rowC = row ? 0 : z.stride(column ? -1 : -2);
      long columnC = column ? 0 : z.stride(-1);
      heap.set(3, left.place(), right.place(), to.place());
      heap.set(16, batch.rank());
      batch.sizes(heap, 17);
      heap.set(12, beta == 0 ? 0 : 1);
      heap.set(13, more == null ? -1 : more.place());
      heap.scalar(0, k == 0 ? 0 : alpha);
      heap.scalar(1, beta);
      long rowA = row ? 0 : x.stride(-2);
      long columnA = x.stride(-1);
      long rowB = column ? y.stride(-1) : y.stride(-2);
      long columnB = column ? 0 : y.stride(-1);
      long biasStep = more == null ? 0 : more.view().stride(-1);
      batch.strides(heap, 35, 2);
      if (rowC == 1 && columnC != 1) {
        // C' = B'A': neighbouring threads write neighbouring numbers.
        heap.set(0, n, m, k);
        heap.set(3, right.place(), left.place());
        heap.set(6, columnB, rowB, columnA, rowA, columnC, rowC);
        heap.set(14, biasStep, 0);
        batch.strides(heap, 23, 1);
        batch.strides(heap, 29, 0);
      } else {
        heap.set(0, m, n, k);
        heap.set(6, rowA, columnA, rowB, columnB, rowC, columnC);
        heap.set(14, 0, biasStep);
        batch.strides(heap, 23, 0);
        batch.strides(heap, 29, 1);
      }
      long tiles = ((m + TILE - 1) / TILE) * ((n + TILE - 1) / TILE);
      long matrices = c.elements() / (m * n);
      for (long first = 0; first < matrices; first += MOST_MATRICES) {
        heap.set(41, first);
        heap.launch(Kernel.GEMM, tiles, 1, Math.min(MOST_MATRICES, matrices - first));
      }
      session.wrote(to, c);
    }
  }
}
