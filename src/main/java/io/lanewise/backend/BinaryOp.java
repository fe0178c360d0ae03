package io.lanewise.backend;

/** Elementwise functions of two operands. */
public enum BinaryOp {
  /** {@code a + b}. */
  ADD,
  /** {@code a - b}. */
  SUB,
  /** {@code a * b}. */
  MUL,
  /** {@code a / b}. */
  DIV,
  /** {@code a^b}, by the rules of {@link StrictMath#pow}. */
  POW,
  /** The larger; NaN if either is NaN; +0 is larger than -0. */
  MAX,
  /** The smaller; NaN if either is NaN; -0 is smaller than +0. */
  MIN
}
