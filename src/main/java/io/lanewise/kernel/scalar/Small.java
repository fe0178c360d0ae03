package io.lanewise.kernel.scalar;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import io.lanewise.DType;
import io.lanewise.kernel.Fma;
import io.lanewise.kernel.SmallKernel;
import io.lanewise.memory.Base;
import java.lang.foreign.MemorySegment;

/**
 * Small types, one element at a time. The tree of partial sums is walked as in {@link ReduceF32},
 * one of them at a time.
 */
public final class Small implements SmallKernel {
  private static final int PARTIAL = 128 / Float.BYTES;

  /** The kernel has no state. */
  public Small() {}

  /**
   * Widens one element.
   *
   * @param type BF16, F16 or I8
   * @param x segment
   * @param at byte offset of the run
   * @param i index in it
   * @return the number
   */
  private static float get(DType type, MemorySegment x, long at, int i) {
    return switch (type) {
      case BF16 ->
          Float.intBitsToFloat(x.get(JAVA_SHORT_UNALIGNED, at + (long) i * Short.BYTES) << 16);
      case F16 -> Float.float16ToFloat(x.get(JAVA_SHORT_UNALIGNED, at + (long) i * Short.BYTES));
      case I8 -> x.get(JAVA_BYTE, at + i);
      default -> throw new AssertionError("not a small type: " + type);
    };
  }

  @Override
  public void widen(
      DType type,
      MemorySegment x,
      long xAt,
      long stride,
      MemorySegment y,
      long yAt,
      int runs,
      int n) {
    x = Base.of(x);
    y = Base.of(y);
    for (int r = 0; r < runs; r++) {
      long to = yAt + (long) r * n * Float.BYTES;
      for (int i = 0; i < n; i++) {
        y.set(JAVA_FLOAT_UNALIGNED, to + (long) i * Float.BYTES, get(type, x, xAt + r * stride, i));
      }
    }
  }

  @Override
  public void part(
      int width, MemorySegment x, long xAt, MemorySegment y, long yAt, long stride, int n) {
    x = Base.of(x);
    y = Base.of(y);
    for (int place = 0; place < Integer.BYTES / width; place++) {
      long from = xAt + (long) place * width;
      long to = yAt + place * stride;
      for (int i = 0; i < n; i++) {
        long word = from + (long) i * Integer.BYTES;
        if (width == Short.BYTES) {
          y.set(JAVA_SHORT_UNALIGNED, to + 2L * i, x.get(JAVA_SHORT_UNALIGNED, word));
        } else {
          y.set(JAVA_BYTE, to + i, x.get(JAVA_BYTE, word));
        }
      }
    }
  }

  @Override
  public boolean serves(DType type, MemorySegment x, long xAt, int n) {
    return true;
  }

  @Override
  public void arrange(DType type, MemorySegment x, long xAt, int n, MemorySegment y, long yAt) {
    MemorySegment.copy(x, xAt, y, yAt, (long) n * Float.BYTES);
  }

  @Override
  public void dots(
      DType type,
      int count,
      MemorySegment a,
      long aAt,
      long stride,
      MemorySegment x,
      long xAt,
      int n,
      double[] sums,
      int to,
      MemorySegment scratch,
      long scratchAt) {
    for (int r = 0; r < count; r++) {
      sums[to + r] = dot(type, Base.of(a), aAt + r * stride, Base.of(x), xAt, n, 0, 1);
    }
  }

  @Override
  public void axpys(
      DType type,
      int count,
      double[] alphas,
      int from,
      MemorySegment x,
      long xAt,
      long stride,
      MemorySegment y,
      long yAt,
      int n) {
    x = Base.of(x);
    y = Base.of(y);
    for (int r = 0; r < count; r++) {
      float alpha = (float) alphas[from + r];
      for (int i = 0; i < n; i++) {
        long at = yAt + (long) i * Float.BYTES;
        float sum = y.get(JAVA_FLOAT_UNALIGNED, at);
        y.set(JAVA_FLOAT_UNALIGNED, at, Fma.fma(get(type, x, xAt + r * stride, i), alpha, sum));
      }
    }
  }

  @Override
  public void settle(DType type, MemorySegment y, long yAt, int n, double[] sums, int to) {
    y = Base.of(y);
    for (int i = 0; i < n; i++) {
      sums[to + i] = y.get(JAVA_FLOAT_UNALIGNED, yAt + (long) i * Float.BYTES);
    }
  }

  /** The sum of the partial sums j, j + w, j + 2w, ... */
  private static float dot(
      DType type, MemorySegment a, long aAt, MemorySegment b, long bAt, int n, int j, int w) {
    if (w < PARTIAL) {
      return dot(type, a, aAt, b, bAt, n, j, 2 * w) + dot(type, a, aAt, b, bAt, n, j + w, 2 * w);
    }
    float sum = 0;
    for (int i = j; i < n; i += PARTIAL) {
      float y = b.get(JAVA_FLOAT_UNALIGNED, bAt + (long) i * Float.BYTES);
      sum = Fma.fma(get(type, a, aAt, i), y, sum);
    }
    return sum;
  }
}
