package io.lanewise.io;

import io.lanewise.DType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * What one element is in a file, and what it becomes in a tensor: itself, or, for integers that
 * tensors do not have, the next type that holds each of their values.
 */
enum StoredType {
  /** IEEE 754 binary64. */
  F64(8, DType.F64),
  /** IEEE 754 binary32. */
  F32(4, DType.F32),
  /** IEEE 754 binary16. */
  F16(2, DType.F16),
  /** The upper half of a binary32. */
  BF16(2, DType.BF16),
  /** Signed, 64 bits. */
  I64(8, DType.I64),
  /** Unsigned, 64 bits: read if below 2^63. */
  U64(8, DType.I64),
  /** Signed, 32 bits. */
  I32(4, DType.I32),
  /** Unsigned, 32 bits. */
  U32(4, DType.I64),
  /** Signed, 16 bits. */
  I16(2, DType.I32),
  /** Unsigned, 16 bits. */
  U16(2, DType.I32),
  /** Signed, 8 bits. */
  I8(1, DType.I8),
  /** Unsigned, 8 bits. */
  U8(1, DType.U8),
  /** 0 or 1 in a byte. */
  BOOL(1, DType.BOOL);

  private final int bytes;
  private final DType dtype;

  StoredType(int bytes, DType dtype) {
    this.bytes = bytes;
    this.dtype = dtype;
  }

  /**
   * The type in which a tensor's elements are written.
   *
   * @param dtype any
   * @return the type of the same name
   */
  static StoredType of(DType dtype) {
    return valueOf(dtype.name());
  }

  /**
   * Size of an element in the file.
   *
   * @return bytes
   */
  int bytes() {
    return bytes;
  }

  /**
   * The type of the tensor that is read.
   *
   * @return one whose elements are as large or larger
   */
  DType dtype() {
    return dtype;
  }

  /**
   * Whether a tensor may use the bytes of a file without looking at them first.
   *
   * @return false if they must be widened or checked
   */
  boolean isDirect() {
    return name().equals(dtype.name()) && this != BOOL;
  }

  /**
   * The elements of a block, as a tensor holds them.
   *
   * @param block elements as they are in the file
   * @param order their byte order
   * @param count how many
   * @param target where they go
   * @param at offset of the first one there
   * @return the index of an element that has no place in the tensor's type, or -1: a bool other
   *     than 0 and 1, an unsigned number above 2^63 - 1
   */
  int decode(byte[] block, ByteOrder order, int count, MemorySegment target, long at) {
    return switch (this) {
      case I16, U16, U32, U64 -> widen(block, order, count, target, at);
      case BOOL -> {
        for (int i = 0; i < count; i++) {
          if ((block[i] & 0xfe) != 0) {
            yield i;
          }
        }
        yield copy(block, order, count, target, at);
      }
      default -> copy(block, order, count, target, at);
    };
  }

  private int copy(byte[] block, ByteOrder order, int count, MemorySegment target, long at) {
    MemorySegment.copy(
        MemorySegment.ofArray(block),
        layout(order),
        0,
        target,
        layout(ByteOrder.nativeOrder()),
        at,
        count);
    return -1;
  }

  private int widen(byte[] block, ByteOrder order, int count, MemorySegment target, long at) {
    MemorySegment source = MemorySegment.ofArray(block);
    ValueLayout.OfShort shorts = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(order);
    ValueLayout.OfInt ints = ValueLayout.JAVA_INT_UNALIGNED.withOrder(order);
    ValueLayout.OfLong longs = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(order);
    for (int i = 0; i < count; i++) {
      long from = (long) i * bytes;
      long value =
          switch (this) {
            case I16 -> source.get(shorts, from);
            case U16 -> Short.toUnsignedLong(source.get(shorts, from));
            case U32 -> Integer.toUnsignedLong(source.get(ints, from));
            default -> source.get(longs, from);
          };
      if (this == U64 && value < 0) {
        return i;
      }
      if (dtype == DType.I32) {
        target.set(ValueLayout.JAVA_INT_UNALIGNED, at + 4L * i, (int) value);
      } else {
        target.set(ValueLayout.JAVA_LONG_UNALIGNED, at + 8L * i, value);
      }
    }
    return -1;
  }

  /**
   * Says what {@link #decode} has found.
   *
   * @param block the block
   * @param order its byte order
   * @param index what it returned
   * @return such as "a bool is 2, neither 0 nor 1"
   */
  String problem(byte[] block, ByteOrder order, int index) {
    if (this == BOOL) {
      return "a bool is " + (block[index] & 0xff) + ", neither 0 nor 1";
    }
    long value =
        MemorySegment.ofArray(block)
            .get(ValueLayout.JAVA_LONG_UNALIGNED.withOrder(order), (long) index * bytes);
    return "an unsigned number is "
        + Long.toUnsignedString(value)
        + ", and I64 ends at "
        + Long.MAX_VALUE;
  }

  /**
   * How elements of this size lie in memory.
   *
   * @param order byte order
   * @return a layout without alignment
   */
  ValueLayout layout(ByteOrder order) {
    return switch (bytes) {
      case 1 -> ValueLayout.JAVA_BYTE;
      case 2 -> ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(order);
      case 4 -> ValueLayout.JAVA_INT_UNALIGNED.withOrder(order);
      default -> ValueLayout.JAVA_LONG_UNALIGNED.withOrder(order);
    };
  }
}
