package io.lanewise.nn;

import io.lanewise.Shape;
import io.lanewise.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Grouped-query heads [1]: several heads of queries share one head of keys and values. The axis of
 * the query heads is seen as two, (key heads, group), to whose second the keys broadcast; so a
 * query head h uses key head {@code h / group}.
 *
 * <p>[1] Ainslie et al., GQA, 2023, arXiv 2305.13245.
 */
final class GroupedHeads {
  private GroupedHeads() {}

  /** Whether the heads, along axis -3, are grouped. */
  static boolean of(Tensor q, Tensor k, Tensor v) {
    if (q.rank() < 3 || k.rank() < 3 || v.rank() < 3) {
      return false;
    }
    long heads = k.size(-3);
    return heads > 1
        && q.size(-3) > heads
        && q.size(-3) % heads == 0
        && (v.size(-3) == heads || v.size(-3) == 1);
  }

  /** Queries, or their mask, with the axis of heads in two. */
  static Tensor split(Tensor x, long keyHeads) {
    return x.reshape(splitShape(x.shape(), keyHeads));
  }

  static long[] splitShape(Shape shape, long keyHeads) {
    long[] sizes = Arrays.copyOf(shape.toArray(), shape.rank() + 1);
    int axis = shape.rank() - 3;
    sizes[axis] = keyHeads;
    sizes[axis + 1] = shape.size(axis) / keyHeads;
    sizes[axis + 2] = shape.size(axis + 1);
    sizes[axis + 3] = shape.size(axis + 2);
    return sizes;
  }

  /** A mask over all heads in that form. */
  static @Nullable Tensor splitMask(@Nullable Tensor mask, long keyHeads) {
    if (mask == null || mask.rank() < 3) {
      return mask;
    }
    return mask.size(-3) == 1 ? mask.unsqueeze(-3) : split(mask, keyHeads);
  }

  /** The result with its heads along one axis again. */
  static Tensor merge(Tensor result) {
    return result.reshape(mergedShape(result.shape()));
  }

  static long[] mergedShape(Shape shape) {
    long[] sizes = Arrays.copyOf(shape.toArray(), shape.rank() - 1);
    int axis = shape.rank() - 4;
    sizes[axis] = shape.size(axis) * shape.size(axis + 1);
    sizes[axis + 1] = shape.size(axis + 2);
    sizes[axis + 2] = shape.size(axis + 3);
    return sizes;
  }
}
