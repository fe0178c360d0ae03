package io.lanewise.nn;

import io.lanewise.DType;
import io.lanewise.DTypeException;
import io.lanewise.Shape;
import io.lanewise.ShapeException;
import io.lanewise.Tensor;
import java.lang.foreign.Arena;
import java.util.Arrays;

/**
 * Scaled dot-product attention [1]: {@code softmax(q k' / sqrt(d) + mask) v}, for each query a mean
 * of the values, weighted by how well the query agrees with the keys.
 *
 * <p>The plain form in three steps: scores by one matrix product, softmax over the keys with the
 * row's maximum taken out first, so that nothing overflows, and a second product with the values.
 *
 * <p><b>Shapes.</b> q (..., queries, d), k (..., keys, d), v (..., keys, dv). The leading axes,
 * batch and heads, broadcast; queries and keys may be of different number, and dv another size than
 * d. Any strides.
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
 * mask says so. NaN or infinity in a value reaches every query of its batch, excluded or not, since
 * 0 times it is NaN.
 *
 * <p><b>Accuracy</b>: the scores have the error of a product, {@code (d + 2) eps scale |q|'|k|},
 * which the exponential turns into a relative error of the weights.
 *
 * <p><b>Cost</b> for each head: {@code 2 queries keys (d + dv)} flops and {@code queries keys}
 * exponentials. Memory: the scores, {@code queries keys} elements for each head of q and k, given
 * back at the end; with a mask or causal up to as much as the mask once more.
 *
 * <p>[1] Vaswani et al., Attention Is All You Need, 2017, arXiv 1706.03762.
 */
public final class Attention {
  private static final String OP = "scaledDotProduct";

  /**
   * [TP] Bytes of scores from which on an arena gives them back at once: from there they would be
   * regions of their own, whose fresh pages cost more than closing an arena does.
   */
  private static final long LARGE = 1 << 20;

  private Attention() {}

  /**
   * Attention of all queries to all keys.
   *
   * @param q queries, shape (..., queries, d), F32 or F64
   * @param k keys, shape (..., keys, d)
   * @param v values, shape (..., keys, dv)
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
   * @param k keys, shape (..., keys, d)
   * @param v values, shape (..., keys, dv)
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
   * @param k keys, shape (..., keys, d)
   * @param v values, shape (..., keys, dv)
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
   * @param k keys, shape (..., keys, d)
   * @param v values, shape (..., keys, dv)
   * @param options mask, causality, scale
   * @return shape (..., queries, dv), the leading axes broadcast
   * @throws ShapeException if sizes do not fit or leading axes do not broadcast
   * @throws DTypeException if types differ or do not compute, or the mask is of neither type
   */
  public static Tensor scaledDotProduct(Tensor q, Tensor k, Tensor v, AttentionOptions options) {
    checkTypes(q, k, v);
    String shapes = OP + ": q " + q.shape() + ", k " + k.shape() + ", v " + v.shape();
    checkSizes(shapes, q, k, v);
    String leading = shapes + ", leading axes";
    Shape batch = leading(q).broadcast(leading(k), leading);
    Shape heads = matrix(batch, q.size(-2), k.size(-2));
    Shape result = matrix(batch.broadcast(leading(v), leading), q.size(-2), v.size(-1));
    Masks masks = Masks.of(OP, options, q.dtype(), heads);
    if (result.elements() == 0 || k.size(-2) == 0) {
      return Tensor.zeros(q.dtype(), result.toArray());
    }
    double scale = Double.isNaN(options.scale()) ? scale(q.size(-1)) : options.scale();
    if (heads.elements() < LARGE / q.dtype().bytes()) {
      return attend(q, k, v, scale, masks, Tensor.empty(q.dtype(), heads.toArray()));
    }
    try (Arena arena = Arena.ofShared()) {
      return attend(q, k, v, scale, masks, Tensor.empty(arena, q.dtype(), heads.toArray()));
    }
  }

  private static Tensor attend(
      Tensor q, Tensor k, Tensor v, double scale, Masks masks, Tensor scores) {
    Tensor.gemm(scale, q, k.transpose(), 0, scores);
    masks.apply(scores);
    scores.softmaxInto(-1, scores);
    Tensor result = scores.matmul(v);
    masks.clear(result);
    return result;
  }

  /** Without d every score is 0, whatever its factor. */
  private static double scale(long d) {
    return d == 0 ? 1 : 1 / Math.sqrt((double) d);
  }

  private static void checkTypes(Tensor q, Tensor k, Tensor v) {
    DType dtype = q.dtype();
    if (k.dtype() != dtype || v.dtype() != dtype) {
      throw new DTypeException(
          OP
              + ": q is "
              + dtype
              + ", k "
              + k.dtype()
              + ", v "
              + v.dtype()
              + ": types do not mix; cast(...) to one of them first");
    }
    if (!dtype.computes()) {
      throw new DTypeException(
          OP + ": " + dtype + " is storage only; cast(DType.F32) or cast(DType.F64) first");
    }
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
