package io.lanewise.gpu;

import io.lanewise.Shape;
import io.lanewise.backend.Backend;
import io.lanewise.backend.Reduction;
import io.lanewise.memory.View;
import org.jspecify.annotations.Nullable;

/**
 * Reductions and softmax on the device. How a sum is cut into pieces follows from the number of its
 * terms alone: the same bits for any layout.
 */
final class GpuReduce {
  /** [TP] Up to here one thread makes a result: a group of 64 would mostly idle. */
  private static final int SHORT = 32;

  /** [TP] Terms that a group of threads reduces. */
  private static final int PIECE = 8192;

  /** Results of pieces that go to the host, which adds them in double. */
  private static final int PIECES = 1024;

  private GpuReduce() {}

  /** Whether kernels can walk the axes that stay. */
  static boolean can(View x, int axis, View target) {
    return x.dtype().computes()
        && x.dtype() == target.dtype()
        && x.elements() > 0
        && x.elements() <= Integer.MAX_VALUE
        && Walk.of(x.shape(), x) != null
        && Walk.of(target.shape(), target) != null
        && others(x, axis, target) != null;
  }

  /** The axes but one, of an operand and of a target that has that axis too, or not. */
  private static @Nullable Walk others(View x, int axis, View target) {
    View y = target.rank() == x.rank() ? without(target, axis) : target;
    View own = without(x, axis);
    return Walk.of(y.shape(), y, own);
  }

  private static View without(View view, int axis) {
    int rank = view.rank();
    long[] sizes = new long[rank - 1];
    long[] strides = new long[rank - 1];
    for (int from = 0, to = 0; from < rank; from++) {
      if (from != axis) {
        sizes[to] = view.shape().size(from);
        strides[to++] = view.strides()[from];
      }
    }
    return new View(view.storage(), view.dtype(), view.offset(), Shape.of(sizes), strides);
  }

  /** The walk over all axes but one, of operands as they lie on the device. */
  static Walk walk(Operand x, int axis, Operand target) {
    Walk walk = others(x.view(), axis, target.view());
    if (walk == null) {
      throw new IllegalStateException("GPU engine: more than " + Places.AXES + " axes");
    }
    return walk;
  }

  static void reduce(
      Device device, Backend host, Reduction reduction, View x, int axis, View target) {
    try (Session session = Session.begin(device, host, target, x)) {
      Operand to = session.target(target, false);
      Operand from = session.source(x, to, false);
      Heap heap = session.heap();
      Walk walk = walk(from, axis, to);
      int terms = (int) x.size(axis);
      int results = (int) target.elements();
      walk.sizes(heap, 8);
      walk.strides(heap, 14, 1);
      heap.p.set(0, terms);
      heap.p.set(1, walk.rank());
      heap.p.set(2, Codes.of(reduction));
      heap.p.set(3, from.place());
      heap.p.set(4, (int) from.view().strides()[axis]);
      int pieces = (terms + PIECE - 1) / PIECE;
      if (pieces == 1) {
        walk.strides(heap, 20, 0);
        into(heap, terms, results, to.place());
      } else {
        int parts = session.scratch(Math.multiplyExact(results, pieces));
        int step = pieces;
        for (int a = walk.rank() - 1; a >= 0; a--) {
          heap.p.set(20 + a, step);
          step *= walk.sizes()[a];
        }
        heap.p.set(26, 1);
        pieces(heap, PIECE, pieces, (long) results * pieces, parts);
        for (int a = 0; a < walk.rank(); a++) {
          heap.p.set(14 + a, heap.p.get(20 + a));
        }
        walk.strides(heap, 20, 0);
        heap.p.set(0, pieces);
        heap.p.set(3, parts);
        heap.p.set(4, 1);
        into(heap, pieces, results, to.place());
      }
      session.wrote(to, target);
    }
  }

  private static void into(Heap heap, int terms, int results, int place) {
    if (terms <= SHORT) {
      heap.p.set(5, place);
      heap.p.set(7, results);
      heap.launchFor(Kernel.REDUCE_SHORT, results);
    } else {
      heap.p.set(26, 0);
      pieces(heap, terms, 1, results, place);
    }
  }

  private static void pieces(Heap heap, int piece, int pieces, long groups, int place) {
    heap.p.set(5, place);
    heap.p.set(6, piece);
    heap.p.set(7, pieces);
    heap.launch(Kernel.REDUCE, groups, 1, 1);
  }

  static double reduceAll(Device device, Backend host, Reduction reduction, View x) {
    try (Session session = Session.begin(device, host, x)) {
      Heap heap = session.heap();
      int terms = (int) x.elements();
      Operand from = session.source(x, null, true);
      Walk walk = line(x, from);
      if (walk == null) {
        from = session.packed(from);
      }
      int piece = piece(terms);
      int pieces = (terms + piece - 1) / piece;
      int parts = session.scratch(pieces);
      heap.p.set(3, from.place());
      heap.p.set(0, terms);
      heap.p.set(1, 1);
      heap.p.set(2, Codes.of(reduction));
      heap.p.set(4, walk == null ? 1 : walk.strides()[0][0]);
      heap.p.set(8, 1);
      heap.p.set(14, 0);
      heap.p.set(20, 0);
      heap.p.set(26, 1);
      pieces(heap, piece, pieces, pieces, parts);
      return combine(reduction, session.read(parts, pieces));
    }
  }

  /** The one axis that all others join, or null if they do not. */
  private static @Nullable Walk line(View x, Operand from) {
    Walk walk = Walk.of(x.shape(), from.view());
    return walk != null && walk.rank() == 1 ? walk : null;
  }

  private static int piece(int terms) {
    return Math.max(PIECE, (int) (((long) terms + PIECES - 1) / PIECES));
  }

  private static double combine(Reduction reduction, double[] parts) {
    double value = parts[0];
    switch (reduction) {
      case MAX -> {
        for (double part : parts) {
          value = Math.max(value, part);
        }
      }
      case MIN -> {
        for (double part : parts) {
          value = Math.min(value, part);
        }
      }
      case NORM -> value = norm(parts);
      default -> {
        value = 0;
        for (double part : parts) {
          value += part;
        }
      }
    }
    return value;
  }

  private static double norm(double[] parts) {
    double max = 0;
    for (double part : parts) {
      max = Math.max(max, part);
    }
    if (parts.length == 1 || max == 0 || !Double.isFinite(max)) {
      return max;
    }
    double sum = 0;
    for (double part : parts) {
      sum += (part / max) * (part / max);
    }
    return max * Math.sqrt(sum);
  }

  static double dot(Device device, Backend host, View a, View b) {
    try (Session session = Session.begin(device, host, a, b)) {
      Heap heap = session.heap();
      int terms = (int) a.elements();
      Operand left = session.source(a, null, true);
      Operand right = session.source(b, null, true);
      Walk leftWalk = line(a, left);
      Walk rightWalk = line(b, right);
      if (leftWalk == null) {
        left = session.packed(left);
      }
      if (rightWalk == null) {
        right = session.packed(right);
      }
      int piece = piece(terms);
      int pieces = (terms + piece - 1) / piece;
      int parts = session.scratch(pieces);
      heap.p.set(0, terms);
      heap.p.set(1, piece);
      heap.p.set(2, left.place());
      heap.p.set(3, leftWalk == null ? 1 : leftWalk.strides()[0][0]);
      heap.p.set(4, right.place());
      heap.p.set(5, rightWalk == null ? 1 : rightWalk.strides()[0][0]);
      heap.p.set(6, parts);
      heap.launch(Kernel.DOT, pieces, 1, 1);
      return combine(Reduction.SUM, session.read(parts, pieces));
    }
  }

  static void softmax(Device device, Backend host, View x, int axis, View target) {
    try (Session session = Session.begin(device, host, target, x)) {
      Operand to = session.target(target, false);
      Operand from = session.source(x, to, true);
      Heap heap = session.heap();
      Walk walk = walk(from, axis, to);
      walk.sizes(heap, 8);
      walk.strides(heap, 14, 1);
      walk.strides(heap, 20, 0);
      int length = (int) x.size(axis);
      heap.p.set(0, length);
      heap.p.set(1, walk.rank());
      heap.p.set(3, from.place());
      heap.p.set(4, (int) from.view().strides()[axis]);
      heap.p.set(5, to.place());
      heap.p.set(6, (int) to.view().strides()[axis]);
      heap.launch(Kernel.SOFTMAX, target.elements() / length, 1, 1);
      session.wrote(to, target);
    }
  }
}
