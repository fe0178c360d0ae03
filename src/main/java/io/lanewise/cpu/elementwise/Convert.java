package io.lanewise.cpu.elementwise;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import io.lanewise.DType;
import io.lanewise.cpu.Workspace;
import io.lanewise.kernel.SmallKernel;
import io.lanewise.memory.HostMemory;
import java.lang.foreign.MemorySegment;

/**
 * Conversions of runs by the rules of {@link Elements}. Common pairs of types have a loop of their
 * own; the others go through double (from floating point) or long (from integers), both of which
 * hold every source exactly, in blocks that stay in cache.
 */
public final class Convert {
  private static final int BLOCK = 2048;

  private Convert() {}

  /**
   * Converts consecutive elements.
   *
   * @param small kernel for small types
   * @param from type of the source
   * @param x source, memory of ours
   * @param xAt byte offset
   * @param to type of the target
   * @param y target, memory of ours
   * @param yAt byte offset
   * @param n number of elements
   * @param workspace scratch memory
   * @param slot of it that may be used
   */
  public static void run(
      SmallKernel small,
      DType from,
      MemorySegment x,
      long xAt,
      DType to,
      MemorySegment y,
      long yAt,
      int n,
      Workspace workspace,
      int slot) {
    if (from == to) {
      MemorySegment.copy(x, xAt, y, yAt, (long) n * from.bytes());
    } else if (from == DType.F32 && to == DType.F64) {
      widen(x, xAt, y, yAt, n);
    } else if (from == DType.F64 && to == DType.F32) {
      narrow(x, xAt, y, yAt, n);
    } else if (to == DType.F32 && (from == DType.BF16 || from == DType.F16 || from == DType.I8)) {
      small.widen(from, x, xAt, 0, y, yAt, 1, n);
    } else if (from == DType.F32 && to == DType.BF16) {
      toBf16(x, xAt, y, yAt, n);
    } else if (from == DType.F32 && to == DType.F16) {
      toF16(x, xAt, y, yAt, n);
    } else {
      HostMemory between = workspace.bytes(slot, BLOCK * Long.BYTES);
      for (int i = 0; i < n; i += BLOCK) {
        int count = Math.min(BLOCK, n - i);
        long source = xAt + (long) i * from.bytes();
        long target = yAt + (long) i * to.bytes();
        if (from.isFloating()) {
          throughDouble(from, x, source, to, y, target, count, between);
        } else {
          throughLong(from, x, source, to, y, target, count, between);
        }
      }
    }
  }

  private static void throughDouble(
      DType from,
      MemorySegment x,
      long xAt,
      DType to,
      MemorySegment y,
      long yAt,
      int n,
      HostMemory between) {
    MemorySegment t = between.base();
    long tAt = between.origin();
    for (int i = 0; i < n; i++) {
      double value = Elements.get(from, x, xAt + (long) i * from.bytes());
      t.set(JAVA_DOUBLE_UNALIGNED, tAt + (long) i * Double.BYTES, value);
    }
    for (int i = 0; i < n; i++) {
      double value = t.get(JAVA_DOUBLE_UNALIGNED, tAt + (long) i * Double.BYTES);
      Elements.set(to, y, yAt + (long) i * to.bytes(), value);
    }
  }

  private static void throughLong(
      DType from,
      MemorySegment x,
      long xAt,
      DType to,
      MemorySegment y,
      long yAt,
      int n,
      HostMemory between) {
    MemorySegment t = between.base();
    long tAt = between.origin();
    for (int i = 0; i < n; i++) {
      long value = Elements.getLong(from, x, xAt + (long) i * from.bytes());
      t.set(JAVA_LONG_UNALIGNED, tAt + (long) i * Long.BYTES, value);
    }
    for (int i = 0; i < n; i++) {
      long value = t.get(JAVA_LONG_UNALIGNED, tAt + (long) i * Long.BYTES);
      Elements.set(to, y, yAt + (long) i * to.bytes(), value);
    }
  }

  private static void widen(MemorySegment x, long xAt, MemorySegment y, long yAt, int n) {
    for (int i = 0; i < n; i++) {
      float value = x.get(JAVA_FLOAT_UNALIGNED, xAt + (long) i * Float.BYTES);
      y.set(JAVA_DOUBLE_UNALIGNED, yAt + (long) i * Double.BYTES, value);
    }
  }

  private static void narrow(MemorySegment x, long xAt, MemorySegment y, long yAt, int n) {
    for (int i = 0; i < n; i++) {
      double value = x.get(JAVA_DOUBLE_UNALIGNED, xAt + (long) i * Double.BYTES);
      y.set(JAVA_FLOAT_UNALIGNED, yAt + (long) i * Float.BYTES, (float) value);
    }
  }

  private static void toBf16(MemorySegment x, long xAt, MemorySegment y, long yAt, int n) {
    for (int i = 0; i < n; i++) {
      float value = x.get(JAVA_FLOAT_UNALIGNED, xAt + (long) i * Float.BYTES);
      y.set(JAVA_SHORT_UNALIGNED, yAt + (long) i * Short.BYTES, Elements.toBf16(value));
    }
  }

  private static void toF16(MemorySegment x, long xAt, MemorySegment y, long yAt, int n) {
    for (int i = 0; i < n; i++) {
      float value = x.get(JAVA_FLOAT_UNALIGNED, xAt + (long) i * Float.BYTES);
      y.set(JAVA_SHORT_UNALIGNED, yAt + (long) i * Short.BYTES, Float.floatToFloat16(value));
    }
  }
}
