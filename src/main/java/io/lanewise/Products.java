package io.lanewise;

import io.lanewise.backend.Backend;
import io.lanewise.backend.Epilogue;
import io.lanewise.memory.View;
import org.jspecify.annotations.Nullable;

/** Inner and matrix products. */
final class Products {
  private Products() {}

  static double dot(View a, View b) {
    Check.compute("dot", a, b);
    if (a.rank() != 1 || b.rank() != 1) {
      throw new ShapeException(
          "dot: "
              + a.shape()
              + " . "
              + b.shape()
              + ": two vectors are needed; matmul multiplies matrices");
    }
    if (a.size(0) != b.size(0)) {
      throw new ShapeException(
          "dot: "
              + a.shape()
              + " . "
              + b.shape()
              + ": lengths "
              + a.size(0)
              + " and "
              + b.size(0)
              + " differ");
    }
    return Check.backend().dot(a, b);
  }

  static View matmul(View a, View b) {
    return product("matmul", a, b, null, Activation.NONE);
  }

  static View affine(View a, View weight, @Nullable View bias, Activation activation) {
    return product("affine", a, weight, bias, activation);
  }

  private static View product(
      String operation, View a, View b, @Nullable View bias, Activation activation) {
    Shape shape = shape(operation, a, b);
    Epilogue epilogue = epilogue(operation, a, b, bias, activation);
    Backend backend = Check.backend();
    DType dtype = Check.product(operation, a, b);
    View target = Creation.allocate(backend, null, dtype, shape, false);
    backend.gemm(1, a, b, 0, target, epilogue);
    return target;
  }

  static void gemm(String operation, double alpha, View a, View b, double beta, View c) {
    gemm(operation, alpha, a, b, beta, c, null, Activation.NONE);
  }

  static void gemm(
      String operation,
      double alpha,
      View a,
      View b,
      double beta,
      View c,
      @Nullable View bias,
      Activation activation) {
    Shape shape = fits(a, b, c) ? c.shape() : shape(operation, a, b);
    Check.target(operation, Check.product(operation, a, b), shape, c);
    Epilogue epilogue = epilogue(operation, a, b, bias, activation);
    Check.backend().gemm(alpha, a, b, beta, c, epilogue);
  }

  private static Epilogue epilogue(
      String operation, View a, View b, @Nullable View bias, Activation activation) {
    if (bias == null) {
      return activation == Activation.NONE ? Epilogue.NONE : new Epilogue(null, activation);
    }
    Check.same(operation, a.dtype().computes() ? a : b, bias);
    if (b.rank() < 2 || bias.rank() != 1 || bias.size(0) != b.size(-1)) {
      throw new ShapeException(
          operation
              + ": "
              + a.shape()
              + " @ "
              + b.shape()
              + " with a bias of shape "
              + bias.shape()
              + ": it must be a vector as long as a row of the result");
    }
    return new Epilogue(bias, activation);
  }

  /** Whether a target has the shape of a product; allocates nothing. */
  private static boolean fits(View a, View b, View c) {
    int rows = a.rank() == 1 ? 0 : 1;
    int columns = b.rank() == 1 ? 0 : 1;
    int batch = c.rank() - rows - columns;
    if (a.rank() == 0
        || b.rank() == 0
        || rows + columns == 0
        || batch != Math.max(0, Math.max(a.rank(), b.rank()) - 2)
        || a.size(-1) != b.size(columns == 0 ? 0 : -2)
        || (rows == 1 && c.size(batch) != a.size(-2))
        || (columns == 1 && c.size(-1) != b.size(-1))) {
      return false;
    }
    for (int axis = 0; axis < batch; axis++) {
      long size = c.size(axis);
      long left = leading(a, axis, batch);
      long right = leading(b, axis, batch);
      if ((left != size && left != 1)
          || (right != size && right != 1)
          || (left != size && right != size)) {
        return false;
      }
    }
    return true;
  }

  private static long leading(View x, int axis, int batch) {
    int own = axis - (batch - (x.rank() - 2));
    return own < 0 || x.rank() < 3 ? 1 : x.size(own);
  }

  /** The shape of a product, by NumPy's rules. */
  private static Shape shape(String operation, View a, View b) {
    Check.product(operation, a, b);
    String both = operation + ": " + a.shape() + " @ " + b.shape();
    if (a.rank() == 0 || b.rank() == 0) {
      throw new ShapeException(both + ": a number is no matrix; mul(value) scales");
    }
    if (a.rank() == 1 && b.rank() == 1) {
      throw new ShapeException(both + ": both are vectors; dot gives their inner product");
    }
    long inner = a.size(-1);
    long other = b.size(b.rank() == 1 ? 0 : -2);
    if (inner != other) {
      throw new ShapeException(
          both + ": inner sizes " + inner + " and " + other + " differ" + hint(a, b));
    }
    Shape batch = leading(a).broadcast(leading(b), both);
    long[] sizes = new long[batch.rank() + (a.rank() > 1 ? 1 : 0) + (b.rank() > 1 ? 1 : 0)];
    for (int axis = 0; axis < batch.rank(); axis++) {
      sizes[axis] = batch.size(axis);
    }
    int last = batch.rank();
    if (a.rank() > 1) {
      sizes[last++] = a.size(-2);
    }
    if (b.rank() > 1) {
      sizes[last] = b.size(-1);
    }
    return Shape.of(sizes);
  }

  private static String hint(View a, View b) {
    if (b.rank() > 1 && a.size(-1) == b.size(-1)) {
      return "; did you mean b.transpose()?";
    }
    if (a.rank() > 1 && a.size(-2) == b.size(b.rank() == 1 ? 0 : -2)) {
      return "; did you mean a.transpose()?";
    }
    return "; the last axis of the left operand meets the "
        + (b.rank() == 1 ? "only axis" : "last but one")
        + " of the right";
  }

  private static Shape leading(View x) {
    long[] sizes = x.shape().toArray();
    return Shape.of(java.util.Arrays.copyOf(sizes, Math.max(0, sizes.length - 2)));
  }
}
