package io.lanewise.linalg;

/**
 * A system cannot be solved because its matrix has no inverse: a pivot of its factorisation is
 * exactly zero. A matrix that is singular but for rounding has small pivots, which are no error;
 * its condition number tells.
 */
public final class SingularMatrixException extends ArithmeticException {
  private static final long serialVersionUID = 1L;

  /** Which pivot is zero. */
  private final long pivot;

  /**
   * Creates the exception.
   *
   * @param message what was to be done, and a way out
   * @param pivot which pivot is zero, from 0
   */
  public SingularMatrixException(String message, long pivot) {
    super(message);
    this.pivot = pivot;
  }

  /**
   * Which pivot is zero.
   *
   * @return its number, from 0: the columns before it are independent
   */
  public long pivot() {
    return pivot;
  }
}
