package io.lanewise.kernel.scalar;

import io.lanewise.kernel.Fma;
import io.lanewise.kernel.ReduceKernel;
import io.lanewise.memory.Base;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Reductions of f32 runs in the order of {@link ReduceKernel}, one element at a time.
 *
 * <p>The tree over the partial sums is walked from its root: node (j, w) is the sum of nodes (j,
 * 2w) and (j + w, 2w). The walk stops where four partial sums are left, and makes them in one pass,
 * so that four additions are under way at once and none of the partial sums needs memory.
 */
public final class ReduceF32 implements ReduceKernel {
  private static final ValueLayout.OfFloat LAYOUT = ValueLayout.JAVA_FLOAT_UNALIGNED;
  private static final int QUARTER = 128 / Float.BYTES / 4;

  /** The kernel has no state. */
  public ReduceF32() {}

  private static float get(MemorySegment x, long at, int i) {
    x = Base.of(x);
    return x.get(LAYOUT, at + (long) i * Float.BYTES);
  }

  @Override
  public double sum(MemorySegment x, long at, int n) {
    return sum(x, at, n, 0, 1);
  }

  private static float sum(MemorySegment x, long at, int n, int j, int w) {
    if (w < QUARTER) {
      return sum(x, at, n, j, 2 * w) + sum(x, at, n, j + w, 2 * w);
    }
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    int i = j;
    for (; i < n - 3 * QUARTER; i += 4 * QUARTER) {
      s0 += get(x, at, i);
      s1 += get(x, at, i + QUARTER);
      s2 += get(x, at, i + 2 * QUARTER);
      s3 += get(x, at, i + 3 * QUARTER);
    }
    s0 += i < n ? get(x, at, i) : 0;
    s1 += i < n - QUARTER ? get(x, at, i + QUARTER) : 0;
    s2 += i < n - 2 * QUARTER ? get(x, at, i + 2 * QUARTER) : 0;
    return (s0 + s2) + (s1 + s3);
  }

  @Override
  public double dot(MemorySegment a, long aAt, MemorySegment b, long bAt, int n) {
    return dot(a, aAt, b, bAt, n, 0, 1);
  }

  private static float dot(
      MemorySegment a, long aAt, MemorySegment b, long bAt, int n, int j, int w) {
    if (w < QUARTER) {
      return dot(a, aAt, b, bAt, n, j, 2 * w) + dot(a, aAt, b, bAt, n, j + w, 2 * w);
    }
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    int i = j;
    for (; i < n - 3 * QUARTER; i += 4 * QUARTER) {
      s0 = product(a, aAt, b, bAt, i, s0);
      s1 = product(a, aAt, b, bAt, i + QUARTER, s1);
      s2 = product(a, aAt, b, bAt, i + 2 * QUARTER, s2);
      s3 = product(a, aAt, b, bAt, i + 3 * QUARTER, s3);
    }
    s0 = i < n ? product(a, aAt, b, bAt, i, s0) : s0;
    s1 = i < n - QUARTER ? product(a, aAt, b, bAt, i + QUARTER, s1) : s1;
    s2 = i < n - 2 * QUARTER ? product(a, aAt, b, bAt, i + 2 * QUARTER, s2) : s2;
    return (s0 + s2) + (s1 + s3);
  }

  private static float product(
      MemorySegment a, long aAt, MemorySegment b, long bAt, int i, float s) {
    return Fma.fma(get(a, aAt, i), get(b, bAt, i), s);
  }

  @Override
  public double sumOfSquares(MemorySegment x, long at, int n, double scale) {
    return squares(x, at, n, (float) scale, 0, 1);
  }

  private static float squares(MemorySegment x, long at, int n, float scale, int j, int w) {
    if (w < QUARTER) {
      return squares(x, at, n, scale, j, 2 * w) + squares(x, at, n, scale, j + w, 2 * w);
    }
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    int i = j;
    for (; i < n - 3 * QUARTER; i += 4 * QUARTER) {
      s0 = square(x, at, i, scale, s0);
      s1 = square(x, at, i + QUARTER, scale, s1);
      s2 = square(x, at, i + 2 * QUARTER, scale, s2);
      s3 = square(x, at, i + 3 * QUARTER, scale, s3);
    }
    s0 = i < n ? square(x, at, i, scale, s0) : s0;
    s1 = i < n - QUARTER ? square(x, at, i + QUARTER, scale, s1) : s1;
    s2 = i < n - 2 * QUARTER ? square(x, at, i + 2 * QUARTER, scale, s2) : s2;
    return (s0 + s2) + (s1 + s3);
  }

  private static float square(MemorySegment x, long at, int i, float scale, float s) {
    float scaled = get(x, at, i) * scale;
    return Fma.fma(scaled, scaled, s);
  }

  @Override
  public double max(MemorySegment x, long at, int n) {
    float most = get(x, at, 0);
    for (int i = 1; i < n; i++) {
      most = Math.max(most, get(x, at, i));
    }
    return most;
  }

  @Override
  public double min(MemorySegment x, long at, int n) {
    float least = get(x, at, 0);
    for (int i = 1; i < n; i++) {
      least = Math.min(least, get(x, at, i));
    }
    return least;
  }

  @Override
  public double maxAbs(MemorySegment x, long at, int n) {
    float most = 0;
    for (int i = 0; i < n; i++) {
      most = Math.max(most, Math.abs(get(x, at, i)));
    }
    return most;
  }
}
