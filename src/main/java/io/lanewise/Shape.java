package io.lanewise;

import java.util.Arrays;

/**
 * Sizes of a tensor along its axes, outermost first; immutable.
 *
 * <p>Rank 0 is one element. A size of 0 is allowed and means no elements. Axes may be counted from
 * the end: -1 is the last.
 */
public final class Shape {
  /** Shape of a single element: rank 0. */
  public static final Shape SCALAR = new Shape(new long[0]);

  private final long[] sizes;
  private final long elements;

  private Shape(long[] sizes) {
    this.sizes = sizes;
    long count = 1;
    boolean empty = false;
    for (long size : sizes) {
      if (size < 0) {
        throw new ShapeException(
            "shape " + text(sizes) + ": sizes must not be negative, but one is " + size);
      }
      empty |= size == 0;
    }
    for (long size : sizes) {
      if (!empty) {
        try {
          count = Math.multiplyExact(count, size);
        } catch (ArithmeticException overflow) {
          throw new ShapeException("shape " + text(sizes) + ": more than 2^63 - 1 elements");
        }
      }
    }
    this.elements = empty ? 0 : count;
  }

  /**
   * A shape with the given sizes.
   *
   * @param sizes sizes along the axes, outermost first; none gives {@link #SCALAR}
   * @return the shape
   * @throws ShapeException if a size is negative or the number of elements exceeds 2^63 - 1
   */
  public static Shape of(long... sizes) {
    return sizes.length == 0 ? SCALAR : new Shape(sizes.clone());
  }

  /**
   * Number of axes.
   *
   * @return the rank
   */
  public int rank() {
    return sizes.length;
  }

  /**
   * Size along one axis.
   *
   * @param axis from -rank to rank - 1; negative counts from the end
   * @return the number of elements along it
   * @throws ShapeException if there is no such axis
   */
  public long size(int axis) {
    return sizes[axis(axis)];
  }

  /**
   * Number of elements: the product of the sizes, 1 for rank 0.
   *
   * @return the count
   */
  public long elements() {
    return elements;
  }

  /**
   * Normalises an axis.
   *
   * @param axis from -rank to rank - 1; negative counts from the end
   * @return the same axis counted from 0
   * @throws ShapeException if there is no such axis
   */
  public int axis(int axis) {
    int rank = sizes.length;
    if (axis < -rank || axis >= rank) {
      throw new ShapeException(
          "axis " + axis + " of shape " + this + ": axes go from " + -rank + " to " + (rank - 1));
    }
    return axis < 0 ? axis + rank : axis;
  }

  /**
   * The sizes as a new array.
   *
   * @return a copy that the caller owns
   */
  public long[] toArray() {
    return sizes.clone();
  }

  /**
   * The shape that two shapes broadcast to: aligned at the last axis, sizes must agree or one be 1.
   *
   * @param other the other shape
   * @param operation name used in the error text
   * @return the common shape; this very object if it already is that
   * @throws ShapeException if an axis has two different sizes, neither of them 1
   */
  public Shape broadcast(Shape other, String operation) {
    if (equals(other)) {
      return this;
    }
    int rank = Math.max(rank(), other.rank());
    long[] common = new long[rank];
    for (int back = 1; back <= rank; back++) {
      long mine = back <= rank() ? sizes[rank() - back] : 1;
      long theirs = back <= other.rank() ? other.sizes[other.rank() - back] : 1;
      if (mine != theirs && mine != 1 && theirs != 1) {
        throw new ShapeException(
            operation
                + ": shapes "
                + this
                + " and "
                + other
                + " do not broadcast: axis -"
                + back
                + " has sizes "
                + mine
                + " and "
                + theirs
                + "; they must be equal or one of them 1 (slice with newAxis() to add an axis)");
      }
      common[rank - back] = mine == 1 ? theirs : mine;
    }
    return new Shape(common);
  }

  @Override
  public boolean equals(Object other) {
    return this == other || other instanceof Shape shape && Arrays.equals(sizes, shape.sizes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(sizes);
  }

  /** The sizes in parentheses, such as {@code (2, 3)}, {@code (5)} or {@code ()}. */
  @Override
  public String toString() {
    return text(sizes);
  }

  private static String text(long[] sizes) {
    StringBuilder text = new StringBuilder("(");
    for (int i = 0; i < sizes.length; i++) {
      text.append(i == 0 ? "" : ", ").append(sizes[i]);
    }
    return text.append(')').toString();
  }
}
