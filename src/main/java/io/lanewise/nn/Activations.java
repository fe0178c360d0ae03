package io.lanewise.nn;

import io.lanewise.Engine;
import io.lanewise.Tensor;
import io.lanewise.backend.Backend;
import io.lanewise.grad.Custom;
import io.lanewise.grad.Variable;
import io.lanewise.internal.Internal;
import io.lanewise.memory.View;
import java.util.List;

/** Functions between linear layers. */
public final class Activations {
  /** Of the linear term. */
  private static final double B = 2 * Math.sqrt(2 / Math.PI);

  /** Of the cubic term. */
  private static final double A = 0.044715 * B;

  /** Squares from which on the function is x or 0 in any type. */
  private static final double LARGE = 1e4;

  private Activations() {}

  /**
   * The Gaussian error linear unit in the form that GPT-2 uses [1]: {@code x/2 (1 + tanh(sqrt(2/pi)
   * (x + 0.044715 x^3)))}, computed as {@code x} times the logistic function of twice what tanh is
   * of. It differs from {@code x Phi(x)} by up to 5e-4.
   *
   * <p>[1] Hendrycks and Gimpel, Gaussian error linear units, 2016, arXiv 1606.08415.
   *
   * @param x any shape
   * @return the same shape
   */
  public static Variable gelu(Variable x) {
    Tensor own = x.value().contiguous();
    Tensor result = Tensor.empty(x.dtype(), x.shape().toArray());
    if (!backend().gelu(Internal.view(own), A, B, Internal.view(result))) {
      logistic(own).mulInto(own, result);
    }
    return Custom.fused(
        "gelu", result, g -> List.of(gradient(g.contiguous(), own)), () -> composedGelu(x), x);
  }

  private static Tensor gradient(Tensor g, Tensor x) {
    Tensor result = Tensor.empty(g.dtype(), g.shape().toArray());
    View up = Internal.view(g);
    if (!backend().geluGradient(Internal.view(x), A, B, up, Internal.view(result))) {
      Tensor s = logistic(x);
      Tensor slope = square(x).mulInPlace(3 * A).addInPlace(B);
      s.rsub(1).mulInPlace(s).mulInPlace(x).mulInPlace(slope).addInPlace(s).mulInto(g, result);
    }
    return result;
  }

  /** The share of x, {@code 1 / (1 + e^-x (A x^2 + B))}. */
  private static Tensor logistic(Tensor x) {
    return square(x).mulInPlace(A).addInPlace(B).mulInPlace(x).sigmoidInPlace();
  }

  private static Tensor square(Tensor x) {
    return x.mul(x).minimumInPlace(LARGE);
  }

  private static Backend backend() {
    return Internal.backend(Engine.current());
  }

  private static Variable composedGelu(Variable x) {
    return x.mul(x).minimum(LARGE).mul(A).add(B).mul(x).sigmoid().mul(x);
  }
}
