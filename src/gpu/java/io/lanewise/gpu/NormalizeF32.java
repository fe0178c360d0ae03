package io.lanewise.gpu;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * Layer norm and RMS norm, a group of threads for each row: the mean, the mean square of what is
 * left, the quotients. The order of the sums is that of {@link ReduceF32}.
 *
 * <p>p: elements of a row, rank of the other axes, whether the mean is taken out, place of the
 * operand, its stride along the row, place of the target, its stride along the row, nothing; then
 * sizes, strides of the operand, of the target, {@link Places#AXES} each; place of the weight or
 * -1, its stride, place of the bias or -1, its stride; s: epsilon.
 */
final class NormalizeF32 {
  private NormalizeF32() {}

  static void normalizeRows(KernelContext c, IntArray p, FloatArray s, FloatArray w) {
    int t = c.localIdx;
    int row = c.groupIdx;
    float[] parts = c.allocateFloatLocalArray(64);
    int n = p.get(0);
    int from = p.get(3) + Places.of(p, 8, 14, p.get(1), row);
    int to = p.get(5) + Places.of(p, 8, 20, p.get(1), row);
    int terms = 0;
    if (p.get(2) != 0) {
      terms = n;
    }
    float sum = 0f;
    for (int i = t; i < terms; i += 64) {
      sum += w.get(from + i * p.get(4));
    }
    parts[t] = sum;
    c.localBarrier();
    for (int half = 32; half > 0; half = half / 2) {
      if (t < half) {
        parts[t] = parts[t] + parts[t + half];
      }
      c.localBarrier();
    }
    float mean = parts[0] / n;
    c.localBarrier();
    float squares = 0f;
    for (int i = t; i < n; i += 64) {
      float x = w.get(from + i * p.get(4)) - mean;
      squares += x * x;
    }
    parts[t] = squares;
    c.localBarrier();
    for (int half = 32; half > 0; half = half / 2) {
      if (t < half) {
        parts[t] = parts[t] + parts[t + half];
      }
      c.localBarrier();
    }
    float spread = ElementwiseF32.root(parts[0] / n + s.get(0));
    for (int i = t; i < n; i += 64) {
      float y = (w.get(from + i * p.get(4)) - mean) / spread;
      if (p.get(26) >= 0) {
        y = y * w.get(p.get(26) + i * p.get(27));
      }
      if (p.get(28) >= 0) {
        y = y + w.get(p.get(28) + i * p.get(29));
      }
      w.set(to + i * p.get(6), y);
    }
  }
}
