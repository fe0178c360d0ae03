package io.lanewise.nn;

import io.lanewise.DType;
import io.lanewise.Tensor;
import io.lanewise.grad.Recording;
import io.lanewise.grad.Variable;
import java.util.ArrayList;
import java.util.List;

/**
 * A text that grows token by token. Keys and values of the tokens so far are kept, so that a token
 * costs one row of each product, and attention to those before.
 *
 * <p>When the context is full the older half is forgotten: what is left moves to the first
 * positions and is computed again, once in every half context.
 *
 * <p>For one thread.
 */
public final class GptDecoder {
  private final GptOptions options;
  private final Embedding tokens;
  private final Embedding positions;
  private final List<Block> blocks;
  private final LayerNorm last;
  private final List<KeyValueCache> caches = new ArrayList<>();
  private final List<Integer> text = new ArrayList<>();

  GptDecoder(
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
    int own = options.width() / options.heads();
    for (int i = 0; i < blocks.size(); i++) {
      caches.add(
          KeyValueCache.of(tokens.weight().dtype(), options.context(), own, own, options.heads()));
    }
  }

  /**
   * Adds a token.
   *
   * @param token below the vocabulary
   * @return the scores of the one that follows, shape (vocabulary)
   * @throws IndexOutOfBoundsException if the token is not in the vocabulary
   */
  public Tensor next(int token) {
    return Recording.off(
        () -> {
          if (text.size() == options.context()) {
            int from = text.size() - options.context() / 2;
            List<Integer> kept = new ArrayList<>(text.subList(from, text.size()));
            text.clear();
            caches.forEach(cache -> cache.truncate(0));
            kept.forEach(this::advance);
          }
          Variable x = advance(token);
          return last.apply(x).matmul(tokens.weight().transpose()).value().flatten();
        });
  }

  private Variable advance(int token) {
    Variable x = tokens.apply(id(token)).add(positions.apply(id(text.size()))); // (1, 1, width)
    for (int i = 0; i < blocks.size(); i++) {
      x = blocks.get(i).next(x, caches.get(i));
    }
    text.add(token);
    return x;
  }

  private static Tensor id(int number) {
    return Tensor.full(DType.I64, number, 1, 1);
  }
}
