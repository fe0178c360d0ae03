package io.lanewise.backend;

/**
 * Elementwise comparisons, by IEEE 754: every one but {@link #NE} is false if an operand is NaN.
 */
public enum Comparison {
  /** {@code a == b}. */
  EQ,
  /** {@code a != b}. */
  NE,
  /** {@code a < b}. */
  LT,
  /** {@code a <= b}. */
  LE,
  /** {@code a > b}. */
  GT,
  /** {@code a >= b}. */
  GE
}
