package io.lanewise.linalg;

/** A symmetric matrix that must be positive definite, and is not. */
public final class NotPositiveDefiniteException extends ArithmeticException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message which pivot or eigenvalue is not positive, and a way out
   */
  public NotPositiveDefiniteException(String message) {
    super(message);
  }
}
