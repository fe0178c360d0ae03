package io.lanewise.gpu;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.math.TornadoMath;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * Softmax along an axis, a group of threads for each row: the largest element, the sum of the
 * exponentials, their quotients.
 *
 * <p>p: elements of a row, rank of the other axes, nothing, place of the operand, its stride along
 * the row, place of the target, its stride along the row, nothing; then sizes, strides of the
 * operand, of the target, {@link Places#AXES} each.
 */
@SuppressWarnings({"IdentityBinaryExpression", "cast"})
final class SoftmaxF32 {
  private SoftmaxF32() {}

  static void softmax(KernelContext c, IntArray p, FloatArray s, FloatArray w) {
    int t = c.localIdx;
    int row = c.groupIdx;
    float[] parts = c.allocateFloatLocalArray(64);
    int n = p.get(0);
    int from = p.get(3) + Places.of(p, 8, 14, p.get(1), row);
    int to = p.get(5) + Places.of(p, 8, 20, p.get(1), row);
    float y = w.get(from);
    for (int i = t; i < n; i += 64) {
      y = ElementwiseF32.larger(y, w.get(from + i * p.get(4)));
    }
    parts[t] = y;
    c.localBarrier();
    for (int half = 32; half > 0; half = half / 2) {
      if (t < half) {
        parts[t] = ElementwiseF32.larger(parts[t], parts[t + half]);
      }
      c.localBarrier();
    }
    float max = parts[0];
    c.localBarrier();
    float sum = 0f;
    for (int i = t; i < n; i += 64) {
      sum += TornadoMath.exp(w.get(from + i * p.get(4)) - max);
    }
    parts[t] = sum;
    c.localBarrier();
    for (int half = 32; half > 0; half = half / 2) {
      if (t < half) {
        parts[t] = parts[t] + parts[t + half];
      }
      c.localBarrier();
    }
    // 0, or NaN if the largest element is NaN or infinite: then every element is to be NaN.
    float nothing = max - max;
    float total = parts[0] + nothing;
    for (int i = t; i < n; i += 64) {
      float x = w.get(from + i * p.get(4)) - max;
      w.set(to + i * p.get(6), TornadoMath.exp(x) / total);
    }
  }
}
