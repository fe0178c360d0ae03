package io.lanewise.nn;

import io.lanewise.DType;
import io.lanewise.grad.Variable;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The gated layer of Llama [1]: {@code (silu(x G) * (x U)) D}, without biases.
 *
 * <p>[1] Shazeer, GLU variants improve transformer, 2020, arXiv 2002.05202.
 */
public final class SwiGlu implements Layer {
  private final Linear gate;
  private final Linear up;
  private final Linear down;

  private SwiGlu(Linear gate, Linear up, Linear down) {
    this.gate = gate;
    this.up = up;
    this.down = down;
  }

  /**
   * Three linear layers.
   *
   * @param gate (in, hidden)
   * @param up (in, hidden)
   * @param down (hidden, out)
   * @return a new layer
   */
  public static SwiGlu of(Linear gate, Linear up, Linear down) {
    return new SwiGlu(gate, up, down);
  }

  /**
   * Random weights.
   *
   * @param dtype F32 or F64
   * @param width of operand and result
   * @param hidden between them
   * @param deviation standard deviation of the weights
   * @param seed of the weights
   * @return a new layer
   */
  public static SwiGlu random(DType dtype, long width, long hidden, double deviation, long seed) {
    return new SwiGlu(
        unbiased(dtype, width, hidden, deviation, seed),
        unbiased(dtype, width, hidden, deviation, seed + 1),
        unbiased(dtype, hidden, width, deviation, seed + 2));
  }

  private static Linear unbiased(DType dtype, long in, long out, double deviation, long seed) {
    return Linear.of(io.lanewise.Tensor.randn(dtype, seed, in, out).mulInPlace(deviation), null);
  }

  @Override
  public Variable apply(Variable x) {
    return down.apply(gate.apply(x).silu().mul(up.apply(x)));
  }

  @Override
  public Map<String, Variable> parameters() {
    Map<String, Variable> parameters = new LinkedHashMap<>();
    parameters.putAll(Layer.named("gate_proj", gate.parameters()));
    parameters.putAll(Layer.named("up_proj", up.parameters()));
    parameters.putAll(Layer.named("down_proj", down.parameters()));
    return parameters;
  }
}
