package io.lanewise.gpu;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.math.TornadoMath;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * Eigendecompositions of a batch of small symmetric matrices, of order up to 32, a group of 64
 * threads for each. A and V are in local memory from the first to the last sweep.
 *
 * <p>Steps are those of {@link SmallJacobiF32}: a thread for each pair finds its angle, then blocks
 * of 2 x 2 are rotated from both sides. What counts as zero, and the scaling before it, are those
 * of {@code io.lanewise.cpu.jacobi.ManyEigenF32}.
 *
 * <p>p: n; most sweeps; place of the matrices, their strides along the batch, rows and columns;
 * place of the counts of sweeps; one unused; place of the values, their strides along the batch and
 * from value to value; place of the vectors or -1, their strides along the batch, a vector and from
 * vector to vector. s: tolerance, how large the largest element is made, epsilon.
 */
@SuppressWarnings({"IdentityBinaryExpression", "cast"})
final class ManyEigenF32 {
  private ManyEigenF32() {}

  static void decompose(KernelContext c, IntArray p, FloatArray s, FloatArray w) {
    int t = c.localIdx;
    int item = c.groupIdx;
    float[] a = c.allocateFloatLocalArray(1056); // rows 33 apart: no conflicts of banks
    float[] v = c.allocateFloatLocalArray(1056); // columns 33 apart
    float[] cosines = c.allocateFloatLocalArray(16);
    float[] sines = c.allocateFloatLocalArray(16);
    float[] firsts = c.allocateFloatLocalArray(16);
    float[] seconds = c.allocateFloatLocalArray(16);
    float[] rotates = c.allocateFloatLocalArray(16);
    float[] parts = c.allocateFloatLocalArray(128);
    float[] open = c.allocateFloatLocalArray(1);
    int n = p.get(0);
    int even = n + n % 2; // one that is left over has a partner of zeros
    int pairs = even / 2;
    int from = p.get(2) + item * p.get(3);
    float most = 0f;
    float crooked = 0f;
    for (int e = t; e < even * even; e += 64) {
      int i = e / even;
      int j = e - i * even;
      float x = 0f;
      float unit = 0f;
      if (i < n && j < n) {
        x = w.get(from + i * p.get(4) + j * p.get(5));
        float y = w.get(from + j * p.get(4) + i * p.get(5));
        most = ElementwiseF32.larger(most, TornadoMath.abs(x));
        crooked = ElementwiseF32.larger(crooked, TornadoMath.abs(x - y));
        if (x != y) {
          x = 0.5f * x + 0.5f * y;
        }
        if (i == j) {
          unit = 1f;
        }
      }
      a[i * 33 + j] = x;
      v[j * 33 + i] = unit;
    }
    parts[t] = most;
    parts[64 + t] = crooked;
    c.localBarrier();
    for (int half = 32; half > 0; half = half / 2) {
      if (t < half) {
        parts[t] = ElementwiseF32.larger(parts[t], parts[t + half]);
        parts[64 + t] = ElementwiseF32.larger(parts[64 + t], parts[64 + t + half]);
      }
      c.localBarrier();
    }
    most = parts[0];
    int limit = 0; // of those that are not taken
    if (most - most == 0f && parts[64] <= 8f * n * s.get(2) * most) {
      limit = p.get(1);
    }
    if (limit == 0) {
      most = 0f;
    }
    if (most == 0f) {
      most = s.get(1); // needs no scaling
    }
    float one = ScaleF32.first(most, s.get(1));
    float two = ScaleF32.second(most, one, s.get(1));
    for (int e = t; e < even * even; e += 64) {
      int i = e / even;
      int j = e - i * even;
      float x = a[i * 33 + j] * one * two;
      if (limit == 0) {
        x = 0f;
      }
      a[i * 33 + j] = x;
    }
    c.localBarrier();
    float inverse = 1f / s.get(0);
    float floor = Float.MIN_NORMAL / s.get(2); // what is smaller has no accuracy to keep
    int done = 0;
    for (int sweep = 1; sweep <= limit; sweep++) {
      if (t == 0) {
        open[0] = 0f;
      }
      c.localBarrier();
      for (int r = 0; r < n; r++) {
        if (t < pairs) {
          int i = Rounds.lower(n, r, t);
          int j = Rounds.upper(n, r, t);
          float x = a[i * 34];
          float y = a[j * 34];
          float element = a[i * 33 + j];
          float size = TornadoMath.abs(element);
          float unit = size;
          if (TornadoMath.abs(x) > unit) {
            unit = TornadoMath.abs(x);
          }
          if (TornadoMath.abs(y) > unit) {
            unit = TornadoMath.abs(y);
          }
          unit = 1f / unit;
          float part = element * unit;
          float relative = part * inverse;
          float product = x * unit * (y * unit);
          float rotate = 0f;
          if (relative * relative > TornadoMath.abs(product) && size > floor) {
            rotate = 1f;
            open[0] = 1f; // whoever writes, writes this
          }
          float tangent = AngleF32.tangent(TornadoMath.abs(x * unit - y * unit), part);
          float cosine = AngleF32.cosine(tangent);
          float sine = tangent * cosine;
          float shift = tangent * element;
          float co = cosine;
          float si = sine;
          float larger = x;
          float smaller = y;
          if (x < y) { // a quarter turn more
            co = sine;
            si = cosine;
            larger = y;
            smaller = x;
          }
          if (rotate == 0f) {
            co = 1f;
            si = 0f;
          }
          cosines[t] = co;
          sines[t] = si;
          firsts[t] = larger + shift;
          seconds[t] = smaller - shift;
          rotates[t] = rotate;
        }
        c.localBarrier();
        for (int e = t; e < pairs * pairs; e += 64) {
          int above = e / pairs;
          int left = e - above * pairs;
          if (above <= left && rotates[above] + rotates[left] > 0f) {
            int i = Rounds.lower(n, r, above);
            int j = Rounds.upper(n, r, above);
            int k = Rounds.lower(n, r, left);
            int l = Rounds.upper(n, r, left);
            float ca = cosines[above];
            float sa = sines[above];
            float cl = cosines[left];
            float sl = sines[left];
            float ik = a[i * 33 + k];
            float il = a[i * 33 + l];
            float jk = a[j * 33 + k];
            float jl = a[j * 33 + l];
            float upK = ca * ik + sa * jk;
            float upL = ca * il + sa * jl;
            float downK = ca * jk - sa * ik;
            float downL = ca * jl - sa * il;
            ik = cl * upK + sl * upL;
            il = cl * upL - sl * upK;
            jk = cl * downK + sl * downL;
            jl = cl * downL - sl * downK;
            if (above == left) {
              ik = firsts[above];
              il = 0f;
              jk = 0f;
              jl = seconds[above];
            }
            a[i * 33 + k] = ik;
            a[i * 33 + l] = il;
            a[j * 33 + k] = jk;
            a[j * 33 + l] = jl;
            a[k * 33 + i] = ik;
            a[l * 33 + i] = il;
            a[k * 33 + j] = jk;
            a[l * 33 + j] = jl;
          }
        }
        for (int e = t; e < n * pairs; e += 64) {
          int pair = e / n;
          int row = e - pair * n;
          if (rotates[pair] > 0f) {
            int i = Rounds.lower(n, r, pair) * 33 + row;
            int j = Rounds.upper(n, r, pair) * 33 + row;
            float x = v[i];
            float y = v[j];
            v[i] = cosines[pair] * x + sines[pair] * y;
            v[j] = cosines[pair] * y - sines[pair] * x;
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
    if (t < n) {
      float value = a[t * 34];
      int place = 0;
      for (int j = 0; j < t; j++) {
        if (a[j * 34] >= value) {
          place++;
        }
      }
      for (int j = t + 1; j < n; j++) {
        if (a[j * 34] > value) {
          place++;
        }
      }
      w.set(p.get(8) + item * p.get(9) + place * p.get(10), value * (1f / one) * (1f / two) + 0f);
      if (p.get(11) >= 0) {
        int to = p.get(11) + item * p.get(12) + place * p.get(14);
        for (int j = 0; j < n; j++) {
          w.set(to + j * p.get(13), v[t * 33 + j]);
        }
        SignF32.give(w, to, p.get(13), n, SignF32.of(w, to, p.get(13), n));
      }
    }
    if (t == 0) {
      w.set(p.get(6) + item, done);
    }
  }
}
