package io.lanewise.grad;

import io.lanewise.Shape;
import io.lanewise.Tensor;
import io.lanewise.grad.Node.Edge;
import java.util.Arrays;

/** Derivatives of the reductions and of what normalises along an axis. */
final class ReductionRules {
  private ReductionRules() {}

  /** Axes as given, or all of them. */
  private static int[] all(Variable x, int[] axes) {
    if (axes.length > 0) {
      return axes;
    }
    int[] every = new int[x.rank()];
    Arrays.setAll(every, axis -> axis);
    return every;
  }

  private static long[] kept(Shape shape, int[] axes) {
    long[] sizes = shape.toArray();
    for (int axis : axes) {
      sizes[axis < 0 ? axis + sizes.length : axis] = 1;
    }
    return sizes;
  }

  /** A reduced result, broadcast over the axes that are gone. */
  private static Variable spread(Variable reduced, long[] kept, long[] shape) {
    return reduced.reshape(kept).broadcastTo(shape);
  }

  static Variable sum(Variable x, int... some) {
    if (x.rank() == 0) {
      return x;
    }
    int[] axes = all(x, some);
    Tensor value = x.value().sum(axes);
    long[] shape = x.shape().toArray();
    long[] kept = kept(x.shape(), axes);
    return ElementwiseRules.linear("sum", value, x, g -> spread(g, kept, shape));
  }

  static Variable mean(Variable x, int... some) {
    if (x.rank() == 0) {
      return x;
    }
    int[] axes = all(x, some);
    Tensor value = x.value().mean(axes);
    long[] shape = x.shape().toArray();
    long[] kept = kept(x.shape(), axes);
    double count = (double) x.shape().elements() / value.elements();
    return ElementwiseRules.linear("mean", value, x, g -> spread(g.div(count), kept, shape));
  }

  /** The largest, or the smallest; equals share the gradient. */
  static Variable extreme(Variable x, boolean largest, int... some) {
    if (x.rank() == 0) {
      return x;
    }
    int[] axes = all(x, some);
    Tensor value = largest ? x.value().max(axes) : x.value().min(axes);
    long[] shape = x.shape().toArray();
    long[] kept = kept(x.shape(), axes);
    Tensor operand = x.value();
    return Node.record(
        largest ? "max" : "min",
        value,
        new Edge(
            x,
            g -> {
              Tensor equal = operand.eq(value.reshape(kept)).cast(operand.dtype());
              Tensor share = equal.div(equal.sum(axes).reshape(kept));
              return spread(g, kept, shape).mul(Variable.constant(share));
            },
            operand,
            value));
  }

  /** The gradient at zero is taken as zero, one of its subgradients. */
  static Variable norm(Variable x, int... some) {
    if (x.rank() == 0) {
      return x.abs();
    }
    int[] axes = all(x, some);
    Tensor value = x.value().norm(axes);
    long[] shape = x.shape().toArray();
    long[] kept = kept(x.shape(), axes);
    Variable one = Variable.constant(Tensor.scalar(x.dtype(), 1));
    return ElementwiseRules.ofResult(
        "norm",
        value,
        x,
        (g, y) -> {
          Variable length = Variable.where(y.value().eq(0), one, y);
          return x.mul(spread(g.div(length), kept, shape));
        });
  }

  static Variable softmax(Variable x, int axis) {
    return ElementwiseRules.ofResult(
        "softmax",
        x.value().softmax(axis),
        x,
        (g, y) -> {
          Variable weighted = g.mul(y);
          return weighted.sub(y.mul(weighted.sum(axis).unsqueeze(axis)));
        });
  }

  static Variable logSoftmax(Variable x, int axis) {
    Tensor shifted = x.value().sub(x.value().max(axis).unsqueeze(axis));
    Tensor logSum = shifted.exp().sum(axis).logInPlace().unsqueeze(axis);
    return ElementwiseRules.ofResult(
        "logSoftmax",
        shifted.subInPlace(logSum),
        x,
        (g, y) -> g.sub(y.exp().mul(g.sum(axis).unsqueeze(axis))));
  }

  /** Sums a gradient over the axes along which an operand of this shape was broadcast. */
  static Variable sumTo(Variable g, long... shape) {
    long[] from = g.shape().toArray();
    if (Arrays.equals(from, shape)) {
      return g;
    }
    int added = from.length - shape.length;
    int[] axes = new int[from.length];
    int count = 0;
    for (int axis = 0; axis < from.length; axis++) {
      if (axis < added || (shape[axis - added] == 1 && from[axis] != 1)) {
        axes[count++] = axis;
      }
    }
    return g.sum(Arrays.copyOf(axes, count)).reshape(shape);
  }
}
