package io.lanewise.grad;

import io.lanewise.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One walk from a result to its inputs. Nodes wait, by number, with the sum of the gradients that
 * have reached them; the one with the largest number is next, since nothing can reach it any more.
 *
 * <p>Memory: a node's gradient is dropped as soon as its rule has run, and unless the graph is kept
 * so is what the rule held.
 */
final class BackwardPass {
  /** What has reached a node. */
  private static final class Waiting {
    final Node node;
    Variable gradient;

    /** Whether the sum is a tensor of this pass alone, which it may change. */
    boolean own;

    Waiting(Node node, Variable gradient) {
      this.node = node;
      this.gradient = gradient;
    }
  }

  private final TreeMap<Long, Waiting> waiting = new TreeMap<>();
  private final Map<Node, Variable> results = new LinkedHashMap<>();
  private final @Nullable Set<Node> wanted;
  private final boolean keepsGraph;
  private final long first;

  /**
   * A pass.
   *
   * @param wanted whose gradients are results; null for all leaves
   * @param keepsGraph whether rules are kept for another pass
   * @param first the smallest number of a node that is walked through
   */
  BackwardPass(@Nullable Set<Node> wanted, boolean keepsGraph, long first) {
    this.wanted = wanted;
    this.keepsGraph = keepsGraph;
    this.first = first;
  }

  /** Adds to the gradient of a node. */
  void add(Node node, Variable gradient) {
    if (!gradient.shape().equals(node.shape) || gradient.dtype() != node.dtype) {
      throw new IllegalStateException(
          "backward: the gradient of "
              + node.operation
              + " is "
              + gradient.dtype()
              + gradient.shape()
              + ", but its value "
              + node.dtype
              + node.shape);
    }
    Waiting old = waiting.get(node.number);
    if (old == null) {
      waiting.put(node.number, new Waiting(node, gradient));
    } else if (old.own && !Recording.isOn()) {
      old.gradient.value().addInPlace(gradient.value());
    } else {
      old.gradient = old.gradient.add(gradient);
      old.own = true;
    }
  }

  /** Walks until nothing waits that has the first number or a larger one. */
  Map<Node, Variable> run() {
    while (!waiting.isEmpty() && waiting.lastKey() >= first) {
      Waiting next = waiting.pollLastEntry().getValue();
      Node node = next.node;
      if (wanted == null ? node.leaf : wanted.contains(node)) {
        results.put(node, next.gradient);
      }
      if (!node.leaf) {
        node.propagate(next.gradient, this);
        if (!keepsGraph) {
          node.free();
        }
      }
    }
    return results;
  }

  /** Hands what still waits to another pass. */
  void handOver(BackwardPass outer) {
    waiting.values().forEach(left -> outer.add(left.node, left.gradient));
  }

  /** The gradients of leaves, without their history. */
  static Map<Node, Tensor> leaves(Node from, Tensor seed, boolean keepsGraph) {
    return Recording.off(
        () -> {
          BackwardPass pass = new BackwardPass(null, keepsGraph, 0);
          pass.add(from, Variable.constant(seed));
          Map<Node, Tensor> tensors = new LinkedHashMap<>();
          pass.run().forEach((node, gradient) -> tensors.put(node, gradient.value()));
          return tensors;
        });
  }
}
