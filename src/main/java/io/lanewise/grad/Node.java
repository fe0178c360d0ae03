package io.lanewise.grad;

import io.lanewise.DType;
import io.lanewise.Shape;
import io.lanewise.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One operation of the graph: its inputs that are tracked, and for each the rule that takes the
 * gradient of the result to that of the input. A leaf has none.
 *
 * <p>Nodes refer to nodes, not to variables: a value lives on only if a rule needs it. Numbers grow
 * in the order of creation, so that every input has a smaller number than the result; the backward
 * pass needs no other order.
 */
final class Node {
  private static final AtomicLong COUNT = new AtomicLong();

  /**
   * One input of an operation to be recorded.
   *
   * @param input the variable
   * @param rule from the gradient of the result to that of the input, in operations on variables
   * @param saved the values that the rule reads
   */
  record Edge(Variable input, UnaryOperator<Variable> rule, Tensor... saved) {}

  /** What an operation does in the backward pass. */
  interface Rule {
    void propagate(Variable gradient, BackwardPass pass);
  }

  final long number = COUNT.getAndIncrement();
  final String operation;
  final Shape shape;
  final DType dtype;
  final boolean leaf;
  private @Nullable Rule rule;
  private List<Saved> saved;

  private Node(
      String operation, Tensor value, boolean leaf, @Nullable Rule rule, List<Saved> saved) {
    this.operation = operation;
    this.shape = value.shape();
    this.dtype = value.dtype();
    this.leaf = leaf;
    this.rule = rule;
    this.saved = saved;
  }

  static Node leaf(Tensor value) {
    return new Node("variable", value, /* leaf= */ true, null, List.of());
  }

  static Node of(String operation, Tensor value, Rule rule, List<Saved> saved) {
    return new Node(operation, value, /* leaf= */ false, rule, saved);
  }

  /** A number that all nodes made later exceed or equal. */
  static long nextNumber() {
    return COUNT.get();
  }

  /** The result of an operation: recorded if recording is on and an input is tracked. */
  static Variable record(String operation, Tensor value, Edge... edges) {
    if (!Recording.isOn() || Arrays.stream(edges).noneMatch(edge -> edge.input.isTracked())) {
      return Variable.constant(value);
    }
    List<Node> inputs = new ArrayList<>();
    List<UnaryOperator<Variable>> rules = new ArrayList<>();
    List<Saved> saved = new ArrayList<>();
    for (Edge edge : edges) {
      Node input = edge.input.node();
      if (input != null) {
        inputs.add(input);
        rules.add(edge.rule);
        for (Tensor read : edge.saved) {
          saved.add(Saved.of(read));
        }
      }
    }
    Rule rule =
        (gradient, pass) -> {
          for (int i = 0; i < inputs.size(); i++) {
            pass.add(inputs.get(i), rules.get(i).apply(gradient));
          }
        };
    return new Variable(value, of(operation, value, rule, saved));
  }

  void propagate(Variable gradient, BackwardPass pass) {
    Rule now = rule;
    if (now == null) {
      throw new IllegalStateException(
          "backward: "
              + operation
              + ": an earlier backward pass has freed this part of the graph; backward(seed, true)"
              + " keeps it");
    }
    for (Saved value : saved) {
      value.check(operation);
    }
    now.propagate(gradient, pass);
  }

  /** Forgets the rule and all that it holds. */
  void free() {
    rule = null;
    saved = List.of();
  }
}
