package io.lanewise;

/**
 * What a matrix product may apply to each element of its result, while that is still in cache; see
 * {@link Tensor#affine(Tensor, Tensor, Activation)}. Each is the tensor operation of the same name,
 * with the same bits.
 */
public enum Activation {
  /** Nothing. */
  NONE,
  /** {@code max(x, 0)}; NaN stays NaN. */
  RELU,
  /** {@code x Phi(x)}, with the normal distribution's exact Phi: {@link Tensor#gelu}. */
  GELU,
  /** {@code x / (1 + e^-x)}: {@link Tensor#silu}. */
  SILU,
  /** {@code 1 / (1 + e^-x)}: {@link Tensor#sigmoid}. */
  SIGMOID,
  /** Hyperbolic tangent: {@link Tensor#tanh}. */
  TANH
}
