package io.lanewise;

/**
 * Shapes, axes, indices or layouts that do not fit the operation; the text names both and a way
 * out.
 */
public final class ShapeException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message the operation, the shapes, the axis that does not fit, and a way out
   */
  public ShapeException(String message) {
    super(message);
  }
}
