package io.lanewise;

import io.lanewise.memory.View;

/**
 * Goes through the rows of a view (its elements along the last axis) in row-major order. A view of
 * rank 0 is one row of one element.
 */
final class Walk {
  private final View view;
  private final long[] index;
  private long row;
  private boolean started;

  Walk(View view) {
    this.view = view;
    this.index = new long[Math.max(0, view.rank() - 1)];
    this.row = view.offset();
  }

  /** Moves to the next row; false after the last. */
  boolean next() {
    if (!started) {
      started = true;
      return view.elements() > 0;
    }
    for (int axis = index.length - 1; axis >= 0; axis--) {
      long stride = view.strides()[axis];
      row += stride;
      if (++index[axis] < view.size(axis)) {
        return true;
      }
      row -= index[axis] * stride;
      index[axis] = 0;
    }
    return false;
  }

  /** Index, in the storage, of the row's first element. */
  long row() {
    return row;
  }

  /** Elements in a row. */
  long length() {
    return view.rank() == 0 ? 1 : view.size(-1);
  }

  /** Distance of neighbours in a row. */
  long stride() {
    return view.rank() == 0 ? 1 : view.stride(-1);
  }
}
