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
  TANH
}
