package io.lanewise.site;

/** A formula that cannot be read. */
final class TexException extends Exception {
  private static final long serialVersionUID = 1;

  TexException(String message) {
    super(message);
  }
}
