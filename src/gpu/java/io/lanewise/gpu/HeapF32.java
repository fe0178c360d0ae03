package io.lanewise.gpu;

import io.lanewise.DType;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.TornadoExecutionPlan;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.enums.DataTransferMode;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/** The heap of one type, and the graphs of its kernels. */
final class HeapF32 extends Heap {
  private final FloatArray s = new FloatArray(2);
  private final List<FloatArray> ups = new ArrayList<>();
  private final List<FloatArray> downs = new ArrayList<>();
  private final TornadoExecutionPlan plan;

  /**
   * A heap on a device.
   *
   * @param image memory of the host with room for the heap and an array's header, which is never
   *     touched but for that header
   */
  HeapF32(TornadoDevice device, MemorySegment image, int elements) {
    super(DType.F32, elements);
    FloatArray w = FloatArray.fromSegmentShallow(image);
    KernelContext c = context();
    List<TaskGraph> graphs = new ArrayList<>();
    graphs.add(
        new TaskGraph(Kernel.INIT.graph())
            .transferToDevice(DataTransferMode.EVERY_EXECUTION, p, s)
            .task("k", TransferF32::init, c, p, s, w)
            .persistOnDevice(w));
    for (int size = 0; size < 3; size++) {
      FloatArray up = new FloatArray(stage(size));
      ups.add(up);
      Kernel kernel = Kernel.up(size);
      graphs.add(
          graph(kernel, w, p, up).task("k", TransferF32::up, c, p, up, w).persistOnDevice(w));
    }
    for (int size = 0; size < 3; size++) {
      FloatArray down = new FloatArray(stage(size));
      downs.add(down);
      Kernel kernel = Kernel.down(size);
      graphs.add(
          graph(kernel, w, p)
              .task("k", TransferF32::down, c, p, w, down)
              .transferToHost(DataTransferMode.EVERY_EXECUTION, down)
              .persistOnDevice(w));
    }
    graphs.add(
        graph(Kernel.MAP, w, p, s).task("k", ElementwiseF32::map, c, p, s, w).persistOnDevice(w));
    graphs.add(
        graph(Kernel.ZIP, w, p, s).task("k", ElementwiseF32::zip, c, p, s, w).persistOnDevice(w));
    graphs.add(
        graph(Kernel.REDUCE, w, p, s).task("k", ReduceF32::reduce, c, p, s, w).persistOnDevice(w));
    graphs.add(
        graph(Kernel.REDUCE_SHORT, w, p, s)
            .task("k", ReduceF32::reduceShort, c, p, s, w)
            .persistOnDevice(w));
    graphs.add(
        graph(Kernel.DOT, w, p, s)
            .task("k", ReduceF32::innerProducts, c, p, s, w)
            .persistOnDevice(w));
    graphs.add(
        graph(Kernel.SOFTMAX, w, p, s)
            .task("k", SoftmaxF32::softmax, c, p, s, w)
            .persistOnDevice(w));
    graphs.add(graph(Kernel.GEMM, w, p, s).task("k", GemmF32::gemm, c, p, s, w).persistOnDevice(w));
    graphs.add(
        graph(Kernel.ATTENTION, w, p, s)
            .task("k", AttentionF32::attention, c, p, s, w)
            .persistOnDevice(w));
    graphs.add(
        graph(Kernel.NORMALIZE, w, p, s)
            .task("k", NormalizeF32::normalizeRows, c, p, s, w)
            .persistOnDevice(w));
    graphs.add(
        graph(Kernel.GRAM, w, p, s).task("k", JacobiF32::gram, c, p, s, w).persistOnDevice(w));
    graphs.add(
        graph(Kernel.GRAM_OF_TWO, w, p, s)
            .task("k", JacobiF32::gramOfTwo, c, p, s, w)
            .persistOnDevice(w));
    graphs.add(
        graph(Kernel.SMALL_JACOBI, w, p, s)
            .task("k", SmallJacobiF32::diagonalise, c, p, s, w)
            .persistOnDevice(w));
    graphs.add(
        graph(Kernel.ROTATE, w, p, s)
            .task("k", JacobiF32::rotateBlocks, c, p, s, w)
            .persistOnDevice(w));
    graphs.add(
        graph(Kernel.ROTATE_TWO, w, p, s)
            .task("k", JacobiF32::rotateTwo, c, p, s, w)
            .persistOnDevice(w));
    graphs.add(
        graph(Kernel.BLOCKS, w, p, s).task("k", JacobiF32::blocks, c, p, s, w).persistOnDevice(w));
    plan = plan(graphs, device);
    launch(Kernel.INIT, 1, 1, 1);
  }

  @Override
  TornadoExecutionPlan plan() {
    return plan;
  }

  @Override
  void scalar(int i, double value) {
    s.set(i, (float) value);
  }

  @Override
  MemorySegment up(int size) {
    return ups.get(size).getSegment();
  }

  @Override
  MemorySegment down(int size) {
    return downs.get(size).getSegment();
  }
}
