package io.lanewise.cpu.factor;

import io.lanewise.DType;
import io.lanewise.backend.BinaryOp;
import io.lanewise.cpu.elementwise.Elements;
import io.lanewise.kernel.Kernels;
import io.lanewise.memory.HostMemory;
import io.lanewise.memory.View;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * The rows of a matrix, each a run in memory of ours, and what factorisations do to them. Scalars
 * are doubles whatever the type, and are rounded to it where they meet a row.
 */
final class Rows {
  /** Elements of one run of a reduction; the sums of longer rows are added up in double. */
  private static final int RUN = 4096;

  private static final int MOST = 1 << 24;

  /** Elements that are exchanged, or searched, at once. */
  private static final int PIECE = 512;

  private final Kernels kernels;
  private final DType dtype;
  private final MemorySegment base;
  private final long origin;
  private final long rowBytes;
  private final int bytes;
  private final long length;
  private final MemorySegment spare = MemorySegment.ofArray(new double[PIECE]);

  private Rows(View matrix, Kernels kernels) {
    HostMemory host = matrix.storage().host();
    this.kernels = kernels;
    this.dtype = matrix.dtype();
    this.bytes = dtype.bytes();
    this.base = host.base();
    this.origin = host.origin() + matrix.offset() * bytes;
    this.rowBytes = matrix.strides()[0] * bytes;
    this.length = matrix.size(1);
  }

  /**
   * The rows of a matrix for which {@link #areRuns} holds.
   *
   * @param matrix shape (rows, length)
   * @param kernels of its type
   */
  static Rows of(View matrix, Kernels kernels) {
    return new Rows(matrix, kernels);
  }

  /** Whether kernels can work on the rows where they are. */
  static boolean areRuns(View matrix) {
    return (matrix.size(1) <= 1 || matrix.strides()[1] == 1) && !matrix.storage().host().foreign();
  }

  long length() {
    return length;
  }

  private long at(long row, long column) {
    return origin + row * rowBytes + column * bytes;
  }

  double get(long row, long column) {
    return Elements.get(dtype, base, at(row, column));
  }

  void set(long row, long column, double value) {
    Elements.set(dtype, base, at(row, column), value);
  }

  /** A scalar rounded to the type. */
  double rounded(double value) {
    return Elements.rounded(dtype, value);
  }

  /** Inner product of two rows from a column on. */
  double dot(long x, long y, long from) {
    double sum = 0;
    for (long i = from; i < length; i += RUN) {
      int n = (int) Math.min(RUN, length - i);
      sum += kernels.reduce().dot(base, at(x, i), base, at(y, i), n);
    }
    return sum;
  }

  /** Inner products of {@code count} rows from {@code first} on with another row. */
  void dots(long first, int count, long with, long from, double[] sums) {
    Arrays.fill(sums, 0, count, 0);
    for (long i = from; i < length; i += RUN) {
      int n = (int) Math.min(RUN, length - i);
      kernels.reduce().dots(count, base, at(first, i), rowBytes, base, at(with, i), n, sums, 0);
    }
  }

  /**
   * Adds multiples of {@code count} rows from {@code first} on to another row, between two columns.
   *
   * @param alphas factors, rounded here
   */
  void add(long first, int count, double[] alphas, long target, long from, long to) {
    for (int r = 0; r < count; r++) {
      alphas[r] = rounded(alphas[r]);
    }
    for (long i = from; i < to; i += MOST) {
      int n = (int) Math.min(MOST, to - i);
      kernels.map().axpys(count, alphas, 0, base, at(first, i), rowBytes, base, at(target, i), n);
    }
  }

  /** Inner product of a row with one of another matrix, from a column on. */
  double dot(long x, Rows other, long y, long from) {
    double sum = 0;
    for (long i = from; i < length; i += RUN) {
      int n = (int) Math.min(RUN, length - i);
      sum += kernels.reduce().dot(base, at(x, i), other.base, other.at(y, i), n);
    }
    return sum;
  }

  /** Adds multiples of {@code count} rows from {@code first} on to a row of another matrix. */
  void addTo(long first, int count, double[] alphas, Rows other, long target, long from) {
    for (long i = from; i < length; i += MOST) {
      int n = (int) Math.min(MOST, length - i);
      kernels
          .map()
          .axpys(
              count, alphas, 0, base, at(first, i), rowBytes, other.base, other.at(target, i), n);
    }
  }

  /** Copies a row from a column on to a row of another matrix, or of this one. */
  void copyTo(long row, long from, Rows other, long target) {
    MemorySegment.copy(
        base, at(row, from), other.base, other.at(target, from), (length - from) * bytes);
  }

  /** Multiplies a row, or divides it, between two columns. */
  void scale(BinaryOp op, double factor, long row, long from, long to) {
    for (long i = from; i < to; i += MOST) {
      int n = (int) Math.min(MOST, to - i);
      kernels.map().zipRight(op, base, at(row, i), rounded(factor), base, at(row, i), n);
    }
  }

  /** The largest absolute value of a row from a column on; 0 if nothing is left. */
  double largest(long row, long from) {
    double largest = 0;
    for (long i = from; i < length; i += MOST) {
      int n = (int) Math.min(MOST, length - i);
      largest = Math.max(largest, kernels.reduce().maxAbs(base, at(row, i), n));
    }
    return largest;
  }

  /**
   * The column of the largest absolute value of a row from a column on, the first of several; that
   * column itself if there is a NaN.
   */
  long indexOfLargest(long row, long from) {
    double largest = 0;
    long place = from;
    for (long i = from; i < length; i += PIECE) {
      double most = kernels.reduce().maxAbs(base, at(row, i), (int) Math.min(PIECE, length - i));
      if (Double.isNaN(most)) {
        return from;
      }
      if (most > largest) {
        largest = most;
        place = i;
      }
    }
    if (largest > 0) {
      while (Math.abs(get(row, place)) != largest) {
        place++;
      }
    }
    return place;
  }

  /** The 2-norm of a row from a column on, also where squares leave the range. */
  double norm(long row, long from) {
    double squares = squares(row, from, 1);
    double least = dtype == DType.F32 ? Float.MIN_NORMAL : Double.MIN_NORMAL;
    if (squares >= length * least && squares < Double.POSITIVE_INFINITY) {
      return Math.sqrt(squares);
    }
    double largest = largest(row, from);
    if (largest == 0) {
      return 0;
    }
    int limit = dtype == DType.F32 ? Float.MAX_EXPONENT - 1 : Double.MAX_EXPONENT - 1;
    double scale = Math.scalb(1.0, Math.clamp(-Math.getExponent(largest), -limit, limit));
    return Math.sqrt(squares(row, from, scale)) / scale;
  }

  private double squares(long row, long from, double scale) {
    double sum = 0;
    for (long i = from; i < length; i += RUN) {
      int n = (int) Math.min(RUN, length - i);
      sum += kernels.reduce().sumOfSquares(base, at(row, i), n, scale);
    }
    return sum;
  }

  /** Sets a row to zero from a column on. */
  void zero(long row, long from) {
    base.asSlice(at(row, from), (length - from) * bytes).fill((byte) 0);
  }

  /** Exchanges two rows. */
  void swap(long x, long y) {
    if (x == y) {
      return;
    }
    for (long i = 0; i < length; i += PIECE) {
      long size = Math.min(PIECE, length - i) * bytes;
      MemorySegment.copy(base, at(x, i), spare, 0, size);
      MemorySegment.copy(base, at(y, i), base, at(x, i), size);
      MemorySegment.copy(spare, 0, base, at(y, i), size);
    }
  }
}
