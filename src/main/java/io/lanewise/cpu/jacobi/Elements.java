package io.lanewise.cpu.jacobi;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import io.lanewise.DType;
import io.lanewise.memory.HostMemory;
import io.lanewise.memory.View;

/** Single elements of operands too small for kernels: pairs, small matrices, measures. */
final class Elements {
  private Elements() {}

  static double get(HostMemory memory, DType dtype, long index) {
    return dtype == DType.F64
        ? memory.base().get(JAVA_DOUBLE_UNALIGNED, memory.origin() + 8 * index)
        : memory.base().get(JAVA_FLOAT_UNALIGNED, memory.origin() + 4 * index);
  }

  static void set(HostMemory memory, DType dtype, long index, double value) {
    if (dtype == DType.F64) {
      memory.base().set(JAVA_DOUBLE_UNALIGNED, memory.origin() + 8 * index, value);
    } else {
      memory.base().set(JAVA_FLOAT_UNALIGNED, memory.origin() + 4 * index, (float) value);
    }
  }

  /** Number of block {@code side} (0 or 1) of a pair. */
  static int block(View pairs, HostMemory memory, long pair, int side) {
    long[] strides = pairs.strides();
    long index = pairs.offset() + pair * strides[0] + side * strides[1];
    return memory.base().get(JAVA_INT_UNALIGNED, memory.origin() + 4 * index);
  }

  /** Row of the matrix that is row {@code r} of the 2s rows of a pair of blocks. */
  static long row(int first, int second, int size, int r) {
    return r < size ? (long) first * size + r : (long) second * size + r - size;
  }
}
