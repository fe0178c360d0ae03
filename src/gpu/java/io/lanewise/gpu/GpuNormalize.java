package io.lanewise.gpu;

import io.lanewise.backend.Backend;
import io.lanewise.memory.View;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Layer norm and RMS norm on the device: {@link NormalizeF32}. */
final class GpuNormalize {
  private GpuNormalize() {}

  /**
   * See {@link Backend#normalize}.
   *
   * @return false if kernels cannot walk the operands
   */
  static boolean normalize(
      Device device,
      Backend host,
      View x,
      boolean centred,
      double epsilon,
      @Nullable View weight,
      @Nullable View bias,
      View target) {
    int axis = x.rank() - 1;
    if (!GpuReduce.can(x, axis, target)) {
      return false;
    }
    List<View> views = new ArrayList<>(List.of(target, x));
    if (weight != null) {
      views.add(weight);
    }
    if (bias != null) {
      views.add(bias);
    }
    try (Session session = Session.begin(device, host, views.toArray(View[]::new))) {
      Operand to = session.target(target, false);
      Operand from = session.source(x, to, true);
      Operand factor = weight == null ? null : session.source(weight, to, false);
      Operand added = bias == null ? null : session.source(bias, to, false);
      Heap heap = session.heap();
      Walk walk = GpuReduce.walk(from, axis, to);
      walk.sizes(heap, 8);
      walk.strides(heap, 14, 1);
      walk.strides(heap, 20, 0);
      long length = x.size(axis);
      heap.set(0, length, walk.rank(), centred ? 1 : 0);
      heap.set(3, from.place(), from.view().stride(axis), to.place(), to.view().stride(axis));
      vector(heap, 26, factor);
      vector(heap, 28, added);
      heap.scalar(0, epsilon);
      heap.launch(Kernel.NORMALIZE, target.elements() / length, 1, 1);
      session.wrote(to, target);
    }
    return true;
  }

  private static void vector(Heap heap, int at, @Nullable Operand vector) {
    if (vector == null) {
      heap.set(at, -1, 0);
    } else {
      heap.set(at, vector.place(), vector.view().stride(-1));
    }
  }
}
