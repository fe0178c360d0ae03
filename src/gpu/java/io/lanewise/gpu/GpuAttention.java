package io.lanewise.gpu;

import io.lanewise.DType;
import io.lanewise.backend.Backend;
import io.lanewise.memory.NativeMemory;
import io.lanewise.memory.Storage;
import io.lanewise.memory.View;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Attention in one pass on the device: {@link AttentionF32}. */
final class GpuAttention {
  /** Queries of a group of threads, and columns of the values. */
  private static final long TILE = 64;

  /** Groups along the second and third axis of a grid, in CUDA. */
  private static final int MOST_GROUPS = 65535;

  private GpuAttention() {}

  /** The operands in the order of the kernel's strides; where there is no mask, q stands for it. */
  private static View[] all(View q, View k, View v, @Nullable View mask, View target) {
    return new View[] {q, k, v, mask == null ? q : mask, target};
  }

  private static @Nullable Walk heads(View[] all) {
    View target = all[4];
    return Walk.of(target.shape(), target.rank() - 2, all, new int[] {2, 2, 2, 2, 2});
  }

  private static boolean can(View[] all) {
    for (View view : all) {
      if (view.elements() == 0
          || view.elements() > Integer.MAX_VALUE
          || Walk.of(view.shape(), view) == null) {
        return false;
      }
    }
    return all[4].size(-1) <= TILE * MOST_GROUPS && heads(all) != null;
  }

  /**
   * See {@link Backend#attention}.
   *
   * @return false if kernels cannot walk the operands
   */
  static boolean attention(
      Device device,
      Backend host,
      View q,
      View k,
      View v,
      @Nullable View mask,
      boolean causal,
      double scale,
      View target) {
    if (!target.dtype().computes() || !can(all(q, k, v, mask, target))) {
      return false;
    }
    List<Storage> made = new ArrayList<>();
    View keys = inType(host, k, target.dtype(), made);
    View values = inType(host, v, target.dtype(), made);
    View added = mask == null ? null : inType(host, mask, target.dtype(), made);
    boolean chooses = mask != null && mask.dtype() == DType.BOOL;
    try (Session session =
        Session.begin(
            device,
            host,
            added == null
                ? new View[] {target, q, keys, values}
                : new View[] {target, q, keys, values, added})) {
      session.temporary(made);
      Operand to = session.target(target, false);
      Operand query = session.source(q, null, true);
      Operand key = session.source(keys, null, true);
      Operand value = session.source(values, null, true);
      Operand masks = added == null ? null : session.source(added, null, true);
      View[] all =
          all(
              query.view(),
              key.view(),
              value.view(),
              masks == null ? null : masks.view(),
              to.view());
      Walk heads = heads(all);
      if (heads == null) {
        throw new IllegalStateException("GPU engine: more than " + Places.AXES + " axes");
      }
      Heap heap = session.heap();
      long queries = q.size(-2);
      int kind = chooses ? AttentionF32.CHOOSES : AttentionF32.ADDED;
      heap.set(0, queries, k.size(-2), q.size(-1), v.size(-1), causal ? 1 : 0);
      heap.set(5, masks == null ? AttentionF32.NO_MASK : kind);
      heap.set(6, query.place(), key.place(), value.place());
      heap.set(9, masks == null ? 0 : masks.place(), to.place());
      for (int operand = 0; operand < 4; operand++) {
        heap.set(11 + 2 * operand, stride(all[operand], -2), stride(all[operand], -1));
      }
      heap.set(19, stride(to.view(), -2), heads.rank());
      heads.sizes(heap, 21);
      for (int operand = 0; operand < 5; operand++) {
        heads.strides(heap, 27 + Places.AXES * operand, operand);
      }
      heap.scalar(0, scale);
      heap.scalar(1, Double.NEGATIVE_INFINITY);
      long rows = (queries + TILE - 1) / TILE;
      long columns = (v.size(-1) + TILE - 1) / TILE;
      long matrices = target.elements() / (queries * v.size(-1));
      for (long first = 0; first < matrices; first += MOST_GROUPS) {
        heap.set(57, first);
        heap.launch(Kernel.ATTENTION, rows, columns, Math.min(MOST_GROUPS, matrices - first));
      }
      session.wrote(to, target);
    }
    return true;
  }

  /** Distance along an axis, 0 along one that is broadcast or missing. */
  private static long stride(View view, int axis) {
    return view.rank() < -axis || view.size(axis) == 1 ? 0 : view.stride(axis);
  }

  /** The view itself, or its elements in a type that kernels compute in. */
  private static View inType(Backend host, View view, DType dtype, List<Storage> made) {
    if (view.dtype() == dtype) {
      return view;
    }
    Storage storage = NativeMemory.system().allocate(null, view.elements() * dtype.bytes(), false);
    made.add(storage);
    View wide = View.contiguous(storage, dtype, view.shape());
    host.copy(view, wide);
    return wide;
  }
}
