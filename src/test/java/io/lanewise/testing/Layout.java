package io.lanewise.testing;

import io.lanewise.DType;
import io.lanewise.Shape;
import io.lanewise.cpu.elementwise.Elements;
import io.lanewise.memory.HostMemory;
import io.lanewise.memory.NativeMemory;
import io.lanewise.memory.Storage;
import io.lanewise.memory.View;
import java.lang.foreign.MemorySegment;
import java.util.function.LongToDoubleFunction;

/** The ways in which a view can lie in memory; every operation is tested over all of them. */
public enum Layout {
  /** Row-major without gaps. */
  CONTIGUOUS,
  /** The last two axes exchanged in memory. */
  TRANSPOSED,
  /** A window on larger rows, beginning at an odd offset. */
  SLICED,
  /** Every second element along every axis. */
  STEPPED,
  /** Negative strides along every axis. */
  REVERSED,
  /** A heap array of the caller's. */
  HEAP,
  /** A heap array of the caller's, the last two axes exchanged. */
  HEAP_TRANSPOSED;

  /**
   * A view of this layout.
   *
   * @param dtype element type
   * @param values element i in row-major order, converted to the type
   * @param sizes shape
   * @return the view
   */
  public View view(DType dtype, LongToDoubleFunction values, long... sizes) {
    View view = blank(dtype, Shape.of(sizes));
    HostMemory host = view.storage().host();
    walk(
        view,
        (i, at) -> Elements.set(dtype, host.base(), host.origin() + at, values.applyAsDouble(i)));
    return view;
  }

  /**
   * A view whose elements repeat along one axis, with a stride of 0: for sources.
   *
   * @param dtype element type
   * @param axis which axis
   * @param values element i in row-major order, of those with index 0 along the axis
   * @param sizes shape
   * @return the view
   */
  public static View repeated(DType dtype, int axis, LongToDoubleFunction values, long... sizes) {
    long[] once = sizes.clone();
    once[axis] = Math.min(1, once[axis]);
    return CONTIGUOUS.view(dtype, values, once).broadcastTo(Shape.of(sizes));
  }

  private View blank(DType dtype, Shape shape) {
    int rank = shape.rank();
    long[] memory = shape.toArray(); // the sizes of the array behind the view
    int gap = this == SLICED || this == STEPPED ? 2 : 1;
    boolean transposed = (this == TRANSPOSED || this == HEAP_TRANSPOSED) && rank >= 2;
    if (transposed) {
      memory[rank - 1] = shape.size(-2);
      memory[rank - 2] = shape.size(-1);
    }
    for (int axis = 0; axis < rank; axis++) {
      memory[axis] = memory[axis] * gap + (this == SLICED ? 1 : 0);
    }
    Shape whole = Shape.of(memory);
    Storage storage =
        this == HEAP || this == HEAP_TRANSPOSED
            ? NativeMemory.system()
                .wrap(MemorySegment.ofArray(new byte[(int) (whole.elements() * dtype.bytes())]))
            : NativeMemory.system().allocate(null, whole.elements() * dtype.bytes(), true);
    long[] strides = View.rowMajor(whole);
    long offset = 0;
    if (this == SLICED) {
      for (long stride : strides) {
        offset += stride; // one element in from every side
      }
    } else if (this == STEPPED) {
      for (int axis = 0; axis < rank; axis++) {
        strides[axis] *= 2;
      }
    } else if (this == REVERSED) {
      for (int axis = 0; axis < rank; axis++) {
        offset += strides[axis] * Math.max(0, shape.size(axis) - 1);
        strides[axis] = -strides[axis];
      }
    } else if (transposed) {
      long swap = strides[rank - 1];
      strides[rank - 1] = strides[rank - 2];
      strides[rank - 2] = swap;
    }
    return new View(storage, dtype, offset, shape, strides);
  }

  /**
   * Reads an element.
   *
   * @param view of any type
   * @param index in row-major order of the shape
   * @return its value
   */
  public static double get(View view, long index) {
    HostMemory host = view.storage().host();
    long at = host.origin() + position(view, index) * view.dtype().bytes();
    return Elements.get(view.dtype(), host.base(), at);
  }

  /**
   * Reads all elements.
   *
   * @param view of any type
   * @return their values in row-major order of the shape
   */
  public static double[] values(View view) {
    double[] values = new double[(int) view.elements()];
    HostMemory host = view.storage().host();
    DType dtype = view.dtype();
    walk(view, (i, at) -> values[(int) i] = Elements.get(dtype, host.base(), host.origin() + at));
    return values;
  }

  private interface Visitor {
    void visit(long index, long bytes);
  }

  /** Visits elements in row-major order; without the divisions that a single position takes. */
  private static void walk(View view, Visitor visitor) {
    int rank = view.rank();
    long[] strides = view.strides();
    long[] at = new long[rank];
    long position = view.offset();
    long n = view.elements();
    for (long i = 0; i < n; i++) {
      visitor.visit(i, position * view.dtype().bytes());
      for (int axis = rank - 1; axis >= 0; axis--) {
        position += strides[axis];
        if (++at[axis] < view.size(axis)) {
          break;
        }
        position -= at[axis] * strides[axis];
        at[axis] = 0;
      }
    }
  }

  /**
   * Writes an element.
   *
   * @param view of any type
   * @param index in row-major order of the shape
   * @param value converted to the type
   */
  public static void set(View view, long index, double value) {
    HostMemory host = view.storage().host();
    long at = host.origin() + position(view, index) * view.dtype().bytes();
    Elements.set(view.dtype(), host.base(), at, value);
  }

  private static long position(View view, long index) {
    long position = view.offset();
    long rest = index;
    for (int axis = view.rank() - 1; axis >= 0; axis--) {
      position += rest % view.size(axis) * view.strides()[axis];
      rest /= view.size(axis);
    }
    return position;
  }
}
