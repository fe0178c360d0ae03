package io.lanewise.grad;

import static io.lanewise.Slice.all;
import static io.lanewise.Slice.at;
import static io.lanewise.Slice.range;

import io.lanewise.DType;
import io.lanewise.DTypeException;
import io.lanewise.Shape;
import io.lanewise.ShapeException;
import io.lanewise.Slice;
import io.lanewise.Tensor;
import io.lanewise.grad.Node.Edge;
import java.util.Arrays;

/** Derivatives of views, of joining, and of choosing rows by their numbers. */
final class ViewRules {
  private ViewRules() {}

  static Variable slice(Variable x, Slice... slices) {
    long[] shape = x.shape().toArray();
    Slice[] own = slices.clone();
    return ElementwiseRules.linear("slice", x.value().slice(own), x, g -> placed(g, shape, own));
  }

  /** Zeros, with a tensor in the place of a slice. */
  private static Variable placed(Variable part, long[] shape, Slice[] slices) {
    Tensor value = Tensor.zeros(part.dtype(), shape);
    value.slice(slices).copyFrom(part.value());
    return ElementwiseRules.linear("slice", value, part, g -> g.slice(slices));
  }

  static Variable permute(Variable x, int... axes) {
    Tensor value = x.value().permute(axes);
    int[] back = new int[axes.length];
    for (int i = 0; i < axes.length; i++) {
      back[x.shape().axis(axes[i])] = i;
    }
    return ElementwiseRules.linear("permute", value, x, g -> g.permute(back));
  }

  static Variable swapAxes(Variable x, int first, int second) {
    return ElementwiseRules.linear(
        "swapAxes", x.value().swapAxes(first, second), x, g -> g.swapAxes(first, second));
  }

  /** A gradient may have any strides, and so is made contiguous first if it must. */
  static Variable reshape(Variable x, long... shape) {
    long[] own = x.shape().toArray();
    return ElementwiseRules.linear("reshape", x.value().reshape(shape), x, g -> shaped(g, own));
  }

  private static Variable shaped(Variable g, long... shape) {
    return g.contiguous().reshape(shape);
  }

  static Variable broadcastTo(Variable x, long... shape) {
    long[] own = x.shape().toArray();
    return ElementwiseRules.linear(
        "broadcastTo", x.value().broadcastTo(shape), x, g -> g.sumTo(own));
  }

  static Variable diagonal(Variable x) {
    long[] shape = x.shape().toArray();
    return ElementwiseRules.linear("diagonal", x.value().diagonal(), x, g -> onDiagonal(g, shape));
  }

  static Variable onDiagonal(Variable part, long... shape) {
    Tensor value = Tensor.zeros(part.dtype(), shape);
    value.diagonal().copyFrom(part.value());
    return ElementwiseRules.linear("diag", value, part, Variable::diagonal);
  }

  static Variable concat(int axis, Variable... parts) {
    Tensor value = Tensor.concat(axis, values(parts));
    int along = value.shape().axis(axis);
    Edge[] edges = new Edge[parts.length];
    long from = 0;
    for (int i = 0; i < parts.length; i++) {
      long to = from + parts[i].shape().size(along);
      Slice[] place = at(along, range(from, to));
      edges[i] = new Edge(parts[i], g -> g.slice(place));
      from = to;
    }
    return Node.record("concat", value, edges);
  }

  static Variable stack(int axis, Variable... parts) {
    Tensor value = Tensor.stack(axis, values(parts));
    int along = value.shape().axis(axis);
    Edge[] edges = new Edge[parts.length];
    for (int i = 0; i < parts.length; i++) {
      Slice[] place = at(along, Slice.at(i));
      edges[i] = new Edge(parts[i], g -> g.slice(place));
    }
    return Node.record("stack", value, edges);
  }

  private static Slice[] at(int axis, Slice which) {
    Slice[] slices = new Slice[axis + 1];
    Arrays.fill(slices, all());
    slices[axis] = which;
    return slices;
  }

  private static Tensor[] values(Variable... parts) {
    return Arrays.stream(parts).map(Variable::value).toArray(Tensor[]::new);
  }

  static Variable takeRows(Variable x, Tensor ids) {
    requireIds("takeRows", ids);
    if (x.rank() == 0) {
      throw new ShapeException("takeRows: one number has no rows");
    }
    long[] shape = x.shape().toArray();
    long[] rows = ids.shape().toArray();
    long[] result = Arrays.copyOf(rows, rows.length + shape.length - 1);
    System.arraycopy(shape, 1, result, rows.length, shape.length - 1);
    Tensor value = Tensor.empty(x.dtype(), result);
    Rows.take(x.value(), ids, value.reshape(rowsFirst(ids, shape)));
    return Node.record("takeRows", value, new Edge(x, g -> addRows(g, ids, shape), ids));
  }

  /** Zeros, to whose rows others are added; a row that is named twice gets both. */
  private static Variable addRows(Variable rows, Tensor ids, long[] shape) {
    Tensor value = Tensor.zeros(rows.dtype(), shape);
    Rows.add(rows.value().contiguous().reshape(rowsFirst(ids, shape)), ids, value);
    return Node.record("addRows", value, new Edge(rows, g -> takeRows(g, ids), ids));
  }

  private static long[] rowsFirst(Tensor ids, long[] shape) {
    long[] sizes = shape.clone();
    sizes[0] = ids.elements();
    return sizes;
  }

  static Variable pick(Variable x, Tensor ids) {
    requireIds("pick", ids);
    long[] shape = x.shape().toArray();
    if (shape.length == 0
        || !ids.shape().equals(Shape.of(Arrays.copyOf(shape, shape.length - 1)))) {
      throw new ShapeException(
          "pick: one number of each row of "
              + x.shape()
              + " needs as many ids, but their shape is "
              + ids.shape());
    }
    Tensor value = Tensor.empty(x.dtype(), ids.shape().toArray());
    Rows.pick(x.value(), ids, value);
    return Node.record("pick", value, new Edge(x, g -> place(g, ids, shape), ids));
  }

  private static Variable place(Variable picked, Tensor ids, long[] shape) {
    Tensor value = Tensor.zeros(picked.dtype(), shape);
    Rows.place(picked.value(), ids, value);
    return Node.record("place", value, new Edge(picked, g -> pick(g, ids), ids));
  }

  private static void requireIds(String operation, Tensor ids) {
    if (ids.dtype() != DType.I64 && ids.dtype() != DType.I32 && ids.dtype() != DType.U8) {
      throw new DTypeException(
          operation
              + ": the ids are "
              + ids.dtype()
              + "; whole numbers are needed: I64, I32 or U8");
    }
  }
}
