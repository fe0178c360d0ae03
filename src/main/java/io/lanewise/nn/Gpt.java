package io.lanewise.nn;

import static io.lanewise.Slice.to;

import io.lanewise.DType;
import io.lanewise.ShapeException;
import io.lanewise.Tensor;
import io.lanewise.grad.Variable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A transformer that predicts the next token, as GPT-2 [1]: embeddings of tokens and positions,
 * {@link Block}s, a last layer norm, and scores by the token embeddings themselves.
 *
 * <p>Parameters have the names, shapes and layout of the usual files of GPT-2: {@code wte.weight},
 * {@code h.0.attn.c_attn.weight} (in, out), {@code ln_f.bias}.
 *
 * <p>Cost of a token, forward: {@code 24 layers width^2 + 4 layers context width + 2 vocabulary
 * width} flops; training takes three times that.
 *
 * <p>[1] Radford and others, Language models are unsupervised multitask learners, 2019.
 */
public final class Gpt {
  private static final double DEVIATION = .02;

  private final GptOptions options;
  private final Embedding tokens;
  private final Embedding positions;
  private final List<Block> blocks;
  private final LayerNorm last;

  private Gpt(
      GptOptions options,
      Embedding tokens,
      Embedding positions,
      List<Block> blocks,
      LayerNorm last) {
    this.options = options;
    this.tokens = tokens;
    this.positions = positions;
    this.blocks = blocks;
    this.last = last;
  }

  /**
   * A model that knows nothing: weights with deviation 0.02, those that end in a sum over the root
   * of twice the layers smaller, biases 0.
   *
   * @param dtype F32 or F64
   * @param options its sizes
   * @param seed of the weights
   * @return a new model
   */
  public static Gpt random(DType dtype, GptOptions options, long seed) {
    int width = options.width();
    double small = DEVIATION / Math.sqrt(2.0 * options.layers());
    List<Block> blocks = new ArrayList<>();
    for (int i = 0; i < options.layers(); i++) {
      long own = seed + 100 + 4L * i;
      blocks.add(
          Block.of(
              LayerNorm.of(dtype, width),
              SelfAttention.of(
                  Linear.random(dtype, width, 3L * width, DEVIATION, own),
                  Linear.random(dtype, width, width, small, own + 1),
                  options.heads()),
              LayerNorm.of(dtype, width),
              Linear.random(dtype, width, 4L * width, DEVIATION, own + 2),
              Linear.random(dtype, 4L * width, width, small, own + 3)));
    }
    return new Gpt(
        options,
        Embedding.random(dtype, options.vocabulary(), width, DEVIATION, seed),
        Embedding.random(dtype, options.context(), width, DEVIATION, seed + 1),
        blocks,
        LayerNorm.of(dtype, width));
  }

  /**
   * A model with given parameters, which it holds, not copies. Sizes follow from their shapes.
   * Linear weights may be there as factors {@code NAME.u} and {@code NAME.v}.
   *
   * @param parameters by the names that {@link #parameters} gives; others are not looked at
   * @param heads of each attention, which no shape tells
   * @return the model
   * @throws IllegalArgumentException if a name is missing, or shapes or types do not fit
   */
  public static Gpt of(Map<String, Tensor> parameters, int heads) {
    return new GptReader(parameters, heads).read();
  }

  static Gpt of(
      GptOptions options,
      Embedding tokens,
      Embedding positions,
      List<Block> blocks,
      LayerNorm last) {
    return new Gpt(options, tokens, positions, List.copyOf(blocks), last);
  }

  /**
   * The sizes.
   *
   * @return as the model was made
   */
  public GptOptions options() {
    return options;
  }

  /**
   * The scores of the next token at each position.
   *
   * @param ids I64, I32 or U8, shape (batch, sequence), sequence up to the context
   * @return shape (batch, sequence, vocabulary)
   * @throws ShapeException if it is of another rank or too long
   * @throws IndexOutOfBoundsException if an id is not in the vocabulary
   */
  public Variable apply(Tensor ids) {
    if (ids.rank() != 2 || ids.size(1) > options.context()) {
      throw new ShapeException(
          "Gpt: ids "
              + ids.shape()
              + ": (batch, sequence) is needed, with sequences up to the context of "
              + options.context());
    }
    Variable x = tokens.apply(ids).add(positions.weight().slice(to(ids.size(1))));
    for (Block block : blocks) {
      x = block.apply(x);
    }
    return last.apply(x).matmul(tokens.weight().transpose());
  }

  /**
   * The mean cross entropy of the tokens that follow, in nats.
   *
   * @param ids shape (batch, sequence)
   * @param targets the token after each, same shape
   * @return rank 0
   * @throws ShapeException if shapes do not fit
   */
  public Variable loss(Tensor ids, Tensor targets) {
    return Losses.crossEntropy(apply(ids), targets);
  }

  /**
   * The parameters.
   *
   * @return the variables by their names, in a fixed order
   */
  public Map<String, Variable> parameters() {
    Map<String, Variable> all = new LinkedHashMap<>();
    all.putAll(Layer.named("wte", tokens.parameters()));
    all.putAll(Layer.named("wpe", positions.parameters()));
    for (int i = 0; i < blocks.size(); i++) {
      all.putAll(Layer.named("h." + i, blocks.get(i).parameters()));
    }
    all.putAll(Layer.named("ln_f", last.parameters()));
    return all;
  }

  /**
   * Begins a text, token by token.
   *
   * @return a decoder without tokens
   */
  public GptDecoder decoder() {
    return new GptDecoder(options, tokens, positions, blocks, last);
  }
}
