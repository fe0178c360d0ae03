package io.lanewise.nn;

import static io.lanewise.Slice.all;
import static io.lanewise.Slice.at;
import static io.lanewise.Slice.range;

import io.lanewise.ShapeException;
import io.lanewise.Tensor;
import io.lanewise.grad.Custom;
import io.lanewise.grad.Variable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Causal attention of a sequence to itself, by several heads [1]: one linear layer makes queries,
 * keys and values, each head attends in its part of them, and a second layer mixes what they found.
 *
 * <p>The heads are one {@link Attention}, forwards and backwards: no weights of attention are kept.
 * Views take them out of the product's result, and in the backward pass put them together.
 *
 * <p>Cost of the heads: {@code 4 sequence^2 width} flops for each sequence, and 2.5 times that
 * backwards.
 *
 * <p>[1] Vaswani et al., Attention is all you need, 2017, arXiv 1706.03762.
 */
public final class SelfAttention implements Layer {
  private static final AttentionOptions CAUSAL = AttentionOptions.auto().withCausal(true);

  private final Linear input;
  private final Linear output;
  private final int heads;

  private SelfAttention(Linear input, Linear output, int heads) {
    this.input = input;
    this.output = output;
    this.heads = heads;
  }

  /**
   * A layer of two linear ones.
   *
   * @param input (width, 3 width): queries, keys, values
   * @param output (width, width)
   * @param heads how many; they divide the width
   * @return a new layer
   * @throws IllegalArgumentException if there is not one head at least
   */
  public static SelfAttention of(Linear input, Linear output, int heads) {
    if (heads < 1) {
      throw new IllegalArgumentException("SelfAttention: " + heads + " heads; 1 is the least");
    }
    return new SelfAttention(input, output, heads);
  }

  /**
   * Computes.
   *
   * @param x shape (batch, sequence, width)
   * @return the same shape
   * @throws ShapeException if it is of another rank, or the heads do not divide the width
   */
  @Override
  public Variable apply(Variable x) {
    requireSequences(x);
    return output.apply(attend(input.apply(x)));
  }

  private void requireSequences(Variable x) {
    if (x.rank() != 3 || x.size(2) % heads != 0) {
      throw new ShapeException(
          "SelfAttention: the operand is "
              + x.shape()
              + ", but (batch, sequence, width) is needed, with a width that "
              + heads
              + " heads divide");
    }
  }

  /** (batch, sequence, width) to (batch, heads, sequence, width / heads), a view. */
  private Tensor split(Tensor x) {
    return x.reshape(x.size(0), x.size(1), heads, x.size(2) / heads).swapAxes(1, 2);
  }

  private Tensor third(Tensor joint, int which) {
    long width = joint.size(2) / 3;
    Tensor part = joint.slice(all(), all(), range(which * width, (which + 1) * width));
    return split(part);
  }

  private Variable attend(Variable joint) {
    Tensor value = joint.value().contiguous();
    Tensor q = third(value, 0);
    Tensor k = third(value, 1);
    Tensor v = third(value, 2);
    AttentionOptions options = CAUSAL.withScale(Attention.scale(CAUSAL, q));
    Tensor result = Attention.scaledDotProduct(q, k, v, options).swapAxes(1, 2);
    return Custom.fused(
        "attention",
        result.contiguous().reshape(value.size(0), value.size(1), value.size(2) / 3),
        g -> {
          Tensor by = Tensor.empty(g.dtype(), joint.shape().toArray());
          AttentionGradient.into(
              split(g.contiguous()), q, k, v, options, third(by, 0), third(by, 1), third(by, 2));
          return List.of(by);
        },
        () -> composed(joint, options),
        joint);
  }

  /** The same in operations that can be differentiated again. */
  private Variable composed(Variable joint, AttentionOptions options) {
    long width = joint.size(2) / 3;
    Variable[] parts = new Variable[3];
    for (int i = 0; i < 3; i++) {
      parts[i] =
          joint
              .slice(all(), all(), range(i * width, (i + 1) * width))
              .contiguous()
              .reshape(joint.size(0), joint.size(1), heads, width / heads)
              .swapAxes(1, 2);
    }
    return AttentionGradient.composed(parts[0], parts[1], parts[2], options)
        .swapAxes(1, 2)
        .contiguous()
        .reshape(joint.size(0), joint.size(1), width);
  }

  /**
   * One more position.
   *
   * @param x shape (1, 1, width)
   * @param cache of the positions before, by heads; gets this one, too
   */
  Variable next(Variable x, KeyValueCache cache) {
    Tensor joint = input.apply(x).value();
    Tensor found =
        cache.attend(
            third(joint, 0).slice(at(0)),
            third(joint, 1).slice(at(0)),
            third(joint, 2).slice(at(0)));
    return output.apply(Variable.constant(found.reshape(1, 1, x.size(2))));
  }

  int heads() {
    return heads;
  }

  @Override
  public Map<String, Variable> parameters() {
    Map<String, Variable> parameters = new LinkedHashMap<>();
    parameters.putAll(Layer.named("c_attn", input.parameters()));
    parameters.putAll(Layer.named("c_proj", output.parameters()));
    return parameters;
  }
}
