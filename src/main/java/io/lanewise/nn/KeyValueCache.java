package io.lanewise.nn;

import static io.lanewise.Slice.all;
import static io.lanewise.Slice.range;

import io.lanewise.DType;
import io.lanewise.DTypeException;
import io.lanewise.Shape;
import io.lanewise.ShapeException;
import io.lanewise.Slice;
import io.lanewise.Tensor;
import java.util.Arrays;

/**
 * Keys and values of the positions so far, for decoding: each step computes those of the new
 * positions alone, appends them, and attends to all.
 *
 * <pre>{@code
 * KeyValueCache cache = KeyValueCache.of(DType.F32, 2048, 64, 64, batch, keyHeads);
 * Tensor y = cache.attend(q, k, v);       // q, k, v of the new positions
 * }</pre>
 *
 * <p>The memory, {@code capacity (d + dv)} elements for each index of the leading axes, is taken at
 * once. Stored as BF16 it is half of F32's, and what a step reads as well; keys are rounded to 8
 * bits then. Not safe for concurrent use.
 */
public final class KeyValueCache {
  private final Tensor keys;
  private final Tensor values;
  private long length;

  private KeyValueCache(Tensor keys, Tensor values) {
    this.keys = keys;
    this.values = values;
  }

  /**
   * An empty cache.
   *
   * @param dtype storage: F32 or F64, or BF16 or F16 for queries of F32
   * @param capacity most positions
   * @param d length of a key
   * @param dv length of a value
   * @param leading sizes of the leading axes, such as batch and heads of keys
   * @return the cache
   * @throws DTypeException if the type is not floating
   * @throws ShapeException if a size is negative
   */
  public static KeyValueCache of(DType dtype, long capacity, long d, long dv, long... leading) {
    if (!dtype.isFloating()) {
      throw new DTypeException("KeyValueCache: " + dtype + " is no floating type");
    }
    return new KeyValueCache(
        Tensor.zeros(dtype, with(leading, capacity, d)),
        Tensor.zeros(dtype, with(leading, capacity, dv)));
  }

  private static long[] with(long[] leading, long rows, long columns) {
    long[] sizes = Arrays.copyOf(leading, leading.length + 2);
    sizes[leading.length] = rows;
    sizes[leading.length + 1] = columns;
    return sizes;
  }

  /**
   * Positions that are filled.
   *
   * @return how many, from 0 to the capacity
   */
  public long length() {
    return length;
  }

  /**
   * Room for positions.
   *
   * @return how many there can be
   */
  public long capacity() {
    return keys.size(-2);
  }

  /**
   * The keys so far.
   *
   * @return a view (..., length, d) of the storage's type, which later steps do not change
   */
  public Tensor keys() {
    return rows(keys, 0, length);
  }

  /**
   * The values so far.
   *
   * @return a view (..., length, dv) of the storage's type, which later steps do not change
   */
  public Tensor values() {
    return rows(values, 0, length);
  }

  private static Tensor rows(Tensor x, long from, long to) {
    Slice[] slices = new Slice[x.rank()];
    Arrays.fill(slices, all());
    slices[x.rank() - 2] = range(from, to);
    return x.slice(slices);
  }

  /**
   * Adds positions, rounded to the storage's type.
   *
   * @param k keys, shape (..., new, d), leading axes those of the cache
   * @param v values, shape (..., new, dv)
   * @return this cache
   * @throws ShapeException if the shapes do not fit, or the capacity is exceeded; nothing is added
   *     then
   */
  public KeyValueCache append(Tensor k, Tensor v) {
    long count = k.rank() < 2 ? 0 : k.size(-2);
    check("k", k, keys, count);
    check("v", v, values, count);
    if (length + count > capacity()) {
      throw new ShapeException(
          "KeyValueCache.append: "
              + count
              + " positions after "
              + length
              + " exceed the capacity of "
              + capacity()
              + "; truncate(...) it, or create a larger one");
    }
    k.castInto(rows(keys, length, length + count));
    v.castInto(rows(values, length, length + count));
    length += count;
    return this;
  }

  private static void check(String name, Tensor x, Tensor cache, long count) {
    long[] sizes = cache.shape().toArray();
    sizes[sizes.length - 2] = count;
    Shape wanted = Shape.of(sizes);
    if (!x.shape().equals(wanted)) {
      throw new ShapeException(
          "KeyValueCache.append: "
              + name
              + " is "
              + x.shape()
              + ", but the cache "
              + cache.shape()
              + " needs "
              + wanted);
    }
  }

  /**
   * Forgets the last positions, as after a rejected guess.
   *
   * @param positions how many are kept, from 0 to the length
   * @return this cache
   * @throws IllegalArgumentException if it is another number
   */
  public KeyValueCache truncate(long positions) {
    if (positions < 0 || positions > length) {
      throw new IllegalArgumentException(
          "KeyValueCache.truncate: " + positions + " of " + length + " positions");
    }
    length = positions;
    return this;
  }

  /**
   * Appends positions and attends to all so far, causally: the last query stands at the last
   * position.
   *
   * @param q queries of the new positions, shape (..., new, d), F32 or F64; heads may be grouped as
   *     in {@link Attention}
   * @param k their keys, shape (..., new, d)
   * @param v their values, shape (..., new, dv)
   * @return shape (..., new, dv)
   * @throws ShapeException as {@link #append} and {@link Attention} do
   * @throws DTypeException as {@link Attention} does
   */
  public Tensor attend(Tensor q, Tensor k, Tensor v) {
    append(k, v);
    AttentionOptions causal = AttentionOptions.auto().withCausal(true);
    return Attention.scaledDotProduct(q, keys(), values(), causal);
  }
}
