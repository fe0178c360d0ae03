package io.lanewise.nn;

import io.lanewise.Activation;
import io.lanewise.DType;
import io.lanewise.Shape;
import io.lanewise.ShapeException;
import io.lanewise.Tensor;
import io.lanewise.grad.Variable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code y = x W + b}: all rows in one product. The weight is stored (in, out), as in files of
 * GPT-2.
 *
 * <p>A weight may be the product of two factors of low rank, as {@code lanewise compress} makes
 * them: then {@code y = (x U) V + b}, and the factors are what is trained.
 *
 * <p>Cost: {@code 2 in out} flops for each row, and twice that backwards.
 */
public final class Linear implements Layer {
  private final List<Variable> factors;
  private final @Nullable Variable bias;

  private Linear(List<Variable> factors, @Nullable Variable bias) {
    this.factors = factors;
    this.bias = bias;
  }

  /**
   * A layer with random weights and a bias of zeros.
   *
   * @param dtype F32 or F64
   * @param in size of its operand
   * @param out size of its result
   * @param deviation standard deviation of the weights
   * @param seed of the weights
   * @return a new layer
   */
  public static Linear random(DType dtype, long in, long out, double deviation, long seed) {
    Tensor weight = Tensor.randn(dtype, seed, in, out).mulInPlace(deviation);
    return of(weight, Tensor.zeros(dtype, out));
  }

  /**
   * A layer with given parameters, which it holds, not copies.
   *
   * @param weight shape (in, out)
   * @param bias shape (out), or null for none
   * @return a new layer
   * @throws ShapeException if the shapes do not fit
   */
  @SuppressWarnings("exports") // @Nullable is for tools; users of the library need no JSpecify
  public static Linear of(Tensor weight, @Nullable Tensor bias) {
    return new Linear(List.of(Variable.of(weight)), checked(weight, weight, bias));
  }

  /**
   * A layer whose weight is a product.
   *
   * @param u shape (in, k)
   * @param v shape (k, out)
   * @param bias shape (out), or null for none
   * @return a new layer
   * @throws ShapeException if the shapes do not fit
   */
  @SuppressWarnings("exports")
  public static Linear ofFactors(Tensor u, Tensor v, @Nullable Tensor bias) {
    return new Linear(List.of(Variable.of(u), Variable.of(v)), checked(u, v, bias));
  }

  private static @Nullable Variable checked(Tensor u, Tensor v, @Nullable Tensor bias) {
    if (u.rank() != 2 || v.rank() != 2 || (u != v && u.size(1) != v.size(0))) {
      throw new ShapeException(
          "Linear: the weight is "
              + u.shape()
              + (u == v ? "" : " @ " + v.shape())
              + ", but matrices that fit are needed");
    }
    if (bias != null && !bias.shape().equals(Shape.of(v.size(1)))) {
      throw new ShapeException(
          "Linear: the weight ends in " + v.shape() + ", but the bias is " + bias.shape());
    }
    return bias == null ? null : Variable.of(bias);
  }

  @Override
  public Variable apply(Variable x) {
    Variable y = x;
    for (int i = 0; i < factors.size() - 1; i++) {
      y = y.matmul(factors.get(i));
    }
    Variable last = factors.getLast();
    return y.affine(last, bias, Activation.NONE);
  }

  @Override
  public Map<String, Variable> parameters() {
    Map<String, Variable> parameters = new LinkedHashMap<>();
    if (factors.size() == 1) {
      parameters.put("weight", factors.getFirst());
    } else {
      parameters.put("weight.u", factors.getFirst());
      parameters.put("weight.v", factors.getLast());
    }
    if (bias != null) {
      parameters.put("bias", bias);
    }
    return parameters;
  }
}
