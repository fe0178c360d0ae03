package io.lanewise.gpu;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.math.TornadoMath;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * Kernels of reductions. The order of a sum follows from the number of its terms alone, so strides
 * do not change bits: 64 partial sums of every 64th term, then a tree.
 *
 * <p>No loop stands in a branch that gives a value to what follows: TornadoVM 5.2 then copies the
 * loop's variable over the value of the other branch.
 *
 * <p>p of {@link #reduce}: terms, rank of the results, operation, place of the operand, its stride
 * along the axis, place of the target, terms for each group, groups for each result; then the
 * results' sizes, strides of the operand, of the target, {@link Places#AXES} each; the stride
 * between the groups of one result in the target.
 */
@SuppressWarnings({"IdentityBinaryExpression", "cast"})
final class ReduceF32 {
  private ReduceF32() {}

  static void reduce(KernelContext c, IntArray p, FloatArray s, FloatArray w) {
    int t = c.localIdx;
    int group = c.groupIdx;
    float[] parts = c.allocateFloatLocalArray(64);
    int op = p.get(2);
    int stride = p.get(4);
    int result = group / p.get(7);
    int piece = group - result * p.get(7);
    int from = piece * p.get(6);
    int to = from + p.get(6);
    if (to > p.get(0)) {
      to = p.get(0);
    }
    int place = p.get(3) + Places.of(p, 8, 14, p.get(1), result);
    // An element of this group stands in for those that a thread does not have.
    float y = term(op, w.get(place + from * stride));
    if (op == 0) {
      y = 0f;
    }
    for (int i = from + t; i < to; i += 64) {
      y = joined(op, y, term(op, w.get(place + i * stride)));
    }
    parts[t] = y;
    c.localBarrier();
    for (int half = 32; half > 0; half = half / 2) {
      if (t < half) {
        parts[t] = joined(op, parts[t], parts[t + half]);
      }
      c.localBarrier();
    }
    float found = parts[0];
    c.localBarrier();
    // The squares of numbers up to 1 neither overflow nor, where they matter, underflow.
    int last = to;
    if (!isScale(op, found)) {
      last = from;
    }
    float sum = 0f;
    for (int i = from + t; i < last; i += 64) {
      float x = w.get(place + i * stride) / found;
      sum += x * x;
    }
    parts[t] = sum;
    c.localBarrier();
    for (int half = 32; half > 0; half = half / 2) {
      if (t < half) {
        parts[t] = parts[t] + parts[t + half];
      }
      c.localBarrier();
    }
    if (isScale(op, found)) {
      found = found * ElementwiseF32.root(parts[0]);
    }
    if (op == 2) {
      found = -found;
    }
    if (t == 0) {
      w.set(p.get(5) + Places.of(p, 8, 20, p.get(1), result) + piece * p.get(26), found);
    }
  }

  /** Whether a norm has been scaled by a number: 0 and infinity are norms already, and NaN is. */
  private static boolean isScale(int op, float found) {
    return op == 3 && found - found == 0f && found > 0f;
  }

  private static float joined(int op, float y, float x) {
    float both = y + x;
    if (op != 0) {
      both = ElementwiseF32.larger(y, x);
    }
    return both;
  }

  /** What the largest is taken of: a smallest number is a largest one with the other sign. */
  private static float term(int op, float x) {
    float y = x;
    if (op == 2) {
      y = -x;
    } else if (op == 3) {
      y = TornadoMath.abs(x);
    }
    return y;
  }

  /** For few terms: p as above, with the number of results in place of the groups. */
  static void reduceShort(KernelContext c, IntArray p, FloatArray s, FloatArray w) {
    int result = c.globalIdx;
    if (result < p.get(7)) {
      int op = p.get(2);
      int terms = p.get(0);
      int stride = p.get(4);
      int place = p.get(3) + Places.of(p, 8, 14, p.get(1), result);
      float y = term(op, w.get(place));
      for (int i = 1; i < terms; i++) {
        y = joined(op, y, term(op, w.get(place + i * stride)));
      }
      int last = terms;
      if (!isScale(op, y)) {
        last = 0;
      }
      float sum = 0f;
      for (int i = 0; i < last; i++) {
        float x = w.get(place + i * stride) / y;
        sum += x * x;
      }
      if (isScale(op, y)) {
        y = y * ElementwiseF32.root(sum);
      }
      if (op == 2) {
        y = -y;
      }
      w.set(p.get(5) + Places.of(p, 8, 20, p.get(1), result), y);
    }
  }

  /**
   * Inner products of pieces of two vectors. p: terms, terms for each group, place of a, its
   * stride, place of b, its stride, place of the results.
   */
  static void innerProducts(KernelContext c, IntArray p, FloatArray s, FloatArray w) {
    int t = c.localIdx;
    int group = c.groupIdx;
    float[] parts = c.allocateFloatLocalArray(64);
    int from = group * p.get(1);
    int to = from + p.get(1);
    if (to > p.get(0)) {
      to = p.get(0);
    }
    float y = 0f;
    for (int i = from + t; i < to; i += 64) {
      y += w.get(p.get(2) + i * p.get(3)) * w.get(p.get(4) + i * p.get(5));
    }
    parts[t] = y;
    c.localBarrier();
    for (int half = 32; half > 0; half = half / 2) {
      if (t < half) {
        parts[t] = parts[t] + parts[t + half];
      }
      c.localBarrier();
    }
    if (t == 0) {
      w.set(p.get(6) + group, parts[0]);
    }
  }
}
