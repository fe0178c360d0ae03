package io.lanewise.nn;

import io.lanewise.Engine;
import io.lanewise.Tensor;
import io.lanewise.grad.Custom;
import io.lanewise.grad.Variable;
import io.lanewise.internal.Internal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The backward pass of {@link Normalization}: fused for first derivatives, and for higher ones the
 * same computation in operations that can be differentiated.
 */
final class NormalizationGradient {
  private NormalizationGradient() {}

  /**
   * The result as a variable.
   *
   * @param value the result
   * @param x operand
   * @param centred whether the mean was taken out
   * @param epsilon added to the mean square
   * @param weight factors, or null
   * @param bias what was added, or null
   */
  static Variable record(
      Tensor value,
      Variable x,
      boolean centred,
      double epsilon,
      @Nullable Variable weight,
      @Nullable Variable bias) {
    Variable gain = weight != null ? weight : Variable.constant(Tensor.ones(x.dtype(), x.size(-1)));
    List<Variable> operands = new ArrayList<>(List.of(x, gain));
    if (bias != null) {
      operands.add(bias);
    }
    return Custom.fused(
        centred ? "layerNorm" : "rmsNorm",
        value,
        g -> gradients(g, x.value(), centred, epsilon, gain.value(), bias != null),
        () -> {
          Variable c = centred ? x.sub(x.mean(-1).unsqueeze(-1)) : x;
          Variable root = c.mul(c).mean(-1).add(epsilon).sqrt().unsqueeze(-1);
          Variable y = c.div(root).mul(gain);
          return bias == null ? y : y.add(bias);
        },
        operands.toArray(Variable[]::new));
  }

  private static List<Tensor> gradients(
      Tensor g, Tensor x, boolean centred, double epsilon, Tensor weight, boolean biased) {
    Tensor rows = RowBlocks.rows(x);
    Tensor up = RowBlocks.rows(g);
    Tensor gain = weight.contiguous();
    Tensor byX = Tensor.empty(x.dtype(), rows.shape().toArray());
    Tensor byWeight = Tensor.empty(x.dtype(), rows.size(1));
    Tensor byBias = biased ? Tensor.empty(x.dtype(), rows.size(1)) : null;
    boolean fused =
        Internal.backend(Engine.current())
            .normalizeGradient(
                Internal.view(rows),
                centred,
                epsilon,
                Internal.view(gain),
                Internal.view(up),
                Internal.view(byX),
                Internal.view(byWeight),
                byBias == null ? null : Internal.view(byBias));
    if (!fused) {
      inSteps(up, rows, centred, epsilon, gain, byX, byWeight, byBias);
    }
    List<Tensor> all = new ArrayList<>();
    all.add(byX.reshape(x.shape().toArray()));
    all.add(byWeight);
    if (byBias != null) {
      all.add(byBias);
    }
    return all;
  }

  /** For engines without a fused form. */
  static void inSteps(
      Tensor g,
      Tensor x,
      boolean centred,
      double epsilon,
      Tensor weight,
      Tensor byX,
      Tensor byWeight,
      @Nullable Tensor byBias) {
    Tensor c = centred ? x.sub(x.mean(1).unsqueeze(1)) : x;
    Tensor r = c.mul(c).mean(1).addInPlace(epsilon).sqrtInPlace().rdivInPlace(1).unsqueeze(1);
    Tensor normal = c.mul(r);
    Tensor h = g.mul(weight);
    Tensor along = h.mul(normal).mean(1).unsqueeze(1);
    byX.copyFrom(centred ? h.sub(h.mean(1).unsqueeze(1)) : h);
    byX.subInPlace(normal.mul(along)).mulInPlace(r);
    byWeight.copyFrom(normal.mul(g).sum(0));
    if (byBias != null) {
      byBias.copyFrom(g.sum(0));
    }
  }
}
