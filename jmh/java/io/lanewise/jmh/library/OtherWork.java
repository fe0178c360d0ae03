package io.lanewise.jmh.library;

import io.lanewise.DType;
import io.lanewise.Engine;
import io.lanewise.EngineOptions;
import io.lanewise.Slice;
import io.lanewise.Tensor;
import io.lanewise.linalg.Linalg;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** What an application may have done before: all sorts of operands through the same few methods. */
public final class OtherWork {
  /** Seconds of computing: enough that C2 has compiled all of it. */
  private static final double SECONDS = 3;

  /** m, k, n. */
  private static final int[][] SHAPES = {
    {2, 2, 2},
    {3, 4, 5},
    {8, 8, 8},
    {17, 1, 33},
    {1, 64, 64},
    {64, 64, 1},
    {31, 47, 29},
    {64, 64, 64},
    {96, 200, 100},
    {128, 8, 256},
    {8, 300, 8},
    {130, 130, 130},
    {256, 256, 256}
  };

  private OtherWork() {}

  /** Does it. */
  public static void run() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long end = threads.getCurrentThreadCpuTime() + (long) (SECONDS * 1e9);
    Engine engine = Engine.cpu(EngineOptions.auto().withThreads(1));
    engine.run(
        () -> {
          while (threads.getCurrentThreadCpuTime() < end) {
            for (int[] shape : SHAPES) {
              for (DType dtype : new DType[] {DType.F32, DType.F64}) {
                products(dtype, shape[0], shape[1], shape[2]);
              }
            }
          }
        });
  }

  private static void products(DType dtype, int m, int k, int n) {
    Tensor a = Tensor.rand(dtype, 1, m, k);
    Tensor b = Tensor.rand(dtype, 2, k, n);
    Tensor c = Tensor.zeros(dtype, m, n);
    a.matmulInto(b, c);
    Tensor.gemm(0.5, a, b, 0.25, c);
    Tensor.gemm(1, heap(a), heap(b), 1, c);
    heap(a).matmulInto(b, heap(c));
    b.transpose().matmulInto(a.transpose(), c.transpose());
    a.transpose().contiguous().transpose().matmulInto(b.transpose().contiguous().transpose(), c);
    Tensor wide = Tensor.rand(dtype, 3, m + 3, k + 5);
    wide.slice(Slice.range(1, 1 + m), Slice.range(2, 2 + k)).matmulInto(b, c);
    Tensor.rand(dtype, 4, 3, m, k).matmul(b);
    Tensor.rand(dtype, 5, 2, m, k).matmul(Tensor.rand(dtype, 6, 2, k, n));
    a.matmul(b.slice(Slice.all(), Slice.at(0)));
    try (Arena arena = Arena.ofConfined()) {
      Tensor mine = Tensor.wrap(arena.allocate(c.elements() * 8L, 64), dtype, m, n);
      a.matmulInto(b, mine);
      c.addInto(mine, c);
    }
    c.addInPlace(1).mulInPlace(heap(c));
    c.softmax(1).sum(0);
    if (m == k && m < 100) {
      Linalg.solve(a.add(Tensor.eye(dtype, m)), b);
    }
  }

  private static Tensor heap(Tensor tensor) {
    long[] shape = {tensor.size(0), tensor.size(1)};
    return tensor.dtype() == DType.F32
        ? Tensor.wrap(tensor.toFloatArray(), shape)
        : Tensor.wrap(tensor.toDoubleArray(), shape);
  }
}
