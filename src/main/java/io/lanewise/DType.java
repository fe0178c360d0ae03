package io.lanewise;

/**
 * Element type of a tensor.
 *
 * <p>{@link #F32} and {@link #F64} compute. {@link #BF16} and {@link #F16} are storage that must be
 * widened with {@code cast} before arithmetic, except that one operand of a product with F32 may be
 * of them; the others hold masks, indices, token ids and file contents. A scalar operand never
 * changes the type of a tensor, and apart from such products tensors of different types never mix.
 */
public enum DType {
  /** IEEE 754 binary32. Computes. */
  F32(4),
  /** IEEE 754 binary64. Computes. */
  F64(8),
  /** The upper half of a binary32: 8 bits of exponent, 7 of fraction. Storage only. */
  BF16(2),
  /** IEEE 754 binary16. Storage only. */
  F16(2),
  /** One byte, 0 or 1: the result of comparisons, and masks. */
  BOOL(1),
  /** Unsigned 8-bit integer. Storage only. */
  U8(1),
  /** Signed 8-bit integer: quantised weights. Storage only. */
  I8(1),
  /** Signed 32-bit integer. Storage only. */
  I32(4),
  /** Signed 64-bit integer: indices, {@code argmax}, token ids. */
  I64(8);

  private final int bytes;

  DType(int bytes) {
    this.bytes = bytes;
  }

  /**
   * Size of one element.
   *
   * @return bytes per element
   */
  public int bytes() {
    return bytes;
  }

  /**
   * Whether elements are floating-point numbers.
   *
   * @return true for F32, F64, BF16 and F16
   */
  public boolean isFloating() {
    return this == F32 || this == F64 || this == BF16 || this == F16;
  }

  /**
   * Whether arithmetic is defined on this type.
   *
   * @return true for F32 and F64
   */
  public boolean computes() {
    return this == F32 || this == F64;
  }

  /**
   * Distance from 1 to the next larger number: the unit in which errors are stated.
   *
   * @return 2^-23 for F32, 2^-52 for F64, 2^-7 for BF16, 2^-10 for F16, and 0 for integers
   */
  public double epsilon() {
    return switch (this) {
      case F32 -> 0x1p-23;
      case F64 -> 0x1p-52;
      case BF16 -> 0x1p-7;
      case F16 -> 0x1p-10;
      case BOOL, U8, I8, I32, I64 -> 0;
    };
  }
}
