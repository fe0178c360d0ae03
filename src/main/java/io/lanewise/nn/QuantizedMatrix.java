package io.lanewise.nn;

import io.lanewise.DType;
import io.lanewise.DTypeException;
import io.lanewise.Engine;
import io.lanewise.Shape;
import io.lanewise.ShapeException;
import io.lanewise.Slice;
import io.lanewise.Tensor;
import io.lanewise.backend.Backend;
import io.lanewise.backend.BinaryOp;
import io.lanewise.backend.Epilogue;
import io.lanewise.internal.Internal;
import io.lanewise.memory.View;

/**
 * A matrix as signed 8-bit integers with one scale for each row, {@code w_ij = scale_i q_ij}: the
 * weights of a model in a quarter of the memory of F32.
 *
 * <p><b>Method.</b> {@code scale_i} is the largest absolute value of row i divided by 127, {@code
 * q_ij} the nearest integer to {@code w_ij / scale_i}, ties to even.
 *
 * <p><b>Accuracy.</b> Each element is off by at most half its row's scale, that is 1/254 of the
 * row's largest element. Products are those of {@link #dequantize}'s matrix up to rounding: sums of
 * {@code q_ij x_j} in F32, each multiplied by its scale at the end.
 *
 * <p><b>Cost.</b> A product reads a byte for each element, and widens a few kilobytes at a time.
 * With one vector it is as fast as memory is.
 */
public final class QuantizedMatrix {
  private static final int LARGEST = 127;

  private final Tensor values;
  private final Tensor scales;

  private QuantizedMatrix(Tensor values, Tensor scales) {
    this.values = values;
    this.scales = scales;
  }

  /**
   * Rounds a matrix.
   *
   * @param matrix shape (m, n), F32, F64, BF16 or F16; not changed
   * @return its quantised form
   * @throws ShapeException if it is no matrix
   * @throws DTypeException if it does not hold floating-point numbers
   * @throws IllegalArgumentException if it holds NaN or an infinity, or a row whose scale F32 does
   *     not hold
   */
  public static QuantizedMatrix quantize(Tensor matrix) {
    if (matrix.rank() != 2) {
      throw new ShapeException("quantize: shape " + matrix.shape() + ", but a matrix is needed");
    }
    if (!matrix.dtype().isFloating()) {
      throw new DTypeException(
          "quantize: "
              + matrix.dtype()
              + " holds integers already; floating-point numbers are needed");
    }
    Tensor values = Tensor.empty(DType.I8, matrix.size(0), matrix.size(1));
    float[] scales = new float[Math.toIntExact(matrix.size(0))];
    for (int i = 0; i < scales.length; i++) {
      double[] row = matrix.slice(Slice.at(i)).toDoubleArray();
      scales[i] = scale(row, i);
      for (int j = 0; j < row.length; j++) {
        row[j] = scales[i] == 0 ? 0 : Math.rint(row[j] / scales[i]);
      }
      Tensor.of(row).castInto(values.slice(Slice.at(i)));
    }
    return new QuantizedMatrix(values, Tensor.of(scales));
  }

  /** The least F32 of which 127 times is not below any element. */
  private static float scale(double[] row, int i) {
    double largest = 0;
    for (int j = 0; j < row.length; j++) {
      if (!Double.isFinite(row[j])) {
        throw new IllegalArgumentException(
            "quantize: element ("
                + i
                + ", "
                + j
                + ") is "
                + row[j]
                + ", which no integer stands for");
      }
      largest = Math.max(largest, Math.abs(row[j]));
    }
    float scale = (float) (largest / LARGEST);
    if ((double) scale * LARGEST < largest) {
      scale = Math.nextUp(scale);
    }
    if (Float.isInfinite(scale)) {
      throw new IllegalArgumentException(
          "quantize: row " + i + " has an element of size " + largest + ", too large for F32");
    }
    return scale;
  }

  /**
   * A matrix of given parts, as files hold them; nothing is copied.
   *
   * @param values I8, shape (m, n)
   * @param scales F32, shape (m)
   * @return the matrix {@code scales_i values_ij}
   * @throws ShapeException if the shapes do not fit
   * @throws DTypeException if the types are others
   */
  public static QuantizedMatrix of(Tensor values, Tensor scales) {
    if (values.dtype() != DType.I8 || scales.dtype() != DType.F32) {
      throw new DTypeException(
          "QuantizedMatrix: values of "
              + values.dtype()
              + " with scales of "
              + scales.dtype()
              + "; I8 and F32 are needed");
    }
    if (values.rank() != 2 || !scales.shape().equals(Shape.of(values.size(0)))) {
      throw new ShapeException(
          "QuantizedMatrix: values "
              + values.shape()
              + " with scales "
              + scales.shape()
              + "; a matrix and one scale for each row are needed");
    }
    return new QuantizedMatrix(values, scales);
  }

  /** {@return the integers, I8, shape (m, n)} */
  public Tensor values() {
    return values;
  }

  /** {@return the scales, F32, shape (m)} */
  public Tensor scales() {
    return scales;
  }

  /** {@return the shape, (m, n)} */
  public Shape shape() {
    return values.shape();
  }

  /** {@return the matrix that this one stands for, as a new tensor of F32} */
  public Tensor dequantize() {
    return values.cast(DType.F32).mulInPlace(scales.unsqueeze(1));
  }

  /**
   * The matrix product {@code this @ other}.
   *
   * @param other F32, shape (n) or (..., n, k)
   * @return a new tensor of F32, shape (m) or (..., m, k)
   * @throws ShapeException if inner sizes differ
   * @throws DTypeException if it is not F32
   */
  public Tensor matmul(Tensor other) {
    check("matmul", other, other.rank() < 2 ? 0 : -2);
    long[] shape = other.shape().toArray();
    shape[Math.max(0, shape.length - 2)] = values.size(0);
    Tensor result = Tensor.empty(DType.F32, shape);
    boolean vector = other.rank() == 1;
    multiply(values, other, result, vector ? scales : scales.unsqueeze(1));
    return result;
  }

  /**
   * {@code x @ this'}, a layer without a bias whose weight is this matrix, stored (out, in).
   *
   * @param x F32, shape (..., n)
   * @return a new tensor of F32, shape (..., m)
   * @throws ShapeException if the sizes do not fit
   * @throws DTypeException if it is not F32
   */
  public Tensor apply(Tensor x) {
    check("apply", x, -1);
    return applyInto(x, Tensor.empty(DType.F32, resultShape(x)));
  }

  /**
   * {@return {@code dst}, after {@code dst = x @ this'}}
   *
   * @param x see {@link #apply}
   * @param dst F32, of the result's shape; does not overlap {@code x}
   */
  public Tensor applyInto(Tensor x, Tensor dst) {
    check("applyInto", x, -1);
    if (dst.dtype() != DType.F32) {
      throw new DTypeException("applyInto: the target is " + dst.dtype() + ", but must be F32");
    }
    Shape shape = Shape.of(resultShape(x));
    if (!dst.shape().equals(shape)) {
      throw new ShapeException(
          "applyInto: the result has shape " + shape + ", but the target " + dst.shape());
    }
    if (!dst.isWritable()) {
      throw new IllegalArgumentException(
          "applyInto: the target " + dst.shape() + " is read-only; copy() it first");
    }
    multiply(x, values.transpose(), dst, scales);
    return dst;
  }

  private long[] resultShape(Tensor x) {
    long[] shape = x.shape().toArray();
    shape[shape.length - 1] = values.size(0);
    return shape;
  }

  private void check(String operation, Tensor x, int axis) {
    if (x.dtype() != DType.F32) {
      throw new DTypeException(
          operation + ": the operand is " + x.dtype() + ", but must be F32; cast(DType.F32) first");
    }
    if (x.rank() == 0 || x.size(axis) != values.size(1)) {
      throw new ShapeException(
          operation
              + ": a quantised matrix "
              + values.shape()
              + " with "
              + x.shape()
              + ": the axis that meets its rows must have "
              + values.size(1)
              + " elements");
    }
  }

  private static void multiply(Tensor a, Tensor b, Tensor target, Tensor factors) {
    Backend backend = Internal.backend(Engine.current());
    View view = Internal.view(target);
    backend.gemm(1, Internal.view(a), Internal.view(b), 0, view, Epilogue.NONE);
    backend.zip(BinaryOp.MUL, view, Internal.view(factors), view);
  }
}
