package io.lanewise.nn;

import io.lanewise.DType;
import io.lanewise.ShapeException;
import io.lanewise.Tensor;
import io.lanewise.grad.Variable;
import java.util.Map;

/**
 * Root mean square normalisation [1]: each row over the root of its mean square plus epsilon, times
 * a gain. The arithmetic is that of {@link Normalization}.
 *
 * <p>[1] Zhang and Sennrich, Root mean square layer normalization, 2019, arXiv 1910.07467.
 */
public final class RmsNorm implements Layer {
  /** What Llama adds to the mean square. */
  private static final double EPSILON = 1e-5;

  private final Variable weight;

  private RmsNorm(Variable weight) {
    this.weight = weight;
  }

  /**
   * A gain of ones.
   *
   * @param dtype F32 or F64
   * @param width length of the rows
   * @return a new layer
   */
  public static RmsNorm of(DType dtype, long width) {
    return of(Tensor.ones(dtype, width));
  }

  /**
   * A given gain, which is held, not copied.
   *
   * @param weight shape (width)
   * @return a new layer
   * @throws ShapeException if it is no vector
   */
  public static RmsNorm of(Tensor weight) {
    if (weight.rank() != 1) {
      throw new ShapeException(
          "RmsNorm: the gain is " + weight.shape() + ", but a vector is needed");
    }
    return new RmsNorm(Variable.of(weight));
  }

  @Override
  public Variable apply(Variable x) {
    LayerNorm.requireRows("RmsNorm", x, weight);
    return Normalization.rmsNorm(x, weight, EPSILON);
  }

  @Override
  public Map<String, Variable> parameters() {
    return Map.of("weight", weight);
  }
}
