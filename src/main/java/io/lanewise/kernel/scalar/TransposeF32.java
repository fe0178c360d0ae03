package io.lanewise.kernel.scalar;

import io.lanewise.kernel.TransposeKernel;
import io.lanewise.memory.Base;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Transposition of elements of the size of an f32: strips of a cache line, one row at a time. */
public final class TransposeF32 implements TransposeKernel {
  private static final ValueLayout.OfFloat LAYOUT = ValueLayout.JAVA_FLOAT_UNALIGNED;
  private static final int STRIP = 64 / Float.BYTES; // [TP]

  /** The kernel has no state. */
  public TransposeF32() {}

  @Override
  public void transpose(
      MemorySegment x,
      long xAt,
      long xRow,
      MemorySegment y,
      long yAt,
      long yRow,
      int rows,
      int columns) {
    for (int j = 0; j < columns; j += STRIP) {
      int end = Math.min(columns, j + STRIP);
      for (int i = 0; i < rows; i++) {
        run(x, xAt + i * xRow, y, yAt + (long) i * Float.BYTES, yRow, j, end);
      }
    }
  }

  private static void run(
      MemorySegment x, long from, MemorySegment y, long to, long yRow, int first, int end) {
    x = Base.of(x);
    y = Base.of(y);
    for (int j = first; j < end; j++) {
      y.set(LAYOUT, to + j * yRow, x.get(LAYOUT, from + (long) j * Float.BYTES));
    }
  }
}
