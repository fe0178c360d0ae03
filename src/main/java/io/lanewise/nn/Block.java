package io.lanewise.nn;

import io.lanewise.grad.Variable;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One block of a transformer as in GPT-2: attention, then two linear layers with a GELU between,
 * each behind a layer norm and added to what came in.
 */
public final class Block implements Layer {
  private final LayerNorm beforeAttention;
  private final SelfAttention attention;
  private final LayerNorm beforeHidden;
  private final Linear widen;
  private final Linear narrow;

  private Block(
      LayerNorm beforeAttention,
      SelfAttention attention,
      LayerNorm beforeHidden,
      Linear widen,
      Linear narrow) {
    this.beforeAttention = beforeAttention;
    this.attention = attention;
    this.beforeHidden = beforeHidden;
    this.widen = widen;
    this.narrow = narrow;
  }

  /**
   * A block of its parts.
   *
   * @param beforeAttention norm
   * @param attention of the sequence to itself
   * @param beforeHidden norm
   * @param widen (width, hidden); hidden is 4 width as a rule
   * @param narrow (hidden, width)
   * @return a new block
   */
  public static Block of(
      LayerNorm beforeAttention,
      SelfAttention attention,
      LayerNorm beforeHidden,
      Linear widen,
      Linear narrow) {
    return new Block(beforeAttention, attention, beforeHidden, widen, narrow);
  }

  /**
   * Computes.
   *
   * @param x shape (batch, sequence, width)
   * @return the same shape
   */
  @Override
  public Variable apply(Variable x) {
    return hidden(x.add(attention.apply(beforeAttention.apply(x))));
  }

  private Variable hidden(Variable x) {
    return x.add(narrow.apply(Activations.gelu(widen.apply(beforeHidden.apply(x)))));
  }

  Variable next(Variable x, KeyValueCache cache) {
    return hidden(x.add(attention.next(beforeAttention.apply(x), cache)));
  }

  @Override
  public Map<String, Variable> parameters() {
    Map<String, Variable> parameters = new LinkedHashMap<>();
    parameters.putAll(Layer.named("ln_1", beforeAttention.parameters()));
    parameters.putAll(Layer.named("attn", attention.parameters()));
    parameters.putAll(Layer.named("ln_2", beforeHidden.parameters()));
    parameters.putAll(Layer.named("mlp.c_fc", widen.parameters()));
    parameters.putAll(Layer.named("mlp.c_proj", narrow.parameters()));
    return parameters;
  }
}
