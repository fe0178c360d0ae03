package io.lanewise.jmh.problem;

import io.lanewise.DType;

/**
 * An elementwise operation on arrays of shape (depth, rows, columns) that exist already.
 *
 * @param dtype element type
 * @param operation what is computed
 * @param size where the operands fit
 */
public record ElementwiseProblem(DType dtype, Operation operation, Size size) implements Problem {

  /** What is computed from x, of the full shape, and y. */
  public enum Operation {
    /** z = x + y. */
    ADD(3),
    /** x = x + y. */
    ADD_IN_PLACE(3),
    /** z = exp x. */
    EXP(2),
    /** z = x + y, y of shape (1, rows, columns). */
    BROADCAST_AXIS_0(2),
    /** z = x + y, y of shape (depth, 1, columns). */
    BROADCAST_AXIS_1(2),
    /** z = x + y, y of shape (depth, rows, 1). */
    BROADCAST_AXIS_2(2);

    /** Arrays of full size that are read or written. */
    private final int streams;

    Operation(int streams) {
      this.streams = streams;
    }

    /** The axis along which y is repeated, or -1. */
    public int broadcastAxis() {
      return ordinal() - BROADCAST_AXIS_0.ordinal();
    }
  }

  /** Bytes of an array. */
  public enum Size {
    /** All operands fit a second-level cache. */
    CACHE(16, 128, 64 << 10),
    /** No cache holds the operands, but for the largest processors. */
    MEMORY(256, 512, 64 << 20);

    private final int rows;
    private final int columns;
    private final int bytes;

    Size(int rows, int columns, int bytes) {
      this.rows = rows;
      this.columns = columns;
      this.bytes = bytes;
    }

    /** Elements of an array of a type. */
    int elements(DType dtype) {
      return bytes / Samples.bytes(dtype);
    }
  }

  /** Shape of x and z. */
  public int[] shape() {
    return new int[] {elements() / (size.rows * size.columns), size.rows, size.columns};
  }

  /** Shape of y, with size 1 along the axis of a broadcast. */
  public int[] secondShape() {
    int[] shape = shape();
    if (operation.broadcastAxis() >= 0) {
      shape[operation.broadcastAxis()] = 1;
    }
    return shape;
  }

  /** Elements of x and z. */
  public int elements() {
    return size.elements(dtype);
  }

  /** x, row-major. */
  public double[] first() {
    return Samples.uniform(dtype, 1, elements(), -0.5);
  }

  /** y, row-major. */
  public double[] second() {
    int[] shape = secondShape();
    return Samples.uniform(dtype, 2, shape[0] * shape[1] * shape[2], -0.5);
  }

  /** Where in y the partner of an element of x stands. */
  public int partner(int element) {
    int column = element % size.columns;
    int row = element / size.columns % size.rows;
    int depth = element / size.columns / size.rows;
    return switch (operation) {
      case BROADCAST_AXIS_0 -> row * size.columns + column;
      case BROADCAST_AXIS_1 -> depth * size.columns + column;
      case BROADCAST_AXIS_2 -> depth * size.rows + row;
      default -> element;
    };
  }

  @Override
  public Ceiling ceiling() {
    return switch (operation) {
      case ADD -> Ceiling.ADDING;
      case ADD_IN_PLACE -> Ceiling.ADDING_IN_PLACE;
      default -> Ceiling.COPYING;
    };
  }

  @Override
  public double amount() {
    return (double) Samples.bytes(dtype) * elements() * operation.streams;
  }

  @Override
  public long footprint() {
    int arrays = operation == Operation.ADD ? 3 : 2;
    return (long) Samples.bytes(dtype) * elements() * arrays;
  }

  /** Sums must be the correctly rounded ones; exp may be off by four units in the last place. */
  @Override
  public void check(double[] result) {
    double[] x = first();
    double[] y = second();
    for (int i = 0; i < x.length; i++) {
      if (operation == Operation.EXP) {
        double expected = Math.exp(x[i]);
        double error = Math.abs(result[i] - expected);
        double bound = 4 * Samples.epsilon(dtype) * expected;
        Samples.require(error <= bound, "exp, element " + i, error, bound);
      } else {
        double expected = Samples.round(dtype, x[i] + y[partner(i)]);
        double error = Math.abs(result[i] - expected);
        Samples.require(error == 0, "add, element " + i, error, 0);
      }
    }
  }
}
