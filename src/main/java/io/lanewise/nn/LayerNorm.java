package io.lanewise.nn;

import io.lanewise.DType;
import io.lanewise.ShapeException;
import io.lanewise.Tensor;
import io.lanewise.grad.Variable;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Layer normalisation [1]: each row less its mean, over the root of its variance plus epsilon,
 * times a gain, plus a bias. The arithmetic is that of {@link Normalization}.
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
    return Normalization.layerNorm(x, weight, bias, EPSILON);
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
