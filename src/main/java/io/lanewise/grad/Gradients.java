package io.lanewise.grad;

import io.lanewise.Tensor;
import java.util.HashMap;
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
    Map<Node, Tensor> sum = new HashMap<>(tensors);
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
    Map<Node, Tensor> scaled = new HashMap<>();
    tensors.forEach((node, tensor) -> scaled.put(node, tensor.mul(factor)));
    return new Gradients(scaled);
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
