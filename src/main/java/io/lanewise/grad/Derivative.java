package io.lanewise.grad;

import java.util.List;

/** The backward rule of an operation of your own; see {@link Custom}. */
@FunctionalInterface
public interface Derivative {
  /**
   * The gradients of the operands.
   *
   * @param gradient of the result, of its shape
   * @return one gradient for each operand, of its shape and type; those of constants are not used
   */
  List<Variable> of(Variable gradient);
}
