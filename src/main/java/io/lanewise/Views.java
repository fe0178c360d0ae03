package io.lanewise;

import io.lanewise.memory.View;

/** Views of views: nothing here touches an element. */
final class Views {
  private Views() {}

  /** Index, in the storage, of one element. */
  static long offset(String operation, View view, long[] index) {
    if (index.length != view.rank()) {
      throw new ShapeException(
          operation
              + ": "
              + index.length
              + " indices for shape "
              + view.shape()
              + " of rank "
              + view.rank()
              + "; one for each axis is needed");
    }
    long offset = view.offset();
    for (int axis = 0; axis < index.length; axis++) {
      long size = view.shape().size(axis);
      long i = index[axis] < 0 ? index[axis] + size : index[axis];
      if (i < 0 || i >= size) {
        throw new ShapeException(
            operation
                + ": index "
                + index[axis]
                + " of axis "
                + axis
                + " of shape "
                + view.shape()
                + (size == 0
                    ? ": the axis has no elements"
                    : " is not between " + -size + " and " + (size - 1)));
      }
      offset += i * view.strides()[axis];
    }
    return offset;
  }

  static View slice(View view, Slice... slices) {
    int rank = view.rank();
    int dropped = 0;
    int added = 0;
    for (Slice slice : slices) {
      added += slice.isNewAxis() ? 1 : 0;
      dropped += slice.dropsAxis() ? 1 : 0;
    }
    if (slices.length - added > rank) {
      throw new ShapeException(
          "slice: "
              + (slices.length - added)
              + " slices for shape "
              + view.shape()
              + ", which has only "
              + rank
              + " axes");
    }
    long[] sizes = new long[rank + added - dropped];
    long[] strides = new long[sizes.length];
    long offset = view.offset();
    int axis = 0;
    int to = 0;
    for (Slice slice : slices) {
      if (slice.isNewAxis()) {
        sizes[to++] = 1;
        continue;
      }
      long count = slice.count(view.shape(), axis);
      long stride = view.strides()[axis];
      if (count > 0) {
        offset += slice.first(view.shape(), axis) * stride;
      }
      if (!slice.dropsAxis()) {
        sizes[to] = count;
        strides[to++] = count > 1 ? slice.step() * stride : stride;
      }
      axis++;
    }
    for (; axis < rank; axis++) {
      sizes[to] = view.size(axis);
      strides[to++] = view.strides()[axis];
    }
    return new View(view.storage(), view.dtype(), offset, Shape.of(sizes), strides);
  }

  /** Positions {@code from} to {@code from + count - 1} of one axis. */
  static View narrow(View view, int axis, long from, long count) {
    long[] sizes = view.shape().toArray();
    sizes[axis] = count;
    return new View(
        view.storage(),
        view.dtype(),
        view.offset() + (count == 0 ? 0 : from * view.strides()[axis]),
        Shape.of(sizes),
        view.strides());
  }

  static View permute(View view, int... axes) {
    int rank = view.rank();
    long[] sizes = new long[rank];
    long[] strides = new long[rank];
    boolean[] seen = new boolean[rank];
    boolean valid = axes.length == rank;
    for (int i = 0; valid && i < rank; i++) {
      int axis = view.shape().axis(axes[i]);
      valid = !seen[axis];
      seen[axis] = true;
      sizes[i] = view.size(axis);
      strides[i] = view.strides()[axis];
    }
    if (!valid) {
      throw new ShapeException(
          "permute: axes "
              + java.util.Arrays.toString(axes)
              + " of shape "
              + view.shape()
              + ": each of its "
              + rank
              + " axes must occur once");
    }
    return new View(view.storage(), view.dtype(), view.offset(), Shape.of(sizes), strides);
  }

  /** The shape that {@code sizes}, with at most one -1, means for a view. */
  static Shape complete(View view, long[] sizes) {
    int open = -1;
    long known = 1;
    for (int i = 0; i < sizes.length; i++) {
      if (sizes[i] == -1 && open < 0) {
        open = i;
      } else if (sizes[i] < 0) {
        throw new ShapeException(
            "reshape: "
                + view.shape()
                + " to "
                + java.util.Arrays.toString(sizes)
                + ": sizes must not be negative, only one may be -1");
      } else {
        known = Math.multiplyHigh(known, sizes[i]) == 0 ? known * sizes[i] : -1;
      }
    }
    long[] complete = sizes.clone();
    if (open >= 0) {
      if (known <= 0 || view.elements() % known != 0) {
        throw new ShapeException(
            "reshape: "
                + view.shape()
                + " to "
                + java.util.Arrays.toString(sizes)
                + ": "
                + view.elements()
                + " elements leave no whole size for -1");
      }
      complete[open] = view.elements() / known;
    }
    return Shape.of(complete);
  }

  /** The same elements in another shape, or an error. */
  static View reshape(View view, Shape shape) {
    if (shape.elements() != view.elements()) {
      throw new ShapeException(
          "reshape: "
              + view.shape()
              + " has "
              + view.elements()
              + " elements, but "
              + shape
              + " "
              + shape.elements());
    }
    long[] strides = restride(view, shape);
    if (strides == null) {
      throw new ShapeException(
          "reshape: "
              + view.shape()
              + " to "
              + shape
              + " is not possible without a copy in this layout; contiguous().reshape(...) copies");
    }
    return new View(view.storage(), view.dtype(), view.offset(), shape, strides);
  }

  /** Strides that show a view in another shape of as many elements, or null if there are none. */
  static long @org.jspecify.annotations.Nullable [] restride(View view, Shape shape) {
    if (view.elements() == 0 || view.isContiguous()) {
      return View.rowMajor(shape);
    }
    // Axes are taken in groups that span the same elements in both shapes; the old strides of a
    // group must chain. Axes of size 1 say nothing.
    long[] sizes = new long[view.rank()];
    long[] steps = new long[view.rank()];
    int rank = 0;
    for (int axis = 0; axis < view.rank(); axis++) {
      if (view.size(axis) != 1) {
        sizes[rank] = view.size(axis);
        steps[rank++] = view.strides()[axis];
      }
    }
    long[] strides = new long[shape.rank()];
    int to = 0;
    for (int from = 0; from < rank; ) {
      long old = sizes[from];
      int oldEnd = from + 1;
      long wanted = shape.size(to);
      int wantedEnd = to + 1;
      while (old != wanted) {
        if (wanted < old) {
          wanted *= shape.size(wantedEnd++);
        } else {
          if (steps[oldEnd - 1] != steps[oldEnd] * sizes[oldEnd]) {
            return null;
          }
          old *= sizes[oldEnd++];
        }
      }
      long step = steps[oldEnd - 1];
      for (int axis = wantedEnd - 1; axis >= to; axis--) {
        strides[axis] = step;
        step *= shape.size(axis);
      }
      from = oldEnd;
      to = wantedEnd;
    }
    return strides; // new axes that are left have size 1
  }

  static View squeeze(View view, int axis) {
    int at = view.shape().axis(axis);
    if (view.size(at) != 1) {
      throw new ShapeException(
          "squeeze: axis "
              + axis
              + " of shape "
              + view.shape()
              + " has size "
              + view.size(at)
              + ", not 1; slice with at(i) to choose one position");
    }
    return without(view, at);
  }

  /** Position 0 of an axis, which disappears. */
  static View without(View view, int axis) {
    int rank = view.rank() - 1;
    long[] sizes = new long[rank];
    long[] strides = new long[rank];
    for (int i = 0; i < rank; i++) {
      sizes[i] = view.size(i < axis ? i : i + 1);
      strides[i] = view.strides()[i < axis ? i : i + 1];
    }
    return new View(view.storage(), view.dtype(), view.offset(), Shape.of(sizes), strides);
  }

  static View unsqueeze(View view, int axis) {
    int rank = view.rank() + 1;
    if (axis < -rank || axis >= rank) {
      throw new ShapeException(
          "unsqueeze: axis "
              + axis
              + " for shape "
              + view.shape()
              + ": the new axis can be from "
              + -rank
              + " to "
              + (rank - 1));
    }
    int at = axis < 0 ? axis + rank : axis;
    long[] sizes = new long[rank];
    long[] strides = new long[rank];
    for (int i = 0; i < rank; i++) {
      sizes[i] = i == at ? 1 : view.size(i < at ? i : i - 1);
      strides[i] = i == at ? 1 : view.strides()[i < at ? i : i - 1];
    }
    return new View(view.storage(), view.dtype(), view.offset(), Shape.of(sizes), strides);
  }

  /** A view broadcast to a shape, checked; the view itself if it has that shape. */
  static View broadcast(String operation, View view, Shape shape) {
    Check.broadcasts(operation, view, shape);
    return view.broadcastTo(shape);
  }

  static View diagonal(View view) {
    int rank = view.rank();
    if (rank < 2) {
      throw new ShapeException(
          "diagonal: shape "
              + view.shape()
              + " has no diagonal; Tensor.diag(vector) makes a matrix of one");
    }
    long[] sizes = new long[rank - 1];
    long[] strides = new long[rank - 1];
    for (int i = 0; i < rank - 2; i++) {
      sizes[i] = view.size(i);
      strides[i] = view.strides()[i];
    }
    sizes[rank - 2] = Math.min(view.size(-2), view.size(-1));
    strides[rank - 2] = view.stride(-2) + view.stride(-1);
    return new View(view.storage(), view.dtype(), view.offset(), Shape.of(sizes), strides);
  }
}
