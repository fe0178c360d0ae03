package io.lanewise.gpu;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * Kernels of a step of Jacobi's method over pairs of blocks of rows: Gram matrices and rotations of
 * rows, for blocks of up to 32 rows and, faster, of one. All pairs of a step are one launch.
 *
 * <p>Numbers of blocks are elements of the heap like all others: exact, up to 2^24 in F32.
 *
 * <p>p of all: k, length of a row, place of the rows, their strides along rows and columns, place
 * of the pairs, their strides along pairs and members, place of the small matrices, their strides
 * along pairs, rows and columns, how many pairs, whether to store.
 */
@SuppressWarnings({"IdentityBinaryExpression", "cast"})
final class JacobiF32 {
  private JacobiF32() {}

  /**
   * Gram matrices, a group of 16 x 16 threads for each pair: 16 columns of up to 64 rows at a time
   * go to local memory, and each thread has 4 x 4 sums, as in {@link GemmF32}.
   */
  static void gram(KernelContext c, IntArray p, FloatArray s, FloatArray w) {
    int tx = c.localIdx;
    int ty = c.localIdy;
    int pair = c.groupIdx;
    float[] tile = c.allocateFloatLocalArray(1040); // 65 apart: no conflicts of banks
    float[] sums = new float[16];
    for (int i = 0; i < 16; i++) {
      sums[i] = 0f;
    }
    int k = p.get(0);
    int n = p.get(1);
    int columnA = p.get(4);
    int thread = ty * 16 + tx;
    for (int start = 0; start < n; start += 16) {
      for (int e = thread; e < 1024; e += 256) {
        // Neighbouring threads read neighbouring numbers, along whichever axis those lie.
        int i = e % 64;
        int q = e / 64;
        if (columnA == 1) {
          i = e / 16;
          q = e % 16;
        }
        float x = 0f;
        if (i < k && start + q < n) {
          x = w.get(p.get(2) + row(p, w, pair, i) * p.get(3) + (start + q) * columnA);
        }
        tile[q * 65 + i] = x;
      }
      c.localBarrier();
      for (int q = 0; q < 16; q++) {
        for (int i = 0; i < 4; i++) {
          float x = tile[q * 65 + ty + 16 * i];
          for (int j = 0; j < 4; j++) {
            sums[4 * i + j] = sums[4 * i + j] + x * tile[q * 65 + tx + 16 * j];
          }
        }
      }
      c.localBarrier();
    }
    for (int i = 0; i < 4; i++) {
      for (int j = 0; j < 4; j++) {
        int r = ty + 16 * i;
        int column = tx + 16 * j;
        if (r < k && column < k) {
          int place = p.get(8) + pair * p.get(9) + r * p.get(10) + column * p.get(11);
          w.set(place, sums[4 * i + j]);
        }
      }
    }
  }

  /** The number of a row: r counts the rows of both blocks of a pair. */
  private static int row(IntArray p, FloatArray w, int pair, int r) {
    int size = p.get(0) / 2;
    int at = p.get(5) + pair * p.get(6);
    int rest = r;
    if (r >= size) {
      at += p.get(7);
      rest = r - size;
    }
    int block = (int) w.get(at);
    return block * size + rest;
  }

  /** Gram matrices of pairs of single rows, a group of 64 threads for each. */
  static void gramOfTwo(KernelContext c, IntArray p, FloatArray s, FloatArray w) {
    int t = c.localIdx;
    int pair = c.groupIdx;
    float[] parts = c.allocateFloatLocalArray(192);
    int n = p.get(1);
    int x = p.get(2) + row(p, w, pair, 0) * p.get(3);
    int y = p.get(2) + row(p, w, pair, 1) * p.get(3);
    float xx = 0f;
    float xy = 0f;
    float yy = 0f;
    for (int i = t; i < n; i += 64) {
      float a = w.get(x + i * p.get(4));
      float b = w.get(y + i * p.get(4));
      xx += a * a;
      xy += a * b;
      yy += b * b;
    }
    parts[t] = xx;
    parts[64 + t] = xy;
    parts[128 + t] = yy;
    c.localBarrier();
    for (int half = 32; half > 0; half = half / 2) {
      if (t < half) {
        parts[t] = parts[t] + parts[t + half];
        parts[64 + t] = parts[64 + t] + parts[64 + t + half];
        parts[128 + t] = parts[128 + t] + parts[128 + t + half];
      }
      c.localBarrier();
    }
    if (t == 0) {
      int place = p.get(8) + pair * p.get(9);
      w.set(place, parts[0]);
      w.set(place + p.get(11), parts[64]);
      w.set(place + p.get(10), parts[64]);
      w.set(place + p.get(10) + p.get(11), parts[128]);
    }
  }

  /**
   * Replaces rows by {@code Q'} times them, a group of 16 x 16 threads for each 64 columns of a
   * pair: they go to local memory before any is written. Q is read 16 rows at a time, and if it
   * proves to be the identity nothing is written.
   */
  static void rotateBlocks(KernelContext c, IntArray p, FloatArray s, FloatArray w) {
    int tx = c.localIdx;
    int ty = c.localIdy;
    int n = p.get(1);
    int tiles = (n + 63) / 64;
    int pair = c.groupIdx / tiles;
    int column0 = (c.groupIdx - pair * tiles) * 64;
    float[] rows = c.allocateFloatLocalArray(4160);
    float[] tile = c.allocateFloatLocalArray(1040);
    float[] changes = c.allocateFloatLocalArray(1);
    float[] sums = new float[16];
    for (int i = 0; i < 16; i++) {
      sums[i] = 0f;
    }
    int k = p.get(0);
    int columnA = p.get(4);
    int thread = ty * 16 + tx;
    if (thread == 0) {
      changes[0] = 0f;
    }
    for (int e = thread; e < 4096; e += 256) {
      int i = e % 64;
      int j = e / 64;
      if (columnA == 1) {
        i = e / 64;
        j = e % 64;
      }
      float x = 0f;
      if (i < k && column0 + j < n) {
        x = w.get(p.get(2) + row(p, w, pair, i) * p.get(3) + (column0 + j) * columnA);
      }
      rows[i * 65 + j] = x;
    }
    c.localBarrier();
    for (int start = 0; start < k; start += 16) {
      for (int e = thread; e < 1024; e += 256) {
        int i = e % 64;
        int q = e / 64;
        float x = 0f;
        if (i < k && start + q < k) {
          x = w.get(p.get(8) + pair * p.get(9) + (start + q) * p.get(10) + i * p.get(11));
          float unit = 0f;
          if (start + q == i) {
            unit = 1f;
          }
          if (x != unit) {
            changes[0] = 1f; // whoever writes, writes this
          }
        }
        tile[q * 65 + i] = x;
      }
      c.localBarrier();
      for (int q = 0; q < 16; q++) {
        for (int i = 0; i < 4; i++) {
          float x = tile[q * 65 + ty + 16 * i];
          for (int j = 0; j < 4; j++) {
            sums[4 * i + j] = sums[4 * i + j] + x * rows[(start + q) * 65 + tx + 16 * j];
          }
        }
      }
      c.localBarrier();
    }
    for (int i = 0; i < 4; i++) {
      for (int j = 0; j < 4; j++) {
        int r = ty + 16 * i;
        int column = column0 + tx + 16 * j;
        if (r < k && column < n && changes[0] != 0f) {
          w.set(p.get(2) + row(p, w, pair, r) * p.get(3) + column * columnA, sums[4 * i + j]);
        }
      }
    }
  }

  /** The same for pairs of single rows, a thread for each column of a pair. */
  static void rotateTwo(KernelContext c, IntArray p, FloatArray s, FloatArray w) {
    int e = c.globalIdx;
    int n = p.get(1);
    int pairs = p.get(12);
    if (e < pairs * n) {
      int pair = e / n;
      int column = e - pair * n;
      if (p.get(4) != 1) {
        column = e / pairs;
        pair = e - column * pairs;
      }
      int q = p.get(8) + pair * p.get(9);
      float q00 = w.get(q);
      float q01 = w.get(q + p.get(11));
      float q10 = w.get(q + p.get(10));
      float q11 = w.get(q + p.get(10) + p.get(11));
      if (q00 != 1f || q11 != 1f || q01 != 0f || q10 != 0f) {
        int at = p.get(2) + column * p.get(4);
        int first = at + row(p, w, pair, 0) * p.get(3);
        int second = at + row(p, w, pair, 1) * p.get(3);
        float x = w.get(first);
        float y = w.get(second);
        w.set(first, q00 * x + q10 * y);
        w.set(second, q01 * x + q11 * y);
      }
    }
  }

  /** Copies blocks out of a square matrix, or back into it, a thread for each element. */
  static void blocks(KernelContext c, IntArray p, FloatArray s, FloatArray w) {
    int e = c.globalIdx;
    int k = p.get(0);
    if (e < p.get(12) * k * k) {
      int pair = e / (k * k);
      int rest = e - pair * k * k;
      int r = rest / k;
      int column = rest - r * k;
      int at = p.get(2) + row(p, w, pair, r) * p.get(3) + row(p, w, pair, column) * p.get(4);
      int small = p.get(8) + pair * p.get(9) + r * p.get(10) + column * p.get(11);
      int from = at;
      int to = small;
      if (p.get(13) != 0) {
        from = small;
        to = at;
      }
      w.set(to, w.get(from));
    }
  }
}
