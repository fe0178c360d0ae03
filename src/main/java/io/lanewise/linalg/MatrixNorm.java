package io.lanewise.linalg;

/** Norms of a matrix, for {@link Linalg#norm}. */
public enum MatrixNorm {
  /** The root of the sum of all squares. */
  FROBENIUS,
  /** The largest sum of the magnitudes in a column. */
  ONE,
  /** The largest sum of the magnitudes in a row. */
  INFINITY,
  /** The largest singular value. */
  TWO,
  /** The sum of the singular values. */
  NUCLEAR,
  /** The largest magnitude of an element. */
  MAX
}
