package io.lanewise;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import io.lanewise.memory.HostMemory;
import io.lanewise.memory.Storage;
import io.lanewise.memory.View;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;

/** Single elements of every type, on the host. */
final class Elements {
  private Elements() {}

  /** Element number {@code index} of the view's storage. */
  static double get(View view, long index) {
    Storage storage = view.storage();
    storage.acquire();
    try {
      return read(storage.host(), view.dtype(), index);
    } finally {
      storage.release();
      Reference.reachabilityFence(storage);
    }
  }

  /** Element number {@code index} of the view's storage. */
  static long getLong(View view, long index) {
    if (view.dtype() != DType.I64) {
      return (long) get(view, index);
    }
    Storage storage = view.storage();
    storage.acquire();
    try {
      HostMemory host = storage.host();
      return host.base().get(JAVA_LONG_UNALIGNED, host.origin() + index * Long.BYTES);
    } finally {
      storage.release();
      Reference.reachabilityFence(storage);
    }
  }

  /** Sets element number {@code index} of the view's storage. */
  static void set(View view, long index, double value) {
    Storage storage = view.storage();
    storage.acquire();
    try {
      write(storage.host(), view.dtype(), index, value);
      storage.written();
    } finally {
      storage.release();
      Reference.reachabilityFence(storage);
    }
  }

  /** Reads from memory that is held. */
  static double read(HostMemory host, DType dtype, long index) {
    MemorySegment base = host.base();
    long at = host.origin() + index * dtype.bytes();
    return switch (dtype) {
      case F32 -> base.get(JAVA_FLOAT_UNALIGNED, at);
      case F64 -> base.get(JAVA_DOUBLE_UNALIGNED, at);
      case BF16 -> Float.intBitsToFloat(base.get(JAVA_SHORT_UNALIGNED, at) << 16);
      case F16 -> Float.float16ToFloat(base.get(JAVA_SHORT_UNALIGNED, at));
      case BOOL -> base.get(JAVA_BYTE, at) == 0 ? 0 : 1;
      case U8 -> base.get(JAVA_BYTE, at) & 0xff;
      case I8 -> base.get(JAVA_BYTE, at);
      case I32 -> base.get(JAVA_INT_UNALIGNED, at);
      case I64 -> base.get(JAVA_LONG_UNALIGNED, at);
    };
  }

  private static void write(HostMemory host, DType dtype, long index, double value) {
    MemorySegment base = host.base();
    long at = host.origin() + index * dtype.bytes();
    switch (dtype) {
      case F32 -> base.set(JAVA_FLOAT_UNALIGNED, at, (float) value);
      case F64 -> base.set(JAVA_DOUBLE_UNALIGNED, at, value);
      case BF16 -> base.set(JAVA_SHORT_UNALIGNED, at, toBf16(value));
      case F16 -> base.set(JAVA_SHORT_UNALIGNED, at, Float.floatToFloat16(toOdd(value)));
      case BOOL -> base.set(JAVA_BYTE, at, (byte) (value != 0 ? 1 : 0));
      case U8 -> base.set(JAVA_BYTE, at, (byte) Math.clamp((long) value, 0, 255));
      case I8 -> base.set(JAVA_BYTE, at, (byte) Math.clamp((long) value, -128, 127));
      case I32 -> base.set(JAVA_INT_UNALIGNED, at, (int) value);
      case I64 -> base.set(JAVA_LONG_UNALIGNED, at, (long) value);
    }
  }

  /** The number of a floating-point type that is nearest, ties to even. */
  static double round(double value, DType dtype) {
    return switch (dtype) {
      case F32 -> (float) value;
      case F16 -> Float.float16ToFloat(Float.floatToFloat16(toOdd(value)));
      case BF16 -> Float.intBitsToFloat(toBf16(value) << 16);
      default -> value;
    };
  }

  /** Rounds to BF16, ties to even. */
  private static short toBf16(double value) {
    int bits = Float.floatToRawIntBits(toOdd(value));
    if (Double.isNaN(value)) {
      return (short) (bits >>> 16 | 0x40);
    }
    return (short) (bits + 0x7fff + (bits >>> 16 & 1) >>> 16);
  }

  /**
   * Rounds to float so that rounding once more, to a type with fewer bits, gives what rounding once
   * would have: an inexact result is cut off and its last bit set.
   */
  private static float toOdd(double value) {
    float nearest = (float) value;
    if (nearest == value || Double.isNaN(value)) {
      return nearest;
    }
    int bits = Float.floatToRawIntBits(nearest);
    return Float.intBitsToFloat(
        Math.abs((double) nearest) > Math.abs(value) ? bits - 1 | 1 : bits | 1);
  }

  /** Copies to a caller's segment in row-major order. */
  static void copyTo(View view, MemorySegment segment, DType dtype) {
    if (segment.isReadOnly()) {
      throw new IllegalArgumentException("copyTo: the segment is read-only");
    }
    Check.backend().copy(view, Creation.wrap(segment, dtype, view.shape()));
  }

  static double[][] rows(View view) {
    if (view.rank() != 2) {
      throw new ShapeException(
          "toDoubleMatrix: shape " + view.shape() + " is no matrix; use toDoubleArray()");
    }
    double[][] rows = new double[Check.rows(view)][];
    for (int i = 0; i < rows.length; i++) {
      View row = Views.slice(view, Slice.at(i));
      rows[i] = new double[Check.arrayLength("toDoubleMatrix", row)];
      copyTo(row, MemorySegment.ofArray(rows[i]), DType.F64);
    }
    return rows;
  }

  /** Whether a BOOL view has an element that is {@code wanted}. */
  static boolean contains(String operation, View view, boolean wanted) {
    if (view.dtype() != DType.BOOL) {
      throw new DTypeException(
          operation
              + ": the tensor is "
              + view.dtype()
              + ", but must be BOOL; a comparison such as ne(0) gives that");
    }
    Storage storage = view.storage();
    storage.acquire();
    try {
      HostMemory host = storage.host();
      Walk walk = new Walk(view);
      long length = walk.length();
      while (walk.next()) {
        for (long i = 0; i < length; i++) {
          long at = host.origin() + walk.row() + i * walk.stride();
          if (host.base().get(JAVA_BYTE, at) != 0 == wanted) {
            return true;
          }
        }
      }
      return false;
    } finally {
      storage.release();
      Reference.reachabilityFence(storage);
    }
  }
}
