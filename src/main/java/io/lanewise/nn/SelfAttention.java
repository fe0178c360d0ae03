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
 * <p>The heads are one operation with a backward pass of its own. It keeps the weights of
 * attention, {@code batch heads sequence^2} elements, and works on one sequence of the batch at a
 * time, whose scores stay in cache. Views alone take the heads apart and put them together; nothing
 * is copied.
 *
 * <p>Cost of the heads: {@code 4 sequence^2 width} flops for each sequence, and twice that
 * backwards.
 *
 * <p>[1] Vaswani et al., Attention is all you need, 2017, arXiv 1706.03762.
 */
public final class SelfAttention implements Layer {
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

  private static Tensor mask(Tensor like, long sequence) {
    Tensor i = Tensor.arange(like.dtype(), 0, (double) sequence, 1);
    Tensor future = i.unsqueeze(0).gt(i.unsqueeze(1));
    return Tensor.where(
        future,
        Tensor.scalar(like.dtype(), Double.NEGATIVE_INFINITY),
        Tensor.scalar(like.dtype(), 0));
  }

  private Variable attend(Variable joint) {
    Tensor value = joint.value().contiguous();
    long batch = value.size(0);
    long sequence = value.size(1);
    long width = value.size(2) / 3;
    long own = width / heads;
    double scale = 1 / Math.sqrt((double) own);
    Tensor q = third(value, 0);
    Tensor k = third(value, 1);
    Tensor v = third(value, 2);
    Tensor weights = Tensor.empty(value.dtype(), batch, heads, sequence, sequence);
    Tensor result = Tensor.empty(value.dtype(), batch, sequence, width);
    Tensor parts = split(result);
    Tensor mask = mask(value, sequence);
    for (long i = 0; i < batch; i++) {
      Tensor scores = weights.slice(at(i));
      Tensor.gemm(scale, q.slice(at(i)), k.slice(at(i)).transpose(), 0, scores);
      scores
          .addInPlace(mask)
          .softmaxInto(-1, scores)
          .matmulInto(v.slice(at(i)), parts.slice(at(i)));
    }
    return Custom.fused(
        "attention",
        result,
        g -> List.of(gradient(g.contiguous(), q, k, v, weights, scale)),
        () -> composed(joint, scale),
        joint);
  }

  private Tensor gradient(Tensor g, Tensor q, Tensor k, Tensor v, Tensor weights, double scale) {
    Tensor result = Tensor.empty(g.dtype(), g.size(0), g.size(1), 3 * g.size(2));
    Tensor byQ = third(result, 0);
    Tensor byK = third(result, 1);
    Tensor byV = third(result, 2);
    Tensor parts = split(g);
    Tensor scores = Tensor.empty(g.dtype(), heads, g.size(1), g.size(1));
    Tensor product = Tensor.empty(g.dtype(), heads, g.size(1), g.size(1));
    for (long i = 0; i < g.size(0); i++) {
      Tensor p = weights.slice(at(i));
      Tensor up = parts.slice(at(i));
      p.transpose().matmulInto(up, byV.slice(at(i)));
      up.matmulInto(v.slice(at(i)).transpose(), scores);
      Tensor along = scores.mulInto(p, product).sum(-1).unsqueeze(-1);
      scores.subInPlace(along).mulInPlace(p);
      Tensor.gemm(scale, scores, k.slice(at(i)), 0, byQ.slice(at(i)));
      Tensor.gemm(scale, scores.transpose(), q.slice(at(i)), 0, byK.slice(at(i)));
    }
    return result;
  }

  /** The same in operations that can be differentiated again. */
  private Variable composed(Variable joint, double scale) {
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
    Variable scores = parts[0].matmul(parts[1].transpose()).mul(scale);
    Variable mask = Variable.constant(mask(joint.value(), joint.size(1)));
    return scores
        .add(mask)
        .softmax(-1)
        .matmul(parts[2])
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
