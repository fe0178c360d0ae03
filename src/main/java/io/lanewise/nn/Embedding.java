package io.lanewise.nn;

import io.lanewise.DType;
import io.lanewise.ShapeException;
import io.lanewise.Tensor;
import io.lanewise.grad.Variable;
import java.util.Map;

/** A vector for each of some numbers: tokens, or positions. */
public final class Embedding {
  private final Variable weight;

  private Embedding(Variable weight) {
    this.weight = weight;
  }

  /**
   * Random vectors.
   *
   * @param dtype F32 or F64
   * @param count how many
   * @param width their length
   * @param deviation standard deviation of the elements
   * @param seed of them
   * @return a new embedding
   */
  public static Embedding random(DType dtype, long count, long width, double deviation, long seed) {
    return of(Tensor.randn(dtype, seed, count, width).mulInPlace(deviation));
  }

  /**
   * Given vectors, which are held, not copied.
   *
   * @param weight shape (count, width)
   * @return a new embedding
   * @throws ShapeException if it is no matrix
   */
  public static Embedding of(Tensor weight) {
    if (weight.rank() != 2) {
      throw new ShapeException(
          "Embedding: the weight is " + weight.shape() + ", but a matrix is needed");
    }
    return new Embedding(Variable.of(weight));
  }

  /**
   * The vectors of some numbers.
   *
   * @param ids I64, I32 or U8, any shape
   * @return shape of the ids, then the width
   * @throws IndexOutOfBoundsException if an id is not below the count
   */
  public Variable apply(Tensor ids) {
    return weight.takeRows(ids);
  }

  /**
   * All vectors.
   *
   * @return shape (count, width)
   */
  public Variable weight() {
    return weight;
  }

  /**
   * The parameters.
   *
   * @return {@code "weight"}
   */
  public Map<String, Variable> parameters() {
    return Map.of("weight", weight);
  }
}
