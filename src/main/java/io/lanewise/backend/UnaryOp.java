package io.lanewise.backend;

/** Elementwise functions of one operand. */
public enum UnaryOp {
  /** {@code -x}. */
  NEG,
  /** {@code |x|}. */
  ABS,
  /** Square root, correctly rounded. */
  SQRT,
  /** {@code e^x}. */
  EXP,
  /** Natural logarithm. */
  LOG,
  /** Hyperbolic tangent. */
  TANH,
  /** Logistic function, {@code 1 / (1 + e^-x)}. */
  SIGMOID,
  /** Sigmoid linear unit, {@code x / (1 + e^-x)}. */
  SILU,
  /** Error function. */
  ERF,
  /** Gaussian error linear unit, {@code x (1 + erf(x / sqrt(2))) / 2}. */
  GELU,
  /** Sine. */
  SIN,
  /** Cosine. */
  COS
}
