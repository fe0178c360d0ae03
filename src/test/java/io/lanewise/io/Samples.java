package io.lanewise.io;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lanewise.DType;
import io.lanewise.Engine;
import io.lanewise.Shape;
import io.lanewise.Tensor;
import io.lanewise.internal.Internal;
import io.lanewise.memory.HostMemory;
import io.lanewise.memory.View;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** The files that others wrote (see make.py in each folder), and the bits that are in them. */
final class Samples {
  private Samples() {}

  /** An npy or npz file. */
  static Path file(String name) {
    return resource("npy/" + name);
  }

  static Path resource(String name) {
    URL url = Objects.requireNonNull(Samples.class.getResource("/" + name), name);
    try {
      return Path.of(url.toURI());
    } catch (URISyntaxException impossible) {
      throw new AssertionError(impossible);
    }
  }

  static byte[] bytes(String name) throws IOException {
    return Files.readAllBytes(file(name));
  }

  /** The type that a file's name begins with. */
  static DType dtype(String name) {
    return switch (name.substring(0, 2)) {
      case "f2" -> DType.F16;
      case "f4" -> DType.F32;
      case "f8" -> DType.F64;
      case "b1" -> DType.BOOL;
      case "u1" -> DType.U8;
      case "i4" -> DType.I32;
      case "i8" -> DType.I64;
      default -> throw new AssertionError(name);
    };
  }

  /** The bits of element i of a sample, counted in row-major order. */
  static long bits(DType dtype, long i) {
    long word = (i + 1) * 0x9E3779B97F4A7C15L;
    return dtype == DType.BOOL ? word >>> 63 : word >>> (64 - 8 * dtype.bytes());
  }

  /** A row-major tensor with the bits of a sample. */
  static Tensor tensor(DType dtype, long... sizes) {
    Shape shape = Shape.of(sizes);
    var storage =
        Internal.backend(Engine.cpu()).allocate(null, shape.elements() * dtype.bytes(), false);
    View view = View.contiguous(storage, dtype, shape);
    for (long i = 0; i < shape.elements(); i++) {
      put(view, i, bits(dtype, i));
    }
    return Internal.tensor(view);
  }

  static void check(Tensor tensor, DType dtype, long... sizes) {
    View view = Internal.view(tensor);
    assertEquals(dtype, view.dtype());
    assertEquals(Shape.of(sizes), view.shape());
    for (long i = 0; i < view.elements(); i++) {
      assertEquals(bits(dtype, i), get(view, i), "bits of element " + i);
    }
  }

  /** The bits of element i, counted in row-major order of the shape. */
  static long get(View view, long i) {
    HostMemory host = view.storage().host();
    MemorySegment base = host.base();
    long at = host.origin() + index(view, i) * view.dtype().bytes();
    return switch (view.dtype().bytes()) {
      case 1 -> Byte.toUnsignedLong(base.get(ValueLayout.JAVA_BYTE, at));
      case 2 -> Short.toUnsignedLong(base.get(ValueLayout.JAVA_SHORT_UNALIGNED, at));
      case 4 -> Integer.toUnsignedLong(base.get(ValueLayout.JAVA_INT_UNALIGNED, at));
      default -> base.get(ValueLayout.JAVA_LONG_UNALIGNED, at);
    };
  }

  private static void put(View view, long i, long bits) {
    HostMemory host = view.storage().host();
    MemorySegment base = host.base();
    long at = host.origin() + index(view, i) * view.dtype().bytes();
    switch (view.dtype().bytes()) {
      case 1 -> base.set(ValueLayout.JAVA_BYTE, at, (byte) bits);
      case 2 -> base.set(ValueLayout.JAVA_SHORT_UNALIGNED, at, (short) bits);
      case 4 -> base.set(ValueLayout.JAVA_INT_UNALIGNED, at, (int) bits);
      default -> base.set(ValueLayout.JAVA_LONG_UNALIGNED, at, bits);
    }
  }

  private static long index(View view, long i) {
    long index = view.offset();
    for (int axis = view.rank() - 1; axis >= 0; axis--) {
      long size = view.size(axis);
      index += i % size * view.stride(axis);
      i /= size;
    }
    return index;
  }
}
