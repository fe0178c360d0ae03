package io.lanewise.nn;

import static io.lanewise.nn.RowBlocks.part;

import io.lanewise.DType;
import io.lanewise.Shape;
import io.lanewise.ShapeException;
import io.lanewise.Tensor;
import io.lanewise.grad.Custom;
import io.lanewise.grad.Variable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Layer normalisation [1]: each row less its mean, over the root of its variance plus epsilon,
 * times a gain, plus a bias. The variance is the mean of the squared distances from the mean, found
 * in a second pass, so that rows far from zero lose nothing.
 *
 * <p>[1] Ba, Kiros and Hinton, Layer normalization, 2016, arXiv 1607.06450.
 */
public final class LayerNorm implements Layer {
  /** What GPT-2 adds to the variance. */
  private static final double EPSILON = 1e-5;

  private final Variable weight;
  private final Variable bias;

  private LayerNorm(Variable weight, Variable bias) {
    this.weight = weight;
    this.bias = bias;
  }

  /**
   * A gain of ones and a bias of zeros.
   *
   * @param dtype F32 or F64
   * @param width length of the rows
   * @return a new layer
   */
  public static LayerNorm of(DType dtype, long width) {
    return of(Tensor.ones(dtype, width), Tensor.zeros(dtype, width));
  }

  /**
   * Given parameters, which are held, not copied.
   *
   * @param weight the gain, shape (width)
   * @param bias shape (width)
   * @return a new layer
   * @throws ShapeException if they are not two vectors of one length
   */
  public static LayerNorm of(Tensor weight, Tensor bias) {
    if (weight.rank() != 1 || !weight.shape().equals(bias.shape())) {
      throw new ShapeException(
          "LayerNorm: the gain is "
              + weight.shape()
              + " and the bias "
              + bias.shape()
              + ", but two vectors of one length are needed");
    }
    return new LayerNorm(Variable.of(weight), Variable.of(bias));
  }

  @Override
  public Variable apply(Variable x) {
    requireRows("LayerNorm", x, weight);
    Tensor rows = RowBlocks.rows(x.value());
    Tensor normal = Tensor.empty(x.dtype(), rows.shape().toArray());
    Tensor inverse = Tensor.empty(x.dtype(), rows.size(0));
    Tensor result = Tensor.empty(x.dtype(), rows.shape().toArray());
    RowBlocks.run(
        rows.size(0),
        rows.size(1),
        (from, to) -> {
          Tensor own = part(rows, from, to);
          Tensor centred = own.subInto(own.mean(1).unsqueeze(1), part(normal, from, to));
          Tensor y = centred.mulInto(centred, part(result, from, to));
          Tensor root = part(inverse, from, to);
          y.meanInto(root, 1).addInPlace(EPSILON).sqrtInPlace().rdivInPlace(1);
          centred.mulInPlace(root.unsqueeze(1));
          centred.mulInto(weight.value(), y).addInPlace(bias.value());
        });
    return Custom.fused(
        "layerNorm",
        result.reshape(x.shape().toArray()),
        g -> gradients(RowBlocks.rows(g), normal, inverse, x.shape()),
        () -> composed(x),
        x,
        weight,
        bias);
  }

  private List<Tensor> gradients(Tensor g, Tensor normal, Tensor inverse, Shape shape) {
    Tensor byX = Tensor.empty(g.dtype(), g.shape().toArray());
    Tensor byWeight = Tensor.zeros(g.dtype(), g.size(1));
    Tensor byBias = Tensor.zeros(g.dtype(), g.size(1));
    RowBlocks.run(
        g.size(0),
        g.size(1),
        (from, to) -> {
          Tensor up = part(g, from, to);
          Tensor y = part(normal, from, to);
          Tensor dx = part(byX, from, to);
          Tensor product = up.mulInto(y, dx);
          byWeight.addInPlace(product.sum(0));
          byBias.addInPlace(up.sum(0));
          Tensor along = product.mulInPlace(weight.value()).mean(1).unsqueeze(1);
          Tensor inner = up.mul(weight.value());
          inner.subInPlace(inner.mean(1).unsqueeze(1)).subInPlace(y.mulInto(along, dx));
          inner.mulInto(part(inverse, from, to).unsqueeze(1), dx);
        });
    return List.of(byX.reshape(shape.toArray()), byWeight, byBias);
  }

  /** The same in operations that can be differentiated again. */
  private Variable composed(Variable x) {
    Variable centred = x.sub(x.mean(-1).unsqueeze(-1));
    Variable variance = centred.mul(centred).mean(-1).add(EPSILON).unsqueeze(-1);
    return centred.div(variance.sqrt()).mul(weight).add(bias);
  }

  static void requireRows(String layer, Variable x, Variable weight) {
    if (x.rank() == 0 || x.size(-1) != weight.size(0)) {
      throw new ShapeException(
          layer
              + ": the operand is "
              + x.shape()
              + ", but rows of "
              + weight.size(0)
              + " are needed");
    }
  }

  @Override
  public Map<String, Variable> parameters() {
    Map<String, Variable> parameters = new LinkedHashMap<>();
    parameters.put("weight", weight);
    parameters.put("bias", bias);
    return parameters;
  }
}
