package io.lanewise.nn;

import io.lanewise.DTypeException;
import io.lanewise.Engine;
import io.lanewise.Shape;
import io.lanewise.ShapeException;
import io.lanewise.Tensor;
import io.lanewise.backend.Backend;
import io.lanewise.grad.Variable;
import io.lanewise.internal.Internal;
import org.jspecify.annotations.Nullable;

/**
 * Layer norm [1] and RMS norm [2] of rows, the last axis of a tensor. Each row is read once and
 * written once; in between it stays in cache.
 *
 * <p><b>Accuracy</b>: the mean has the error of a sum, and is taken out before squares are summed;
 * then three roundings for each element, one less without weight and bias each. The sum of squares
 * of a row must not overflow its type. NaN and infinity make their row NaN.
 *
 * <p><b>Cost</b>: the memory traffic of a copy, as long as a row fits into the second-level cache.
 *
 * <p>[1] Ba, Kiros, Hinton, Layer Normalization, 2016, arXiv 1607.06450. [2] Zhang, Sennrich, Root
 * Mean Square Layer Normalization, 2019, arXiv 1910.07467.
 */
@SuppressWarnings("exports") // @Nullable is for tools; users of the library need no JSpecify
public final class Normalization {
  private Normalization() {}

  /**
   * {@code (x - mean) / sqrt(variance + epsilon) * weight + bias} for each row.
   *
   * @param x shape (..., n), F32 or F64
   * @param weight shape (n), or null for ones
   * @param bias shape (n), or null for zeros
   * @param epsilon added to the variance, such as 1e-5
   * @return a new tensor of x's shape
   * @throws ShapeException if x has rank 0, or weight or bias another shape
   * @throws DTypeException if types differ or do not compute
   * @throws IllegalArgumentException if epsilon is negative or NaN
   */
  public static Tensor layerNorm(
      Tensor x, @Nullable Tensor weight, @Nullable Tensor bias, double epsilon) {
    check("layerNorm", x, weight, bias, epsilon);
    Tensor dst = Tensor.empty(x.dtype(), x.shape().toArray());
    return normalize(x, true, epsilon, weight, bias, dst);
  }

  /**
   * {@link #layerNorm} into an existing tensor, which may be x.
   *
   * @param x shape (..., n), F32 or F64
   * @param weight shape (n), or null for ones
   * @param bias shape (n), or null for zeros
   * @param epsilon added to the variance
   * @param dst where the result goes: of x's type and shape
   * @return dst
   * @throws ShapeException as {@link #layerNorm}, or if dst does not fit
   * @throws DTypeException if types differ or do not compute
   * @throws IllegalArgumentException if epsilon is negative or NaN, or dst read-only
   */
  public static Tensor layerNormInto(
      Tensor x, @Nullable Tensor weight, @Nullable Tensor bias, double epsilon, Tensor dst) {
    check("layerNormInto", x, weight, bias, epsilon);
    target("layerNormInto", x, dst);
    return normalize(x, true, epsilon, weight, bias, dst);
  }

  /**
   * {@code x / sqrt(mean of squares + epsilon) * weight} for each row.
   *
   * @param x shape (..., n), F32 or F64
   * @param weight shape (n), or null for ones
   * @param epsilon added to the mean of squares, such as 1e-5
   * @return a new tensor of x's shape
   * @throws ShapeException if x has rank 0, or the weight another shape
   * @throws DTypeException if types differ or do not compute
   * @throws IllegalArgumentException if epsilon is negative or NaN
   */
  public static Tensor rmsNorm(Tensor x, @Nullable Tensor weight, double epsilon) {
    check("rmsNorm", x, weight, null, epsilon);
    Tensor dst = Tensor.empty(x.dtype(), x.shape().toArray());
    return normalize(x, false, epsilon, weight, null, dst);
  }

  /**
   * {@link #rmsNorm} into an existing tensor, which may be x.
   *
   * @param x shape (..., n), F32 or F64
   * @param weight shape (n), or null for ones
   * @param epsilon added to the mean of squares
   * @param dst where the result goes: of x's type and shape
   * @return dst
   * @throws ShapeException as {@link #rmsNorm}, or if dst does not fit
   * @throws DTypeException if types differ or do not compute
   * @throws IllegalArgumentException if epsilon is negative or NaN, or dst read-only
   */
  public static Tensor rmsNormInto(Tensor x, @Nullable Tensor weight, double epsilon, Tensor dst) {
    check("rmsNormInto", x, weight, null, epsilon);
    target("rmsNormInto", x, dst);
    return normalize(x, false, epsilon, weight, null, dst);
  }

  /**
   * {@link #layerNorm(Tensor, Tensor, Tensor, double)} that can be differentiated, any number of
   * times. The backward pass reads each row once, as the forward one does, and keeps nothing but x.
   *
   * @param x shape (..., n), F32 or F64
   * @param weight shape (n), or null for ones
   * @param bias shape (n), or null for zeros
   * @param epsilon added to the variance, such as 1e-5
   * @return a new variable of x's shape
   * @throws ShapeException if x has rank 0, or weight or bias another shape
   * @throws DTypeException if types differ or do not compute
   * @throws IllegalArgumentException if epsilon is negative or NaN
   */
  public static Variable layerNorm(
      Variable x, @Nullable Variable weight, @Nullable Variable bias, double epsilon) {
    Tensor gain = weight == null ? null : weight.value();
    Tensor shift = bias == null ? null : bias.value();
    Tensor value = layerNorm(x.value(), gain, shift, epsilon);
    return NormalizationGradient.record(value, x, true, epsilon, weight, bias);
  }

  /**
   * {@link #rmsNorm(Tensor, Tensor, double)} that can be differentiated, likewise.
   *
   * @param x shape (..., n), F32 or F64
   * @param weight shape (n), or null for ones
   * @param epsilon added to the mean of squares, such as 1e-5
   * @return a new variable of x's shape
   * @throws ShapeException if x has rank 0, or the weight another shape
   * @throws DTypeException if types differ or do not compute
   * @throws IllegalArgumentException if epsilon is negative or NaN
   */
  public static Variable rmsNorm(Variable x, @Nullable Variable weight, double epsilon) {
    Tensor value = rmsNorm(x.value(), weight == null ? null : weight.value(), epsilon);
    return NormalizationGradient.record(value, x, false, epsilon, weight, null);
  }

  private static Tensor normalize(
      Tensor x,
      boolean centred,
      double epsilon,
      @Nullable Tensor weight,
      @Nullable Tensor bias,
      Tensor dst) {
    Backend backend = Internal.backend(Engine.current());
    if (!backend.normalize(
        Internal.view(x),
        centred,
        epsilon,
        weight == null ? null : Internal.view(weight),
        bias == null ? null : Internal.view(bias),
        Internal.view(dst))) {
      inSteps(x, centred, epsilon, weight, bias, dst);
    }
    return dst;
  }

  /** For engines without a fused form. */
  static void inSteps(
      Tensor x,
      boolean centred,
      double epsilon,
      @Nullable Tensor weight,
      @Nullable Tensor bias,
      Tensor dst) {
    Tensor y = centred ? x.sub(x.mean(-1).unsqueeze(-1)) : x;
    Tensor square = y.mul(y).mean(-1).unsqueeze(-1);
    Tensor result = y.mul(square.add(epsilon).sqrt().rdiv(1));
    if (weight != null) {
      result.mulInPlace(weight);
    }
    if (bias != null) {
      result.addInPlace(bias);
    }
    dst.copyFrom(result);
  }

  private static void check(
      String operation, Tensor x, @Nullable Tensor weight, @Nullable Tensor bias, double epsilon) {
    if (!x.dtype().computes()) {
      throw new DTypeException(
          operation + ": " + x.dtype() + " is storage only; cast(DType.F32) first");
    }
    if (x.rank() == 0) {
      throw new ShapeException(operation + ": a scalar has no rows; rank 1 or more is needed");
    }
    vector(operation, "weight", x, weight);
    vector(operation, "bias", x, bias);
    if (!(epsilon >= 0)) {
      throw new IllegalArgumentException(
          operation + ": epsilon is " + epsilon + "; it must not be negative");
    }
  }

  private static void vector(String operation, String name, Tensor x, @Nullable Tensor vector) {
    if (vector == null) {
      return;
    }
    if (vector.dtype() != x.dtype()) {
      throw new DTypeException(
          operation
              + ": x is "
              + x.dtype()
              + ", "
              + name
              + " "
              + vector.dtype()
              + "; cast(...) to one of them first");
    }
    if (!vector.shape().equals(Shape.of(x.size(-1)))) {
      throw new ShapeException(
          operation
              + ": x is "
              + x.shape()
              + ", "
              + name
              + " "
              + vector.shape()
              + ", but must be ("
              + x.size(-1)
              + "), one element for each of a row");
    }
  }

  private static void target(String operation, Tensor x, Tensor dst) {
    if (dst.dtype() != x.dtype()) {
      throw new DTypeException(operation + ": x is " + x.dtype() + ", dst " + dst.dtype());
    }
    if (!dst.shape().equals(x.shape())) {
      throw new ShapeException(operation + ": x is " + x.shape() + ", dst " + dst.shape());
    }
    if (!Internal.view(dst).writable()) {
      throw new IllegalArgumentException(
          operation + ": dst is read-only; copy() makes it writable");
    }
  }
}
