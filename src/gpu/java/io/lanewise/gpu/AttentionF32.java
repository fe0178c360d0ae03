package io.lanewise.gpu;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.math.TornadoMath;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * Attention in one pass [1]. A group of 16 x 16 threads computes 64 queries times 64 columns of the
 * values, for 32 keys at a time: their scores stay in local memory, where they become weights
 * relative to the largest score of the row so far, and 4 x 4 sums of each thread are multiplied by
 * what that changes. Scores never reach the device's memory.
 *
 * <p>Cost for each head: {@code 2 queries keys (d ceil(dv / 64) + dv)} flops, causal about half of
 * them; a key is read once for 64 queries.
 *
 * <p>p: queries, keys, d, dv, whether causal, kind of mask ({@value #NO_MASK}, {@value #ADDED} or
 * {@value #CHOOSES}), places of q, k, v, mask and target; strides along rows and columns of q, k,
 * v, mask, the stride along rows of the target; rank of the heads, their sizes, strides of q, k, v,
 * mask and target, {@link Places#AXES} each, the first head; s: scale, -infinity.
 *
 * <p>[1] Dao, Fu, Ermon, Rudra, Re, FlashAttention, 2022, arXiv 2205.14135.
 */
@SuppressWarnings({"IdentityBinaryExpression", "cast"})
final class AttentionF32 {
  static final int NO_MASK = 0;

  /** The mask's elements are added to the scores. */
  static final int ADDED = 1;

  /** The mask's elements are 0 where a query does not see a key. */
  static final int CHOOSES = 2;

  private AttentionF32() {}

  static void attention(KernelContext c, IntArray p, FloatArray s, FloatArray w) {
    int tx = c.localIdx;
    int ty = c.localIdy;
    int thread = ty * 16 + tx;
    int queries = p.get(0);
    int keys = p.get(1);
    int d = p.get(2);
    int row0 = c.groupIdx * 64;
    int column0 = c.groupIdy * 64;
    int head = p.get(57) + c.groupIdz;
    int placeQ = p.get(6) + Places.of(p, 21, 27, p.get(20), head);
    int placeK = p.get(7) + Places.of(p, 21, 33, p.get(20), head);
    int placeV = p.get(8) + Places.of(p, 21, 39, p.get(20), head);
    int placeMask = p.get(9) + Places.of(p, 21, 45, p.get(20), head);
    int placeTarget = p.get(10) + Places.of(p, 21, 51, p.get(20), head);
    float none = s.get(1);
    float[] tileQ = c.allocateFloatLocalArray(1024);
    float[] tileK = c.allocateFloatLocalArray(512);
    float[] tileV = c.allocateFloatLocalArray(1024);
    float[] scores = c.allocateFloatLocalArray(2112); // rows 33 apart: no conflicts of banks
    float[] largest = c.allocateFloatLocalArray(64);
    float[] total = c.allocateFloatLocalArray(64);
    float[] factor = c.allocateFloatLocalArray(64);
    float[] any = c.allocateFloatLocalArray(64);
    float[] sums = new float[16];
    float[] dots = new float[8];
    for (int i = 0; i < 16; i++) {
      sums[i] = 0f;
    }
    int mine = 0; // keys that this thread looks at where a thread has a row
    if (thread < 64) {
      mine = 32;
      largest[thread] = none;
      total[thread] = 0f;
      any[thread] = 0f;
    }
    int beyond = keys;
    int last = keys;
    if (p.get(4) != 0) {
      beyond = keys - queries; // query i sees the keys up to i + beyond
      last = row0 + 64 + beyond;
      if (last > keys) {
        last = keys;
      }
    }
    for (int start = 0; start < last; start += 32) {
      for (int i = 0; i < 8; i++) {
        dots[i] = 0f;
      }
      for (int first = 0; first < d; first += 16) {
        for (int e = thread; e < 1024; e += 256) {
          int i = e / 16;
          int q = e % 16;
          float x = 0f;
          if (row0 + i < queries && first + q < d) {
            x = w.get(placeQ + (row0 + i) * p.get(11) + (first + q) * p.get(12));
          }
          tileQ[q * 64 + i] = x;
        }
        for (int e = thread; e < 512; e += 256) {
          int j = e / 16;
          int q = e % 16;
          float x = 0f;
          if (start + j < keys && first + q < d) {
            x = w.get(placeK + (start + j) * p.get(13) + (first + q) * p.get(14));
          }
          tileK[q * 32 + j] = x;
        }
        c.localBarrier();
        for (int q = 0; q < 16; q++) {
          for (int i = 0; i < 4; i++) {
            float x = tileQ[q * 64 + ty + 16 * i];
            for (int j = 0; j < 2; j++) {
              dots[2 * i + j] = dots[2 * i + j] + x * tileK[q * 32 + tx + 16 * j];
            }
          }
        }
        c.localBarrier();
      }
      for (int i = 0; i < 4; i++) {
        for (int j = 0; j < 2; j++) {
          int row = ty + 16 * i;
          int query = row0 + row;
          int key = start + tx + 16 * j;
          float y = none;
          if (query < queries && key < keys && key <= query + beyond) {
            float mask = 1f;
            if (p.get(5) != 0) {
              mask = w.get(placeMask + query * p.get(17) + key * p.get(18));
            }
            float score = s.get(0) * dots[2 * i + j];
            float sees = mask;
            if (p.get(5) == 1) {
              score = score + mask;
              sees = 1f;
              if (mask == none) {
                sees = 0f;
              }
              y = score;
            }
            if (sees != 0f) {
              y = score;
              any[row] = 1f; // whoever writes, writes this
            }
          }
          scores[row * 33 + tx + 16 * j] = y;
        }
      }
      c.localBarrier();
      int own = thread % 64;
      float before = largest[own];
      float now = before;
      for (int j = 0; j < mine; j++) {
        now = ElementwiseF32.larger(now, scores[own * 33 + j]);
      }
      if (thread < 64) {
        float change = 1f;
        if (now != none) {
          change = TornadoMath.exp(before - now);
        }
        largest[thread] = now;
        factor[thread] = change;
      }
      c.localBarrier();
      for (int e = thread; e < 2048; e += 256) {
        int i = e / 32;
        int at = i * 33 + e % 32;
        float weight = 0f;
        if (largest[i] != none) {
          weight = TornadoMath.exp(scores[at] - largest[i]);
        }
        scores[at] = weight;
      }
      c.localBarrier();
      float sum = total[own] * factor[own];
      for (int j = 0; j < mine; j++) {
        sum += scores[own * 33 + j];
      }
      for (int i = 0; i < 4; i++) {
        for (int j = 0; j < 4; j++) {
          sums[4 * i + j] = sums[4 * i + j] * factor[ty + 16 * i];
        }
      }
      c.localBarrier(); // all have read the sums before they are written
      if (thread < 64) {
        total[thread] = sum;
      }
      for (int half = 0; half < 32; half += 16) {
        for (int e = thread; e < 1024; e += 256) {
          int key = start + half + e / 64;
          int column = column0 + e % 64;
          float x = 0f;
          if (key < keys && column < p.get(3)) {
            x = w.get(placeV + key * p.get(15) + column * p.get(16));
          }
          tileV[e] = x;
        }
        c.localBarrier();
        for (int q = 0; q < 16; q++) {
          for (int i = 0; i < 4; i++) {
            float x = scores[(ty + 16 * i) * 33 + half + q];
            for (int j = 0; j < 4; j++) {
              sums[4 * i + j] = sums[4 * i + j] + x * tileV[q * 64 + tx + 16 * j];
            }
          }
        }
        c.localBarrier();
      }
    }
    c.localBarrier();
    for (int i = 0; i < 4; i++) {
      for (int j = 0; j < 4; j++) {
        int row = ty + 16 * i;
        int column = column0 + tx + 16 * j;
        if (row0 + row < queries && column < p.get(3)) {
          float y = sums[4 * i + j] / total[row];
          if (largest[row] == none) {
            y = 0f;
            if (any[row] != 0f) {
              y = none - none; // keys it sees, whose scores are -infinity
            }
          }
          w.set(placeTarget + (row0 + row) * p.get(19) + column, y);
        }
      }
    }
  }
}
