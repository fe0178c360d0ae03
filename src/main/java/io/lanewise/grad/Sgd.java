package io.lanewise.grad;

import io.lanewise.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Gradient descent with momentum: {@code m = momentum m + g}, {@code x = x - rate m}, with {@code
 * g} the gradient plus {@code decay x}. Momentum 0 is plain gradient descent.
 *
 * <p>Memory: one tensor for each parameter if there is momentum.
 */
public final class Sgd implements Optimizer {
  private final Map<String, Variable> parameters;
  private final double momentum;
  private final double decay;
  private final Moments moments;
  private long steps;

  private Sgd(Map<String, Variable> parameters, double momentum, double decay) {
    this.parameters = new LinkedHashMap<>(parameters);
    this.momentum = momentum;
    this.decay = decay;
    this.moments = new Moments(".momentum", momentum == 0 ? Map.of() : this.parameters);
  }

  /**
   * Plain gradient descent.
   *
   * @param parameters what is changed, by name
   * @return a new optimiser
   */
  public static Sgd of(Map<String, Variable> parameters) {
    return of(parameters, 0, 0);
  }

  /**
   * Gradient descent with momentum and decay.
   *
   * @param parameters what is changed, by name
   * @param momentum how much of the last direction is kept, from 0 and below 1; 0.9 is usual
   * @param decay how much of the parameters is added to their gradients, from 0
   * @return a new optimiser
   * @throws IllegalArgumentException if a number is outside its range
   */
  public static Sgd of(Map<String, Variable> parameters, double momentum, double decay) {
    Moments.requireShare("Sgd: momentum", momentum);
    Moments.requireNotNegative("Sgd: decay", decay);
    return new Sgd(parameters, momentum, decay);
  }

  @Override
  public void step(Gradients gradients, double rate) {
    Moments.requireRate(rate);
    steps++;
    parameters.forEach(
        (name, parameter) -> {
          if (gradients.reaches(parameter)) {
            Tensor x = parameter.value();
            Tensor g = gradients.of(parameter);
            Tensor direction = decay == 0 ? g : x.mul(decay).addInPlace(g);
            if (momentum != 0) {
              direction = moments.of(name).mulInPlace(momentum).addInPlace(direction);
            }
            x.subInPlace(direction.mul(rate));
          }
        });
  }

  @Override
  public long steps() {
    return steps;
  }

  @Override
  public Map<String, Tensor> state() {
    Map<String, Tensor> state = new LinkedHashMap<>();
    moments.putInto(state);
    return state;
  }

  @Override
  public void restore(long steps, Map<String, Tensor> state) {
    moments.restore(state);
    this.steps = steps;
  }
}
