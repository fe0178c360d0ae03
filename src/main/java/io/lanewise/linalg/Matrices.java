package io.lanewise.linalg;

import io.lanewise.DType;
import io.lanewise.DTypeException;
import io.lanewise.ShapeException;
import io.lanewise.Slice;
import io.lanewise.Tensor;

/**
 * What decompositions have in common: checks of their input, scaling by powers of two, sorting of
 * rows.
 */
final class Matrices {
  private Matrices() {}

  /** That {@code a} is a matrix of a type that computes. */
  static void requireMatrix(String operation, Tensor a) {
    if (a.rank() != 2) {
      throw new ShapeException(
          operation
              + ": shape "
              + a.shape()
              + " has rank "
              + a.rank()
              + ", but a matrix (rank 2) is needed; slice(...) or reshape(...) gives one");
    }
    if (!a.dtype().computes()) {
      throw new DTypeException(
          operation
              + ": "
              + a.dtype()
              + " is storage only; cast(DType.F32) or cast(DType.F64) first");
    }
  }

  /**
   * The largest absolute value of a matrix without NaN and infinities.
   *
   * @throws IllegalArgumentException if there is one; names the first in row-major order
   */
  static double largest(String operation, Tensor a) {
    if (a.elements() == 0) {
      return 0;
    }
    double largest = Math.max(a.max(), -a.min());
    if (largest <= Double.MAX_VALUE) {
      return Math.abs(largest); // of a zero matrix it may be -0
    }
    for (long i = 0; ; i++) {
      double[] row = a.slice(Slice.at(i)).toDoubleArray();
      for (int j = 0; j < row.length; j++) {
        if (!Double.isFinite(row[j])) {
          throw new IllegalArgumentException(
              operation
                  + ": element ("
                  + i
                  + ", "
                  + j
                  + ") of "
                  + a.shape()
                  + " is "
                  + row[j]
                  + "; every element must be finite");
        }
      }
    }
  }

  /** The exponent e with {@code 2^e <= x < 2^(e+1)}, also for subnormal x; 0 of 0. */
  static int exponent(double x) {
    if (x == 0) {
      return 0;
    }
    return x < Double.MIN_NORMAL ? Math.getExponent(x * 0x1p60) - 60 : Math.getExponent(x);
  }

  /**
   * By which power of two to scale a matrix whose sums of n elements must be in range. It is scaled
   * only if some of its elements are near overflow, or all are tiny, and no further than that
   * needs: small elements beside large ones stay what they are.
   *
   * @param operation for error texts
   * @param a any matrix
   * @param n how many elements are summed up
   * @return the exponent, usually 0
   * @throws IllegalArgumentException if an element is not finite, naming the first
   */
  static int exponentFor(String operation, Tensor a, long n) {
    boolean single = a.dtype() == DType.F32;
    int room = 72 - Long.numberOfLeadingZeros(n); // 2^8 n
    int most = (single ? Float.MAX_EXPONENT : Double.MAX_EXPONENT) - room;
    int least = single ? -60 : -900;
    double norm = a.norm(); // one pass over the elements, where the extremes take two
    if (norm >= Math.scalb(1.0, least) && norm <= Math.scalb(1.0, most)) {
      return 0;
    }
    int size = exponent(largest(operation, a));
    return size < 0 ? -size : Math.min(0, most - size);
  }

  /**
   * A new row-major {@code 2^exponent * a}; exact unless the result leaves the range of the type.
   */
  static Tensor scaled(Tensor a, int exponent) {
    if (a.rank() != 2) {
      return scaleInPlace(a.copy(), exponent);
    }
    return scaledInto(a, exponent, Tensor.empty(a.dtype(), a.size(0), a.size(1)));
  }

  /** Fills a matrix with {@code 2^exponent * a}, as {@link #scaled} does; returns it. */
  static Tensor scaledInto(Tensor a, int exponent, Tensor target) {
    if (exponent == 0) {
      target.copyFrom(a);
      return target;
    }
    int step = step(a.dtype(), exponent);
    a.mulInto(Math.scalb(1.0, step), target);
    return scaleInPlace(target, exponent - step);
  }

  /** Multiplies by {@code 2^exponent}, as {@link #scaled} does. */
  static Tensor scaleInPlace(Tensor a, int exponent) {
    for (int left = exponent; left != 0; ) {
      int step = step(a.dtype(), left);
      a.mulInPlace(Math.scalb(1.0, step));
      left -= step;
    }
    return a;
  }

  /** As much of an exponent as is one of a type: 2^exponent itself need not be a number of it. */
  private static int step(DType dtype, int exponent) {
    int most = dtype == DType.F32 ? Float.MAX_EXPONENT : Double.MAX_EXPONENT;
    return Math.clamp(exponent, 1 - most, most);
  }

  /** That a matrix may be overwritten. */
  static void requireWritable(String operation, Tensor a) {
    if (!a.isWritable()) {
      throw new IllegalArgumentException(
          operation
              + ": the matrix of shape "
              + a.shape()
              + " is a broadcast view or read-only memory and cannot be overwritten; of(a) works on"
              + " a copy");
    }
  }

  /** Indices of the values, largest first, equal ones in their order. */
  static int[] descending(double[] values) {
    return java.util.stream.IntStream.range(0, values.length)
        .boxed()
        .sorted((i, j) -> Double.compare(values[j], values[i]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** The rows, with rows of zeros behind them up to a multiple of the size. */
  static Tensor padded(Tensor rows, int multiple) {
    long missing = Math.ceilDiv(rows.size(0), multiple) * multiple - rows.size(0);
    return missing == 0
        ? rows
        : Tensor.concat(0, rows, Tensor.zeros(rows.dtype(), missing, rows.size(1)));
  }

  /** A new matrix in which row {@code places[i]} is row i of the given one. */
  static Tensor scattered(Tensor rows, int[] places) {
    Tensor result = Tensor.empty(rows.dtype(), rows.size(0), rows.size(1));
    scatter(rows, places, result);
    return result;
  }

  /** Makes row i of one matrix row {@code places[i]} of another, rounded to its type. */
  static void scatter(Tensor rows, int[] places, Tensor into) {
    for (int i = 0; i < places.length; i++) {
      rows.slice(Slice.at(i)).castInto(into.slice(Slice.at(places[i])));
    }
  }

  /** A permutation as an array. */
  static int[] places(Tensor permutation) {
    long[] order = permutation.toLongArray();
    int[] places = new int[order.length];
    for (int i = 0; i < places.length; i++) {
      places[i] = (int) order[i];
    }
    return places;
  }

  /** A new matrix of the rows in the given order. */
  static Tensor sortedRows(Tensor rows, int[] order) {
    Tensor result = Tensor.empty(rows.dtype(), order.length, rows.size(1));
    for (int i = 0; i < order.length; i++) {
      result.slice(Slice.at(i)).copyFrom(rows.slice(Slice.at(order[i])));
    }
    return result;
  }

  /** Brings rows into the given order: row i becomes what row {@code order[i]} is. */
  static void sortRowsInPlace(Tensor rows, int[] order) {
    boolean[] there = new boolean[order.length];
    for (int i = 0; i < order.length; i++) {
      if (there[i] || order[i] == i) {
        continue;
      }
      Tensor kept = rows.slice(Slice.at(i)).copy();
      int to = i;
      for (int from = order[to]; from != i; to = from, from = order[to]) {
        rows.slice(Slice.at(to)).copyFrom(rows.slice(Slice.at(from)));
        there[to] = true;
      }
      rows.slice(Slice.at(to)).copyFrom(kept);
      there[to] = true;
    }
  }

  /** For each row +1, or -1 if the entry of largest magnitude is negative: a column of signs. */
  static Tensor signs(Tensor rows) {
    double[] signs = new double[Math.toIntExact(rows.size(0))];
    if (rows.elements() > 0) {
      double[] max = rows.max(1).toDoubleArray();
      double[] min = rows.min(1).toDoubleArray();
      for (int i = 0; i < signs.length; i++) {
        signs[i] = -min[i] > max[i] ? -1 : 1;
      }
    }
    return Tensor.of(signs).cast(rows.dtype()).unsqueeze(1);
  }

  /** {@code |V V' - I| / (n eps)} for rows V of length n, in F64. */
  static double orthogonality(Tensor rows) {
    if (rows.elements() == 0) {
      return 0;
    }
    Tensor wide = rows.cast(DType.F64);
    Tensor error = wide.matmul(wide.transpose());
    error.diagonal().subInPlace(1);
    return error.norm() / (rows.size(1) * rows.dtype().epsilon());
  }
}
