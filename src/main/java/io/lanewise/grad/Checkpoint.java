package io.lanewise.grad;

import io.lanewise.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * Less memory for more work: what a block computes on the way is dropped, and computed again when
 * the backward pass comes to it. A chain of n equal blocks then holds n operands and the inside of
 * one block, for one more forward pass.
 *
 * <p>The block must give the same result each time: random numbers by seeds that it was given.
 * Other variables that it uses, weights above all, get their gradients, too; a change of their
 * values in place before the backward pass is not noticed, since they are read again.
 */
public final class Checkpoint {
  private Checkpoint() {}

  /**
   * Computes a block without recording it.
   *
   * @param block gives the result from the operands, which it refers to, and other variables
   * @param operands the variables whose values are computed before and kept; a change of them in
   *     place is noticed
   * @return the block's result, to be differentiated as if it had been recorded
   */
  public static Variable of(Supplier<Variable> block, Variable... operands) {
    Tensor value = Recording.off(block::get).value();
    if (!Recording.isOn()) {
      return Variable.constant(value);
    }
    List<Saved> saved = Arrays.stream(operands).map(operand -> Saved.of(operand.value())).toList();
    Node.Rule again = (gradient, pass) -> propagate(block, gradient, pass);
    return new Variable(value, Node.of("checkpoint", value, again, saved));
  }

  /** Records the block now, and walks it down to what was there before. */
  static void propagate(Supplier<Variable> block, Variable gradient, BackwardPass pass) {
    boolean higher = Recording.isOn();
    long first = Node.nextNumber();
    Variable result = Recording.set(true, block::get);
    Node node = result.node();
    if (node != null) {
      BackwardPass inner = new BackwardPass(null, /* keepsGraph= */ higher, first);
      inner.add(node, gradient);
      inner.run();
      inner.handOver(pass);
    }
  }
}
