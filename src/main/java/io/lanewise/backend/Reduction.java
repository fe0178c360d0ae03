package io.lanewise.backend;

/** Reductions of many elements to one. NaN anywhere gives NaN, except for the index reductions. */
public enum Reduction {
  /** The sum, in the fixed order of {@code docs/design/same-bits.md}; 0 of nothing. */
  SUM,
  /** The largest element; nothing has none: an error. */
  MAX,
  /** The smallest element; nothing has none: an error. */
  MIN,
  /** The Euclidean norm without overflow or underflow on the way; 0 of nothing. */
  NORM,
  /** Index (I64) of the largest element, the first of equals; a NaN counts as largest. */
  ARGMAX,
  /** Index (I64) of the smallest element, the first of equals; a NaN counts as smallest. */
  ARGMIN;

  /**
   * Whether the result is an index, of type I64, rather than a value.
   *
   * @return true for ARGMAX and ARGMIN
   */
  public boolean isIndex() {
    return this == ARGMAX || this == ARGMIN;
  }
}
