package io.lanewise;

/**
 * Element types that do not fit the operation or each other; the text names them and {@code cast}.
 */
public final class DTypeException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message the operation, the types, and a way out
   */
  public DTypeException(String message) {
    super(message);
  }
}
