package io.lanewise.gpu;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * Singular value decompositions of a batch of small matrices, m by n with n at most 32, a group of
 * 64 threads for each.
 *
 * <p>{@link ManyQrF32} has sorted rows by size and made a triangle R, by QR with column pivoting.
 * One-sided Jacobi makes the columns of {@code R' J} orthogonal. {@code R'} and J lie under each
 * other in local memory, 64 rows and a thread for each. The lengths are the singular values, the
 * directions right vectors, and QJ left ones, whatever the rank. What else has no direction gets
 * one that is orthogonal to the others. Sorting, pivoting and Jacobi together keep the digits of
 * small values of matrices with badly scaled rows and columns [1].
 *
 * <p>What counts as orthogonal, and the scaling before, are those of {@code
 * io.lanewise.cpu.jacobi.ManySvdF32}.
 *
 * <p>p: m; n; place of the matrices, their strides along the batch, rows and columns; place of m n
 * numbers of scratch memory for each, of the counts of sweeps; place of the values, their strides
 * along the batch and from value to value; place of the left vectors or -1, their strides along the
 * batch, a vector and from vector to vector; the same four of the right ones; whether signs follow
 * the left vectors; most sweeps; place of {@link Tail}. s: cosine from which columns are rotated,
 * how large the largest element is made.
 *
 * <p>[1] Z. Drmac and K. Veselic, New fast and accurate Jacobi SVD algorithm I, SIAM J. Matrix
 * Anal. Appl. 29, 2008.
 */
@SuppressWarnings({"IdentityBinaryExpression", "cast"})
final class ManySvdF32 {
  private ManySvdF32() {}

  static void decompose(KernelContext c, IntArray p, FloatArray s, FloatArray w) {
    int t = c.localIdx;
    int item = c.groupIdx;
    float[] z = c.allocateFloatLocalArray(2080); // columns 65 apart: no conflicts of banks
    float[] lengths = c.allocateFloatLocalArray(32);
    float[] cosines = c.allocateFloatLocalArray(16);
    float[] sines = c.allocateFloatLocalArray(16);
    int[] lows = c.allocateIntLocalArray(16);
    int[] highs = c.allocateIntLocalArray(16);
    float[] parts = c.allocateFloatLocalArray(192);
    float[] open = c.allocateFloatLocalArray(1);
    int m = p.get(0);
    int n = p.get(1);
    int work = p.get(6) + item * m * n;

    int tail = Tail.of(p, item);
    int rows = tail + Tail.rows();
    int columns = tail + Tail.columns(m);
    float one = w.get(tail + Tail.scales(m, n));
    float two = w.get(tail + Tail.scales(m, n) + 1);
    int limit = ManyQrF32.number(w, tail + Tail.scales(m, n) + 2);
    int pairs = (n + 1) / 2;
    for (int e = t; e < 2 * pairs * n; e += 64) {
      int j = e / n;
      int i = e - j * n;
      float x = 0f; // also of a column that is the partner of one that is left over
      float unit = 0f;
      if (i > j) {
        x = w.get(work + j * n + i);
      }
      if (i == j) { // never in that column
        x = w.get(tail + Tail.diagonal(m, n) + j);
        unit = 1f;
      }
      z[j * 65 + i] = x;
      z[j * 65 + n + i] = unit;
    }
    c.localBarrier();

    // sweeps, four threads for the inner products of a pair
    int pair = t / 4;
    if (pair >= pairs) {
      pair = pairs - 1; // nobody reads what it finds
    }
    int height = n;
    if (p.get(11) >= 0) {
      height = 2 * n;
    }
    float inverse = 1f / s.get(0);
    int done = 0;
    for (int sweep = 1; sweep <= limit; sweep++) {
      if (t == 0) {
        open[0] = 0f;
      }
      c.localBarrier();
      for (int r = 0; r < n; r++) {
        int i = Rounds.lower(n, r, pair) * 65;
        int j = Rounds.upper(n, r, pair) * 65;
        float xx = 0f;
        float xy = 0f;
        float yy = 0f;
        for (int e = t % 4; e < n; e += 4) {
          float x = z[i + e];
          float y = z[j + e];
          xx += x * x;
          xy += x * y;
          yy += y * y;
        }
        parts[t] = xx;
        parts[64 + t] = xy;
        parts[128 + t] = yy;
        c.localBarrier();
        if (t < pairs) {
          int at = 4 * t;
          float x = parts[at] + parts[at + 1] + (parts[at + 2] + parts[at + 3]);
          at += 64;
          float product = parts[at] + parts[at + 1] + (parts[at + 2] + parts[at + 3]);
          at += 64;
          float y = parts[at] + parts[at + 1] + (parts[at + 2] + parts[at + 3]);
          float larger = x;
          float smaller = y;
          if (x < y) {
            larger = y;
            smaller = x;
          }
          float unit = 1f / larger;
          float part = product * unit;
          float quotient = smaller * unit;
          float size = part * inverse;
          float cosine = 1f;
          float sine = 0f;
          // a column without digits is left alone, and so is that of zeros
          if (size * size > quotient && smaller >= Float.MIN_NORMAL) {
            float tangent = AngleF32.tangent(1f - quotient, part);
            cosine = AngleF32.cosine(tangent);
            sine = tangent * cosine;
            if (x < y) { // a quarter turn more
              float kept = cosine;
              cosine = sine;
              sine = kept;
            }
            if (size * size > 4f * quotient) {
              open[0] = 1f; // whoever writes, writes this
            }
          }
          cosines[t] = cosine;
          sines[t] = sine;
          lows[t] = Rounds.lower(n, r, t) * 65;
          highs[t] = Rounds.upper(n, r, t) * 65;
        }
        c.localBarrier();
        if (t < height) {
          for (int k = 0; k < pairs; k++) {
            float cosine = cosines[k];
            float sine = sines[k];
            if (sine != 0f) {
              float x = z[lows[k] + t];
              float y = z[highs[k] + t];
              z[lows[k] + t] = cosine * x + sine * y;
              z[highs[k] + t] = cosine * y - sine * x;
            }
          }
        }
        c.localBarrier();
      }
      if (open[0] == 0f) {
        done = sweep;
        limit = 0;
      }
      c.localBarrier();
    }

    // values
    if (t < n) {
      float square = 0f;
      for (int i = 0; i < n; i++) {
        square += z[t * 65 + i] * z[t * 65 + i];
      }
      lengths[t] = ElementwiseF32.root(square);
    }
    c.localBarrier();
    int place = 0;
    if (t < n) {
      float value = lengths[t];
      for (int j = 0; j < t; j++) {
        if (lengths[j] >= value) {
          place++;
        }
      }
      for (int j = t + 1; j < n; j++) {
        if (lengths[j] > value) {
          place++;
        }
      }
      w.set(p.get(8) + item * p.get(9) + place * p.get(10), value * (1f / one) * (1f / two));
    }
    if (t == 0) {
      w.set(p.get(7) + item, done);
    }

    // directions; the squares of smaller columns have no digits
    float smallest = ElementwiseF32.root(Float.MIN_NORMAL / (2f * s.get(0)));
    int missing = 0;
    if (p.get(11) >= 0) {
      for (int j = 0; j < n; j++) {
        if (!(lengths[j] > smallest)) {
          missing++;
        }
      }
    }
    c.localBarrier();
    if (t < n) {
      float found = 0f;
      if (lengths[t] > smallest) {
        found = 1f;
        for (int i = 0; i < n; i++) {
          z[t * 65 + i] = z[t * 65 + i] / lengths[t];
        }
      }
      parts[t] = found;
    }
    c.localBarrier();
    for (int next = 0; next < missing; next++) {
      int column = 0;
      for (int j = n - 1; j >= 0; j--) {
        if (parts[j] == 0f) {
          column = j;
        }
      }
      if (t < n) {
        float square = 0f;
        for (int j = 0; j < n; j++) {
          square += parts[j] * z[j * 65 + t] * z[j * 65 + t];
        }
        parts[64 + t] = square;
      }
      c.localBarrier();
      int axis = 0; // the one that lies least in what there is
      for (int i = 1; i < n; i++) {
        if (parts[64 + i] < parts[64 + axis]) {
          axis = i;
        }
      }
      if (t < n) {
        float x = 0f;
        if (t == axis) {
          x = 1f;
        }
        z[column * 65 + t] = x;
      }
      c.localBarrier();
      for (int twice = 0; twice < 2; twice++) {
        if (t < n) {
          float dot = 0f;
          for (int i = 0; i < n; i++) {
            dot += z[t * 65 + i] * z[column * 65 + i];
          }
          parts[128 + t] = dot * parts[t];
        }
        c.localBarrier();
        if (t < n) {
          float x = z[column * 65 + t];
          for (int j = 0; j < n; j++) {
            x -= parts[128 + j] * z[j * 65 + t];
          }
          z[column * 65 + t] = x;
        }
        c.localBarrier();
      }
      float square = 0f;
      for (int i = 0; i < n; i++) {
        square += z[column * 65 + i] * z[column * 65 + i];
      }
      c.localBarrier();
      if (t < n) {
        z[column * 65 + t] = z[column * 65 + t] / ElementwiseF32.root(square);
      }
      if (t == 0) {
        parts[column] = 1f;
      }
      c.localBarrier();
    }

    // vectors, a thread for each: Q times J goes where it will be
    if (t < n && p.get(11) >= 0) {
      int left = p.get(11) + item * p.get(12) + place * p.get(14);
      for (int i = 0; i < m; i++) {
        float x = 0f;
        if (i < n) {
          x = z[t * 65 + n + i];
        }
        w.set(left + ManyQrF32.number(w, rows + i) * p.get(13), x);
      }
      ManyQrF32.apply(p, w, item, left, p.get(13));
      int right = p.get(15) + item * p.get(16) + place * p.get(18);
      for (int i = 0; i < n; i++) {
        w.set(right + ManyQrF32.number(w, columns + i) * p.get(17), z[t * 65 + i]);
      }
      int at = right;
      int step = p.get(17);
      int count = n;
      if (p.get(19) != 0) {
        at = left;
        step = p.get(13);
        count = m;
      }
      float sign = SignF32.of(w, at, step, count);
      SignF32.give(w, left, p.get(13), m, sign);
      SignF32.give(w, right, p.get(17), n, sign);
    }
  }
}
