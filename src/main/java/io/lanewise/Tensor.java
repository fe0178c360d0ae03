package io.lanewise;

import io.lanewise.backend.Backend;
import io.lanewise.backend.BinaryOp;
import io.lanewise.backend.Comparison;
import io.lanewise.backend.Reduction;
import io.lanewise.backend.UnaryOp;
import io.lanewise.internal.Internal;
import io.lanewise.memory.View;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * An n-dimensional array of numbers: a strided view over off-heap memory. Rank 0 is one number,
 * rank 1 a vector, rank 2 a matrix.
 *
 * <p><b>Types.</b> F32 and F64 compute; the other {@linkplain DType types} are storage, to be
 * widened with {@link #cast}. Operands of one operation have one type, otherwise {@link
 * DTypeException}, but for {@linkplain #matmul matrix products}, where one of F32 may be multiplied
 * with one of BF16 or F16; scalars are rounded to the type of the tensor and never change it.
 *
 * <p><b>Shapes.</b> Operands broadcast as in NumPy: aligned at the last axis, sizes agree or one of
 * them is 1. Axes and indices may be counted from the end: -1 is the last. What does not fit throws
 * {@link ShapeException} with both shapes and a way out.
 *
 * <p><b>Views and copies.</b> {@link #slice}, {@link #transpose}, {@link #reshape} and the other
 * methods of their group give views: they copy nothing and share memory with this tensor. All other
 * operations give new tensors in row-major order. A broadcast view ({@link #broadcastTo}) is
 * read-only, since several of its elements share one place.
 *
 * <p><b>Three forms.</b> {@code x.add(y)} gives a new tensor, {@code x.addInto(y, dst)} writes into
 * {@code dst} and returns it, {@code x.addInPlace(y)} changes {@code x} and returns it. Only {@code
 * ...Into}, {@code ...InPlace}, {@link #set}, {@link #fill}, {@link #copyFrom(Tensor)} and {@link
 * #gemm} change elements. The target may overlap the operands in any way: the result is as if it
 * did not. A target that cannot be written (a broadcast view, read-only memory) is an {@link
 * IllegalArgumentException}.
 *
 * <p><b>Memory.</b> Without an arena, memory is freed some time after the tensor and all its views
 * have become unreachable; with one, when the arena is closed. Using a tensor after that throws
 * {@link IllegalStateException}; closing while another thread computes is safe. Memory of a
 * confined arena is for its thread alone: others get a {@link WrongThreadException}.
 *
 * <p><b>Engines and threads.</b> Each operation runs on {@link Engine#current()}, looked up once
 * when it begins. Results do not depend on the number of threads, on layouts or addresses: the same
 * bits each time. Concurrent reads are safe; writes are the caller's to order.
 *
 * <p>{@link #equals} is identity; compare contents with {@link #contentEquals} or {@link
 * #allClose(Tensor)}.
 */
public final class Tensor {
  static {
    Internal.open(
        new Internal() {
          @Override
          protected View viewOf(Tensor tensor) {
            return tensor.view;
          }

          @Override
          protected Tensor tensorOf(View view) {
            return new Tensor(view);
          }

          @Override
          protected Backend backendOf(Engine engine) {
            return engine.backend();
          }

          @Override
          protected Engine engineOf(Backend backend) {
            return new Engine(backend);
          }
        });
  }

  private final View view;

  private Tensor(View view) {
    this.view = view;
  }

  // ---- creation

  /**
   * A vector of F64.
   *
   * @param values its elements, copied
   * @return a new tensor of shape (values.length)
   */
  public static Tensor of(double... values) {
    return new Tensor(Creation.copyOf(MemorySegment.ofArray(values), DType.F64, values.length));
  }

  /**
   * A matrix of F64.
   *
   * @param rows its rows, copied
   * @return a new tensor of shape (rows, columns); (0, 0) without rows
   * @throws ShapeException if the rows differ in length
   */
  public static Tensor of(double[][] rows) {
    return new Tensor(Creation.matrix(rows));
  }

  /**
   * A vector of F32.
   *
   * @param values its elements, copied
   * @return a new tensor of shape (values.length)
   */
  public static Tensor of(float[] values) {
    return new Tensor(Creation.copyOf(MemorySegment.ofArray(values), DType.F32, values.length));
  }

  /**
   * A matrix of F32.
   *
   * @param rows its rows, copied
   * @return a new tensor of shape (rows, columns); (0, 0) without rows
   * @throws ShapeException if the rows differ in length
   */
  public static Tensor of(float[][] rows) {
    return new Tensor(Creation.matrix(rows));
  }

  /**
   * A vector of I64.
   *
   * @param values its elements, copied
   * @return a new tensor of shape (values.length)
   */
  public static Tensor of(long[] values) {
    return new Tensor(Creation.copyOf(MemorySegment.ofArray(values), DType.I64, values.length));
  }

  /**
   * One number.
   *
   * @param dtype element type
   * @param value the number, converted as {@link #cast} does
   * @return a new tensor of rank 0
   */
  public static Tensor scalar(DType dtype, double value) {
    return full(dtype, value);
  }

  /**
   * Zeros.
   *
   * @param dtype element type
   * @param shape sizes along the axes; none for rank 0
   * @return a new tensor
   */
  public static Tensor zeros(DType dtype, long... shape) {
    return new Tensor(Creation.allocate(null, dtype, Shape.of(shape), true));
  }

  /**
   * Zeros in memory of an arena, freed when it is closed.
   *
   * @param arena owner of the memory
   * @param dtype element type
   * @param shape sizes along the axes; none for rank 0
   * @return a new tensor
   */
  public static Tensor zeros(Arena arena, DType dtype, long... shape) {
    return new Tensor(Creation.allocate(arena, dtype, Shape.of(shape), true));
  }

  /**
   * Ones.
   *
   * @param dtype element type
   * @param shape sizes along the axes; none for rank 0
   * @return a new tensor
   */
  public static Tensor ones(DType dtype, long... shape) {
    return full(dtype, 1, shape);
  }

  /**
   * One value everywhere.
   *
   * @param dtype element type
   * @param value the value, converted as {@link #cast} does
   * @param shape sizes along the axes; none for rank 0
   * @return a new tensor
   */
  public static Tensor full(DType dtype, double value, long... shape) {
    return empty(dtype, shape).fill(value);
  }

  /**
   * One value everywhere, in memory of an arena, freed when it is closed.
   *
   * @param arena owner of the memory
   * @param dtype element type
   * @param value the value, converted as {@link #cast} does
   * @param shape sizes along the axes; none for rank 0
   * @return a new tensor
   */
  public static Tensor full(Arena arena, DType dtype, double value, long... shape) {
    return empty(arena, dtype, shape).fill(value);
  }

  /**
   * A tensor with arbitrary contents, to be written before it is read: what was in that memory
   * before, in this process.
   *
   * @param dtype element type
   * @param shape sizes along the axes; none for rank 0
   * @return a new tensor
   */
  public static Tensor empty(DType dtype, long... shape) {
    return new Tensor(Creation.allocate(null, dtype, Shape.of(shape), false));
  }

  /**
   * A tensor with arbitrary contents in memory of an arena, freed when it is closed.
   *
   * @param arena owner of the memory
   * @param dtype element type
   * @param shape sizes along the axes; none for rank 0
   * @return a new tensor, to be written before it is read
   */
  public static Tensor empty(Arena arena, DType dtype, long... shape) {
    return new Tensor(Creation.allocate(arena, dtype, Shape.of(shape), false));
  }

  /**
   * The identity matrix.
   *
   * @param dtype element type
   * @param n rows and columns
   * @return a new tensor of shape (n, n)
   */
  public static Tensor eye(DType dtype, long n) {
    Tensor identity = zeros(dtype, n, n);
    identity.diagonal().fill(1);
    return identity;
  }

  /**
   * Numbers at equal distances, {@code start + i * step}, up to but without {@code end}.
   *
   * @param dtype element type; values are computed as doubles, so integers are exact up to 2^53
   * @param start the first
   * @param end where to stop
   * @param step distance, not 0; negative counts down
   * @return a new vector of {@code max(0, ceil((end - start) / step))} elements
   */
  public static Tensor arange(DType dtype, double start, double end, double step) {
    return new Tensor(Creation.arange(dtype, start, end, step));
  }

  /**
   * {@code n} numbers at equal distances from {@code start} to {@code end}, both included.
   *
   * @param dtype element type; values are computed as doubles
   * @param start the first
   * @param end the last, exactly
   * @param n how many
   * @return a new vector of n elements
   */
  public static Tensor linspace(DType dtype, double start, double end, long n) {
    return new Tensor(Creation.linspace(dtype, start, end, n));
  }

  /**
   * Random numbers, uniform in [0, 1). Element i in row-major order depends on the seed and i alone
   * (Philox2x64-10): the same bits everywhere, for any shape. F32 is F64 cut off after 24 bits.
   *
   * @param dtype a floating-point type
   * @param seed any number
   * @param shape sizes along the axes; none for rank 0
   * @return a new tensor
   */
  public static Tensor rand(DType dtype, long seed, long... shape) {
    return new Tensor(Creation.rand(null, dtype, seed, shape));
  }

  /**
   * Random numbers, uniform in [0, 1), in memory of an arena; see {@link #rand(DType, long,
   * long...)}.
   *
   * @param arena owner of the memory
   * @param dtype a floating-point type
   * @param seed any number
   * @param shape sizes along the axes; none for rank 0
   * @return a new tensor
   */
  public static Tensor rand(Arena arena, DType dtype, long seed, long... shape) {
    return new Tensor(Creation.rand(arena, dtype, seed, shape));
  }

  /**
   * Random numbers, normal with mean 0 and variance 1. Element i in row-major order depends on the
   * seed and i alone (Philox2x64-10, inverse of the distribution): the same bits everywhere, for
   * any shape. F32 is F64 rounded.
   *
   * @param dtype a floating-point type
   * @param seed any number
   * @param shape sizes along the axes; none for rank 0
   * @return a new tensor
   */
  public static Tensor randn(DType dtype, long seed, long... shape) {
    return new Tensor(Creation.randn(null, dtype, seed, shape));
  }

  /**
   * Random numbers, normal with mean 0 and variance 1, in memory of an arena; see {@link
   * #randn(DType, long, long...)}.
   *
   * @param arena owner of the memory
   * @param dtype a floating-point type
   * @param seed any number
   * @param shape sizes along the axes; none for rank 0
   * @return a new tensor
   */
  public static Tensor randn(Arena arena, DType dtype, long seed, long... shape) {
    return new Tensor(Creation.randn(arena, dtype, seed, shape));
  }

  /**
   * A tensor over memory of the caller's, in row-major order and native byte order; nothing is
   * copied. Its scope stays in charge: use after the segment's arena was closed throws, memory
   * confined to a thread belongs to that thread, a read-only segment gives a tensor that cannot be
   * written. Operations go through scratch memory, a little slower than on tensors of Lanewise's
   * own.
   *
   * @param segment native, mapped or heap memory, aligned in any way
   * @param dtype element type
   * @param shape sizes along the axes
   * @return a tensor that shares the segment's memory
   * @throws ShapeException if the segment is smaller than the shape needs
   */
  public static Tensor wrap(MemorySegment segment, DType dtype, long... shape) {
    return new Tensor(Creation.wrap(segment, dtype, Shape.of(shape)));
  }

  /**
   * A tensor over an array in row-major order; nothing is copied. See {@link #wrap(MemorySegment,
   * DType, long...)}.
   *
   * @param array the elements
   * @param shape sizes along the axes
   * @return a tensor of F32 that shares the array
   * @throws ShapeException if the array is shorter than the shape needs
   */
  public static Tensor wrap(float[] array, long... shape) {
    return wrap(MemorySegment.ofArray(array), DType.F32, shape);
  }

  /**
   * A tensor over an array in row-major order; nothing is copied. See {@link #wrap(MemorySegment,
   * DType, long...)}.
   *
   * @param array the elements
   * @param shape sizes along the axes
   * @return a tensor of F64 that shares the array
   * @throws ShapeException if the array is shorter than the shape needs
   */
  public static Tensor wrap(double[] array, long... shape) {
    return wrap(MemorySegment.ofArray(array), DType.F64, shape);
  }

  /**
   * A matrix with a given diagonal, zero elsewhere.
   *
   * @param vector the diagonal, shape (n)
   * @return a new tensor of shape (n, n)
   */
  public static Tensor diag(Tensor vector) {
    return new Tensor(Creation.diag(vector.view));
  }

  /**
   * Joins tensors along an axis.
   *
   * @param axis the axis along which sizes may differ
   * @param tensors at least one, all of one type; sizes agree along the other axes
   * @return a new tensor whose size along the axis is the sum of theirs
   */
  public static Tensor concat(int axis, Tensor... tensors) {
    return new Tensor(Creation.concat(axis, views(tensors)));
  }

  /**
   * Joins tensors along a new axis.
   *
   * @param axis where the new axis is in the result, from -(rank + 1) to rank
   * @param tensors at least one, all of one type and shape
   * @return a new tensor with one more axis, of size {@code tensors.length}
   */
  public static Tensor stack(int axis, Tensor... tensors) {
    return new Tensor(Creation.stack(axis, views(tensors)));
  }

  private static View[] views(Tensor[] tensors) {
    View[] views = new View[tensors.length];
    for (int i = 0; i < views.length; i++) {
      views[i] = tensors[i].view;
    }
    return views;
  }

  // ---- what it is

  /** {@return the element type} */
  public DType dtype() {
    return view.dtype();
  }

  /** {@return the sizes along the axes} */
  public Shape shape() {
    return view.shape();
  }

  /** {@return the number of axes} */
  public int rank() {
    return view.rank();
  }

  /**
   * {@return the size along an axis}
   *
   * @param axis from -rank to rank - 1
   */
  public long size(int axis) {
    return view.size(axis);
  }

  /** {@return the number of elements: the product of the sizes} */
  public long elements() {
    return view.elements();
  }

  /** {@return whether the elements lie in row-major order without gaps} */
  public boolean isContiguous() {
    return view.isContiguous();
  }

  /**
   * {@return whether elements can be changed: not through a broadcast view, nor in read-only
   * memory}
   */
  public boolean isWritable() {
    return view.writable();
  }

  /**
   * {@return whether the ranges of memory of two tensors overlap}
   *
   * <p>Ranges go from the lowest to the highest element: two slices that interleave without a
   * common element count as sharing. Tensors that wrap the same array or segment share.
   *
   * @param other any tensor
   */
  public boolean sharesMemoryWith(Tensor other) {
    return View.overlaps(view, other.view);
  }

  // ---- elements

  /**
   * {@return one element, as a double}
   *
   * <p>BOOL gives 0 or 1; I64 beyond 2^53 is rounded, see {@link #getLong}.
   *
   * @param index one for each axis, negative from the end
   * @throws ShapeException if there is no such element
   */
  public double get(long... index) {
    return Elements.get(view, Views.offset("get", view, index));
  }

  /**
   * {@return one element, as a long; floating point is truncated, as {@link #cast} does}
   *
   * @param index one for each axis, negative from the end
   * @throws ShapeException if there is no such element
   */
  public long getLong(long... index) {
    return Elements.getLong(view, Views.offset("getLong", view, index));
  }

  /**
   * Changes one element.
   *
   * @param value the new value, converted as {@link #cast} does
   * @param index one for each axis, negative from the end
   * @throws ShapeException if there is no such element
   */
  public void set(double value, long... index) {
    Check.writable("set", view);
    Elements.set(view, Views.offset("set", view, index), value);
  }

  /**
   * {@return the only element, as a double}
   *
   * @throws ShapeException if there are more or none
   */
  public double item() {
    if (view.elements() != 1) {
      throw new ShapeException(
          "item: shape " + shape() + " has " + elements() + " elements, not one; use get(index)");
    }
    return Elements.get(view, view.offset());
  }

  /** {@return the elements in row-major order, as a new array} */
  public double[] toDoubleArray() {
    double[] array = new double[Check.arrayLength("toDoubleArray", view)];
    Elements.copyTo(view, MemorySegment.ofArray(array), DType.F64);
    return array;
  }

  /** {@return the elements in row-major order, rounded to float, as a new array} */
  public float[] toFloatArray() {
    float[] array = new float[Check.arrayLength("toFloatArray", view)];
    Elements.copyTo(view, MemorySegment.ofArray(array), DType.F32);
    return array;
  }

  /** {@return the elements in row-major order, truncated to long, as a new array} */
  public long[] toLongArray() {
    long[] array = new long[Check.arrayLength("toLongArray", view)];
    Elements.copyTo(view, MemorySegment.ofArray(array), DType.I64);
    return array;
  }

  /**
   * {@return the rows of a matrix, as new arrays}
   *
   * @throws ShapeException if this is no matrix
   */
  public double[][] toDoubleMatrix() {
    return Elements.rows(view);
  }

  /**
   * Copies the elements in row-major order to memory of the caller's, in this type and native byte
   * order.
   *
   * @param segment at least {@code elements() * dtype().bytes()} bytes, of any kind and alignment
   * @throws ShapeException if the segment is too small
   */
  public void copyTo(MemorySegment segment) {
    Elements.copyTo(view, segment, dtype());
  }

  /**
   * Sets all elements from memory of the caller's, in row-major order, in this type and native byte
   * order.
   *
   * @param segment at least {@code elements() * dtype().bytes()} bytes, of any kind and alignment
   * @return this tensor
   * @throws ShapeException if the segment is too small
   */
  public Tensor copyFrom(MemorySegment segment) {
    Arithmetic.copyInto("copyFrom", Creation.wrap(segment, dtype(), shape()), view);
    return this;
  }

  /**
   * Sets all elements from another tensor.
   *
   * @param source same type; broadcast to this shape
   * @return this tensor
   */
  public Tensor copyFrom(Tensor source) {
    Arithmetic.copyInto("copyFrom", source.view, view);
    return this;
  }

  /**
   * Sets all elements to one value.
   *
   * @param value converted as {@link #cast} does
   * @return this tensor
   */
  public Tensor fill(double value) {
    Check.writable("fill", view);
    Check.backend().fill(view, value);
    return this;
  }

  // ---- views

  /**
   * A part of this tensor, as a view: one {@link Slice} for each axis, from the first; the axes
   * that are left are taken whole.
   *
   * @param slices {@code all()}, {@code at(i)}, {@code from(i)}, {@code to(k)}, {@code range(a,
   *     b)}, {@code range(a, b, step)}, {@code newAxis()}
   * @return a view
   * @throws ShapeException if a slice reaches beyond its axis, or there are more slices than axes
   */
  public Tensor slice(Slice... slices) {
    return new Tensor(Views.slice(view, slices));
  }

  /**
   * The last two axes exchanged, as a view; a tensor of rank 0 or 1 is returned as it is.
   *
   * @return a view of shape (..., n, m) if this is (..., m, n)
   */
  public Tensor transpose() {
    return rank() < 2 ? this : new Tensor(view.swapAxes(-1, -2));
  }

  /**
   * Two axes exchanged, as a view.
   *
   * @param first one axis
   * @param second the other
   * @return a view
   */
  public Tensor swapAxes(int first, int second) {
    return new Tensor(view.swapAxes(first, second));
  }

  /**
   * The axes in another order, as a view.
   *
   * @param axes each axis once: axis i of the result is axis {@code axes[i]} of this tensor
   * @return a view
   */
  public Tensor permute(int... axes) {
    return new Tensor(Views.permute(view, axes));
  }

  /**
   * The same elements, in row-major order, in another shape, as a view.
   *
   * @param shape sizes along the new axes; one of them may be -1: what is left over
   * @return a view
   * @throws ShapeException if the number of elements differs, or if this layout cannot be seen in
   *     that shape without a copy: then {@code contiguous().reshape(...)} does it
   */
  public Tensor reshape(long... shape) {
    return new Tensor(Views.reshape(view, Views.complete(view, shape)));
  }

  /**
   * All elements, in row-major order, as a vector that is a view.
   *
   * @return a view of shape (elements)
   * @throws ShapeException if this layout cannot be seen as a vector without a copy: then {@code
   *     contiguous().flatten()} does it
   */
  public Tensor flatten() {
    return new Tensor(Views.reshape(view, Shape.of(elements())));
  }

  /**
   * Without an axis of size 1, as a view.
   *
   * @param axis the axis
   * @return a view with one axis less
   * @throws ShapeException if its size is not 1
   */
  public Tensor squeeze(int axis) {
    return new Tensor(Views.squeeze(view, axis));
  }

  /**
   * With one more axis, of size 1, as a view.
   *
   * @param axis where the new axis is in the result, from -(rank + 1) to rank
   * @return a view with one more axis
   */
  public Tensor unsqueeze(int axis) {
    return new Tensor(Views.unsqueeze(view, axis));
  }

  /**
   * Repeated to a larger shape, as a read-only view that takes no memory.
   *
   * @param shape the new shape: sizes agree, or this size is 1, aligned at the last axis
   * @return a view
   */
  public Tensor broadcastTo(long... shape) {
    return new Tensor(Views.broadcast("broadcastTo", view, Shape.of(shape)));
  }

  /**
   * The diagonal, as a view; with more than two axes, the diagonals of the last two.
   *
   * @return a view of shape (..., min(m, n)) if this is (..., m, n)
   */
  public Tensor diagonal() {
    return new Tensor(Views.diagonal(view));
  }

  /**
   * These elements in row-major order without gaps.
   *
   * @return this tensor if it is so already, otherwise a copy
   */
  public Tensor contiguous() {
    return isContiguous() ? this : copy();
  }

  /**
   * A copy in memory of its own.
   *
   * @return a new tensor in row-major order
   */
  public Tensor copy() {
    return new Tensor(Creation.copyOf(view, dtype()));
  }

  /**
   * These elements in another type. Integers become floating point, and floating point narrower
   * floating point, by rounding to nearest, ties to even; floating point becomes integers by
   * truncation, with the nearest limit for what is too large and 0 for NaN; anything but 0 becomes
   * BOOL true.
   *
   * @param dtype the type wanted
   * @return this tensor if it has that type, otherwise a new one
   */
  public Tensor cast(DType dtype) {
    return dtype == dtype() ? this : new Tensor(Creation.copyOf(view, dtype));
  }

  /**
   * {@code dst = this}, converted to the type of {@code dst} as {@link #cast} does.
   *
   * @param dst of any type; this tensor is broadcast to its shape
   * @return {@code dst}
   */
  public Tensor castInto(Tensor dst) {
    Arithmetic.castInto("castInto", view, dst.view);
    return dst;
  }

  // ---- elementwise arithmetic: F32 or F64, one pass over the operands

  /**
   * {@return {@code this + other}: the sum of each two elements, as a new tensor}
   *
   * @param other operand of the same type; shapes broadcast
   */
  public Tensor add(Tensor other) {
    return new Tensor(Arithmetic.zip(BinaryOp.ADD, "add", view, other.view));
  }

  /**
   * {@return {@code dst}, after {@code dst = this + other}}
   *
   * @param other operand of the same type; shapes broadcast
   * @param dst where the result goes: of this type and of the broadcast shape
   */
  public Tensor addInto(Tensor other, Tensor dst) {
    Arithmetic.zipInto(BinaryOp.ADD, "addInto", view, other.view, dst.view);
    return dst;
  }

  /**
   * {@return this tensor, after {@code this = this + other}}
   *
   * @param other operand of the same type, which broadcasts to this shape
   */
  public Tensor addInPlace(Tensor other) {
    Arithmetic.zipInto(BinaryOp.ADD, "addInPlace", view, other.view, view);
    return this;
  }

  /**
   * {@return {@code this + value}, as a new tensor}
   *
   * @param value scalar, rounded to this type
   */
  public Tensor add(double value) {
    return new Tensor(Arithmetic.zip(BinaryOp.ADD, "add", view, value));
  }

  /**
   * {@return {@code dst}, after {@code dst = this + value}}
   *
   * @param value scalar, rounded to this type
   * @param dst where the result goes: of this type and shape
   */
  public Tensor addInto(double value, Tensor dst) {
    Arithmetic.zipInto(BinaryOp.ADD, "addInto", view, value, dst.view);
    return dst;
  }

  /**
   * {@return this tensor, after {@code this = this + value}}
   *
   * @param value scalar, rounded to this type
   */
  public Tensor addInPlace(double value) {
    Arithmetic.zipInto(BinaryOp.ADD, "addInPlace", view, value, view);
    return this;
  }

  /**
   * {@return {@code this - other}: the difference of each two elements, as a new tensor}
   *
   * @param other operand of the same type; shapes broadcast
   */
  public Tensor sub(Tensor other) {
    return new Tensor(Arithmetic.zip(BinaryOp.SUB, "sub", view, other.view));
  }

  /**
   * {@return {@code dst}, after {@code dst = this - other}}
   *
   * @param other operand of the same type; shapes broadcast
   * @param dst where the result goes: of this type and of the broadcast shape
   */
  public Tensor subInto(Tensor other, Tensor dst) {
    Arithmetic.zipInto(BinaryOp.SUB, "subInto", view, other.view, dst.view);
    return dst;
  }

  /**
   * {@return this tensor, after {@code this = this - other}}
   *
   * @param other operand of the same type, which broadcasts to this shape
   */
  public Tensor subInPlace(Tensor other) {
    Arithmetic.zipInto(BinaryOp.SUB, "subInPlace", view, other.view, view);
    return this;
  }

  /**
   * {@return {@code this - value}, as a new tensor}
   *
   * @param value scalar, rounded to this type
   */
  public Tensor sub(double value) {
    return new Tensor(Arithmetic.zip(BinaryOp.SUB, "sub", view, value));
  }

  /**
   * {@return {@code dst}, after {@code dst = this - value}}
   *
   * @param value scalar, rounded to this type
   * @param dst where the result goes: of this type and shape
   */
  public Tensor subInto(double value, Tensor dst) {
    Arithmetic.zipInto(BinaryOp.SUB, "subInto", view, value, dst.view);
    return dst;
  }

  /**
   * {@return this tensor, after {@code this = this - value}}
   *
   * @param value scalar, rounded to this type
   */
  public Tensor subInPlace(double value) {
    Arithmetic.zipInto(BinaryOp.SUB, "subInPlace", view, value, view);
    return this;
  }

  /**
   * {@return {@code this * other}: the product of each two elements, as a new tensor}
   *
   * @param other operand of the same type; shapes broadcast
   */
  public Tensor mul(Tensor other) {
    return new Tensor(Arithmetic.zip(BinaryOp.MUL, "mul", view, other.view));
  }

  /**
   * {@return {@code dst}, after {@code dst = this * other}}
   *
   * @param other operand of the same type; shapes broadcast
   * @param dst where the result goes: of this type and of the broadcast shape
   */
  public Tensor mulInto(Tensor other, Tensor dst) {
    Arithmetic.zipInto(BinaryOp.MUL, "mulInto", view, other.view, dst.view);
    return dst;
  }

  /**
   * {@return this tensor, after {@code this = this * other}}
   *
   * @param other operand of the same type, which broadcasts to this shape
   */
  public Tensor mulInPlace(Tensor other) {
    Arithmetic.zipInto(BinaryOp.MUL, "mulInPlace", view, other.view, view);
    return this;
  }

  /**
   * {@return {@code this * value}, as a new tensor}
   *
   * @param value scalar, rounded to this type
   */
  public Tensor mul(double value) {
    return new Tensor(Arithmetic.zip(BinaryOp.MUL, "mul", view, value));
  }

  /**
   * {@return {@code dst}, after {@code dst = this * value}}
   *
   * @param value scalar, rounded to this type
   * @param dst where the result goes: of this type and shape
   */
  public Tensor mulInto(double value, Tensor dst) {
    Arithmetic.zipInto(BinaryOp.MUL, "mulInto", view, value, dst.view);
    return dst;
  }

  /**
   * {@return this tensor, after {@code this = this * value}}
   *
   * @param value scalar, rounded to this type
   */
  public Tensor mulInPlace(double value) {
    Arithmetic.zipInto(BinaryOp.MUL, "mulInPlace", view, value, view);
    return this;
  }

  /**
   * {@return {@code this / other}: the quotient of each two elements, as a new tensor}
   *
   * @param other operand of the same type; shapes broadcast
   */
  public Tensor div(Tensor other) {
    return new Tensor(Arithmetic.zip(BinaryOp.DIV, "div", view, other.view));
  }

  /**
   * {@return {@code dst}, after {@code dst = this / other}}
   *
   * @param other operand of the same type; shapes broadcast
   * @param dst where the result goes: of this type and of the broadcast shape
   */
  public Tensor divInto(Tensor other, Tensor dst) {
    Arithmetic.zipInto(BinaryOp.DIV, "divInto", view, other.view, dst.view);
    return dst;
  }

  /**
   * {@return this tensor, after {@code this = this / other}}
   *
   * @param other operand of the same type, which broadcasts to this shape
   */
  public Tensor divInPlace(Tensor other) {
    Arithmetic.zipInto(BinaryOp.DIV, "divInPlace", view, other.view, view);
    return this;
  }

  /**
   * {@return {@code this / value}, as a new tensor}
   *
   * @param value scalar, rounded to this type
   */
  public Tensor div(double value) {
    return new Tensor(Arithmetic.zip(BinaryOp.DIV, "div", view, value));
  }

  /**
   * {@return {@code dst}, after {@code dst = this / value}}
   *
   * @param value scalar, rounded to this type
   * @param dst where the result goes: of this type and shape
   */
  public Tensor divInto(double value, Tensor dst) {
    Arithmetic.zipInto(BinaryOp.DIV, "divInto", view, value, dst.view);
    return dst;
  }

  /**
   * {@return this tensor, after {@code this = this / value}}
   *
   * @param value scalar, rounded to this type
   */
  public Tensor divInPlace(double value) {
    Arithmetic.zipInto(BinaryOp.DIV, "divInPlace", view, value, view);
    return this;
  }

  /**
   * {@return {@code this^other}: the power of each two elements, as a new tensor}
   *
   * @param other operand of the same type; shapes broadcast
   */
  public Tensor pow(Tensor other) {
    return new Tensor(Arithmetic.zip(BinaryOp.POW, "pow", view, other.view));
  }

  /**
   * {@return {@code dst}, after {@code dst = this^other}}
   *
   * @param other operand of the same type; shapes broadcast
   * @param dst where the result goes: of this type and of the broadcast shape
   */
  public Tensor powInto(Tensor other, Tensor dst) {
    Arithmetic.zipInto(BinaryOp.POW, "powInto", view, other.view, dst.view);
    return dst;
  }

  /**
   * {@return this tensor, after {@code this = this^other}}
   *
   * @param other operand of the same type, which broadcasts to this shape
   */
  public Tensor powInPlace(Tensor other) {
    Arithmetic.zipInto(BinaryOp.POW, "powInPlace", view, other.view, view);
    return this;
  }

  /**
   * {@return {@code this^value}, as a new tensor}
   *
   * @param value scalar, rounded to this type
   */
  public Tensor pow(double value) {
    return new Tensor(Arithmetic.zip(BinaryOp.POW, "pow", view, value));
  }

  /**
   * {@return {@code dst}, after {@code dst = this^value}}
   *
   * @param value scalar, rounded to this type
   * @param dst where the result goes: of this type and shape
   */
  public Tensor powInto(double value, Tensor dst) {
    Arithmetic.zipInto(BinaryOp.POW, "powInto", view, value, dst.view);
    return dst;
  }

  /**
   * {@return this tensor, after {@code this = this^value}}
   *
   * @param value scalar, rounded to this type
   */
  public Tensor powInPlace(double value) {
    Arithmetic.zipInto(BinaryOp.POW, "powInPlace", view, value, view);
    return this;
  }

  /**
   * {@return {@code max(this, other)}: the larger, NaN if either is NaN of each two elements, as a
   * new tensor}
   *
   * @param other operand of the same type; shapes broadcast
   */
  public Tensor maximum(Tensor other) {
    return new Tensor(Arithmetic.zip(BinaryOp.MAX, "maximum", view, other.view));
  }

  /**
   * {@return {@code dst}, after {@code dst = max(this, other)}}
   *
   * @param other operand of the same type; shapes broadcast
   * @param dst where the result goes: of this type and of the broadcast shape
   */
  public Tensor maximumInto(Tensor other, Tensor dst) {
    Arithmetic.zipInto(BinaryOp.MAX, "maximumInto", view, other.view, dst.view);
    return dst;
  }

  /**
   * {@return this tensor, after {@code this = max(this, other)}}
   *
   * @param other operand of the same type, which broadcasts to this shape
   */
  public Tensor maximumInPlace(Tensor other) {
    Arithmetic.zipInto(BinaryOp.MAX, "maximumInPlace", view, other.view, view);
    return this;
  }

  /**
   * {@return {@code max(this, value)}, as a new tensor}
   *
   * @param value scalar, rounded to this type
   */
  public Tensor maximum(double value) {
    return new Tensor(Arithmetic.zip(BinaryOp.MAX, "maximum", view, value));
  }

  /**
   * {@return {@code dst}, after {@code dst = max(this, value)}}
   *
   * @param value scalar, rounded to this type
   * @param dst where the result goes: of this type and shape
   */
  public Tensor maximumInto(double value, Tensor dst) {
    Arithmetic.zipInto(BinaryOp.MAX, "maximumInto", view, value, dst.view);
    return dst;
  }

  /**
   * {@return this tensor, after {@code this = max(this, value)}}
   *
   * @param value scalar, rounded to this type
   */
  public Tensor maximumInPlace(double value) {
    Arithmetic.zipInto(BinaryOp.MAX, "maximumInPlace", view, value, view);
    return this;
  }

  /**
   * {@return {@code min(this, other)}: the smaller, NaN if either is NaN of each two elements, as a
   * new tensor}
   *
   * @param other operand of the same type; shapes broadcast
   */
  public Tensor minimum(Tensor other) {
    return new Tensor(Arithmetic.zip(BinaryOp.MIN, "minimum", view, other.view));
  }

  /**
   * {@return {@code dst}, after {@code dst = min(this, other)}}
   *
   * @param other operand of the same type; shapes broadcast
   * @param dst where the result goes: of this type and of the broadcast shape
   */
  public Tensor minimumInto(Tensor other, Tensor dst) {
    Arithmetic.zipInto(BinaryOp.MIN, "minimumInto", view, other.view, dst.view);
    return dst;
  }

  /**
   * {@return this tensor, after {@code this = min(this, other)}}
   *
   * @param other operand of the same type, which broadcasts to this shape
   */
  public Tensor minimumInPlace(Tensor other) {
    Arithmetic.zipInto(BinaryOp.MIN, "minimumInPlace", view, other.view, view);
    return this;
  }

  /**
   * {@return {@code min(this, value)}, as a new tensor}
   *
   * @param value scalar, rounded to this type
   */
  public Tensor minimum(double value) {
    return new Tensor(Arithmetic.zip(BinaryOp.MIN, "minimum", view, value));
  }

  /**
   * {@return {@code dst}, after {@code dst = min(this, value)}}
   *
   * @param value scalar, rounded to this type
   * @param dst where the result goes: of this type and shape
   */
  public Tensor minimumInto(double value, Tensor dst) {
    Arithmetic.zipInto(BinaryOp.MIN, "minimumInto", view, value, dst.view);
    return dst;
  }

  /**
   * {@return this tensor, after {@code this = min(this, value)}}
   *
   * @param value scalar, rounded to this type
   */
  public Tensor minimumInPlace(double value) {
    Arithmetic.zipInto(BinaryOp.MIN, "minimumInPlace", view, value, view);
    return this;
  }

  /**
   * {@return {@code value - this}: the scalar on the left, as a new tensor}
   *
   * @param value scalar on the left, rounded to this type
   */
  public Tensor rsub(double value) {
    return new Tensor(Arithmetic.zip(BinaryOp.SUB, "rsub", value, view));
  }

  /**
   * {@return {@code dst}, after {@code dst = value - this}}
   *
   * @param value scalar on the left, rounded to this type
   * @param dst where the result goes: of this type and shape
   */
  public Tensor rsubInto(double value, Tensor dst) {
    Arithmetic.zipInto(BinaryOp.SUB, "rsubInto", value, view, dst.view);
    return dst;
  }

  /**
   * {@return this tensor, after {@code this = value - this}}
   *
   * @param value scalar on the left, rounded to this type
   */
  public Tensor rsubInPlace(double value) {
    Arithmetic.zipInto(BinaryOp.SUB, "rsubInPlace", value, view, view);
    return this;
  }

  /**
   * {@return {@code value / this}: the scalar on the left, as a new tensor}
   *
   * @param value scalar on the left, rounded to this type
   */
  public Tensor rdiv(double value) {
    return new Tensor(Arithmetic.zip(BinaryOp.DIV, "rdiv", value, view));
  }

  /**
   * {@return {@code dst}, after {@code dst = value / this}}
   *
   * @param value scalar on the left, rounded to this type
   * @param dst where the result goes: of this type and shape
   */
  public Tensor rdivInto(double value, Tensor dst) {
    Arithmetic.zipInto(BinaryOp.DIV, "rdivInto", value, view, dst.view);
    return dst;
  }

  /**
   * {@return this tensor, after {@code this = value / this}}
   *
   * @param value scalar on the left, rounded to this type
   */
  public Tensor rdivInPlace(double value) {
    Arithmetic.zipInto(BinaryOp.DIV, "rdivInPlace", value, view, view);
    return this;
  }

  /**
   * {@return {@code value^this}: the scalar on the left, as a new tensor}
   *
   * @param value scalar on the left, rounded to this type
   */
  public Tensor rpow(double value) {
    return new Tensor(Arithmetic.zip(BinaryOp.POW, "rpow", value, view));
  }

  /**
   * {@return {@code dst}, after {@code dst = value^this}}
   *
   * @param value scalar on the left, rounded to this type
   * @param dst where the result goes: of this type and shape
   */
  public Tensor rpowInto(double value, Tensor dst) {
    Arithmetic.zipInto(BinaryOp.POW, "rpowInto", value, view, dst.view);
    return dst;
  }

  /**
   * {@return this tensor, after {@code this = value^this}}
   *
   * @param value scalar on the left, rounded to this type
   */
  public Tensor rpowInPlace(double value) {
    Arithmetic.zipInto(BinaryOp.POW, "rpowInPlace", value, view, view);
    return this;
  }

  /**
   * {@return {@code this * factor + addend}, rounded once, as a new tensor}
   *
   * <p>Each operand is read once and the result written once: two thirds of the traffic of {@code
   * mul(factor).add(addend)}.
   *
   * @param factor operand of the same type; shapes broadcast
   * @param addend likewise
   */
  public Tensor multiplyAdd(Tensor factor, Tensor addend) {
    return new Tensor(Arithmetic.multiplyAdd("multiplyAdd", view, factor.view, addend.view));
  }

  /**
   * {@return {@code dst}, after {@code dst = this * factor + addend}}
   *
   * @param factor operand of the same type; shapes broadcast
   * @param addend likewise
   * @param dst of this type and of the broadcast shape
   */
  public Tensor multiplyAddInto(Tensor factor, Tensor addend, Tensor dst) {
    Arithmetic.multiplyAddInto("multiplyAddInto", view, factor.view, addend.view, dst.view);
    return dst;
  }

  /**
   * {@return this tensor, after {@code this = this * factor + addend}}
   *
   * @param factor operand of the same type, broadcast to this shape
   * @param addend likewise
   */
  public Tensor multiplyAddInPlace(Tensor factor, Tensor addend) {
    Arithmetic.multiplyAddInto("multiplyAddInPlace", view, factor.view, addend.view, view);
    return this;
  }

  /** {@return {@code -this} of each element, as a new tensor} */
  public Tensor neg() {
    return new Tensor(Arithmetic.map(UnaryOp.NEG, "neg", view));
  }

  /**
   * {@return {@code dst}, after {@code dst = -this}}
   *
   * @param dst where the result goes: of this type and shape
   */
  public Tensor negInto(Tensor dst) {
    Arithmetic.mapInto(UnaryOp.NEG, "negInto", view, dst.view);
    return dst;
  }

  /** {@return this tensor, after {@code this = -this}} */
  public Tensor negInPlace() {
    Arithmetic.mapInto(UnaryOp.NEG, "negInPlace", view, view);
    return this;
  }

  /** {@return {@code |this|} of each element, as a new tensor} */
  public Tensor abs() {
    return new Tensor(Arithmetic.map(UnaryOp.ABS, "abs", view));
  }

  /**
   * {@return {@code dst}, after {@code dst = |this|}}
   *
   * @param dst where the result goes: of this type and shape
   */
  public Tensor absInto(Tensor dst) {
    Arithmetic.mapInto(UnaryOp.ABS, "absInto", view, dst.view);
    return dst;
  }

  /** {@return this tensor, after {@code this = |this|}} */
  public Tensor absInPlace() {
    Arithmetic.mapInto(UnaryOp.ABS, "absInPlace", view, view);
    return this;
  }

  /**
   * {@return {@code sqrt(this)} of each element, as a new tensor, correctly rounded; NaN of
   * negative numbers}
   */
  public Tensor sqrt() {
    return new Tensor(Arithmetic.map(UnaryOp.SQRT, "sqrt", view));
  }

  /**
   * {@return {@code dst}, after {@code dst = sqrt(this)}}
   *
   * @param dst where the result goes: of this type and shape
   */
  public Tensor sqrtInto(Tensor dst) {
    Arithmetic.mapInto(UnaryOp.SQRT, "sqrtInto", view, dst.view);
    return dst;
  }

  /** {@return this tensor, after {@code this = sqrt(this)}} */
  public Tensor sqrtInPlace() {
    Arithmetic.mapInto(UnaryOp.SQRT, "sqrtInPlace", view, view);
    return this;
  }

  /**
   * {@return {@code e^this} of each element, as a new tensor; the error is below 1 unit in the last
   * place}
   */
  public Tensor exp() {
    return new Tensor(Arithmetic.map(UnaryOp.EXP, "exp", view));
  }

  /**
   * {@return {@code dst}, after {@code dst = e^this}}
   *
   * @param dst where the result goes: of this type and shape
   */
  public Tensor expInto(Tensor dst) {
    Arithmetic.mapInto(UnaryOp.EXP, "expInto", view, dst.view);
    return dst;
  }

  /** {@return this tensor, after {@code this = e^this}} */
  public Tensor expInPlace() {
    Arithmetic.mapInto(UnaryOp.EXP, "expInPlace", view, view);
    return this;
  }

  /**
   * {@return {@code log(this)} of each element, as a new tensor, the natural logarithm; -infinity
   * of 0, NaN of negative numbers; the error is below 1 unit in the last place}
   */
  public Tensor log() {
    return new Tensor(Arithmetic.map(UnaryOp.LOG, "log", view));
  }

  /**
   * {@return {@code dst}, after {@code dst = log(this)}}
   *
   * @param dst where the result goes: of this type and shape
   */
  public Tensor logInto(Tensor dst) {
    Arithmetic.mapInto(UnaryOp.LOG, "logInto", view, dst.view);
    return dst;
  }

  /** {@return this tensor, after {@code this = log(this)}} */
  public Tensor logInPlace() {
    Arithmetic.mapInto(UnaryOp.LOG, "logInPlace", view, view);
    return this;
  }

  /**
   * {@return {@code tanh(this)} of each element, as a new tensor; the error is below 2 units in the
   * last place}
   */
  public Tensor tanh() {
    return new Tensor(Arithmetic.map(UnaryOp.TANH, "tanh", view));
  }

  /**
   * {@return {@code dst}, after {@code dst = tanh(this)}}
   *
   * @param dst where the result goes: of this type and shape
   */
  public Tensor tanhInto(Tensor dst) {
    Arithmetic.mapInto(UnaryOp.TANH, "tanhInto", view, dst.view);
    return dst;
  }

  /** {@return this tensor, after {@code this = tanh(this)}} */
  public Tensor tanhInPlace() {
    Arithmetic.mapInto(UnaryOp.TANH, "tanhInPlace", view, view);
    return this;
  }

  /**
   * {@return the logistic function {@code 1 / (1 + e^-this)} of each element, as a new tensor; the
   * error is below 1.5 units in the last place}
   */
  public Tensor sigmoid() {
    return new Tensor(Arithmetic.map(UnaryOp.SIGMOID, "sigmoid", view));
  }

  /**
   * {@return {@code dst}, after {@code dst = sigmoid(this)}}
   *
   * @param dst where the result goes: of this type and shape
   */
  public Tensor sigmoidInto(Tensor dst) {
    Arithmetic.mapInto(UnaryOp.SIGMOID, "sigmoidInto", view, dst.view);
    return dst;
  }

  /** {@return this tensor, after {@code this = sigmoid(this)}} */
  public Tensor sigmoidInPlace() {
    Arithmetic.mapInto(UnaryOp.SIGMOID, "sigmoidInPlace", view, view);
    return this;
  }

  /**
   * {@return {@code this / (1 + e^-this)} of each element, as a new tensor; the error is below 2
   * units in the last place}
   */
  public Tensor silu() {
    return new Tensor(Arithmetic.map(UnaryOp.SILU, "silu", view));
  }

  /**
   * {@return {@code dst}, after {@code dst = silu(this)}}
   *
   * @param dst where the result goes: of this type and shape
   */
  public Tensor siluInto(Tensor dst) {
    Arithmetic.mapInto(UnaryOp.SILU, "siluInto", view, dst.view);
    return dst;
  }

  /** {@return this tensor, after {@code this = silu(this)}} */
  public Tensor siluInPlace() {
    Arithmetic.mapInto(UnaryOp.SILU, "siluInPlace", view, view);
    return this;
  }

  /**
   * {@return the error function of each element, as a new tensor; the error is below 1.5 units in
   * the last place}
   */
  public Tensor erf() {
    return new Tensor(Arithmetic.map(UnaryOp.ERF, "erf", view));
  }

  /**
   * {@return {@code dst}, after {@code dst = erf(this)}}
   *
   * @param dst where the result goes: of this type and shape
   */
  public Tensor erfInto(Tensor dst) {
    Arithmetic.mapInto(UnaryOp.ERF, "erfInto", view, dst.view);
    return dst;
  }

  /** {@return this tensor, after {@code this = erf(this)}} */
  public Tensor erfInPlace() {
    Arithmetic.mapInto(UnaryOp.ERF, "erfInPlace", view, view);
    return this;
  }

  /**
   * {@return the Gaussian error linear unit, {@code this * (1 + erf(this / sqrt(2))) / 2}, of each
   * element, as a new tensor; the error is below 2 units in the last place}
   */
  public Tensor gelu() {
    return new Tensor(Arithmetic.map(UnaryOp.GELU, "gelu", view));
  }

  /**
   * {@return {@code dst}, after {@code dst = gelu(this)}}
   *
   * @param dst where the result goes: of this type and shape
   */
  public Tensor geluInto(Tensor dst) {
    Arithmetic.mapInto(UnaryOp.GELU, "geluInto", view, dst.view);
    return dst;
  }

  /** {@return this tensor, after {@code this = gelu(this)}} */
  public Tensor geluInPlace() {
    Arithmetic.mapInto(UnaryOp.GELU, "geluInPlace", view, view);
    return this;
  }

  /**
   * {@return {@code sin(this)} of each element in radians, as a new tensor; NaN of infinities; the
   * error is below 2 units in the last place}
   */
  public Tensor sin() {
    return new Tensor(Arithmetic.map(UnaryOp.SIN, "sin", view));
  }

  /**
   * {@return {@code dst}, after {@code dst = sin(this)}}
   *
   * @param dst where the result goes: of this type and shape
   */
  public Tensor sinInto(Tensor dst) {
    Arithmetic.mapInto(UnaryOp.SIN, "sinInto", view, dst.view);
    return dst;
  }

  /** {@return this tensor, after {@code this = sin(this)}} */
  public Tensor sinInPlace() {
    Arithmetic.mapInto(UnaryOp.SIN, "sinInPlace", view, view);
    return this;
  }

  /**
   * {@return {@code cos(this)} of each element in radians, as a new tensor; NaN of infinities; the
   * error is below 2 units in the last place}
   */
  public Tensor cos() {
    return new Tensor(Arithmetic.map(UnaryOp.COS, "cos", view));
  }

  /**
   * {@return {@code dst}, after {@code dst = cos(this)}}
   *
   * @param dst where the result goes: of this type and shape
   */
  public Tensor cosInto(Tensor dst) {
    Arithmetic.mapInto(UnaryOp.COS, "cosInto", view, dst.view);
    return dst;
  }

  /** {@return this tensor, after {@code this = cos(this)}} */
  public Tensor cosInPlace() {
    Arithmetic.mapInto(UnaryOp.COS, "cosInPlace", view, view);
    return this;
  }

  // ---- comparisons and selection

  /**
   * {@return {@code this == other}, as a new tensor of BOOL; false where an operand is NaN}
   *
   * @param other operand of the same type; shapes broadcast
   */
  public Tensor eq(Tensor other) {
    return new Tensor(Arithmetic.compare(Comparison.EQ, "eq", view, other.view));
  }

  /**
   * {@return {@code this == value}, as a new tensor of BOOL; false where an operand is NaN}
   *
   * @param value scalar, not rounded: elements are compared with it as doubles
   */
  public Tensor eq(double value) {
    return new Tensor(Arithmetic.compare(Comparison.EQ, "eq", view, value));
  }

  /**
   * {@return {@code this != other}, as a new tensor of BOOL; true where an operand is NaN}
   *
   * @param other operand of the same type; shapes broadcast
   */
  public Tensor ne(Tensor other) {
    return new Tensor(Arithmetic.compare(Comparison.NE, "ne", view, other.view));
  }

  /**
   * {@return {@code this != value}, as a new tensor of BOOL; true where an operand is NaN}
   *
   * @param value scalar, not rounded: elements are compared with it as doubles
   */
  public Tensor ne(double value) {
    return new Tensor(Arithmetic.compare(Comparison.NE, "ne", view, value));
  }

  /**
   * {@return {@code this < other}, as a new tensor of BOOL; false where an operand is NaN}
   *
   * @param other operand of the same type; shapes broadcast
   */
  public Tensor lt(Tensor other) {
    return new Tensor(Arithmetic.compare(Comparison.LT, "lt", view, other.view));
  }

  /**
   * {@return {@code this < value}, as a new tensor of BOOL; false where an operand is NaN}
   *
   * @param value scalar, not rounded: elements are compared with it as doubles
   */
  public Tensor lt(double value) {
    return new Tensor(Arithmetic.compare(Comparison.LT, "lt", view, value));
  }

  /**
   * {@return {@code this <= other}, as a new tensor of BOOL; false where an operand is NaN}
   *
   * @param other operand of the same type; shapes broadcast
   */
  public Tensor le(Tensor other) {
    return new Tensor(Arithmetic.compare(Comparison.LE, "le", view, other.view));
  }

  /**
   * {@return {@code this <= value}, as a new tensor of BOOL; false where an operand is NaN}
   *
   * @param value scalar, not rounded: elements are compared with it as doubles
   */
  public Tensor le(double value) {
    return new Tensor(Arithmetic.compare(Comparison.LE, "le", view, value));
  }

  /**
   * {@return {@code this > other}, as a new tensor of BOOL; false where an operand is NaN}
   *
   * @param other operand of the same type; shapes broadcast
   */
  public Tensor gt(Tensor other) {
    return new Tensor(Arithmetic.compare(Comparison.GT, "gt", view, other.view));
  }

  /**
   * {@return {@code this > value}, as a new tensor of BOOL; false where an operand is NaN}
   *
   * @param value scalar, not rounded: elements are compared with it as doubles
   */
  public Tensor gt(double value) {
    return new Tensor(Arithmetic.compare(Comparison.GT, "gt", view, value));
  }

  /**
   * {@return {@code this >= other}, as a new tensor of BOOL; false where an operand is NaN}
   *
   * @param other operand of the same type; shapes broadcast
   */
  public Tensor ge(Tensor other) {
    return new Tensor(Arithmetic.compare(Comparison.GE, "ge", view, other.view));
  }

  /**
   * {@return {@code this >= value}, as a new tensor of BOOL; false where an operand is NaN}
   *
   * @param value scalar, not rounded: elements are compared with it as doubles
   */
  public Tensor ge(double value) {
    return new Tensor(Arithmetic.compare(Comparison.GE, "ge", view, value));
  }

  /**
   * {@code condition ? a : b}, element by element; all three broadcast.
   *
   * @param condition BOOL, as comparisons give
   * @param a taken where true; F32 or F64
   * @param b taken where false, of the same type
   * @return a new tensor
   */
  public static Tensor where(Tensor condition, Tensor a, Tensor b) {
    return new Tensor(Arithmetic.where(condition.view, a.view, b.view));
  }

  /**
   * {@return whether an element of this BOOL tensor is true; false without elements}
   *
   * <p>Stops at the first that decides.
   */
  public boolean any() {
    return Elements.contains("any", view, true);
  }

  /**
   * {@return whether all elements of this BOOL tensor are true; true without elements}
   *
   * <p>Stops at the first that decides.
   */
  public boolean all() {
    return !Elements.contains("all", view, false);
  }

  // ---- reductions: F32 or F64, in a fixed order whatever the threads and the layout

  /** {@return the sum of all elements; 0 without elements} */
  public double sum() {
    return Reductions.all(Reduction.SUM, "sum", view);
  }

  /** {@return the mean of all elements; NaN without elements} */
  public double mean() {
    return sum() / elements();
  }

  /**
   * {@return the largest element; NaN if there is a NaN}
   *
   * @throws ShapeException if there are no elements
   */
  public double max() {
    return Reductions.all(Reduction.MAX, "max", view);
  }

  /**
   * {@return the smallest element; NaN if there is a NaN}
   *
   * @throws ShapeException if there are no elements
   */
  public double min() {
    return Reductions.all(Reduction.MIN, "min", view);
  }

  /**
   * {@return the Euclidean (for matrices: Frobenius) norm of all elements, without overflow on the
   * way; 0 without elements}
   */
  public double norm() {
    return Reductions.all(Reduction.NORM, "norm", view);
  }

  /**
   * {@return the row-major index of the largest element, the first of equals; a NaN counts as
   * largest}
   *
   * @throws ShapeException if there are no elements
   */
  public long argmax() {
    return (long) Reductions.all(Reduction.ARGMAX, "argmax", view);
  }

  /**
   * {@return the row-major index of the smallest element, the first of equals; a NaN counts as
   * smallest}
   *
   * @throws ShapeException if there are no elements
   */
  public long argmin() {
    return (long) Reductions.all(Reduction.ARGMIN, "argmin", view);
  }

  /**
   * {@return sums along axes, as a new tensor without these axes}
   *
   * <p>Reads each element once. Several axes that are not neighbours in memory, such as the first
   * and the last of three, cost a copy before; so do those of the other reductions.
   *
   * @param axes which axes, each once; all of them give rank 0
   */
  public Tensor sum(int... axes) {
    return new Tensor(Reductions.along(Reduction.SUM, "sum", view, axes));
  }

  /**
   * {@return {@code dst}, after it was set to {@code sum(axes)}}
   *
   * @param dst of this type, of this shape without the axes
   * @param axes see {@link #sum(int...)}
   */
  public Tensor sumInto(Tensor dst, int... axes) {
    Reductions.into(Reduction.SUM, "sumInto", view, dst.view, axes);
    return dst;
  }

  /**
   * {@return means along axes, as a new tensor without these axes; NaN where the axes have no
   * elements}
   *
   * @param axes which axes, each once; all of them give rank 0
   */
  public Tensor mean(int... axes) {
    return new Tensor(Reductions.mean("mean", view, axes));
  }

  /**
   * {@return {@code dst}, after it was set to {@code mean(axes)}}
   *
   * @param dst of this type, of this shape without the axes
   * @param axes see {@link #mean(int...)}
   */
  public Tensor meanInto(Tensor dst, int... axes) {
    Reductions.meanInto("meanInto", view, dst.view, axes);
    return dst;
  }

  /**
   * {@return the largest elements along axes, as a new tensor without these axes; NaN where there
   * is a NaN}
   *
   * @param axes which axes, each once; all of them give rank 0
   * @throws ShapeException if the axes have no elements
   */
  public Tensor max(int... axes) {
    return new Tensor(Reductions.along(Reduction.MAX, "max", view, axes));
  }

  /**
   * {@return {@code dst}, after it was set to {@code max(axes)}}
   *
   * @param dst of this type, of this shape without the axes
   * @param axes see {@link #max(int...)}
   */
  public Tensor maxInto(Tensor dst, int... axes) {
    Reductions.into(Reduction.MAX, "maxInto", view, dst.view, axes);
    return dst;
  }

  /**
   * {@return the smallest elements along axes, as a new tensor without these axes; NaN where there
   * is a NaN}
   *
   * @param axes which axes, each once; all of them give rank 0
   * @throws ShapeException if the axes have no elements
   */
  public Tensor min(int... axes) {
    return new Tensor(Reductions.along(Reduction.MIN, "min", view, axes));
  }

  /**
   * {@return {@code dst}, after it was set to {@code min(axes)}}
   *
   * @param dst of this type, of this shape without the axes
   * @param axes see {@link #min(int...)}
   */
  public Tensor minInto(Tensor dst, int... axes) {
    Reductions.into(Reduction.MIN, "minInto", view, dst.view, axes);
    return dst;
  }

  /**
   * {@return Euclidean norms along axes, as a new tensor without these axes}
   *
   * @param axes which axes, each once; all of them give rank 0
   */
  public Tensor norm(int... axes) {
    return new Tensor(Reductions.along(Reduction.NORM, "norm", view, axes));
  }

  /**
   * {@return {@code dst}, after it was set to {@code norm(axes)}}
   *
   * @param dst of this type, of this shape without the axes
   * @param axes see {@link #norm(int...)}
   */
  public Tensor normInto(Tensor dst, int... axes) {
    Reductions.into(Reduction.NORM, "normInto", view, dst.view, axes);
    return dst;
  }

  /**
   * {@return where the largest elements are along an axis, the first of equals, as a new tensor of
   * I64 without that axis}
   *
   * @param axis which axis; a NaN in it counts as largest
   * @throws ShapeException if the axis has no elements
   */
  public Tensor argmax(int axis) {
    return new Tensor(Reductions.along(Reduction.ARGMAX, "argmax", view, axis));
  }

  /**
   * {@return where the smallest elements are along an axis, the first of equals, as a new tensor of
   * I64 without that axis}
   *
   * @param axis which axis; a NaN in it counts as smallest
   * @throws ShapeException if the axis has no elements
   */
  public Tensor argmin(int axis) {
    return new Tensor(Reductions.along(Reduction.ARGMIN, "argmin", view, axis));
  }

  /**
   * Softmax along an axis: {@code exp(x - max) / sum}. A row that holds NaN or +infinity, or
   * nothing but -infinity, gives NaN.
   *
   * @param axis which axis
   * @return a new tensor of this shape, whose sums along the axis are 1
   */
  public Tensor softmax(int axis) {
    return new Tensor(Reductions.softmax(view, axis));
  }

  /**
   * {@return {@code dst}, after it was set to {@code softmax(axis)}}
   *
   * @param axis which axis
   * @param dst of this type and shape; may be this tensor
   */
  public Tensor softmaxInto(int axis, Tensor dst) {
    Reductions.softmaxInto("softmaxInto", view, axis, dst.view);
    return dst;
  }

  // ---- products

  /**
   * {@return the inner product of two vectors}
   *
   * @param other a vector of the same type and length
   */
  public double dot(Tensor other) {
    return Products.dot(view, other.view);
  }

  /**
   * The matrix product, {@code this @ other}: matrix by matrix, matrix by vector, vector by matrix;
   * leading axes are a batch and broadcast. Operands of any layout cost the same: a transposed one
   * is not copied first. Takes 2mkn floating-point operations for each matrix of the batch.
   *
   * <p>One operand of F32 and one of BF16 or F16, as weights are stored for inference, give F32,
   * with the bits of {@code matmul} after a {@link #cast} of the small one; but it is widened a few
   * kilobytes at a time, so that memory is read at its size. That holds for the other forms of this
   * product too.
   *
   * @param other shape (..., k, n) or (k), if this is (..., m, k) or (k)
   * @return a new tensor of shape (..., m, n), without m or n where the operand is a vector
   * @throws ShapeException if inner sizes differ, batches do not broadcast, or both are vectors
   *     (that is {@link #dot})
   * @throws DTypeException if the types are neither one that computes nor F32 and a small one
   */
  public Tensor matmul(Tensor other) {
    return new Tensor(Products.matmul(view, other.view));
  }

  /**
   * {@return {@code dst}, after {@code dst = this @ other}}
   *
   * @param other see {@link #matmul}
   * @param dst of the product's type and shape
   */
  public Tensor matmulInto(Tensor other, Tensor dst) {
    Products.gemm("matmulInto", 1, view, other.view, 0, dst.view);
    return dst;
  }

  /**
   * {@code c = alpha * a @ b + beta * c}. With alpha 0 neither operand is read, with beta 0 the old
   * contents of {@code c} are not. A beta other than 0 and 1 costs a pass over {@code c} more.
   *
   * @param alpha factor of the product
   * @param a left operand, see {@link #matmul}
   * @param b right operand
   * @param beta factor of the old contents
   * @param c changed; of the product's type and shape
   * @return {@code c}
   */
  public static Tensor gemm(double alpha, Tensor a, Tensor b, double beta, Tensor c) {
    Products.gemm("gemm", alpha, a.view, b.view, beta, c.view);
    return c;
  }

  /**
   * {@code c = activation(alpha * a @ b + beta * c + bias)}, where bias and activation are applied
   * to rows of {@code c} as soon as their sums are there, so that {@code c} is not read and written
   * once more. The same bits as the separate operations.
   *
   * @param alpha factor of the product
   * @param a left operand, see {@link #matmul}
   * @param b right operand, a matrix or a batch of them
   * @param beta factor of the old contents
   * @param c changed; of the product's type and shape
   * @param bias of the product's type and shape (n), added to each row
   * @param activation applied to each element
   * @return {@code c}
   * @throws ShapeException if the bias does not have the length of the rows of {@code c}
   */
  public static Tensor gemm(
      double alpha, Tensor a, Tensor b, double beta, Tensor c, Tensor bias, Activation activation) {
    Products.gemm("gemm", alpha, a.view, b.view, beta, c.view, bias.view, activation);
    return c;
  }

  /**
   * {@return {@code activation(this @ weight + bias)}, a layer of a neural network, as a new
   * tensor} See {@link #gemm(double, Tensor, Tensor, double, Tensor, Tensor, Activation)}.
   *
   * @param weight shape (k, n)
   * @param bias shape (n), added to each row
   * @param activation applied to each element
   * @throws ShapeException if the shapes do not fit
   */
  public Tensor affine(Tensor weight, Tensor bias, Activation activation) {
    return new Tensor(Products.affine(view, weight.view, bias.view, activation));
  }

  /**
   * {@return {@code activation(this @ weight)}, a layer without a bias, as a new tensor}
   *
   * @param weight shape (k, n)
   * @param activation applied to each element
   * @throws ShapeException if the shapes do not fit
   */
  public Tensor affine(Tensor weight, Activation activation) {
    return new Tensor(Products.affine(view, weight.view, null, activation));
  }

  /**
   * {@return {@code dst}, after {@code dst = activation(this @ weight + bias)}}
   *
   * @param weight see {@link #affine(Tensor, Tensor, Activation)}
   * @param bias likewise
   * @param activation applied to each element
   * @param dst of the product's type and shape
   */
  public Tensor affineInto(Tensor weight, Tensor bias, Activation activation, Tensor dst) {
    Products.gemm("affineInto", 1, view, weight.view, 0, dst.view, bias.view, activation);
    return dst;
  }

  // ---- comparing and printing

  /**
   * {@return whether all elements agree within the default tolerances of the type}
   *
   * <p>Relative and absolute: F64 1e-9 and 1e-12, F32 1e-5 and 1e-7, F16 4e-3 and 1e-5, BF16 3e-2
   * and 1e-5; integers and BOOL must be equal.
   *
   * @param other same type and shape
   */
  public boolean allClose(Tensor other) {
    return Closeness.close(view, other.view);
  }

  /**
   * {@return whether {@code |this - other| <= absolute + relative * |other|} for all elements}
   *
   * <p>Equal infinities agree; NaN agrees with nothing.
   *
   * @param other same type and shape
   * @param relative tolerance relative to the element of {@code other}
   * @param absolute tolerance in units of the elements
   */
  public boolean allClose(Tensor other, double relative, double absolute) {
    return Closeness.close(view, other.view, relative, absolute);
  }

  /**
   * {@return whether type, shape and the bits of all elements are the same}
   *
   * <p>0 and -0 differ, a NaN equals itself. Layouts do not matter.
   *
   * @param other any tensor
   */
  public boolean contentEquals(Tensor other) {
    return Closeness.sameBits(view, other.view);
  }

  /**
   * The elements as NumPy prints them: at most 8 digits after the point, aligned; beyond 1000
   * elements only the first and last 3 along each axis. The same in every locale.
   */
  @Override
  public String toString() {
    return Printer.print(view);
  }
}
