package io.lanewise;

/**
 * What {@link Tensor#slice} takes of one axis. Made by the static methods, which are meant to be
 * imported statically:
 *
 * <pre>{@code
 * w.slice(all(), to(k));            // the first k columns
 * w.slice(at(-1));                  // the last row, as a vector
 * w.slice(range(0, 10, 2));         // rows 0, 2, 4, 6, 8
 * w.slice(all().step(-1));          // the rows in reverse
 * v.slice(all(), newAxis());        // a vector as a column
 * }</pre>
 *
 * <p>Positions may be counted from the end: -1 is the last. Nothing is cut off silently: a position
 * beyond the axis is an error.
 */
public final class Slice {
  private enum Kind {
    /**
     * Positions start to end in rising order, taken in steps, from the last if the step is
     * negative.
     */
    SPAN,
    /** From start towards end in the direction of the step. */
    DIRECTED,
    AT,
    NEW_AXIS
  }

  /** Stands for the size of the axis. */
  private static final long END = Long.MAX_VALUE;

  private static final Slice ALL = new Slice(Kind.SPAN, 0, END, 1);
  private static final Slice NEW_AXIS = new Slice(Kind.NEW_AXIS, 0, 0, 1);

  private final Kind kind;
  private final long start;
  private final long end;
  private final long step;

  private Slice(Kind kind, long start, long end, long step) {
    this.kind = kind;
    this.start = start;
    this.end = end;
    this.step = step;
  }

  /**
   * The whole axis.
   *
   * @return the slice
   */
  public static Slice all() {
    return ALL;
  }

  /**
   * One position; the axis disappears.
   *
   * @param index from -size to size - 1
   * @return the slice
   */
  public static Slice at(long index) {
    return new Slice(Kind.AT, index, 0, 1);
  }

  /**
   * From a position to the end.
   *
   * @param start the first, from -size to size
   * @return the slice
   */
  public static Slice from(long start) {
    return new Slice(Kind.SPAN, start, END, 1);
  }

  /**
   * From the beginning up to a position.
   *
   * @param end where to stop, from -size to size; not included
   * @return the slice
   */
  public static Slice to(long end) {
    return new Slice(Kind.SPAN, 0, end, 1);
  }

  /**
   * Between two positions.
   *
   * @param start the first, from -size to size
   * @param end where to stop, from -size to size, not before the start; not included
   * @return the slice
   */
  public static Slice range(long start, long end) {
    return new Slice(Kind.SPAN, start, end, 1);
  }

  /**
   * From one position towards another, in steps. With a negative step the start is the larger one;
   * to reach position 0, which is before {@code end = -size - 1}, {@code range(0, 6).step(-1)} is
   * the better way to say 5, 4, 3, 2, 1, 0.
   *
   * @param start the first, from -size to size (negative step: from -size - 1 to size - 1)
   * @param end where to stop, in the same limits, in the direction of the step; not included
   * @param step distance of neighbours, not 0
   * @return the slice
   */
  public static Slice range(long start, long end, long step) {
    return new Slice(Kind.DIRECTED, start, end, checked(step));
  }

  /**
   * A new axis of size 1.
   *
   * @return the slice
   */
  public static Slice newAxis() {
    return NEW_AXIS;
  }

  /**
   * Every so many of the positions that this slice takes; a negative step begins with the last of
   * them.
   *
   * @param step distance of neighbours, not 0
   * @return a slice
   * @throws ShapeException if this slice has a step already, or is {@code at} or {@code newAxis}
   */
  public Slice step(long step) {
    if (kind != Kind.SPAN || this.step != 1) {
      throw new ShapeException("slice: " + this + " takes no step; slice the result again");
    }
    return new Slice(Kind.SPAN, start, end, checked(step));
  }

  private static long checked(long step) {
    if (step == 0 || step == Long.MIN_VALUE) {
      throw new ShapeException("slice: the step is " + step + "; it must not be 0, nor -2^63");
    }
    return step;
  }

  boolean isNewAxis() {
    return kind == Kind.NEW_AXIS;
  }

  boolean dropsAxis() {
    return kind == Kind.AT;
  }

  /** Distance of neighbours, in positions of the axis. */
  long step() {
    return step;
  }

  /** Position of the first element taken of an axis; meaningless if none is. */
  long first(Shape shape, int axis) {
    long size = shape.size(axis);
    return switch (kind) {
      case SPAN -> step > 0 ? start(shape, axis) : end(shape, axis) - 1;
      case DIRECTED -> start(shape, axis);
      case AT -> position(start, 0, size - 1, shape, axis);
      case NEW_AXIS -> 0;
    };
  }

  /** How many elements are taken of an axis. */
  long count(Shape shape, int axis) {
    if (kind == Kind.AT || kind == Kind.NEW_AXIS) {
      return 1;
    }
    long distance = end(shape, axis) - start(shape, axis);
    if (kind == Kind.DIRECTED && step < 0) {
      distance = -distance;
    }
    if (distance < 0) {
      throw new ShapeException(
          "slice: " + this + " of axis " + axis + " of shape " + shape + " ends before it starts");
    }
    return Math.ceilDiv(distance, Math.abs(step));
  }

  private long start(Shape shape, int axis) {
    return limit(start, shape, axis);
  }

  private long end(Shape shape, int axis) {
    return end == END ? shape.size(axis) : limit(end, shape, axis);
  }

  private long limit(long value, Shape shape, int axis) {
    long size = shape.size(axis);
    return kind == Kind.DIRECTED && step < 0
        ? position(value, -1, size - 1, shape, axis)
        : position(value, 0, size, shape, axis);
  }

  private long position(long value, long low, long high, Shape shape, int axis) {
    long size = shape.size(axis);
    long position = value < 0 ? value + size : value;
    if (position < low || position > high) {
      throw new ShapeException(
          "slice: "
              + this
              + " of axis "
              + axis
              + " of shape "
              + shape
              + ": "
              + value
              + " is not between "
              + (low - size)
              + " and "
              + high);
    }
    return position;
  }

  /** As it is written: {@code range(2, 8, 3)}. */
  @Override
  public String toString() {
    return switch (kind) {
      case NEW_AXIS -> "newAxis()";
      case AT -> "at(" + start + ")";
      case DIRECTED -> "range(" + start + ", " + end + ", " + step + ")";
      case SPAN -> span() + (step == 1 ? "" : ".step(" + step + ")");
    };
  }

  private String span() {
    if (end == END) {
      return start == 0 ? "all()" : "from(" + start + ")";
    }
    return start == 0 ? "to(" + end + ")" : "range(" + start + ", " + end + ")";
  }
}
