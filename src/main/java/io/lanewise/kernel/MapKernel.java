package io.lanewise.kernel;

import io.lanewise.backend.BinaryOp;
import io.lanewise.backend.UnaryOp;
import java.lang.foreign.MemorySegment;

/**
 * Elementwise functions over runs of consecutive elements. A destination may be exactly one of the
 * sources; other overlaps are the driver's business.
 */
public interface MapKernel {

  /**
   * {@code y[i] = op(x[i])}.
   *
   * @param op the function
   * @param x source segment
   * @param xAt byte offset of its first element
   * @param y destination segment
   * @param yAt byte offset of its first element
   * @param n number of elements
   */
  void map(UnaryOp op, MemorySegment x, long xAt, MemorySegment y, long yAt, int n);

  /**
   * {@code y[i] = a[i] op b[i]}.
   *
   * @param op the function
   * @param a left segment
   * @param aAt byte offset
   * @param b right segment
   * @param bAt byte offset
   * @param y destination segment
   * @param yAt byte offset
   * @param n number of elements
   */
  void zip(
      BinaryOp op,
      MemorySegment a,
      long aAt,
      MemorySegment b,
      long bAt,
      MemorySegment y,
      long yAt,
      int n);

  /**
   * {@code y[i] = a[i] op b}.
   *
   * @param op the function
   * @param a left segment
   * @param aAt byte offset
   * @param b scalar, representable in the element type
   * @param y destination segment
   * @param yAt byte offset
   * @param n number of elements
   */
  void zipRight(BinaryOp op, MemorySegment a, long aAt, double b, MemorySegment y, long yAt, int n);

  /**
   * {@code y[i] = a op b[i]}.
   *
   * @param op the function
   * @param a scalar, representable in the element type
   * @param b right segment
   * @param bAt byte offset
   * @param y destination segment
   * @param yAt byte offset
   * @param n number of elements
   */
  void zipLeft(BinaryOp op, double a, MemorySegment b, long bAt, MemorySegment y, long yAt, int n);

  /**
   * {@code y[i] = fma(a[i], b[i], c[i])}.
   *
   * @param a first factor's segment
   * @param aAt byte offset
   * @param b second factor's segment
   * @param bAt byte offset
   * @param c segment that is added
   * @param cAt byte offset
   * @param y destination segment
   * @param yAt byte offset
   * @param n number of elements
   */
  void multiplyAdd(
      MemorySegment a,
      long aAt,
      MemorySegment b,
      long bAt,
      MemorySegment c,
      long cAt,
      MemorySegment y,
      long yAt,
      int n);

  /**
   * {@code y[i] = fma(alpha, x[i], y[i])}.
   *
   * @param alpha factor, representable in the element type
   * @param x source segment
   * @param xAt byte offset
   * @param y segment that is added to
   * @param yAt byte offset
   * @param n number of elements
   */
  void axpy(double alpha, MemorySegment x, long xAt, MemorySegment y, long yAt, int n);

  /**
   * {@code y += alphas[r] * x_r}, one run after the other: the bits of as many calls of {@link
   * #axpy}; several at once load and store {@code y} once.
   *
   * @param count how many runs
   * @param alphas factors, representable in the element type
   * @param from index of the first
   * @param x segment of the runs
   * @param xAt byte offset of the first
   * @param stride bytes from one run to the next
   * @param y segment that is added to, none of the runs
   * @param yAt byte offset
   * @param n number of elements in a run
   */
  default void axpys(
      int count,
      double[] alphas,
      int from,
      MemorySegment x,
      long xAt,
      long stride,
      MemorySegment y,
      long yAt,
      int n) {
    for (int r = 0; r < count; r++) {
      axpy(alphas[from + r], x, xAt + r * stride, y, yAt, n);
    }
  }

  /**
   * Extremes of runs and one more, which they are written to: one pass over it for some runs.
   *
   * @param op MAX or MIN
   * @param count how many runs
   * @param x segment of the runs
   * @param xAt byte offset of the first
   * @param stride bytes from one run to the next
   * @param y segment of the run that is changed; does not overlap the others
   * @param yAt byte offset
   * @param n number of elements
   */
  default void extremes(
      BinaryOp op,
      int count,
      MemorySegment x,
      long xAt,
      long stride,
      MemorySegment y,
      long yAt,
      int n) {
    for (int r = 0; r < count; r++) {
      zip(op, y, yAt, x, xAt + r * stride, y, yAt, n);
    }
  }
}
