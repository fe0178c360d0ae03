package io.lanewise.nn;

import io.lanewise.Tensor;
import io.lanewise.grad.Variable;

/**
 * Dropout [1]: in training, each element becomes 0 with some probability, and the others grow so
 * that the mean stays. Which ones follows from a seed alone, so that a step can be repeated bit by
 * bit.
 *
 * <p>[1] Srivastava and others, Dropout, Journal of Machine Learning Research 15, 2014.
 */
public final class Dropout {
  private Dropout() {}

  /**
   * Drops elements.
   *
   * @param x any shape
   * @param rate probability that an element is dropped, from 0 and below 1
   * @param seed another one for each place and step
   * @return the same shape
   * @throws IllegalArgumentException if the rate is outside its range
   */
  public static Variable apply(Variable x, double rate, long seed) {
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException(
          "Dropout: the rate is " + rate + "; from 0 and below 1 is needed");
    }
    if (rate == 0) {
      return x;
    }
    Tensor kept = Tensor.rand(x.dtype(), seed, x.shape().toArray()).ge(rate);
    return x.mul(Variable.constant(kept.cast(x.dtype()).mulInPlace(1 / (1 - rate))));
  }
}
