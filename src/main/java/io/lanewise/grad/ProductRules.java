package io.lanewise.grad;

import io.lanewise.Activation;
import io.lanewise.Tensor;
import io.lanewise.grad.Node.Edge;
import java.util.List;

/** Derivatives of products. */
final class ProductRules {
  private ProductRules() {}

  static Variable dot(Variable a, Variable b) {
    Tensor value = Tensor.scalar(a.dtype(), a.value().dot(b.value()));
    return Node.record(
        "dot", value, new Edge(a, g -> g.mul(b), b.value()), new Edge(b, g -> g.mul(a), a.value()));
  }

  static Variable matmul(Variable a, Variable b) {
    if (a.rank() > 2 && b.rank() == 2 && a.value().isContiguous() && a.shape().elements() > 0) {
      // The batch is rows of one product, and the gradient of b one product, too.
      long[] shape = a.shape().toArray();
      if (shape[shape.length - 1] == b.shape().size(0)) {
        Variable rows = a.reshape(-1, shape[shape.length - 1]);
        shape[shape.length - 1] = b.shape().size(1);
        return matmul(rows, b).reshape(shape);
      }
    }
    Tensor value = a.value().matmul(b.value());
    boolean row = a.rank() == 1;
    boolean column = b.rank() == 1;
    long[] shapeA = a.shape().toArray();
    long[] shapeB = b.shape().toArray();
    return Node.record(
        "matmul",
        value,
        new Edge(
            a,
            g -> {
              Variable right = column ? b.unsqueeze(1) : b;
              Variable product = asMatrix(g, row, column).matmul(right.transpose());
              return row ? product.sumTo(1, shapeA[0]).reshape(shapeA) : product.sumTo(shapeA);
            },
            b.value()),
        new Edge(
            b,
            g -> {
              Variable left = row ? a.unsqueeze(0) : a;
              Variable product = left.transpose().matmul(asMatrix(g, row, column));
              return column ? product.sumTo(shapeB[0], 1).reshape(shapeB) : product.sumTo(shapeB);
            },
            a.value()));
  }

  static Variable affine(Variable x, Variable weight, Variable bias) {
    if (x.rank() < 2 || weight.rank() != 2 || x.size(-1) != weight.size(0) || x.size(-1) == 0) {
      return x.matmul(weight).add(bias); // a vector, or what matmul refuses
    }
    Variable rows = x.contiguous().reshape(-1, x.size(-1));
    Variable y =
        Custom.of(
            "affine",
            rows.value().affine(weight.value(), bias.value(), Activation.NONE),
            g -> List.of(g.matmul(weight.transpose()), rows.transpose().matmul(g), g.sum(0)),
            rows,
            weight,
            bias);
    long[] shape = x.shape().toArray();
    shape[shape.length - 1] = weight.size(1);
    return y.reshape(shape);
  }

  /** With the axes that the product of a vector has lost. */
  private static Variable asMatrix(Variable g, boolean row, boolean column) {
    Variable wide = column ? g.unsqueeze(-1) : g;
    return row ? wide.unsqueeze(-2) : wide;
  }
}
