package io.lanewise;

import io.lanewise.backend.Backend;
import io.lanewise.memory.View;

/**
 * What every operation checks before it hands views to the backend, and the texts that say what is
 * wrong.
 */
final class Check {
  private Check() {}

  /** The backend of the calling code's engine: asked for once, when an operation begins. */
  static Backend backend() {
    return Engine.current().backend();
  }

  /** That arithmetic is defined on the type. */
  static void computes(String operation, View x) {
    if (!x.dtype().computes()) {
      throw new DTypeException(
          operation
              + ": "
              + x.dtype()
              + " is storage only, F32 and F64 compute; "
              + "cast(DType.F32) or cast(DType.F64) first");
    }
  }

  /** That two operands compute and have one type. */
  static void compute(String operation, View a, View b) {
    same(operation, a, b);
    computes(operation, a);
  }

  /**
   * That two operands may be multiplied as matrices: their types are one that computes, or one is
   * F32 and the other BF16 or F16.
   *
   * @return the type of the product
   */
  static DType product(String operation, View a, View b) {
    if (isSmall(b.dtype()) && a.dtype() == DType.F32) {
      return DType.F32;
    }
    if (isSmall(a.dtype()) && b.dtype() == DType.F32) {
      return DType.F32;
    }
    compute(operation, a, b);
    return a.dtype();
  }

  private static boolean isSmall(DType dtype) {
    return dtype == DType.BF16 || dtype == DType.F16;
  }

  /** That two operands have one type. */
  static void same(String operation, View a, View b) {
    if (a.dtype() != b.dtype()) {
      throw new DTypeException(
          operation
              + ": "
              + a.dtype()
              + " with "
              + b.dtype()
              + ": types do not mix; cast(DType."
              + (a.dtype().computes() && !b.dtype().computes() ? a : b).dtype()
              + ") the other one first");
    }
  }

  /** That a tensor has the type wanted. */
  static void type(String operation, String role, DType wanted, View x) {
    if (x.dtype() != wanted) {
      throw new DTypeException(
          operation
              + ": the "
              + role
              + " is "
              + x.dtype()
              + ", but must be "
              + wanted
              + "; cast(DType."
              + wanted
              + ") gives that");
    }
  }

  /** That a target may be written. */
  static void writable(String operation, View target) {
    if (!target.writable()) {
      if (!target.storage().writable()) {
        throw new IllegalArgumentException(
            operation
                + ": the memory of the target "
                + target.shape()
                + " is read-only; copy() it first");
      }
      throw new ShapeException(
          operation
              + ": the target "
              + target.shape()
              + " is a broadcast view, whose elements share places; copy() it first");
    }
  }

  /** That a target has the type and shape of the result, and may be written. */
  static void target(String operation, DType dtype, Shape shape, View target) {
    type(operation, "target", dtype, target);
    if (!target.shape().equals(shape)) {
      throw new ShapeException(
          operation + ": the result has shape " + shape + ", but the target " + target.shape());
    }
    writable(operation, target);
  }

  /** That a view broadcasts to a shape. */
  static void broadcasts(String operation, View view, Shape shape) {
    boolean fits = view.rank() <= shape.rank();
    for (int back = 1; fits && back <= view.rank(); back++) {
      long size = view.size(-back);
      fits = size == 1 || size == shape.size(-back);
    }
    if (!fits) {
      throw new ShapeException(
          operation
              + ": shape "
              + view.shape()
              + " does not broadcast to "
              + shape
              + "; aligned at the last axis, sizes must agree or be 1");
    }
  }

  /** The length of a Java array for all elements. */
  static int arrayLength(String operation, View x) {
    if (x.elements() > Integer.MAX_VALUE - 8) {
      throw new ShapeException(
          operation
              + ": shape "
              + x.shape()
              + " has "
              + x.elements()
              + " elements, too many for an array; take slices, or copyTo(segment)");
    }
    return (int) x.elements();
  }

  /** The number of rows of a matrix, for a Java array. */
  static int rows(View matrix) {
    if (matrix.size(0) > Integer.MAX_VALUE - 8) {
      throw new ShapeException(
          "toDoubleMatrix: shape " + matrix.shape() + " has too many rows for an array");
    }
    return (int) matrix.size(0);
  }
}
