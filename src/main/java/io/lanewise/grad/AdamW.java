package io.lanewise.grad;

import io.lanewise.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Adam with decoupled weight decay [1] [2]: running means m of the gradient and v of its square,
 * both corrected for their start at zero,
 *
 * <pre>{@code
 * x = x - rate decay x
 * x = x - rate m / (1 - beta1^t) / (sqrt(v / (1 - beta2^t)) + epsilon)
 * }</pre>
 *
 * <p>Weights of rank 2 and more decay; biases and gains, of rank 1, do not, as is usual.
 *
 * <p>Cost: some ten passes over the parameters. Memory: two tensors for each parameter.
 *
 * <p>[1] Kingma and Ba, Adam, 2014, arXiv 1412.6980. [2] Loshchilov and Hutter, Decoupled weight
 * decay regularization, 2017, arXiv 1711.05101.
 */
public final class AdamW implements Optimizer {
  /**
   * How it computes.
   *
   * @param beta1 how much of the mean gradient is kept in a step, from 0 and below 1
   * @param beta2 how much of the mean square is kept in a step, from 0 and below 1
   * @param epsilon added to the root, at least 0
   * @param decay of the weights, times the rate in each step, at least 0
   */
  public record Options(double beta1, double beta2, double epsilon, double decay) {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is outside its range
     */
    public Options {
      Moments.requireShare("AdamW: beta1", beta1);
      Moments.requireShare("AdamW: beta2", beta2);
      Moments.requireNotNegative("AdamW: epsilon", epsilon);
      Moments.requireNotNegative("AdamW: decay", decay);
    }

    /**
     * 0.9, 0.999, 1e-8 and a decay of 0.01.
     *
     * @return the defaults
     */
    public static Options auto() {
      return new Options(.9, .999, 1e-8, .01);
    }

    /**
     * With other means.
     *
     * @param first beta1
     * @param second beta2
     * @return new options
     */
    public Options withBetas(double first, double second) {
      return new Options(first, second, epsilon, decay);
    }

    /**
     * With another epsilon.
     *
     * @param value at least 0
     * @return new options
     */
    public Options withEpsilon(double value) {
      return new Options(beta1, beta2, value, decay);
    }

    /**
     * With another decay.
     *
     * @param value at least 0
     * @return new options
     */
    public Options withDecay(double value) {
      return new Options(beta1, beta2, epsilon, value);
    }
  }

  private final Map<String, Variable> parameters;
  private final Options options;
  private final Moments means;
  private final Moments squares;
  private long steps;

  private AdamW(Map<String, Variable> parameters, Options options) {
    this.parameters = new LinkedHashMap<>(parameters);
    this.options = options;
    this.means = new Moments(".mean", this.parameters);
    this.squares = new Moments(".square", this.parameters);
  }

  /**
   * An optimiser with the defaults.
   *
   * @param parameters what is changed, by name
   * @return a new optimiser
   */
  public static AdamW of(Map<String, Variable> parameters) {
    return of(parameters, Options.auto());
  }

  /**
   * An optimiser.
   *
   * @param parameters what is changed, by name
   * @param options how
   * @return a new optimiser
   */
  public static AdamW of(Map<String, Variable> parameters, Options options) {
    return new AdamW(parameters, options);
  }

  @Override
  public void step(Gradients gradients, double rate) {
    Moments.requireRate(rate);
    steps++;
    double first = 1 - Math.pow(options.beta1, (double) steps);
    double second = 1 - Math.pow(options.beta2, (double) steps);
    parameters.forEach(
        (name, parameter) -> {
          if (gradients.reaches(parameter)) {
            update(name, parameter.value(), gradients.of(parameter), rate, first, second);
          }
        });
  }

  private void update(
      String name, Tensor x, Tensor gradient, double rate, double first, double second) {
    Tensor scratch = gradient.mul(1 - options.beta1);
    Tensor m = means.of(name).mulInPlace(options.beta1).addInPlace(scratch);
    gradient.mulInto(gradient, scratch).mulInPlace(1 - options.beta2);
    Tensor v = squares.of(name).mulInPlace(options.beta2).addInPlace(scratch);
    if (options.decay != 0 && x.rank() > 1) {
      x.mulInPlace(1 - rate * options.decay);
    }
    v.divInto(second, scratch).sqrtInPlace().addInPlace(options.epsilon);
    m.divInto(scratch, scratch).mulInPlace(rate / first);
    x.subInPlace(scratch);
  }

  @Override
  public long steps() {
    return steps;
  }

  @Override
  public Map<String, Tensor> state() {
    Map<String, Tensor> state = new LinkedHashMap<>();
    means.putInto(state);
    squares.putInto(state);
    return state;
  }

  @Override
  public void restore(long steps, Map<String, Tensor> state) {
    means.restore(state);
    squares.restore(state);
    this.steps = steps;
  }
}
