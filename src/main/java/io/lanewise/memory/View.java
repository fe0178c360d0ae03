package io.lanewise.memory;

import io.lanewise.DType;
import io.lanewise.Shape;

/**
 * A strided window on a storage: what drivers and kernels speak.
 *
 * <p>Element (i0, i1, ...) is element {@code offset + i0 * strides[0] + i1 * strides[1] + ...} of
 * the storage, counted in elements of {@code dtype}. Strides may be negative (reversed) or 0
 * (broadcast; such a view is not writable). The array is owned by the view: nobody writes into it.
 *
 * @param storage where the elements are
 * @param dtype their type
 * @param offset index of the first element
 * @param shape sizes along the axes
 * @param strides distance, in elements, between neighbours along each axis
 */
@SuppressWarnings("ArrayRecordComponent") // nobody writes into it
public record View(Storage storage, DType dtype, long offset, Shape shape, long[] strides) {

  /**
   * A row-major view of a whole storage.
   *
   * @param storage the storage
   * @param dtype element type
   * @param shape shape; its elements must fit
   * @return the view
   */
  public static View contiguous(Storage storage, DType dtype, Shape shape) {
    return new View(storage, dtype, 0, shape, rowMajor(shape));
  }

  /**
   * Strides of a row-major layout.
   *
   * @param shape the shape
   * @return new strides in elements
   */
  public static long[] rowMajor(Shape shape) {
    long[] strides = new long[shape.rank()];
    long step = 1;
    for (int axis = strides.length - 1; axis >= 0; axis--) {
      strides[axis] = step;
      step *= Math.max(1, shape.size(axis));
    }
    return strides;
  }

  /**
   * Number of axes.
   *
   * @return the rank
   */
  public int rank() {
    return strides.length;
  }

  /**
   * Size along an axis.
   *
   * @param axis axis, negative from the end
   * @return its size
   */
  public long size(int axis) {
    return shape.size(axis);
  }

  /**
   * Stride along an axis.
   *
   * @param axis axis, negative from the end
   * @return distance in elements
   */
  public long stride(int axis) {
    return strides[shape.axis(axis)];
  }

  /**
   * Number of elements.
   *
   * @return the product of the sizes
   */
  public long elements() {
    return shape.elements();
  }

  /**
   * Whether the elements lie in row-major order without gaps.
   *
   * @return true if so; always for no or one element
   */
  public boolean isContiguous() {
    if (elements() <= 1) {
      return true;
    }
    long step = 1;
    for (int axis = strides.length - 1; axis >= 0; axis--) {
      long size = shape.size(axis);
      if (size != 1 && strides[axis] != step) {
        return false;
      }
      step *= size;
    }
    return true;
  }

  /**
   * Whether each element has its own place, and the storage may be written.
   *
   * @return false for broadcast views and read-only storage
   */
  public boolean writable() {
    if (!storage.writable()) {
      return false;
    }
    for (int axis = 0; axis < strides.length; axis++) {
      if (strides[axis] == 0 && shape.size(axis) > 1) {
        return false;
      }
    }
    return true;
  }

  /**
   * The same elements with two axes exchanged.
   *
   * @param first one axis
   * @param second the other
   * @return the view
   */
  public View swapAxes(int first, int second) {
    int i = shape.axis(first);
    int j = shape.axis(second);
    long[] sizes = shape.toArray();
    long[] steps = strides.clone();
    sizes[i] = shape.size(j);
    sizes[j] = shape.size(i);
    steps[i] = strides[j];
    steps[j] = strides[i];
    return new View(storage, dtype, offset, Shape.of(sizes), steps);
  }

  /**
   * A rectangle of a matrix.
   *
   * @param row its first row
   * @param rows how many
   * @param column its first column
   * @param columns how many
   * @return the view, of rank 2
   */
  public View block(long row, long rows, long column, long columns) {
    return new View(
        storage,
        dtype,
        offset + row * strides[0] + column * strides[1],
        Shape.of(rows, columns),
        strides);
  }

  /**
   * The same elements repeated to a larger shape, by strides of 0.
   *
   * @param target a shape to which this one broadcasts; must have been checked
   * @return this view if it has that shape already
   */
  public View broadcastTo(Shape target) {
    if (shape.equals(target)) {
      return this;
    }
    long[] steps = new long[target.rank()];
    int shift = target.rank() - rank();
    for (int axis = 0; axis < rank(); axis++) {
      steps[axis + shift] = shape.size(axis) == 1 ? 0 : strides[axis];
    }
    return new View(storage, dtype, offset, target, steps);
  }

  /**
   * Index, in the storage, of the lowest element that this view touches.
   *
   * @return element index; meaningless for an empty view
   */
  public long lowest() {
    long low = offset;
    for (int axis = 0; axis < strides.length; axis++) {
      low += Math.min(0, strides[axis] * (shape.size(axis) - 1));
    }
    return low;
  }

  /**
   * Index, in the storage, of the highest element that this view touches.
   *
   * @return element index; meaningless for an empty view
   */
  public long highest() {
    long high = offset;
    for (int axis = 0; axis < strides.length; axis++) {
      high += Math.max(0, strides[axis] * (shape.size(axis) - 1));
    }
    return high;
  }

  /**
   * Whether two views may have a byte in common: then writing one changes the other. Storages over
   * the same memory of a caller's are recognised; two mappings of one file are not.
   *
   * @param a a view
   * @param b another
   * @return false only if they have none; true if the stretches between their lowest and highest
   *     elements meet, even where their strides pass each other by, except that rectangles of one
   *     matrix are told apart
   */
  @SuppressWarnings("ReferenceEquality") // of storages: the same object
  public static boolean overlaps(View a, View b) {
    if (a.elements() == 0
        || b.elements() == 0
        || (a.storage != b.storage && a.storage.pooled() && b.storage.pooled())) {
      return false;
    }
    long aFrom = a.lowest() * a.dtype.bytes();
    long aTo = (a.highest() + 1) * a.dtype.bytes();
    long bFrom = b.lowest() * b.dtype.bytes();
    long bTo = (b.highest() + 1) * b.dtype.bytes();
    if (a.storage == b.storage) {
      return aFrom < bTo && bFrom < aTo && !Rectangles.apart(a, b);
    }
    return a.storage.place().overlaps(aFrom, aTo, b.storage.place(), bFrom, bTo);
  }

  /**
   * Whether two views map each index to the same element: then an elementwise operation may read
   * the one and write the other.
   *
   * @param a a view
   * @param b another
   * @return true if types, shapes, places and strides are equal (of axes with more than one
   *     element)
   */
  @SuppressWarnings("ReferenceEquality") // of storages: the same object
  public static boolean sameElements(View a, View b) {
    if (a.dtype != b.dtype || !a.shape.equals(b.shape)) {
      return false;
    }
    if (a.elements() == 0) {
      return true;
    }
    for (int axis = 0; axis < a.strides.length; axis++) {
      if (a.strides[axis] != b.strides[axis] && a.shape.size(axis) > 1) {
        return false;
      }
    }
    if (a.storage == b.storage) {
      return a.offset == b.offset;
    }
    long aFrom = a.offset * a.dtype.bytes();
    long bFrom = b.offset * b.dtype.bytes();
    return a.storage.place().overlaps(aFrom, aFrom + 1, b.storage.place(), bFrom, bFrom + 1);
  }
}
