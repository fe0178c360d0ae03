package io.lanewise;

import io.lanewise.backend.Backend;
import io.lanewise.backend.BinaryOp;
import io.lanewise.backend.Reduction;
import io.lanewise.memory.View;

/** Reductions and softmax: brings the axes in question to the end, where the backend wants them. */
final class Reductions {
  private Reductions() {}

  static double all(Reduction reduction, String operation, View x) {
    Check.computes(operation, x);
    if (x.elements() == 0 && !hasIdentity(reduction)) {
      throw empty(operation, x);
    }
    return Check.backend().reduceAll(reduction, x);
  }

  static View along(Reduction reduction, String operation, View x, int... axes) {
    Check.computes(operation, x);
    Backend backend = Check.backend();
    Rows rows = Rows.of(operation, x, axes);
    View target =
        Creation.allocate(
            backend, null, reduction.isIndex() ? DType.I64 : x.dtype(), rows.outer, false);
    reduce(backend, reduction, operation, x, rows, target);
    return target;
  }

  static void into(Reduction reduction, String operation, View x, View target, int... axes) {
    Check.computes(operation, x);
    Rows rows = Rows.of(operation, x, axes);
    Check.target(operation, x.dtype(), rows.outer, target);
    reduce(Check.backend(), reduction, operation, x, rows, target);
  }

  static View mean(String operation, View x, int... axes) {
    Check.computes(operation, x);
    Backend backend = Check.backend();
    Rows rows = Rows.of(operation, x, axes);
    View target = Creation.allocate(backend, null, x.dtype(), rows.outer, false);
    mean(backend, operation, x, rows, target);
    return target;
  }

  static void meanInto(String operation, View x, View target, int... axes) {
    Check.computes(operation, x);
    Rows rows = Rows.of(operation, x, axes);
    Check.target(operation, x.dtype(), rows.outer, target);
    mean(Check.backend(), operation, x, rows, target);
  }

  private static void mean(Backend backend, String operation, View x, Rows rows, View target) {
    reduce(backend, Reduction.SUM, operation, x, rows, target);
    backend.zip(BinaryOp.DIV, target, (double) rows.length, target);
  }

  private static void reduce(
      Backend backend, Reduction reduction, String operation, View x, Rows rows, View target) {
    if (rows.length == 0 && rows.outer.elements() > 0 && !hasIdentity(reduction)) {
      throw empty(operation, x);
    }
    backend.reduce(reduction, rows.view(backend), target);
  }

  private static boolean hasIdentity(Reduction reduction) {
    return reduction == Reduction.SUM || reduction == Reduction.NORM;
  }

  private static ShapeException empty(String operation, View x) {
    return new ShapeException(
        operation + ": shape " + x.shape() + " has no elements, and so no " + operation);
  }

  static View softmax(View x, int axis) {
    Check.computes("softmax", x);
    Backend backend = Check.backend();
    int at = x.shape().axis(axis);
    View target = Creation.allocate(backend, null, x.dtype(), x.shape(), false);
    softmax(backend, x, at, target);
    return target;
  }

  static void softmaxInto(String operation, View x, int axis, View target) {
    Check.computes(operation, x);
    int at = x.shape().axis(axis);
    Check.target(operation, x.dtype(), x.shape(), target);
    softmax(Check.backend(), x, at, target);
  }

  private static void softmax(Backend backend, View x, int axis, View target) {
    int last = x.rank() - 1;
    if (axis == last) {
      backend.softmax(x, target);
    } else {
      backend.softmax(x.swapAxes(axis, last), target.swapAxes(axis, last));
    }
  }

  /**
   * A view whose reduced axes are one last axis: the others in their order, then the reduced ones
   * in theirs.
   *
   * @param ordered the view with its axes in that order
   * @param outer shape of the axes that stay
   * @param length elements of the reduced axes together
   */
  private record Rows(View ordered, Shape outer, long length) {

    static Rows of(String operation, View x, int... axes) {
      int rank = x.rank();
      boolean[] reduced = new boolean[rank];
      for (int axis : axes) {
        int at = x.shape().axis(axis);
        if (reduced[at]) {
          throw new ShapeException(
              operation + ": axis " + axis + " of shape " + x.shape() + " is named twice");
        }
        reduced[at] = true;
      }
      int[] order = new int[rank];
      long[] outer = new long[rank - axes.length];
      int kept = 0;
      int last = outer.length;
      long length = 1;
      for (int axis = 0; axis < rank; axis++) {
        if (reduced[axis]) {
          order[last++] = axis;
          length *= x.size(axis);
        } else {
          outer[kept] = x.size(axis);
          order[kept++] = axis;
        }
      }
      return new Rows(Views.permute(x, order), Shape.of(outer), length);
    }

    /** Shape (outer..., length): a view where the strides allow, otherwise a copy. */
    View view(Backend backend) {
      if (ordered.rank() == outer.rank() + 1) {
        return ordered;
      }
      long[] sizes = java.util.Arrays.copyOf(outer.toArray(), outer.rank() + 1);
      sizes[outer.rank()] = length;
      Shape shape = Shape.of(sizes);
      long[] strides = Views.restride(ordered, shape);
      if (strides != null) {
        return new View(ordered.storage(), ordered.dtype(), ordered.offset(), shape, strides);
      }
      View copy = Creation.allocate(backend, null, ordered.dtype(), ordered.shape(), false);
      backend.copy(ordered, copy);
      return Views.reshape(copy, shape);
    }
  }
}
