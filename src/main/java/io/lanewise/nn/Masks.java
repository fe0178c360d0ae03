package io.lanewise.nn;

import io.lanewise.DType;
import io.lanewise.DTypeException;
import io.lanewise.Engine;
import io.lanewise.Shape;
import io.lanewise.ShapeException;
import io.lanewise.Tensor;
import io.lanewise.internal.Internal;
import org.jspecify.annotations.Nullable;

/**
 * Which keys a query may attend to: a mask of the caller's, the causal triangle, both or neither.
 *
 * @param mask BOOL or of the scores' type, or null
 * @param causal BOOL (queries, keys), or null
 * @param shape of the scores
 */
record Masks(@Nullable Tensor mask, @Nullable Tensor causal, Shape shape) {

  /**
   * Checks a mask.
   *
   * @param operation for errors
   * @param mask of the caller's, or null
   * @param dtype type of the scores
   * @param scores their shape
   */
  static void check(String operation, @Nullable Tensor mask, DType dtype, Shape scores) {
    if (mask == null) {
      return;
    }
    if (mask.dtype() != DType.BOOL && mask.dtype() != dtype) {
      throw new DTypeException(
          operation
              + ": the mask is "
              + mask.dtype()
              + ", but must be BOOL (true: may attend) or "
              + dtype
              + " (added to the scores); cast(DType.BOOL) or cast(DType."
              + dtype
              + ") gives that");
    }
    if (!fits(mask.shape(), scores)) {
      throw new ShapeException(
          operation
              + ": the mask "
              + mask.shape()
              + " does not broadcast to the scores "
              + scores
              + ", (..., queries, keys); aligned at the last axis, sizes must agree or be 1");
    }
  }

  /**
   * Masks that have been checked.
   *
   * @param options mask and causality
   * @param scores their shape
   */
  static Masks of(AttentionOptions options, Shape scores) {
    return new Masks(options.mask(), options.causal() ? triangle(scores) : null, scores);
  }

  private static boolean fits(Shape mask, Shape scores) {
    boolean fits = mask.rank() <= scores.rank();
    for (int back = 1; fits && back <= mask.rank(); back++) {
      fits = mask.size(-back) == 1 || mask.size(-back) == scores.size(-back);
    }
    return fits;
  }

  /** True where the key's position is not after the query's; the last of both are in one place. */
  private static Tensor triangle(Shape scores) {
    double queries = (double) scores.size(-2);
    double keys = (double) scores.size(-1);
    Tensor at = Tensor.arange(DType.F64, keys - queries, keys, 1).unsqueeze(1);
    return Tensor.arange(DType.F64, 0, keys, 1).le(at);
  }

  /** Adds the mask to the scores, and makes those that are excluded -infinity. */
  void apply(Tensor scores) {
    if (mask != null && mask.dtype() == DType.BOOL) {
      exclude(mask, scores);
    } else if (mask != null) {
      scores.addInPlace(mask);
    }
    if (causal != null) {
      exclude(causal, scores);
    }
  }

  private static void exclude(Tensor allowed, Tensor scores) {
    choose(allowed, scores, Tensor.scalar(scores.dtype(), Double.NEGATIVE_INFINITY), scores);
  }

  /** Makes the rows of queries that the masks leave no key zero. */
  void clear(Tensor result) {
    boolean early = causal != null && shape.size(-2) > shape.size(-1);
    if (mask == null && !early) {
      return;
    }
    DType dtype = result.dtype();
    Tensor none = Tensor.scalar(dtype, Double.NEGATIVE_INFINITY);
    Tensor bias = mask == null ? Tensor.zeros(dtype, 1) : mask;
    if (bias.rank() == 0) {
      bias = bias.unsqueeze(0);
    }
    if (bias.dtype() == DType.BOOL) {
      bias = Tensor.where(bias, Tensor.scalar(dtype, 0), none);
    }
    if (causal != null) {
      bias = Tensor.where(causal, bias, none);
    }
    Tensor empty = bias.max(-1).eq(Double.NEGATIVE_INFINITY);
    if (empty.any()) {
      choose(empty.unsqueeze(-1), Tensor.scalar(dtype, 0), result, result);
    }
  }

  /** {@code target = condition ? a : b}, where a or b may be the target. */
  private static void choose(Tensor condition, Tensor a, Tensor b, Tensor target) {
    Internal.backend(Engine.current())
        .where(Internal.view(condition), Internal.view(a), Internal.view(b), Internal.view(target));
  }
}
