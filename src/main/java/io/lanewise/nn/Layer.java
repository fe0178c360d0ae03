package io.lanewise.nn;

import io.lanewise.grad.Variable;
import java.util.LinkedHashMap;
import java.util.Map;

/** A function with parameters that can be trained. */
public interface Layer {
  /**
   * Computes.
   *
   * @param x shape (..., in)
   * @return shape (..., out)
   * @throws io.lanewise.ShapeException if the last axis does not fit
   */
  Variable apply(Variable x);

  /**
   * The parameters, by the names that they have in files of GPT-2, in a fixed order.
   *
   * @return the variables themselves
   */
  Map<String, Variable> parameters();

  /**
   * Parameters with a name in front of theirs.
   *
   * @param name such as {@code "mlp"}, which gives {@code "mlp.weight"}
   * @param parameters of a layer
   * @return the same variables by longer names
   */
  static Map<String, Variable> named(String name, Map<String, Variable> parameters) {
    Map<String, Variable> longer = new LinkedHashMap<>();
    parameters.forEach((own, parameter) -> longer.put(name + "." + own, parameter));
    return longer;
  }
}
