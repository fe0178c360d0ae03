package io.lanewise.grad;

import io.lanewise.Tensor;
import java.util.List;

/** The backward rule, on tensors, of an operation of your own; see {@link Custom#firstOrder}. */
@FunctionalInterface
public interface FirstDerivative {
  /**
   * The gradients of the operands.
   *
   * @param gradient of the result, of its shape; to be read only
   * @return one gradient for each operand, of its shape and type; those of constants are not used
   */
  List<Tensor> of(Tensor gradient);
}
