package io.lanewise.nn;

import io.lanewise.Engine;
import io.lanewise.Tensor;
import io.lanewise.grad.Custom;
import io.lanewise.grad.Variable;
import io.lanewise.internal.Internal;
import java.util.List;

/**
 * The backward pass of {@link Attention}: fused for first derivatives, and for higher ones the same
 * computation in operations that can be differentiated.
 */
final class AttentionGradient {
  private AttentionGradient() {}

  /**
   * The result of attention as a variable.
   *
   * @param value the result
   * @param q queries
   * @param k keys
   * @param v values
   * @param options with a scale
   */
  static Variable record(
      Tensor value, Variable q, Variable k, Variable v, AttentionOptions options) {
    return Custom.fused(
        "attention",
        value,
        g -> gradients(g, q.value(), k.value(), v.value(), options),
        () -> composed(q, k, v, options),
        q,
        k,
        v);
  }

  private static List<Tensor> gradients(
      Tensor g, Tensor q, Tensor k, Tensor v, AttentionOptions options) {
    if (GroupedHeads.of(q, k, v)) {
      long heads = k.size(-3);
      List<Tensor> split =
          gradients(
              GroupedHeads.split(g, heads),
              GroupedHeads.split(q, heads),
              k.unsqueeze(-3),
              v.unsqueeze(-3),
              options.withMask(GroupedHeads.splitMask(options.mask(), heads)));
      return List.of(
          GroupedHeads.merge(split.get(0)), split.get(1).squeeze(-3), split.get(2).squeeze(-3));
    }
    Tensor byQ = like(g, q);
    Tensor byK = like(g, k);
    Tensor byV = like(g, v);
    into(g, q, Attention.wide(k, q), Attention.wide(v, q), options, byQ, byK, byV);
    return List.of(sumTo(byQ, q), sumTo(byK, k), sumTo(byV, v));
  }

  /** Empty, with the leading axes of the gradient. */
  private static Tensor like(Tensor g, Tensor operand) {
    long[] sizes = g.shape().toArray();
    sizes[sizes.length - 2] = operand.size(-2);
    sizes[sizes.length - 1] = operand.size(-1);
    return Tensor.empty(g.dtype(), sizes);
  }

  private static Tensor sumTo(Tensor gradient, Tensor operand) {
    return Variable.constant(gradient).sumTo(operand.shape().toArray()).value();
  }

  /**
   * Writes the gradients of attention without groups of heads.
   *
   * @param g gradient of the result
   * @param q queries
   * @param k keys, of the same type
   * @param v values, of the same type
   * @param options with a scale
   * @param byQ target, with the leading axes of g
   * @param byK likewise
   * @param byV likewise
   */
  static void into(
      Tensor g,
      Tensor q,
      Tensor k,
      Tensor v,
      AttentionOptions options,
      Tensor byQ,
      Tensor byK,
      Tensor byV) {
    Tensor mask = options.mask();
    boolean fused =
        Internal.backend(Engine.current())
            .attentionGradient(
                Internal.view(q),
                Internal.view(k),
                Internal.view(v),
                mask == null ? null : Internal.view(mask),
                options.causal(),
                options.scale(),
                Internal.view(g),
                Internal.view(byQ),
                Internal.view(byK),
                Internal.view(byV));
    if (!fused) {
      ThreeSteps.gradients(g, q, k, v, options, byQ, byK, byV);
    }
  }

  /**
   * Attention in operations that can be differentiated.
   *
   * @param q queries
   * @param k keys
   * @param v values
   * @param options with a scale
   */
  static Variable composed(Variable q, Variable k, Variable v, AttentionOptions options) {
    if (GroupedHeads.of(q.value(), k.value(), v.value())) {
      long heads = k.size(-3);
      Variable result =
          composed(
              q.reshape(GroupedHeads.splitShape(q.shape(), heads)),
              k.unsqueeze(-3),
              v.unsqueeze(-3),
              options.withMask(GroupedHeads.splitMask(options.mask(), heads)));
      return result.reshape(GroupedHeads.mergedShape(result.shape()));
    }
    Variable scores = q.matmul(k.cast(q.dtype()).transpose()).mul(options.scale());
    Tensor added = Tensor.zeros(q.dtype(), scores.shape().toArray());
    Masks.of(options, scores.shape()).apply(added);
    Tensor none = scores.shape().elements() == 0 ? added : added.max(-1).unsqueeze(-1);
    Tensor empty = none.eq(Double.NEGATIVE_INFINITY);
    Tensor zero = Tensor.scalar(q.dtype(), 0);
    Variable weights = scores.add(Variable.constant(Tensor.where(empty, zero, added))).softmax(-1);
    Variable kept = Variable.constant(empty.cast(q.dtype()).rsub(1));
    return weights.mul(kept).matmul(v.cast(q.dtype()));
  }
}
