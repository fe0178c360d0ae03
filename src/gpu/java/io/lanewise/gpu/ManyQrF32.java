package io.lanewise.gpu;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.math.TornadoMath;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * The factorisation before the sweeps of {@link ManySvdF32}: of each matrix of a batch, m by n with
 * n at most 32 and m at most 256, rows are scaled and sorted by size, and QR with column pivoting
 * makes a triangle, by a group of 64 threads, of which n have a column each: neighbours read
 * neighbours.
 *
 * <p>The matrix in scratch memory, row-major, gets Householder's vectors below the diagonal and R
 * above it. {@link Tail} says what stands behind it.
 *
 * <p>p and s: those of {@link ManySvdF32}.
 */
@SuppressWarnings({"IdentityBinaryExpression", "cast"})
final class ManyQrF32 {
  private ManyQrF32() {}

  static void factor(KernelContext c, IntArray p, FloatArray s, FloatArray w) {
    int t = c.localIdx;
    int item = c.groupIdx;
    float[] sizes = c.allocateFloatLocalArray(256);
    float[] squares = c.allocateFloatLocalArray(32);
    int m = p.get(0);
    int n = p.get(1);
    int work = p.get(6) + item * m * n;
    int tail = Tail.of(p, item);
    int rows = tail + Tail.rows();
    int columns = tail + Tail.columns(m);

    // sizes of rows, and where each goes
    int from = p.get(2) + item * p.get(3);
    for (int i = t; i < m; i += 64) {
      float size = 0f;
      for (int j = 0; j < n; j++) {
        float x = w.get(from + i * p.get(4) + j * p.get(5));
        size = ElementwiseF32.larger(size, TornadoMath.abs(x));
      }
      sizes[i] = size;
    }
    c.localBarrier();
    float most = 0f;
    for (int i = 0; i < m; i++) {
      most = ElementwiseF32.larger(most, sizes[i]);
    }
    int limit = 0; // of those that are not finite
    if (most - most == 0f) {
      limit = p.get(20);
    }
    if (limit == 0) {
      most = 0f;
    }
    if (most == 0f) {
      most = s.get(1); // needs no scaling
    }
    float one = ScaleF32.first(most, s.get(1));
    float two = ScaleF32.second(most, one, s.get(1));
    for (int i = t; i < m; i += 64) {
      float size = sizes[i];
      int place = 0;
      for (int k = 0; k < i; k++) {
        if (sizes[k] >= size) {
          place++;
        }
      }
      for (int k = i + 1; k < m; k++) {
        if (sizes[k] > size) {
          place++;
        }
      }
      if (limit == 0) {
        place = i;
      }
      w.set(rows + place, i);
    }
    if (t < n) {
      w.set(columns + t, t);
    }
    if (t == 0) {
      int scales = tail + Tail.scales(m, n);
      w.set(scales, one);
      w.set(scales + 1, two);
      w.set(scales + 2, limit);
    }
    c.localBarrier();
    c.globalBarrier();
    for (int e = t; e < m * n; e += 64) {
      int i = e / n;
      int j = e - i * n;
      float x = w.get(from + number(w, rows + i) * p.get(4) + j * p.get(5)) * one * two;
      if (limit == 0) {
        x = 0f;
      }
      w.set(work + e, x);
    }
    c.localBarrier();
    c.globalBarrier();

    for (int k = 0; k < n; k++) {
      if (t >= k && t < n) {
        squares[t] = square(w, work + t, k, m, n);
      }
      c.localBarrier();
      c.globalBarrier();
      int best = k;
      for (int j = k + 1; j < n; j++) {
        if (squares[j] > squares[best]) {
          best = j;
        }
      }
      float square = squares[best];
      for (int i = t; i < m; i += 64) {
        swap(w, work + i * n + k, work + i * n + best);
      }
      if (t == 0) {
        swap(w, columns + k, columns + best);
      }
      c.localBarrier();
      c.globalBarrier();
      float alpha = w.get(work + k * n + k);
      float length = ElementwiseF32.root(square);
      float head = alpha + length;
      float beta = -length;
      if (alpha < 0f) {
        head = alpha - length;
        beta = length;
      }
      float factor = 1f / (square + TornadoMath.abs(alpha) * length);
      if (square < Float.MIN_NORMAL) {
        head = 0f;
        beta = alpha;
        factor = 0f;
      }
      if (t == 0) {
        w.set(tail + Tail.heads(m, n) + k, head);
        w.set(tail + Tail.factors(m, n) + k, factor);
        w.set(tail + Tail.diagonal(m, n) + k, beta);
      }
      if (t > k && t < n) {
        reflect(w, work + k, work + t, k, m, n, head, factor);
      }
    }
  }

  /** The square of the length of a column from row k on. */
  private static float square(FloatArray w, int column, int k, int m, int n) {
    float square = 0f;
    for (int i = k; i < m; i++) {
      float x = w.get(column + i * n);
      square += x * x;
    }
    return square;
  }

  /** A whole number that stands in the heap. */
  static int number(FloatArray w, int at) {
    return (int) w.get(at);
  }

  private static void swap(FloatArray w, int at, int other) {
    float x = w.get(at);
    w.set(at, w.get(other));
    w.set(other, x);
  }

  /**
   * Reflects a column of the matrix.
   *
   * @param vector place of the column of Householder's vector
   * @param column place of the other one
   * @param k the vector's first row
   */
  private static void reflect(
      FloatArray w, int vector, int column, int k, int m, int n, float head, float factor) {
    float dot = head * w.get(column + k * n);
    for (int i = k + 1; i < m; i++) {
      dot += w.get(vector + i * n) * w.get(column + i * n);
    }
    dot = dot * factor;
    w.set(column + k * n, w.get(column + k * n) - dot * head);
    for (int i = k + 1; i < m; i++) {
      w.set(column + i * n, w.get(column + i * n) - dot * w.get(vector + i * n));
    }
  }

  /**
   * Multiplies a vector from the left by Q, by one thread.
   *
   * @param item which matrix
   * @param vector place of the vector, whose elements are in the order of the matrix's rows
   * @param step from one element to the next
   */
  static void apply(IntArray p, FloatArray w, int item, int vector, int step) {
    int m = p.get(0);
    int n = p.get(1);
    int work = p.get(6) + item * m * n;
    int tail = Tail.of(p, item);
    int rows = tail + Tail.rows();
    for (int k = n - 1; k >= 0; k--) {
      float head = w.get(tail + Tail.heads(m, n) + k);
      int first = vector + number(w, rows + k) * step;
      float dot = head * w.get(first);
      for (int i = k + 1; i < m; i++) {
        dot += w.get(work + i * n + k) * w.get(vector + number(w, rows + i) * step);
      }
      dot = dot * w.get(tail + Tail.factors(m, n) + k);
      w.set(first, w.get(first) - dot * head);
      for (int i = k + 1; i < m; i++) {
        int to = vector + number(w, rows + i) * step;
        w.set(to, w.get(to) - dot * w.get(work + i * n + k));
      }
    }
  }
}
