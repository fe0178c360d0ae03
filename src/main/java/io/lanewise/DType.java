package io.lanewise;

/**
 * The type of a tensor's elements. {@link #F32} and {@link #F64} compute; {@link #BF16} and {@link
 * #F16} are storage that widens on load; the others hold masks, indices and file contents.
 */
public enum DType {
  /** IEEE 754 binary32. */
  F32(4),
  /** IEEE 754 binary64. */
  F64(8),
  /** The upper half of a binary32. */
  BF16(2),
  /** IEEE 754 binary16. */
  F16(2),
  /** One byte, 0 or 1. */
  BOOL(1),
  /** An unsigned byte. */
  U8(1),
  /** A signed 32-bit integer. */
  I32(4),
  /** A signed 64-bit integer. */
  I64(8);

  private final int bytes;

  DType(int bytes) {
    this.bytes = bytes;
  }

  /**
   * Returns the size of one element.
   *
   * @return the size in bytes
   */
  public int bytes() {
    return bytes;
  }
}
