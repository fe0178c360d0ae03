package io.lanewise.cpu.elementwise;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import io.lanewise.DType;
import java.lang.foreign.MemorySegment;

/**
 * Single elements of any type, and the rules of conversion: integers to floating point round to
 * nearest even; floating point to integers truncates and saturates, NaN gives 0; integers to
 * narrower integers saturate; anything to BOOL is {@code != 0}.
 */
public final class Elements {
  private Elements() {}

  /**
   * Reads an element of a type that widens to double.
   *
   * @param dtype any type; I64 beyond 2^53 is rounded
   * @param x memory of ours
   * @param at byte offset
   * @return its value
   */
  public static double get(DType dtype, MemorySegment x, long at) {
    return switch (dtype) {
      case F32 -> x.get(JAVA_FLOAT_UNALIGNED, at);
      case F64 -> x.get(JAVA_DOUBLE_UNALIGNED, at);
      case BF16 -> fromBf16(x.get(JAVA_SHORT_UNALIGNED, at));
      case F16 -> Float.float16ToFloat(x.get(JAVA_SHORT_UNALIGNED, at));
      case BOOL, U8, I8, I32, I64 -> getLong(dtype, x, at);
    };
  }

  /**
   * Reads an integer.
   *
   * @param dtype BOOL, U8, I8, I32 or I64
   * @param x memory of ours
   * @param at byte offset
   * @return its value
   */
  static long getLong(DType dtype, MemorySegment x, long at) {
    return switch (dtype) {
      case BOOL -> x.get(JAVA_BYTE, at) == 0 ? 0 : 1;
      case U8 -> x.get(JAVA_BYTE, at) & 0xff;
      case I8 -> x.get(JAVA_BYTE, at);
      case I32 -> x.get(JAVA_INT_UNALIGNED, at);
      case I64 -> x.get(JAVA_LONG_UNALIGNED, at);
      default -> throw new AssertionError(dtype);
    };
  }

  /**
   * Converts and writes a number.
   *
   * @param dtype any type
   * @param y memory of ours
   * @param at byte offset
   * @param value number
   */
  public static void set(DType dtype, MemorySegment y, long at, double value) {
    switch (dtype) {
      case F32 -> y.set(JAVA_FLOAT_UNALIGNED, at, (float) value);
      case F64 -> y.set(JAVA_DOUBLE_UNALIGNED, at, value);
      case BF16 -> y.set(JAVA_SHORT_UNALIGNED, at, toBf16(roundToOdd(value)));
      case F16 -> y.set(JAVA_SHORT_UNALIGNED, at, Float.floatToFloat16(roundToOdd(value)));
      case BOOL -> y.set(JAVA_BYTE, at, (byte) (value != 0 ? 1 : 0));
      case U8 -> y.set(JAVA_BYTE, at, (byte) Math.clamp((int) value, 0, 255));
      case I8 -> y.set(JAVA_BYTE, at, (byte) Math.clamp((int) value, -128, 127));
      case I32 -> y.set(JAVA_INT_UNALIGNED, at, (int) value);
      case I64 -> y.set(JAVA_LONG_UNALIGNED, at, (long) value);
    }
  }

  /**
   * Converts and writes an integer.
   *
   * @param dtype any type
   * @param y memory of ours
   * @param at byte offset
   * @param value integer
   */
  static void set(DType dtype, MemorySegment y, long at, long value) {
    switch (dtype) {
      case F32 -> y.set(JAVA_FLOAT_UNALIGNED, at, (float) value);
      case F64 -> y.set(JAVA_DOUBLE_UNALIGNED, at, (double) value);
      case BF16, F16 -> set(dtype, y, at, roundToOdd(value));
      case BOOL -> y.set(JAVA_BYTE, at, (byte) (value != 0 ? 1 : 0));
      case U8 -> y.set(JAVA_BYTE, at, (byte) Math.clamp(value, 0, 255));
      case I8 -> y.set(JAVA_BYTE, at, (byte) Math.clamp(value, -128, 127));
      case I32 ->
          y.set(JAVA_INT_UNALIGNED, at, Math.clamp(value, Integer.MIN_VALUE, Integer.MAX_VALUE));
      case I64 -> y.set(JAVA_LONG_UNALIGNED, at, value);
    }
  }

  /**
   * Widens bfloat16.
   *
   * @param bits its bits
   * @return the same number
   */
  static float fromBf16(short bits) {
    return Float.intBitsToFloat(bits << 16);
  }

  /**
   * Rounds to bfloat16, to nearest even.
   *
   * @param value number
   * @return bits of the nearest bfloat16; NaN stays NaN
   */
  static short toBf16(float value) {
    int bits = Float.floatToRawIntBits(value);
    return (short)
        (!Float.isNaN(value) ? bits + 0x7fff + (bits >>> 16 & 1) >>> 16 : bits >>> 16 | 0x40);
  }

  /**
   * Rounds to float such that rounding again, to a narrower type, gives what rounding once would:
   * of the two neighbours of an inexact number, the one with an odd last bit.
   *
   * @param value number
   * @return a neighbour
   */
  static float roundToOdd(double value) {
    float nearest = (float) value;
    if (nearest == value || Double.isNaN(value) || (Float.floatToRawIntBits(nearest) & 1) != 0) {
      return nearest;
    }
    return nearest < value ? Math.nextUp(nearest) : Math.nextDown(nearest);
  }

  /** The same from an integer to double. */
  private static double roundToOdd(long value) {
    double nearest = (double) value;
    // 2^63 is the one double that a long may round to and that does not come back.
    boolean exact = nearest != 0x1p63 && (long) nearest == value;
    if (exact || (Double.doubleToRawLongBits(nearest) & 1) != 0) {
      return nearest;
    }
    boolean below = nearest != 0x1p63 && (long) nearest < value;
    return below ? Math.nextUp(nearest) : Math.nextDown(nearest);
  }

  /**
   * A number as a type holds it.
   *
   * @param dtype F32 or F64
   * @param value any number
   * @return the nearest one of the type
   */
  public static double rounded(DType dtype, double value) {
    return dtype == DType.F32 ? (float) value : value;
  }
}
