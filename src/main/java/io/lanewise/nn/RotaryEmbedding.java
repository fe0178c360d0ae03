package io.lanewise.nn;

import static io.lanewise.Slice.all;
import static io.lanewise.Slice.range;

import io.lanewise.DType;
import io.lanewise.DTypeException;
import io.lanewise.ShapeException;
import io.lanewise.Slice;
import io.lanewise.Tensor;
import io.lanewise.grad.Custom;
import io.lanewise.grad.Variable;
import java.util.Arrays;
import java.util.List;

/**
 * Rotary position embedding [1]: pairs of elements of a query or key are rotated by angles
 * proportional to its position, so that the inner product of a query and a key depends on the
 * difference of their positions alone.
 *
 * <p>Pair i of d/2 is rotated by {@code position * base^(-2i/d)} radians: {@code (a cos - b sin, b
 * cos + a sin)}. Which elements are a pair is a convention, {@link Pairs}.
 *
 * <p><b>Accuracy</b>: angles, sines and cosines are computed in F64 and rounded once; the rotation
 * errs by {@code 2 eps |(a, b)|}. <b>Cost</b>: {@code 2 d} multiplications a position; the tables
 * take {@code positions d} elements, and a rotation as much temporary memory as its operand.
 *
 * <p>[1] Su et al., RoFormer, 2021, arXiv 2104.09864.
 */
public final class RotaryEmbedding {
  /** The usual base. */
  private static final double BASE = 10000;

  private final Tensor cosines;
  private final Tensor sines;
  private final Pairs pairs;

  /** Which elements are rotated together. */
  public enum Pairs {
    /** Element i and element {@code i + d/2}, as in GPT-NeoX and in most model files. */
    HALVES,
    /** Elements {@code 2i} and {@code 2i + 1}, as in the paper. */
    NEIGHBOURS
  }

  private RotaryEmbedding(Tensor cosines, Tensor sines, Pairs pairs) {
    this.cosines = cosines;
    this.sines = sines;
    this.pairs = pairs;
  }

  /**
   * Tables with base 10000, for pairs of halves.
   *
   * @param dtype F32 or F64
   * @param d length of queries and keys, even
   * @param positions how many there are at most
   * @return the embedding
   * @throws DTypeException if the type does not compute
   * @throws IllegalArgumentException if d is odd or negative, or positions negative
   */
  public static RotaryEmbedding of(DType dtype, long d, long positions) {
    return of(dtype, d, positions, BASE, Pairs.HALVES);
  }

  /**
   * Tables.
   *
   * @param dtype F32 or F64
   * @param d length of queries and keys, even
   * @param positions how many there are at most
   * @param base of the wave lengths, positive
   * @param pairs which elements are rotated together
   * @return the embedding
   * @throws DTypeException if the type does not compute
   * @throws IllegalArgumentException if d is odd or negative, positions negative, or the base not a
   *     positive number
   */
  public static RotaryEmbedding of(DType dtype, long d, long positions, double base, Pairs pairs) {
    if (!dtype.computes()) {
      throw new DTypeException("RotaryEmbedding: " + dtype + " is storage only; F32 or F64");
    }
    if (d < 0 || d % 2 != 0 || positions < 0 || !(base > 0) || Double.isInfinite(base)) {
      throw new IllegalArgumentException(
          "RotaryEmbedding: d "
              + d
              + ", positions "
              + positions
              + ", base "
              + base
              + ": d must be even, positions not negative, the base a positive number");
    }
    Tensor angles = Tensor.empty(DType.F64, positions, d / 2);
    for (long i = 0; i < d / 2; i++) {
      double frequency = StrictMath.pow(base, -2.0 * (double) i / (double) d);
      Tensor.arange(DType.F64, 0, (double) positions, 1)
          .mulInto(frequency, angles.slice(all(), Slice.at(i)));
    }
    return new RotaryEmbedding(angles.cos().cast(dtype), angles.sin().cast(dtype), pairs);
  }

  /**
   * Rotates.
   *
   * @param x queries or keys, shape (..., sequence, d), of this type
   * @param first position of the first
   * @return a new tensor of that shape
   * @throws ShapeException if the last axis is not d, or positions exceed the tables
   * @throws DTypeException if the type differs
   */
  public Tensor rotate(Tensor x, long first) {
    check(x, first);
    return rotateInPlace(x.copy(), first);
  }

  /**
   * Rotates, to be differentiated: gradients are rotated back.
   *
   * @param x queries or keys, shape (..., sequence, d), of this type
   * @param first position of the first
   * @return a new variable of that shape
   * @throws ShapeException if the last axis is not d, or positions exceed the tables
   * @throws DTypeException if the type differs
   */
  public Variable rotate(Variable x, long first) {
    RotaryEmbedding back = new RotaryEmbedding(cosines, sines.neg(), pairs);
    return Custom.of("rotate", rotate(x.value(), first), g -> List.of(back.rotate(g, first)), x);
  }

  /**
   * Rotates in place.
   *
   * @param x queries or keys, shape (..., sequence, d), of this type; changed
   * @param first position of the first
   * @return x
   * @throws ShapeException if the last axis is not d, or positions exceed the tables
   * @throws DTypeException if the type differs
   */
  public Tensor rotateInPlace(Tensor x, long first) {
    check(x, first);
    long d = x.size(-1);
    boolean halves = pairs == Pairs.HALVES;
    Tensor a = columns(x, halves ? range(0, d / 2) : range(0, d, 2));
    Tensor b = columns(x, halves ? range(d / 2, d) : range(1, d, 2));
    Tensor cosine = cosines.slice(range(first, first + x.size(-2)));
    Tensor sine = sines.slice(range(first, first + x.size(-2)));
    Tensor fromA = a.mul(sine);
    Tensor fromB = b.mul(sine);
    a.mulInPlace(cosine).subInPlace(fromB);
    b.mulInPlace(cosine).addInPlace(fromA);
    return x;
  }

  private static Tensor columns(Tensor x, Slice which) {
    Slice[] slices = new Slice[x.rank()];
    Arrays.fill(slices, all());
    slices[x.rank() - 1] = which;
    return x.slice(slices);
  }

  private void check(Tensor x, long first) {
    if (x.dtype() != cosines.dtype()) {
      throw new DTypeException(
          "RotaryEmbedding: x is " + x.dtype() + ", the tables are " + cosines.dtype());
    }
    if (x.rank() < 2 || x.size(-1) != 2 * cosines.size(1)) {
      throw new ShapeException(
          "RotaryEmbedding: x is "
              + x.shape()
              + ", but must be (..., sequence, "
              + 2 * cosines.size(1)
              + ")");
    }
    if (first < 0 || first + x.size(-2) > cosines.size(0)) {
      throw new ShapeException(
          "RotaryEmbedding: "
              + x.size(-2)
              + " positions from "
              + first
              + " exceed the tables' "
              + cosines.size(0));
    }
  }
}
