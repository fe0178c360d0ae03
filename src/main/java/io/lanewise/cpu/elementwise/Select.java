package io.lanewise.cpu.elementwise;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemorySegment;

/**
 * Choice between two runs, element by element, bit by bit: the same loop for numbers of one size.
 */
final class Select {
  private Select() {}

  /** {@code y[i] = condition[i] != 0 ? a[i] : b[i]} for elements of 4 or 8 bytes. */
  static void where(
      int width,
      MemorySegment condition,
      long conditionAt,
      MemorySegment a,
      long aAt,
      MemorySegment b,
      long bAt,
      MemorySegment y,
      long yAt,
      int n) {
    if (width == Integer.BYTES) {
      for (int i = 0; i < n; i++) {
        long at = (long) i * Integer.BYTES;
        int first = a.get(JAVA_INT_UNALIGNED, aAt + at);
        int second = b.get(JAVA_INT_UNALIGNED, bAt + at);
        boolean chosen = condition.get(JAVA_BYTE, conditionAt + i) != 0;
        y.set(JAVA_INT_UNALIGNED, yAt + at, chosen ? first : second);
      }
    } else {
      for (int i = 0; i < n; i++) {
        long at = (long) i * Long.BYTES;
        long first = a.get(JAVA_LONG_UNALIGNED, aAt + at);
        long second = b.get(JAVA_LONG_UNALIGNED, bAt + at);
        boolean chosen = condition.get(JAVA_BYTE, conditionAt + i) != 0;
        y.set(JAVA_LONG_UNALIGNED, yAt + at, chosen ? first : second);
      }
    }
  }
}
