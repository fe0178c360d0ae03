package io.lanewise.nn;

import io.lanewise.Shape;
import io.lanewise.Tensor;
import java.lang.foreign.Arena;

/**
 * Attention as it is defined: a product with the scale as its factor, a softmax in place, a second
 * product. For engines that have no fused form, and what that is compared with.
 *
 * <p><b>Memory</b>: the scores, queries x keys elements for each head of q and k, given back at the
 * end; with a mask or causal up to as much as the mask once more.
 */
final class ThreeSteps {
  /**
   * [TP] Bytes of scores from which on an arena gives them back at once: from there they would be
   * regions of their own, whose fresh pages cost more than closing an arena does.
   */
  private static final long LARGE = 1 << 20;

  private ThreeSteps() {}

  /**
   * Attention of operands that have been checked.
   *
   * @param q queries
   * @param k keys, of the same type
   * @param v values, of the same type
   * @param options mask and causality
   * @param scale factor of the scores
   * @param heads shape of the scores
   * @return the result
   */
  static Tensor attend(
      Tensor q, Tensor k, Tensor v, AttentionOptions options, double scale, Shape heads) {
    Masks masks = Masks.of(options, heads);
    if (heads.elements() < LARGE / q.dtype().bytes()) {
      return attend(q, k, v, scale, masks, Tensor.empty(q.dtype(), heads.toArray()));
    }
    try (Arena arena = Arena.ofShared()) {
      return attend(q, k, v, scale, masks, Tensor.empty(arena, q.dtype(), heads.toArray()));
    }
  }

  private static Tensor attend(
      Tensor q, Tensor k, Tensor v, double scale, Masks masks, Tensor scores) {
    weights(q, k, scale, masks, scores);
    Tensor result = scores.matmul(v);
    masks.clear(result);
    return result;
  }

  private static void weights(Tensor q, Tensor k, double scale, Masks masks, Tensor scores) {
    Tensor.gemm(scale, q, k.transpose(), 0, scores);
    masks.apply(scores);
    scores.softmaxInto(-1, scores);
  }

  /**
   * The gradients of operands that have been checked.
   *
   * @param g gradient of the result
   * @param q queries
   * @param k keys, of the same type
   * @param v values, of the same type
   * @param options with a scale
   * @param byQ target, with the leading axes of g
   * @param byK likewise
   * @param byV likewise
   */
  static void gradients(
      Tensor g,
      Tensor q,
      Tensor k,
      Tensor v,
      AttentionOptions options,
      Tensor byQ,
      Tensor byK,
      Tensor byV) {
    long[] sizes = g.shape().toArray();
    sizes[sizes.length - 1] = k.size(-2);
    Tensor p = Tensor.empty(g.dtype(), sizes);
    Masks masks = Masks.of(options, p.shape());
    weights(q, k, options.scale(), masks, p);
    masks.clear(p);
    p.transpose().matmulInto(g, byV);
    Tensor s = g.matmul(v.transpose());
    s.subInPlace(s.mul(p).sum(-1).unsqueeze(-1)).mulInPlace(p);
    Tensor.gemm(options.scale(), s, k, 0, byQ);
    Tensor.gemm(options.scale(), s.transpose(), q, 0, byK);
  }
}
