package io.lanewise.kernel;

import java.lang.foreign.MemorySegment;

/**
 * What is around the logistic function s in the Gaussian error linear unit {@code x s(t)}, {@code t
 * = x (a x^2 + b)}, over runs of consecutive elements. Destinations are none of the sources.
 */
public interface GeluKernel {
  /**
   * Squares are cut here in the slope: s has long been 0 or 1, and infinities would meet the zero
   * {@code 1 - s}.
   */
  double LARGE = 1e4;

  /**
   * {@code y = x (a x^2 + b)}.
   *
   * @param x source segment
   * @param xAt byte offset of its first element
   * @param a factor of the cube, representable in the element type
   * @param b factor of x, likewise
   * @param y destination segment
   * @param yAt byte offset
   * @param n number of elements
   */
  void inner(MemorySegment x, long xAt, double a, double b, MemorySegment y, long yAt, int n);

  /**
   * {@code y = g (s + s (1 - s) x (3 a x^2 + b))}.
   *
   * @param x source segment
   * @param xAt byte offset of its first element
   * @param a factor of the square, three times that of {@link #inner}, representable in the element
   *     type
   * @param b as in {@link #inner}
   * @param s segment of the logistic function of {@link #inner}
   * @param sAt byte offset
   * @param g segment of what the slope is multiplied with
   * @param gAt byte offset
   * @param y destination segment
   * @param yAt byte offset
   * @param n number of elements
   */
  void slope(
      MemorySegment x,
      long xAt,
      double a,
      double b,
      MemorySegment s,
      long sAt,
      MemorySegment g,
      long gAt,
      MemorySegment y,
      long yAt,
      int n);
}
