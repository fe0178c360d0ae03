package io.lanewise.nn;

import io.lanewise.DType;
import io.lanewise.DTypeException;
import io.lanewise.Engine;
import io.lanewise.Shape;
import io.lanewise.ShapeException;
import io.lanewise.Tensor;
import io.lanewise.grad.Variable;
import io.lanewise.internal.Internal;
import java.util.Arrays;

/**
 * Scaled dot-product attention [1]: {@code softmax(q k' / sqrt(d) + mask) v}, for each query a mean
 * of the values, weighted by how well the query agrees with the keys.
 *
 * <p>In one pass over the keys, block by block, with the row's maximum so far taken out of the
 * exponentials, so that nothing overflows; the scores never leave the cache [2].
 *
 * <p><b>Shapes.</b> q (..., queries, d), k (..., keys, d), v (..., keys, dv). The leading axes,
 * batch and heads, broadcast; queries and keys may be of different number, and dv another size than
 * d. Any strides. <b>Grouped-query heads</b>: along axis -3 q may have a multiple of the heads of k
 * and v; with g times as many, query head h uses key head {@code h / g}.
 *
 * <p><b>Types.</b> F32 or F64, all the same; beside F32 queries, keys and values may be BF16 or
 * F16, which are widened block by block.
 *
 * <p><b>Masks.</b> A BOOL mask is true where a query may attend to a key; what it excludes has no
 * weight, whatever its score. A mask of the operands' type is added to the scores: -infinity
 * excludes. Masks broadcast to the shape of the scores, (..., queries, keys), whose leading axes
 * are those of q and k.
 *
 * <p><b>Causal</b>: the last query stands at the position of the last key, so query i sees the keys
 * up to {@code i + keys - queries}. With equal numbers that is the lower triangle. With fewer
 * queries than keys it is what decoding with a cache of earlier keys needs: one new query sees all
 * of them. (PyTorch's {@code is_causal} aligns the first query with the first key; there that query
 * would see one key.)
 *
 * <p><b>A query that the masks leave no key</b> gets zeros. NaN in its query or in a key that it
 * may attend to gives a row of NaN, as does a score of +infinity, or of -infinity alone where no
 * mask says so. NaN or infinity in a value may reach every query of its batch, excluded or not,
 * since 0 times it is NaN.
 *
 * <p><b>Accuracy</b>: the scores have the error of a product, {@code (d + 2) eps scale |q|'|k|},
 * which the exponential turns into a relative error of the weights.
 *
 * <p><b>Cost</b> for each head: {@code 2 queries keys (d + dv)} flops and {@code queries keys}
 * exponentials; causal about half of them. Memory: 1 to 2 MB for each thread, whatever the lengths.
 *
 * <p>[1] Vaswani et al., Attention Is All You Need, 2017, arXiv 1706.03762.
 *
 * <p>[2] Dao et al., FlashAttention, 2022, arXiv 2205.14135.
 */
public final class Attention {
  private static final String OP = "scaledDotProduct";

  private Attention() {}

  /**
   * Attention of all queries to all keys.
   *
   * @param q queries, shape (..., queries, d), F32 or F64
   * @param k keys, shape (..., keys, d), of q's type, or BF16 or F16 where that is F32
   * @param v values, shape (..., keys, dv), likewise
   * @return shape (..., queries, dv), the leading axes broadcast
   * @throws ShapeException if sizes do not fit or leading axes do not broadcast
   * @throws DTypeException if types differ or do not compute
   */
  public static Tensor scaledDotProduct(Tensor q, Tensor k, Tensor v) {
    return scaledDotProduct(q, k, v, AttentionOptions.auto());
  }

  /**
   * Attention with a mask.
   *
   * @param q queries, shape (..., queries, d), F32 or F64
   * @param k keys, shape (..., keys, d), of q's type, or BF16 or F16 where that is F32
   * @param v values, shape (..., keys, dv), likewise
   * @param mask BOOL, true where a query may attend to a key, or of q's type, added to the scores;
   *     broadcast to (..., queries, keys)
   * @return shape (..., queries, dv), the leading axes broadcast
   * @throws ShapeException if sizes do not fit or leading axes do not broadcast
   * @throws DTypeException if types differ or do not compute, or the mask is of neither type
   */
  public static Tensor scaledDotProduct(Tensor q, Tensor k, Tensor v, Tensor mask) {
    return scaledDotProduct(q, k, v, AttentionOptions.auto().withMask(mask));
  }

  /**
   * Attention with a mask, or causal, or both: a key must pass both. {@code
   * AttentionOptions.auto().withCausal(true)} is causal without another mask.
   *
   * @param q queries, shape (..., queries, d), F32 or F64
   * @param k keys, shape (..., keys, d), of q's type, or BF16 or F16 where that is F32
   * @param v values, shape (..., keys, dv), likewise
   * @param mask BOOL, true where a query may attend to a key, or of q's type, added to the scores;
   *     broadcast to (..., queries, keys)
   * @param causal whether query i attends to the keys up to {@code i + keys - queries} only
   * @return shape (..., queries, dv), the leading axes broadcast
   * @throws ShapeException if sizes do not fit or leading axes do not broadcast
   * @throws DTypeException if types differ or do not compute, or the mask is of neither type
   */
  public static Tensor scaledDotProduct(Tensor q, Tensor k, Tensor v, Tensor mask, boolean causal) {
    return scaledDotProduct(q, k, v, AttentionOptions.auto().withMask(mask).withCausal(causal));
  }

  /**
   * Attention with options.
   *
   * @param q queries, shape (..., queries, d), F32 or F64
   * @param k keys, shape (..., keys, d), of q's type, or BF16 or F16 where that is F32
   * @param v values, shape (..., keys, dv), likewise
   * @param options mask, causality, scale
   * @return shape (..., queries, dv), the leading axes broadcast
   * @throws ShapeException if sizes do not fit or leading axes do not broadcast
   * @throws DTypeException if types differ or do not compute, or the mask is of neither type
   */
  public static Tensor scaledDotProduct(Tensor q, Tensor k, Tensor v, AttentionOptions options) {
    checkTypes(q, k, v);
    String shapes = OP + ": q " + q.shape() + ", k " + k.shape() + ", v " + v.shape();
    checkSizes(shapes, q, k, v);
    if (!GroupedHeads.of(q, k, v)) {
      return attend(shapes + ", leading axes", q, k, v, options);
    }
    long keyHeads = k.size(-3);
    Tensor mask = options.mask();
    if (mask != null) {
      Masks.check(OP, mask, q.dtype(), matrix(leading(q), q.size(-2), k.size(-2)));
    }
    Tensor result =
        attend(
            shapes + ", leading axes with heads in groups",
            GroupedHeads.split(q, keyHeads),
            k.unsqueeze(-3),
            v.unsqueeze(-3),
            options.withMask(GroupedHeads.splitMask(mask, keyHeads)));
    return GroupedHeads.merge(result);
  }

  /**
   * Attention that can be differentiated, any number of times. The backward pass computes the
   * weights again, block by block, instead of keeping them; it takes {@code 10 queries keys d}
   * flops for each head, causal about half of them.
   *
   * @param q queries, shape (..., queries, d), F32 or F64
   * @param k keys, shape (..., keys, d), of q's type, or a constant of BF16 or F16 where that is
   *     F32
   * @param v values, shape (..., keys, dv), likewise
   * @param options mask, causality, scale; the mask has no derivative
   * @return shape (..., queries, dv), the leading axes broadcast
   * @throws ShapeException if sizes do not fit or leading axes do not broadcast
   * @throws DTypeException if types differ or do not compute
   */
  public static Variable scaledDotProduct(
      Variable q, Variable k, Variable v, AttentionOptions options) {
    Tensor value = scaledDotProduct(q.value(), k.value(), v.value(), options);
    return AttentionGradient.record(value, q, k, v, options.withScale(scale(options, q.value())));
  }

  private static Tensor attend(
      String leading, Tensor q, Tensor k, Tensor v, AttentionOptions options) {
    Shape batch = leading(q).broadcast(leading(k), leading);
    Shape heads = matrix(batch, q.size(-2), k.size(-2));
    Shape result = matrix(batch.broadcast(leading(v), leading), q.size(-2), v.size(-1));
    Masks.check(OP, options.mask(), q.dtype(), heads);
    if (result.elements() == 0 || k.size(-2) == 0) {
      return Tensor.zeros(q.dtype(), result.toArray());
    }
    double scale = scale(options, q);
    Tensor target = Tensor.empty(q.dtype(), result.toArray());
    return fused(q, k, v, options, scale, target)
        ? target
        : ThreeSteps.attend(q, wide(k, q), wide(v, q), options, scale, heads);
  }

  static Tensor wide(Tensor x, Tensor like) {
    return x.dtype() == like.dtype() ? x : x.cast(like.dtype());
  }

  private static boolean fused(
      Tensor q, Tensor k, Tensor v, AttentionOptions options, double scale, Tensor target) {
    Tensor mask = options.mask();
    return Internal.backend(Engine.current())
        .attention(
            Internal.view(q),
            Internal.view(k),
            Internal.view(v),
            mask == null ? null : Internal.view(mask),
            options.causal(),
            scale,
            Internal.view(target));
  }

  /** Without d every score is 0, whatever its factor. */
  static double scale(AttentionOptions options, Tensor q) {
    double d = (double) Math.max(1, q.size(-1));
    return Double.isNaN(options.scale()) ? 1 / Math.sqrt(d) : options.scale();
  }

  private static void checkTypes(Tensor q, Tensor k, Tensor v) {
    DType dtype = q.dtype();
    if (!dtype.computes()) {
      throw new DTypeException(
          OP
              + ": q is "
              + dtype
              + ", which is storage only; cast(DType.F32) or cast(DType.F64) first");
    }
    if (!mayStand(k, dtype) || !mayStand(v, dtype)) {
      throw new DTypeException(
          OP
              + ": q is "
              + dtype
              + ", k "
              + k.dtype()
              + ", v "
              + v.dtype()
              + ": types do not mix, except that k and v may be BF16 or F16 where q is F32;"
              + " cast(...) to one of them first");
    }
  }

  private static boolean mayStand(Tensor x, DType dtype) {
    return x.dtype() == dtype
        || (dtype == DType.F32 && (x.dtype() == DType.BF16 || x.dtype() == DType.F16));
  }

  private static void checkSizes(String shapes, Tensor q, Tensor k, Tensor v) {
    if (q.rank() < 2 || k.rank() < 2 || v.rank() < 2) {
      throw new ShapeException(
          shapes
              + ": each needs rank 2 or more, (..., sequence, d); unsqueeze(0) makes a vector one"
              + " row");
    }
    if (q.size(-1) != k.size(-1)) {
      throw new ShapeException(
          shapes
              + ": the last axes of q and k have sizes "
              + q.size(-1)
              + " and "
              + k.size(-1)
              + ", but queries and keys must be of one length d");
    }
    if (k.size(-2) != v.size(-2)) {
      throw new ShapeException(
          shapes
              + ": "
              + k.size(-2)
              + " keys and "
              + v.size(-2)
              + " values along axis -2; each key has one value");
    }
  }

  private static Shape leading(Tensor x) {
    return Shape.of(Arrays.copyOf(x.shape().toArray(), x.rank() - 2));
  }

  private static Shape matrix(Shape leading, long rows, long columns) {
    long[] sizes = Arrays.copyOf(leading.toArray(), leading.rank() + 2);
    sizes[leading.rank()] = rows;
    sizes[leading.rank() + 1] = columns;
    return Shape.of(sizes);
  }
}
