package io.lanewise.gpu;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.math.TornadoMath;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * Jacobi's method on a batch of small symmetric matrices, of order up to 64, a group of 256 threads
 * for each. The matrix A is in local memory, Q where it will be read.
 *
 * <p>A step of the schedule has k/2 disjoint pairs. First a thread for each pair finds its angle;
 * then all threads apply them: the pairs cut A into blocks of 2 x 2, of which that of pairs i and j
 * becomes {@code J_i' B J_j}, without regard to the others. So {@code A = J'AJ} takes one pass, and
 * A stays symmetric to the bit, since blocks above the diagonal are computed and those below are
 * copies. What was annihilated is set to zero, and the diagonal to what the angle's formula says.
 *
 * <p>Angles, signs and thresholds are those of {@code io.lanewise.kernel.JacobiKernel}, but
 * computed in the type itself: many devices have no double precision, or little. That costs no
 * orthogonality, as the sine is the tangent times the cosine, whatever the tangent.
 *
 * <p>p: k; place of the matrices, their strides along the batch, rows and columns; the same four of
 * the rotations; place of the measures, their stride. s: tolerance, floor.
 */
@SuppressWarnings({"IdentityBinaryExpression", "cast"})
final class SmallJacobiF32 {
  /** Of elements smaller than this times the diagonal the sine might not be a normal number. */
  private static final float TINY = 8 * Float.MIN_NORMAL;

  private SmallJacobiF32() {}

  static void diagonalise(KernelContext c, IntArray p, FloatArray s, FloatArray w) {
    int t = c.localIdx;
    int item = c.groupIdx;
    float[] a = c.allocateFloatLocalArray(4160); // rows 65 apart: no conflicts of banks
    float[] cosines = c.allocateFloatLocalArray(32);
    float[] sines = c.allocateFloatLocalArray(32);
    float[] firsts = c.allocateFloatLocalArray(32);
    float[] seconds = c.allocateFloatLocalArray(32);
    float[] rotates = c.allocateFloatLocalArray(32);
    float[] parts = c.allocateFloatLocalArray(256);
    int k = p.get(0);
    int even = k + k % 2; // one that is left over has a partner of zeros
    int pairs = even / 2;
    int from = p.get(1) + item * p.get(2);
    int q = p.get(5) + item * p.get(6);
    for (int e = t; e < even * even; e += 256) {
      int i = e / even;
      int j = e - i * even;
      float x = 0f;
      if (i < k && j < k) {
        int row = i;
        int column = j;
        if (j < i) {
          row = j;
          column = i;
        }
        x = w.get(from + row * p.get(3) + column * p.get(4));
        float unit = 0f;
        if (i == j) {
          unit = 1f;
        }
        w.set(q + i * p.get(7) + j * p.get(8), unit);
      }
      a[i * 65 + j] = x;
    }
    c.localBarrier();
    c.globalBarrier();
    float most = 0f;
    for (int e = t; e < k * k; e += 256) {
      int i = e / k;
      int j = e - i * k;
      if (i < j) {
        float found = relative(a[i * 65 + j], a[i * 66], a[j * 66], s.get(1));
        most = ElementwiseF32.larger(most, found);
      }
    }
    parts[t] = most;
    c.localBarrier();
    for (int half = 128; half > 0; half = half / 2) {
      if (t < half) {
        parts[t] = ElementwiseF32.larger(parts[t], parts[t + half]);
      }
      c.localBarrier();
    }
    float measure = parts[0];
    if (measure > 1f) {
      measure = 1f;
    }
    int steps = 0;
    if (measure > s.get(0)) {
      steps = k;
    }
    int place = p.get(9) + item * p.get(10);
    if (t == 0 && measure > w.get(place)) {
      w.set(place, measure);
    }
    for (int r = 0; r < steps; r++) {
      if (t < pairs) {
        int i = Rounds.lower(k, r, t);
        int j = Rounds.upper(k, r, t);
        float x = a[i * 66];
        float y = a[j * 66];
        float element = a[i * 65 + j];
        float big = relative(element, x, y, s.get(1));
        float rotate = 0f;
        if (big > s.get(0)) {
          rotate = 1f;
        }
        float zeta = (0.5f * x - 0.5f * y) / element;
        float distance = TornadoMath.abs(zeta);
        float root = distance;
        if (distance < 0x1p60f) { // no overflow of the square
          root = ElementwiseF32.root(1f + zeta * zeta);
        }
        float tangent = 1f / (distance + root);
        if (zeta >= 0f) {
          tangent = -tangent;
        }
        float square = tangent * tangent;
        float hypotenuse = ElementwiseF32.root(1f + square);
        float cosine = 1f - square / (hypotenuse * (1f + hypotenuse));
        float sine = tangent * cosine;
        float shift = tangent * element;
        float first = x - shift;
        float second = y + shift;
        float co = cosine;
        float si = sine;
        float larger = first;
        float smaller = second;
        if (first < second) { // a quarter turn more
          co = sine;
          si = -cosine;
          larger = second;
          smaller = first;
        }
        cosines[t] = co;
        sines[t] = si;
        firsts[t] = larger;
        seconds[t] = smaller;
        rotates[t] = rotate;
        if (rotate == 0f) {
          cosines[t] = 1f;
          sines[t] = 0f;
        }
      }
      c.localBarrier();
      for (int e = t; e < pairs * pairs; e += 256) {
        int above = e / pairs;
        int left = e - above * pairs;
        if (above <= left && rotates[above] + rotates[left] > 0f) {
          int i = Rounds.lower(k, r, above);
          int j = Rounds.upper(k, r, above);
          int m = Rounds.lower(k, r, left);
          int n = Rounds.upper(k, r, left);
          float ca = cosines[above];
          float sa = sines[above];
          float cl = cosines[left];
          float sl = sines[left];
          float im = a[i * 65 + m];
          float in = a[i * 65 + n];
          float jm = a[j * 65 + m];
          float jn = a[j * 65 + n];
          float bim = ca * im - sa * jm;
          float bin = ca * in - sa * jn;
          float bjm = sa * im + ca * jm;
          float bjn = sa * in + ca * jn;
          im = cl * bim - sl * bin;
          in = sl * bim + cl * bin;
          jm = cl * bjm - sl * bjn;
          jn = sl * bjm + cl * bjn;
          if (above == left) {
            im = firsts[above];
            in = 0f;
            jm = 0f;
            jn = seconds[above];
          }
          a[i * 65 + m] = im;
          a[i * 65 + n] = in;
          a[j * 65 + m] = jm;
          a[j * 65 + n] = jn;
          a[m * 65 + i] = im;
          a[n * 65 + i] = in;
          a[m * 65 + j] = jm;
          a[n * 65 + j] = jn;
        }
      }
      for (int e = t; e < k * pairs; e += 256) {
        int row = e / pairs;
        int pair = e - row * pairs;
        if (rotates[pair] > 0f) {
          int i = q + row * p.get(7) + Rounds.lower(k, r, pair) * p.get(8);
          int j = q + row * p.get(7) + Rounds.upper(k, r, pair) * p.get(8);
          float x = w.get(i);
          float y = w.get(j);
          w.set(i, cosines[pair] * x - sines[pair] * y);
          w.set(j, sines[pair] * x + cosines[pair] * y);
        }
      }
      c.localBarrier();
      c.globalBarrier();
    }
    for (int e = t; e < k * k; e += 256) {
      int i = e / k;
      int j = e - i * k;
      if (i == j || k == 2) {
        w.set(from + i * p.get(3) + j * p.get(4), a[i * 65 + j]);
      }
    }
  }

  /** The size of an element beside those of the diagonal, 0 if it is left alone anyway. */
  private static float relative(float element, float x, float y, float floor) {
    float size = TornadoMath.abs(element);
    float most = TornadoMath.abs(x);
    if (TornadoMath.abs(y) > most) {
      most = TornadoMath.abs(y);
    }
    float roots = ElementwiseF32.root(TornadoMath.abs(x)) * ElementwiseF32.root(TornadoMath.abs(y));
    float found = 0f;
    if (size > floor && size > TINY * most) {
      found = size / roots;
    }
    return found;
  }
}
