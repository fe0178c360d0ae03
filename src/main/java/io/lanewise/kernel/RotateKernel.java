package io.lanewise.kernel;

import java.lang.foreign.MemorySegment;

/** Plane rotations of two runs of consecutive elements. */
public interface RotateKernel {

  /**
   * {@code x[i], y[i] = c * x[i] - s * y[i], s * x[i] + c * y[i]}, computed as {@code fma(c, x, -(s
   * * y))} and {@code fma(s, x, c * y)}.
   *
   * @param x segment of the first run
   * @param xAt byte offset
   * @param y segment of the second run
   * @param yAt byte offset
   * @param n number of elements
   * @param c cosine, representable in the element type
   * @param s sine, likewise
   */
  void rotate(MemorySegment x, long xAt, MemorySegment y, long yAt, int n, double c, double s);

  /**
   * Rotates elements of one run against each other, the first ones ascending and the second ones
   * descending, each pair by an angle of its own: {@code x[i], y[-i] = c[i] * x[i] - s[i] * y[-i],
   * s[i] * x[i] + c[i] * y[-i]}, computed as in {@link #rotate}. No element is met twice.
   *
   * @param run segment of the elements
   * @param xAt byte offset of the first x, from where they ascend
   * @param yAt byte offset of the first y, from where they descend
   * @param n number of pairs
   * @param angles segment of the cosines and sines
   * @param cAt byte offset of the cosines
   * @param sAt byte offset of the sines
   */
  void rotateFacing(
      MemorySegment run, long xAt, long yAt, int n, MemorySegment angles, long cAt, long sAt);
}
