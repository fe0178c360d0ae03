package io.lanewise.cpu.blas;

import io.lanewise.cpu.Workspace;
import io.lanewise.kernel.ArrayKernel;
import java.util.function.DoubleSupplier;
import java.util.function.IntToDoubleFunction;

/**
 * Level 1, on the calling thread: one thread has a good part of memory's rate, and short vectors
 * would not pay for waking another. Arguments have been checked; n is at least 1.
 *
 * <p>Sums have one order whatever the increments: runs of {@value #RUN} elements in the order of
 * {@link io.lanewise.kernel.ReduceKernel}, their results added pairwise in double. Strided vectors
 * are gathered run by run.
 *
 * @param <P> {@code float[]} or {@code double[]}
 */
public final class VectorBlas<P> {
  static final int RUN = 4096;

  /** Runs of absolute values, which pass through scratch memory in the first-level cache. [TP] */
  private static final int SHORT = 2048;

  private static final int X = 4;
  private static final int Y = 5;

  private final Context<P> context;
  private final ArrayKernel<P> array;

  /** Sums of squares that have lost nothing to underflow are larger. */
  private final double safe;

  VectorBlas(Context<P> context) {
    this.context = context;
    this.array = context.array();
    this.safe = context.elementBytes() == Float.BYTES ? 0x1p-90 : 0x1p-960;
  }

  /** A sum over a few consecutive elements. */
  interface Run {
    double sum(int from, int count);
  }

  static double tree(Run run, int length, int from, int count) {
    if (count <= length) {
      return run.sum(from, count);
    }
    int left = Integer.highestOneBit((count - 1) / length) * length;
    return tree(run, length, from, left) + tree(run, length, from + left, count - left);
  }

  /** Inner product, in double for the sums of runs. */
  public double dot(int n, P x, int xAt, int incx, P y, int yAt, int incy) {
    boolean runs = incx == 1 && incy == 1;
    if (runs && n <= RUN) {
      return context.reduce().dot(x, xAt, y, yAt, n);
    }
    if (runs) {
      return tree((i, count) -> context.reduce().dot(x, xAt + i, y, yAt + i, count), RUN, 0, n);
    }
    int firstX = Context.start(n, xAt, incx);
    int firstY = Context.start(n, yAt, incy);
    Workspace workspace = context.threads().lease();
    try {
      P u = context.scratch(workspace, X, Math.min(n, RUN));
      P v = context.scratch(workspace, Y, Math.min(n, RUN));
      return tree(
          (i, count) -> {
            array.copy(count, x, firstX + i * incx, incx, u, 0, 1);
            array.copy(count, y, firstY + i * incy, incy, v, 0, 1);
            return context.reduce().dot(u, 0, v, 0, count);
          },
          RUN,
          0,
          n);
    } finally {
      context.threads().giveBack(workspace);
    }
  }

  /** Sum of absolute values, in runs of {@value #SHORT} elements; the increment is positive. */
  public double asum(int n, P x, int at, int inc) {
    if (inc == 1 && array.sumsAbsolute()) {
      return tree((i, count) -> array.sumAbsolute(count, x, at + i), SHORT, 0, n);
    }
    Workspace workspace = context.threads().lease();
    try {
      P u = context.scratch(workspace, X, Math.min(n, SHORT));
      return tree(
          (i, count) -> {
            array.absolute(count, x, at + i * inc, inc, u, 0);
            return context.reduce().sum(u, 0, count);
          },
          SHORT,
          0,
          n);
    } finally {
      context.threads().giveBack(workspace);
    }
  }

  /**
   * Euclidean norm; the increment is positive. Where squares overflow, or may have lost bits to
   * underflow, it is computed again from numbers scaled by a power of two.
   */
  public double nrm2(int n, P x, int at, int inc) {
    return norm(
        dot(n, x, at, inc, x, at, inc),
        () -> Math.abs(array.get(x, at + array.indexOfLargest(n, x, at, inc) * inc)),
        exponent ->
            tree((i, count) -> scaledSquares(x, at + i * inc, inc, count, exponent), RUN, 0, n));
  }

  /**
   * A norm from the sum of squares, or where that is not good from another one.
   *
   * @param squares sum of squares
   * @param largest the largest absolute value
   * @param scaled the sum of squares of numbers that are multiplied by a power of two
   * @return the norm
   */
  double norm(double squares, DoubleSupplier largest, IntToDoubleFunction scaled) {
    if (squares >= safe && squares < Double.POSITIVE_INFINITY) {
      return Math.sqrt(squares);
    }
    double most = Double.isNaN(squares) ? squares : largest.getAsDouble();
    if (most == 0 || Double.isInfinite(most) || Double.isNaN(most)) {
      return most;
    }
    int exponent = Math.getExponent(most);
    return Math.scalb(Math.sqrt(scaled.applyAsDouble(-exponent)), exponent);
  }

  /** The sum of squares of a few elements times a power of two. */
  double scaledSquares(P x, int at, int inc, int count, int exponent) {
    double sum = 0;
    for (int i = 0; i < count; i++) {
      double value = Math.scalb(array.get(x, at + i * inc), exponent);
      sum += value * value;
    }
    return sum;
  }

  /** Number of the first element of largest absolute value, from 0; the increment is positive. */
  public int iamax(int n, P x, int at, int inc) {
    return array.indexOfLargest(n, x, at, inc);
  }

  /** {@code y = alpha x + y}. */
  public void axpy(int n, double alpha, P x, int xAt, int incx, P y, int yAt, int incy) {
    array.axpy(
        n, alpha, x, Context.start(n, xAt, incx), incx, y, Context.start(n, yAt, incy), incy);
  }

  /** {@code x = alpha x}; the increment is positive. */
  public void scal(int n, double alpha, P x, int at, int inc) {
    array.scale(n, alpha, x, at, inc);
  }

  /** {@code y = x}. */
  public void copy(int n, P x, int xAt, int incx, P y, int yAt, int incy) {
    array.copy(n, x, Context.start(n, xAt, incx), incx, y, Context.start(n, yAt, incy), incy);
  }

  /** Exchanges x and y. */
  public void swap(int n, P x, int xAt, int incx, P y, int yAt, int incy) {
    array.swap(n, x, Context.start(n, xAt, incx), incx, y, Context.start(n, yAt, incy), incy);
  }

  /** {@code (x, y) = (h11 x + h12 y, h21 x + h22 y)}. */
  public void transform(
      int n,
      P x,
      int xAt,
      int incx,
      P y,
      int yAt,
      int incy,
      double h11,
      double h12,
      double h21,
      double h22) {
    int firstX = Context.start(n, xAt, incx);
    int firstY = Context.start(n, yAt, incy);
    array.transform(n, x, firstX, incx, y, firstY, incy, h11, h12, h21, h22);
  }
}
