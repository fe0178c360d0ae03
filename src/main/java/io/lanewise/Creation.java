package io.lanewise;

import io.lanewise.backend.Backend;
import io.lanewise.memory.NativeMemory;
import io.lanewise.memory.View;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Makes new tensors, as row-major views. */
final class Creation {
  /** Elements that are computed on the heap at once before they are copied to the tensor. */
  private static final int CHUNK = 8192;

  private Creation() {}

  /** Values of a range of elements, in row-major order. */
  @FunctionalInterface
  interface Source {
    void values(long from, double[] into, int count);
  }

  static View allocate(@Nullable Arena arena, DType dtype, Shape shape, boolean zeroed) {
    return allocate(Check.backend(), arena, dtype, shape, zeroed);
  }

  static View allocate(
      Backend backend, @Nullable Arena arena, DType dtype, Shape shape, boolean zeroed) {
    return View.contiguous(backend.allocate(arena, bytes(dtype, shape), zeroed), dtype, shape);
  }

  private static long bytes(DType dtype, Shape shape) {
    if (shape.elements() > Long.MAX_VALUE / dtype.bytes()) {
      throw new ShapeException("shape " + shape + " of " + dtype + ": more than 2^63 - 1 bytes");
    }
    return shape.elements() * dtype.bytes();
  }

  static View wrap(MemorySegment segment, DType dtype, Shape shape) {
    long bytes = bytes(dtype, shape);
    if (segment.byteSize() < bytes) {
      throw new ShapeException(
          "wrap: shape "
              + shape
              + " of "
              + dtype
              + " needs "
              + bytes
              + " bytes, but the memory has "
              + segment.byteSize());
    }
    return View.contiguous(NativeMemory.system().wrap(segment), dtype, shape);
  }

  static View copyOf(MemorySegment array, DType dtype, long length) {
    return copyOf(wrap(array, dtype, Shape.of(length)), dtype);
  }

  static View copyOf(View source, DType dtype) {
    Backend backend = Check.backend();
    View target = allocate(backend, null, dtype, source.shape(), false);
    backend.copy(source, target);
    return target;
  }

  static View matrix(double[][] rows) {
    int columns = rows.length == 0 ? 0 : rows[0].length;
    Backend backend = Check.backend();
    View target = allocate(backend, null, DType.F64, Shape.of(rows.length, columns), false);
    for (int i = 0; i < rows.length; i++) {
      row(rows[i].length, columns, i);
      backend.copy(
          wrap(MemorySegment.ofArray(rows[i]), DType.F64, Shape.of(columns)),
          Views.slice(target, Slice.at(i)));
    }
    return target;
  }

  static View matrix(float[][] rows) {
    int columns = rows.length == 0 ? 0 : rows[0].length;
    Backend backend = Check.backend();
    View target = allocate(backend, null, DType.F32, Shape.of(rows.length, columns), false);
    for (int i = 0; i < rows.length; i++) {
      row(rows[i].length, columns, i);
      backend.copy(
          wrap(MemorySegment.ofArray(rows[i]), DType.F32, Shape.of(columns)),
          Views.slice(target, Slice.at(i)));
    }
    return target;
  }

  private static void row(int length, int columns, int row) {
    if (length != columns) {
      throw new ShapeException(
          "of: row "
              + row
              + " has "
              + length
              + " elements, but row 0 has "
              + columns
              + "; the rows of a matrix have one length");
    }
  }

  static View arange(DType dtype, double start, double end, double step) {
    double steps = Math.ceil((end - start) / step);
    if (!(Math.abs(steps) < 0x1p53)) {
      throw new ShapeException(
          "arange: from "
              + start
              + " to "
              + end
              + " by "
              + step
              + " is not a number of elements below 2^53; the step must not be 0");
    }
    return fill(
        allocate(null, dtype, Shape.of((long) Math.max(0, steps)), false),
        (from, into, count) -> {
          for (int i = 0; i < count; i++) {
            into[i] = start + (from + i) * step;
          }
        });
  }

  static View linspace(DType dtype, double start, double end, long n) {
    double step = n > 1 ? (end - start) / (n - 1) : 0;
    return fill(
        allocate(null, dtype, Shape.of(n), false),
        (from, into, count) -> {
          for (int i = 0; i < count; i++) {
            into[i] = from + i == n - 1 && n > 1 ? end : start + (from + i) * step;
          }
        });
  }

  static View rand(@Nullable Arena arena, DType dtype, long seed, long[] shape) {
    int bits =
        switch (dtype) {
          case F64 -> 53;
          case F32 -> 24;
          case F16 -> 11;
          case BF16 -> 8;
          default -> throw notFloating("rand", dtype);
        };
    return fill(
        allocate(arena, dtype, Shape.of(shape), false),
        (from, into, count) -> Philox.uniform(seed, from, bits, into, count));
  }

  static View randn(@Nullable Arena arena, DType dtype, long seed, long[] shape) {
    if (!dtype.isFloating()) {
      throw notFloating("randn", dtype);
    }
    return fill(
        allocate(arena, dtype, Shape.of(shape), false),
        (from, into, count) -> Philox.normal(seed, from, into, count));
  }

  private static DTypeException notFloating(String operation, DType dtype) {
    return new DTypeException(
        operation + ": " + dtype + " is no floating-point type; take F32 or F64, then cast");
  }

  /** Sets all elements of a row-major view, chunk by chunk. */
  private static View fill(View target, Source source) {
    long elements = target.elements();
    double[] chunk = new double[(int) Math.min(CHUNK, elements)];
    Backend backend = Check.backend();
    for (long from = 0; from < elements; from += chunk.length) {
      int count = (int) Math.min(chunk.length, elements - from);
      source.values(from, chunk, count);
      Shape shape = Shape.of(count);
      backend.copy(
          wrap(MemorySegment.ofArray(chunk), DType.F64, shape),
          new View(target.storage(), target.dtype(), from, shape, new long[] {1}));
    }
    return target;
  }

  static View diag(View vector) {
    if (vector.rank() != 1) {
      throw new ShapeException(
          "diag: shape "
              + vector.shape()
              + " is no vector; the diagonal of a matrix is diagonal()");
    }
    long n = vector.size(0);
    Backend backend = Check.backend();
    View target = allocate(backend, null, vector.dtype(), Shape.of(n, n), true);
    backend.copy(vector, Views.diagonal(target));
    return target;
  }

  static View concat(int axis, View[] parts) {
    View first = first("concat", parts);
    if (first.rank() == 0) {
      throw new ShapeException("concat: rank 0 has no axis to join along; use stack(0, ...)");
    }
    int along = first.shape().axis(axis);
    long[] sizes = first.shape().toArray();
    sizes[along] = 0;
    for (View part : parts) {
      Check.same("concat", first, part);
      boolean fits = part.rank() == first.rank();
      for (int i = 0; fits && i < part.rank(); i++) {
        fits = i == along || part.size(i) == first.size(i);
      }
      if (!fits) {
        throw new ShapeException(
            "concat: shapes "
                + first.shape()
                + " and "
                + part.shape()
                + " must agree along every axis but axis "
                + along);
      }
      sizes[along] = Math.addExact(sizes[along], part.size(along));
    }
    Backend backend = Check.backend();
    View target = allocate(backend, null, first.dtype(), Shape.of(sizes), false);
    long at = 0;
    for (View part : parts) {
      long size = part.size(along);
      backend.copy(part, Views.narrow(target, along, at, size));
      at += size;
    }
    return target;
  }

  static View stack(int axis, View[] parts) {
    View first = first("stack", parts);
    View[] thick = new View[parts.length];
    for (int i = 0; i < parts.length; i++) {
      if (!parts[i].shape().equals(first.shape())) {
        throw new ShapeException(
            "stack: shapes "
                + first.shape()
                + " and "
                + parts[i].shape()
                + " differ; concat(axis, ...) joins along an axis that is there");
      }
      thick[i] = Views.unsqueeze(parts[i], axis);
    }
    return concat(axis, thick);
  }

  private static View first(String operation, View[] parts) {
    if (parts.length == 0) {
      throw new ShapeException(operation + ": no tensors; at least one is needed");
    }
    return parts[0];
  }
}
