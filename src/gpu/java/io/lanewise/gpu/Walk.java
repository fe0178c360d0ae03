package io.lanewise.gpu;

import io.lanewise.Shape;
import io.lanewise.memory.View;
import org.jspecify.annotations.Nullable;

/**
 * The axes over which several operands are walked together: those of one element left out, those
 * that are one in all operands joined.
 *
 * @param sizes of the axes, outermost first; at least one
 * @param strides for each operand, its strides
 */
@SuppressWarnings("ArrayRecordComponent") // nobody writes into it
record Walk(int[] sizes, int[][] strides) {

  /**
   * A walk over a shape.
   *
   * @param axes how many of the leading axes to walk
   * @param views operands whose leading axes broadcast to those of the shape, each with the number
   *     of its own trailing axes that do not take part
   * @return the walk, or null if it has more axes than kernels walk
   */
  static @Nullable Walk of(Shape shape, int axes, View[] views, int[] trailing) {
    int[] sizes = new int[axes + 1];
    int[][] strides = new int[views.length][axes + 1];
    int rank = 0;
    for (int axis = 0; axis < axes; axis++) {
      int size = (int) shape.size(axis);
      if (size == 1) {
        continue;
      }
      boolean joins = rank > 0;
      for (int v = 0; v < views.length; v++) {
        strides[v][rank] = (int) stride(views[v], axis - (axes - (views[v].rank() - trailing[v])));
        joins = joins && strides[v][rank - 1] == strides[v][rank] * size;
      }
      if (joins) {
        sizes[rank - 1] *= size;
        for (int[] steps : strides) {
          steps[rank - 1] = steps[rank];
        }
      } else {
        sizes[rank++] = size;
      }
    }
    if (rank == 0) {
      sizes[rank++] = 1;
      for (int[] steps : strides) {
        steps[0] = 0;
      }
    }
    return rank > Places.AXES ? null : new Walk(java.util.Arrays.copyOf(sizes, rank), strides);
  }

  /** Over all axes of a shape, to which the views broadcast. */
  static @Nullable Walk of(Shape shape, View... views) {
    return of(shape, shape.rank(), views, new int[views.length]);
  }

  private static long stride(View view, int axis) {
    return axis < 0 || view.size(axis) == 1 ? 0 : view.strides()[axis];
  }

  int rank() {
    return sizes.length;
  }

  /** Writes the sizes where a kernel looks for them. */
  void sizes(Heap heap, int at) {
    for (int axis = 0; axis < sizes.length; axis++) {
      heap.p.set(at + axis, sizes[axis]);
    }
  }

  /** Writes the strides of an operand where a kernel looks for them. */
  void strides(Heap heap, int at, int operand) {
    for (int axis = 0; axis < sizes.length; axis++) {
      heap.p.set(at + axis, strides[operand][axis]);
    }
  }
}
