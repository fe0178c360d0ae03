package io.lanewise;

import io.lanewise.backend.Backend;
import io.lanewise.backend.BinaryOp;
import io.lanewise.backend.Reduction;
import io.lanewise.memory.View;

/** Reductions and softmax: brings several axes to the end as one, as the backend wants it. */
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
    DType dtype = reduction.isIndex() ? DType.I64 : x.dtype();
    Backend backend = Check.backend();
    View target =
        Creation.allocate(backend, null, dtype, Axes.of(operation, x, axes).outer(), false);
    reduce(backend, reduction, operation, x, target, axes);
    return target;
  }

  static void into(Reduction reduction, String operation, View x, View target, int... axes) {
    Check.computes(operation, x);
    checkTarget(operation, x, target, axes);
    reduce(Check.backend(), reduction, operation, x, target, axes);
  }

  static View mean(String operation, View x, int... axes) {
    Check.computes(operation, x);
    Backend backend = Check.backend();
    View target =
        Creation.allocate(backend, null, x.dtype(), Axes.of(operation, x, axes).outer(), false);
    mean(backend, operation, x, target, axes);
    return target;
  }

  static void meanInto(String operation, View x, View target, int... axes) {
    Check.computes(operation, x);
    checkTarget(operation, x, target, axes);
    mean(Check.backend(), operation, x, target, axes);
  }

  private static void mean(Backend backend, String operation, View x, View target, int... axes) {
    reduce(backend, Reduction.SUM, operation, x, target, axes);
    backend.zip(BinaryOp.DIV, target, (double) length(x, axes), target);
  }

  /** Allocates nothing for one axis and a target that fits. */
  private static void checkTarget(String operation, View x, View target, int... axes) {
    boolean fits = axes.length == 1 && without(x.shape(), axes[0], target.shape());
    Shape shape = fits ? target.shape() : Axes.of(operation, x, axes).outer();
    Check.target(operation, x.dtype(), shape, target);
  }

  private static boolean without(Shape shape, int axis, Shape rest) {
    int at = shape.axis(axis);
    boolean same = rest.rank() == shape.rank() - 1;
    for (int i = 0; same && i < rest.rank(); i++) {
      same = rest.size(i) == shape.size(i < at ? i : i + 1);
    }
    return same;
  }

  private static long length(View x, int... axes) {
    long length = 1;
    for (int axis : axes) {
      length *= x.size(axis);
    }
    return length;
  }

  private static void reduce(
      Backend backend, Reduction reduction, String operation, View x, View target, int... axes) {
    if (length(x, axes) == 0 && target.elements() > 0 && !hasIdentity(reduction)) {
      throw empty(operation, x);
    }
    if (axes.length == 1) {
      backend.reduce(reduction, x, x.shape().axis(axes[0]), target);
    } else {
      View rows = Axes.of(operation, x, axes).asOne(backend);
      backend.reduce(reduction, rows, rows.rank() - 1, target);
    }
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
    backend.softmax(x, at, target);
    return target;
  }

  static void softmaxInto(String operation, View x, int axis, View target) {
    Check.computes(operation, x);
    int at = x.shape().axis(axis);
    Check.target(operation, x.dtype(), x.shape(), target);
    Check.backend().softmax(x, at, target);
  }

  /**
   * Several axes to be reduced as one.
   *
   * @param ordered the view with the axes that stay in their order, then those reduced in theirs
   * @param outer shape of the axes that stay
   * @param length elements of the reduced axes together
   */
  private record Axes(View ordered, Shape outer, long length) {

    static Axes of(String operation, View x, int... axes) {
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
      return new Axes(Views.permute(x, order), Shape.of(outer), length);
    }

    /** Shape (outer..., length): a view where the strides allow, otherwise a copy. */
    View asOne(Backend backend) {
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
