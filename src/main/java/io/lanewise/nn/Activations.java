package io.lanewise.nn;

import static io.lanewise.Slice.range;

import io.lanewise.Tensor;
import io.lanewise.grad.Custom;
import io.lanewise.grad.Variable;
import java.util.List;

/** Functions between linear layers. */
public final class Activations {
  /** Of the cubic term. */
  private static final double CUBIC = 0.044715;

  private static final double ROOT = Math.sqrt(2 / Math.PI);

  private Activations() {}

  /**
   * The Gaussian error linear unit in the form that GPT-2 uses [1]: {@code x/2 (1 + tanh(sqrt(2/pi)
   * (x + 0.044715 x^3)))}. It differs from {@code x Phi(x)} by up to 5e-4.
   *
   * <p>[1] Hendrycks and Gimpel, Gaussian error linear units, 2016, arXiv 1606.08415.
   *
   * @param x any shape
   * @return the same shape
   */
  public static Variable gelu(Variable x) {
    Tensor flat = x.value().contiguous().flatten();
    Tensor tanh = Tensor.empty(x.dtype(), flat.elements());
    Tensor result = Tensor.empty(x.dtype(), flat.elements());
    RowBlocks.run(
        flat.elements(),
        1,
        (from, to) -> {
          Tensor own = flat.slice(range(from, to));
          Tensor t = own.mulInto(own, tanh.slice(range(from, to)));
          t.mulInPlace(ROOT * CUBIC).addInPlace(ROOT).mulInPlace(own).tanhInPlace();
          t.addInto(1, result.slice(range(from, to))).mulInPlace(own).mulInPlace(.5);
        });
    return Custom.fused(
        "gelu",
        result.reshape(x.shape().toArray()),
        g ->
            List.of(
                geluGradient(g.contiguous().flatten(), flat, tanh).reshape(x.shape().toArray())),
        () -> composedGelu(x),
        x);
  }

  private static Tensor geluGradient(Tensor g, Tensor x, Tensor tanh) {
    Tensor result = Tensor.empty(g.dtype(), g.elements());
    RowBlocks.run(
        g.elements(),
        1,
        (from, to) -> {
          Tensor own = x.slice(range(from, to));
          Tensor t = tanh.slice(range(from, to));
          Tensor y = own.mulInto(own, result.slice(range(from, to)));
          y.mulInPlace(3 * CUBIC * ROOT).addInPlace(ROOT).mulInPlace(own); // x u'(x)
          y.mulInPlace(t.mul(t).rsubInPlace(1)).addInPlace(t).addInPlace(1).mulInPlace(.5);
          y.mulInPlace(g.slice(range(from, to)));
        });
    return result;
  }

  private static Variable composedGelu(Variable x) {
    Variable inner = x.mul(x).mul(ROOT * CUBIC).add(ROOT).mul(x);
    return inner.tanh().add(1).mul(x).mul(.5);
  }
}
