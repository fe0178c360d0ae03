package io.lanewise.grad;

import io.lanewise.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * Operations of your own: a value, computed in any way, and a rule for its derivatives.
 *
 * <pre>{@code
 * static Variable softplus(Variable x) {
 *   Tensor value = x.value().exp().add(1).log();
 *   return Custom.of("softplus", value, g -> List.of(g.mul(x.sigmoid())), x);
 * }
 * }</pre>
 *
 * <p>The rule is assumed to read the values of all operands: a change of one in place is noticed.
 */
public final class Custom {
  private Custom() {}

  /**
   * An operation that can be differentiated any number of times, since its rule is made of
   * operations on variables.
   *
   * @param name for errors
   * @param value the result
   * @param rule from the gradient of the result to those of the operands
   * @param operands what the value was computed from
   * @return the result as a variable
   */
  public static Variable of(String name, Tensor value, Derivative rule, Variable... operands) {
    if (!Recording.isOn() || Arrays.stream(operands).noneMatch(Variable::isTracked)) {
      return Variable.constant(value);
    }
    Node.Rule all =
        (gradient, pass) -> {
          List<Variable> gradients = rule.of(gradient);
          requireOne(name, gradients.size(), operands.length);
          for (int i = 0; i < operands.length; i++) {
            Node node = operands[i].node();
            if (node != null) {
              pass.add(node, gradients.get(i));
            }
          }
        };
    return new Variable(value, Node.of(name, value, all, saved(operands)));
  }

  /**
   * An operation whose rule is made of operations on tensors: quicker, but it can be differentiated
   * once only. {@link Variable#gradients} through it throws {@link UnsupportedOperationException}.
   *
   * @param name for errors
   * @param value the result
   * @param rule from the gradient of the result to those of the operands
   * @param operands what the value was computed from
   * @return the result as a variable
   */
  public static Variable firstOrder(
      String name, Tensor value, FirstDerivative rule, Variable... operands) {
    return of(
        name,
        value,
        gradient -> {
          if (Recording.isOn()) {
            throw new UnsupportedOperationException(
                name + " has first derivatives only; backward() gives them, gradients(...) cannot");
          }
          List<Variable> gradients = new ArrayList<>();
          rule.of(gradient.value()).forEach(tensor -> gradients.add(Variable.constant(tensor)));
          return gradients;
        },
        operands);
  }

  /**
   * An operation with two rules: a quick one on tensors for {@link Variable#backward()}, and the
   * same computation as operations on variables, which is run again where derivatives are to be
   * differentiated.
   *
   * @param name for errors
   * @param value the result
   * @param rule from the gradient of the result to those of the operands
   * @param composition computes the result from the operands, which it refers to
   * @param operands what the value was computed from
   * @return the result as a variable
   */
  public static Variable fused(
      String name,
      Tensor value,
      FirstDerivative rule,
      Supplier<Variable> composition,
      Variable... operands) {
    if (!Recording.isOn() || Arrays.stream(operands).noneMatch(Variable::isTracked)) {
      return Variable.constant(value);
    }
    Node.Rule either =
        (gradient, pass) -> {
          if (Recording.isOn()) {
            Checkpoint.propagate(composition, gradient, pass);
            return;
          }
          List<Tensor> gradients = rule.of(gradient.value());
          requireOne(name, gradients.size(), operands.length);
          for (int i = 0; i < operands.length; i++) {
            Node node = operands[i].node();
            if (node != null) {
              pass.add(node, Variable.constant(gradients.get(i)));
            }
          }
        };
    return new Variable(value, Node.of(name, value, either, saved(operands)));
  }

  private static void requireOne(String name, int gradients, int operands) {
    if (gradients != operands) {
      throw new IllegalStateException(
          name + ": the rule gave " + gradients + " gradients for " + operands + " operands");
    }
  }

  private static List<Saved> saved(Variable... operands) {
    return Arrays.stream(operands).map(operand -> Saved.of(operand.value())).toList();
  }
}
