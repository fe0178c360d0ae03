package io.lanewise.gpu;

import io.lanewise.DType;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.TornadoExecutionPlan;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.common.TornadoFunctions.Task4;
import uk.ac.manchester.tornado.api.enums.DataTransferMode;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** The heap of one type, and the graphs of its kernels. */
final class HeapF32 extends Heap {
  private final FloatArray s = new FloatArray(SCALARS);
  private final KernelContext context = new KernelContext();
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
    List<TaskGraph> graphs = new ArrayList<>();
    graphs.add(
        new TaskGraph(Kernel.INIT.graph())
            .transferToDevice(DataTransferMode.EVERY_EXECUTION, p, s)
            .task("k", TransferF32::init, context, p, s, w)
            .persistOnDevice(w));
    for (int size = 0; size < 3; size++) {
      FloatArray up = new FloatArray(stage(size));
      ups.add(up);
      Kernel kernel = Kernel.up(size);
      graphs.add(
          found(kernel, w, p, up).task("k", TransferF32::up, context, p, up, w).persistOnDevice(w));
    }
    for (int size = 0; size < 3; size++) {
      FloatArray down = new FloatArray(stage(size));
      downs.add(down);
      Kernel kernel = Kernel.down(size);
      graphs.add(
          found(kernel, w, p)
              .task("k", TransferF32::down, context, p, w, down)
              .transferToHost(DataTransferMode.EVERY_EXECUTION, down)
              .persistOnDevice(w));
    }
    graphs.addAll(
        List.of(
            graph(Kernel.MAP, w, ElementwiseF32::map),
            graph(Kernel.ZIP, w, ElementwiseF32::zip),
            graph(Kernel.REDUCE, w, ReduceF32::reduce),
            graph(Kernel.REDUCE_SHORT, w, ReduceF32::reduceShort),
            graph(Kernel.DOT, w, ReduceF32::innerProducts),
            graph(Kernel.SOFTMAX, w, SoftmaxF32::softmax),
            graph(Kernel.GEMM, w, GemmF32::gemm),
            graph(Kernel.ATTENTION, w, AttentionF32::attention),
            graph(Kernel.NORMALIZE, w, NormalizeF32::normalizeRows),
            graph(Kernel.GRAM, w, JacobiF32::gram),
            graph(Kernel.GRAM_OF_TWO, w, JacobiF32::gramOfTwo),
            graph(Kernel.SMALL_JACOBI, w, SmallJacobiF32::diagonalise),
            graph(Kernel.ROTATE, w, JacobiF32::rotateBlocks),
            graph(Kernel.ROTATE_TWO, w, JacobiF32::rotateTwo),
            graph(Kernel.BLOCKS, w, JacobiF32::blocks),
            graph(Kernel.MANY_QR, w, ManyQrF32::factor),
            graph(Kernel.MANY_SVDS, w, ManySvdF32::decompose),
            graph(Kernel.MANY_EIGEN, w, ManyEigenF32::decompose)));
    plan = plan(graphs, device);
    launch(Kernel.INIT, 1, 1, 1);
  }

  /** A graph of a kernel over the heap, with parameters and scalars. */
  private TaskGraph graph(
      Kernel kernel, FloatArray w, Task4<KernelContext, IntArray, FloatArray, FloatArray> code) {
    return found(kernel, w, p, s).task("k", code, context, p, s, w).persistOnDevice(w);
  }

  @Override
  TornadoExecutionPlan plan() {
    return plan;
  }

  @Override
  int maxExponent() {
    return Float.MAX_EXPONENT;
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
