package io.lanewise.grad;

import io.lanewise.Tensor;
import java.util.Map;

/**
 * Changes parameters so that a result becomes smaller. It owns what it must remember between steps,
 * which {@link #state} gives out and {@link #restore} takes back: training that is interrupted goes
 * on with the same bits.
 */
public sealed interface Optimizer permits Sgd, AdamW {

  /**
   * One step: changes the values of the parameters in place. Parameters that the gradients do not
   * reach stay as they are.
   *
   * @param gradients of the result that is to become smaller
   * @param rate the learning rate, at least 0; a {@link Schedule} gives it
   * @throws IllegalArgumentException if the rate is negative or not finite
   */
  void step(Gradients gradients, double rate);

  /**
   * How many steps there were.
   *
   * @return the count
   */
  long steps();

  /**
   * What is remembered, by names made of those of the parameters.
   *
   * @return the tensors themselves, in the order of the parameters
   */
  Map<String, Tensor> state();

  /**
   * Goes on where another optimiser was.
   *
   * @param steps its {@link #steps}
   * @param state its {@link #state}
   * @throws IllegalArgumentException if a name is missing, or a shape or type does not fit
   */
  void restore(long steps, Map<String, Tensor> state);
}
