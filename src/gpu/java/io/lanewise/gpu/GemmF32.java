package io.lanewise.gpu;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * Matrix products. A group of 16 x 16 threads computes a tile of 64 x 64 numbers: it brings 16
 * columns of A and 16 rows of B at a time into local memory, and each thread keeps 4 x 4 sums in
 * registers, so that a number read from local memory is used four times, and one read from the
 * device's memory 64 times. Rows and columns of a thread are 16 apart: neighbours read neighbours.
 *
 * <p>Cost: 2 m n k flops; m n k / 32 numbers read.
 *
 * <p>p: m, n, k, places of a, b and c, strides along rows and columns of a, b and c, whether to
 * read c, place of the bias or -1, its strides along rows and columns of c, rank of the batch, its
 * sizes, strides of a, b and c, {@link Places#AXES} each, the first matrix; s: alpha, beta.
 */
final class GemmF32 {
  private GemmF32() {}

  static void gemm(KernelContext c, IntArray p, FloatArray s, FloatArray w) {
    int tx = c.localIdx;
    int ty = c.localIdy;
    int m = p.get(0);
    int n = p.get(1);
    int k = p.get(2);
    int across = (n + 63) / 64;
    int tile = c.groupIdx;
    int top = tile / across;
    int row0 = top * 64;
    int column0 = (tile - top * across) * 64;
    int batch = p.get(41) + c.groupIdz;
    int placeA = p.get(3) + Places.of(p, 17, 23, p.get(16), batch);
    int placeB = p.get(4) + Places.of(p, 17, 29, p.get(16), batch);
    int placeC = p.get(5) + Places.of(p, 17, 35, p.get(16), batch);
    int rowA = p.get(6);
    int columnA = p.get(7);
    int rowB = p.get(8);
    int columnB = p.get(9);
    float[] tileA = c.allocateFloatLocalArray(1024);
    float[] tileB = c.allocateFloatLocalArray(1024);
    float[] sums = new float[16];
    for (int i = 0; i < 16; i++) {
      sums[i] = 0f;
    }
    int thread = ty * 16 + tx;
    for (int first = 0; first < k; first += 16) {
      for (int e = thread; e < 1024; e += 256) {
        // Neighbouring threads read neighbouring numbers, along whichever axis those lie.
        int i = e % 64;
        int q = e / 64;
        if (columnA == 1) {
          i = e / 16;
          q = e % 16;
        }
        float x = 0f;
        if (row0 + i < m && first + q < k) {
          x = w.get(placeA + (row0 + i) * rowA + (first + q) * columnA);
        }
        tileA[q * 64 + i] = x;
        int j = e % 64;
        int r = e / 64;
        if (columnB != 1) {
          j = e / 16;
          r = e % 16;
        }
        float y = 0f;
        if (column0 + j < n && first + r < k) {
          y = w.get(placeB + (first + r) * rowB + (column0 + j) * columnB);
        }
        tileB[r * 64 + j] = y;
      }
      c.localBarrier();
      for (int q = 0; q < 16; q++) {
        for (int i = 0; i < 4; i++) {
          float x = tileA[q * 64 + ty + 16 * i];
          for (int j = 0; j < 4; j++) {
            sums[4 * i + j] = sums[4 * i + j] + x * tileB[q * 64 + tx + 16 * j];
          }
        }
      }
      c.localBarrier();
    }
    for (int i = 0; i < 4; i++) {
      for (int j = 0; j < 4; j++) {
        int row = row0 + ty + 16 * i;
        int column = column0 + tx + 16 * j;
        if (row < m && column < n) {
          int place = placeC + row * p.get(10) + column * p.get(11);
          float y = s.get(0) * sums[4 * i + j];
          if (p.get(12) != 0) {
            y += s.get(1) * w.get(place);
          }
          if (p.get(13) >= 0) {
            y += w.get(p.get(13) + row * p.get(14) + column * p.get(15));
          }
          w.set(place, y);
        }
      }
    }
  }
}
