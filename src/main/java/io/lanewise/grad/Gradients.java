package io.lanewise.grad;

import io.lanewise.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a backward pass found: the gradient of its result with respect to each variable made by
 * {@link Variable#of}. Two passes give two of these; nothing accumulates by itself, and there is
 * nothing to reset. For gradients over several batches {@link #plus} adds them.
 */
public final class Gradients {
  private final Map<Node, Tensor> tensors;

  Gradients(Map<Node, Tensor> tensors) {
    this.tensors = tensors;
  }

  /**
   * The gradient with respect to one variable.
   *
   * @param variable one that {@link Variable#of} made
   * @return its gradient, of its shape and type, to be read only; zeros if the result does not
   *     depend on it
   * @throws IllegalArgumentException if it is a constant or the result of an operation
   */
  public Tensor of(Variable variable) {
    Tensor found = tensors.get(leaf(variable));
    return found != null ? found : Tensor.zeros(variable.dtype(), variable.shape().toArray());
  }

  /**
   * Whether the pass reached a variable.
   *
   * @param variable one that {@link Variable#of} made
   * @return false if the result does not depend on it
   * @throws IllegalArgumentException if it is a constant or the result of an operation
   */
  public boolean reaches(Variable variable) {
    return tensors.containsKey(leaf(variable));
  }

  /**
   * The sum of two results, variable by variable.
   *
   * @param other of another pass
   * @return new gradients
   */
  public Gradients plus(Gradients other) {
    Map<Node, Tensor> sum = new LinkedHashMap<>(tensors);
    other.tensors.forEach((node, tensor) -> sum.merge(node, tensor, Tensor::add));
    return new Gradients(sum);
  }

  /**
   * All of them times a number, such as one over the number of batches.
   *
   * @param factor the number
   * @return new gradients
   */
  public Gradients times(double factor) {
    Map<Node, Tensor> scaled = new LinkedHashMap<>();
    tensors.forEach((node, tensor) -> scaled.put(node, tensor.mul(factor)));
    return new Gradients(scaled);
  }

  /**
   * The Euclidean norm of all of them together.
   *
   * @return at least 0; NaN if an element is
   */
  public double norm() {
    double norm = 0;
    for (Tensor tensor : tensors.values()) {
      norm = Math.hypot(norm, tensor.norm());
    }
    return norm;
  }

  /**
   * All of them, scaled down together if their {@link #norm} exceeds a limit: gradient clipping.
   *
   * @param limit the largest norm, greater than 0
   * @return gradients of that norm or less
   * @throws IllegalArgumentException if the limit is not greater than 0
   */
  public Gradients clipped(double limit) {
    if (!(limit > 0)) {
      throw new IllegalArgumentException(
          "clipped: the limit is " + limit + "; it must be greater than 0");
    }
    double norm = norm();
    return norm > limit ? times(limit / norm) : this;
  }

  private static Node leaf(Variable variable) {
    Node node = variable.node();
    if (node == null || !node.leaf) {
      throw new IllegalArgumentException(
          "gradient: this variable is "
              + (node == null ? "a constant" : "the result of " + node.operation)
              + "; a pass keeps the gradients of those that Variable.of made, and"
              + " result.gradients(x) gives others");
    }
    return node;
  }
}
