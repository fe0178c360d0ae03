package io.lanewise;

import io.lanewise.backend.Backend;
import io.lanewise.backend.BinaryOp;
import io.lanewise.backend.Comparison;
import io.lanewise.backend.UnaryOp;
import io.lanewise.memory.View;

/** Elementwise operations: checks, broadcasts, creates the destination, calls the backend. */
final class Arithmetic {
  private Arithmetic() {}

  static View map(UnaryOp op, String operation, View x) {
    Check.computes(operation, x);
    Backend backend = Check.backend();
    View target = Creation.allocate(backend, null, x.dtype(), x.shape(), false);
    backend.map(op, x, target);
    return target;
  }

  static void mapInto(UnaryOp op, String operation, View x, View target) {
    Check.computes(operation, x);
    Check.target(operation, x.dtype(), x.shape(), target);
    Check.backend().map(op, x, target);
  }

  static View zip(BinaryOp op, String operation, View a, View b) {
    Check.compute(operation, a, b);
    Shape shape = a.shape().broadcast(b.shape(), operation);
    Backend backend = Check.backend();
    View target = Creation.allocate(backend, null, a.dtype(), shape, false);
    backend.zip(op, a, b, target);
    return target;
  }

  static void zipInto(BinaryOp op, String operation, View a, View b, View target) {
    Check.compute(operation, a, b);
    fits(operation, a, b, target);
    Check.backend().zip(op, a, b, target);
  }

  static View zip(BinaryOp op, String operation, View a, double b) {
    Check.computes(operation, a);
    Backend backend = Check.backend();
    View target = Creation.allocate(backend, null, a.dtype(), a.shape(), false);
    backend.zip(op, a, b, target);
    return target;
  }

  static void zipInto(BinaryOp op, String operation, View a, double b, View target) {
    Check.computes(operation, a);
    Check.target(operation, a.dtype(), a.shape(), target);
    Check.backend().zip(op, a, b, target);
  }

  static View zip(BinaryOp op, String operation, double a, View b) {
    Check.computes(operation, b);
    Backend backend = Check.backend();
    View target = Creation.allocate(backend, null, b.dtype(), b.shape(), false);
    backend.zip(op, a, b, target);
    return target;
  }

  static void zipInto(BinaryOp op, String operation, double a, View b, View target) {
    Check.computes(operation, b);
    Check.target(operation, b.dtype(), b.shape(), target);
    Check.backend().zip(op, a, b, target);
  }

  static View multiplyAdd(String operation, View a, View b, View c) {
    Shape shape = multiplyAddShape(operation, a, b, c);
    Backend backend = Check.backend();
    View target = Creation.allocate(backend, null, a.dtype(), shape, false);
    backend.multiplyAdd(a, b, c, target);
    return target;
  }

  static void multiplyAddInto(String operation, View a, View b, View c, View target) {
    Check.target(operation, a.dtype(), multiplyAddShape(operation, a, b, c), target);
    Check.backend().multiplyAdd(a, b, c, target);
  }

  private static Shape multiplyAddShape(String operation, View a, View b, View c) {
    Check.compute(operation, a, b);
    Check.compute(operation, a, c);
    Shape product = a.shape();
    if (!b.shape().equals(product)) {
      product = product.broadcast(b.shape(), operation);
    }
    return c.shape().equals(product) ? product : product.broadcast(c.shape(), operation);
  }

  static View compare(Comparison comparison, String operation, View a, View b) {
    Check.compute(operation, a, b);
    Shape shape = a.shape().broadcast(b.shape(), operation);
    Backend backend = Check.backend();
    View target = Creation.allocate(backend, null, DType.BOOL, shape, false);
    backend.compare(comparison, a, b, target);
    return target;
  }

  static View compare(Comparison comparison, String operation, View a, double b) {
    Check.computes(operation, a);
    Backend backend = Check.backend();
    View target = Creation.allocate(backend, null, DType.BOOL, a.shape(), false);
    backend.compare(comparison, a, b, target);
    return target;
  }

  static View where(View condition, View a, View b) {
    Check.type("where", "condition", DType.BOOL, condition);
    Check.compute("where", a, b);
    Shape shape = condition.shape().broadcast(a.shape().broadcast(b.shape(), "where"), "where");
    Backend backend = Check.backend();
    View target = Creation.allocate(backend, null, a.dtype(), shape, false);
    backend.where(condition, a, b, target);
    return target;
  }

  static void copyInto(String operation, View source, View target) {
    if (source.dtype() != target.dtype()) {
      throw new DTypeException(
          operation
              + ": the source is "
              + source.dtype()
              + ", but the target "
              + target.dtype()
              + "; source.castInto(target) converts");
    }
    castInto(operation, source, target);
  }

  static void castInto(String operation, View source, View target) {
    Check.writable(operation, target);
    Check.broadcasts(operation, source, target.shape());
    Check.backend().copy(source, target);
  }

  /**
   * That the target has the type and the broadcast shape of two operands; allocates nothing if it
   * has.
   */
  private static void fits(String operation, View a, View b, View target) {
    Shape shape = target.shape();
    boolean fits = a.rank() <= shape.rank() && b.rank() <= shape.rank();
    for (int back = 1; fits && back <= shape.rank(); back++) {
      long size = shape.size(-back);
      long left = back <= a.rank() ? a.shape().size(-back) : 1;
      long right = back <= b.rank() ? b.shape().size(-back) : 1;
      fits =
          (left == size || right == size)
              && (left == size || left == 1)
              && (right == size || right == 1);
    }
    Check.target(
        operation, a.dtype(), fits ? shape : a.shape().broadcast(b.shape(), operation), target);
  }
}
