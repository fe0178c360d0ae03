package io.lanewise.kernel;

import java.lang.foreign.MemorySegment;

/** Plane rotations of two runs of consecutive elements. */
public interface RotateKernel {

  /**
   * {@code x[i], y[i] = c * x[i] - s * y[i], s * x[i] + c * y[i]}, computed as {@code fma(c, x, -(s * y))} and {@code
   * fma(s, x, c * y)}.
   *
   * @param x segment of the first run
   * @param xAt byte offset
   * @param y segment of the second run
   * @param yAt byte offset
   * @param n number of elements
   * @param c cosine, representable in the element type
   * @param s sine, likewise
   */
  void rotate(
      MemorySegment x, long xAt, MemorySegment y, long yAt, int n, double c, double s);
}
