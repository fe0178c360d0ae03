package io.lanewise;

/**
 * An engine that was asked for cannot run here; the text says why and what would make it available.
 */
public final class EngineUnavailableException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message the reason
   */
  public EngineUnavailableException(String message) {
    super(message);
  }
}
