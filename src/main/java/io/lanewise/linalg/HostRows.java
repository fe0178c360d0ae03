package io.lanewise.linalg;

import io.lanewise.DType;
import io.lanewise.Tensor;
import io.lanewise.internal.Internal;
import io.lanewise.memory.HostMemory;
import io.lanewise.memory.View;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Reference;

/**
 * Rows of a matrix in the processor's memory, read and written as doubles: for what is done with
 * rows one by one, where a tensor for each would cost more than the work.
 */
final class HostRows {
  private final View view;
  private final MemorySegment base;
  private final long origin;
  private final float[] rounded;

  /**
   * The rows of a matrix.
   *
   * @param matrix F32 or F64, rank 2, made by an operation of ours: its rows are runs
   */
  HostRows(Tensor matrix) {
    view = Internal.view(matrix);
    HostMemory host = view.storage().host();
    base = host.base();
    origin = host.origin();
    rounded = new float[view.dtype() == DType.F32 ? Math.toIntExact(view.size(1)) : 0];
  }

  private long at(long row, int from) {
    return origin + (view.offset() + row * view.strides()[0] + from) * view.dtype().bytes();
  }

  /**
   * Reads a part of a row.
   *
   * @param row which
   * @param from its first element
   * @param to behind its last
   * @param into where they go, at the same places
   */
  void get(long row, int from, int to, double[] into) {
    int count = to - from;
    try {
      if (view.dtype() == DType.F64) {
        MemorySegment.copy(base, ValueLayout.JAVA_DOUBLE, at(row, from), into, from, count);
      } else {
        MemorySegment.copy(base, ValueLayout.JAVA_FLOAT, at(row, from), rounded, 0, count);
        for (int i = 0; i < count; i++) {
          into[from + i] = rounded[i];
        }
      }
    } finally {
      Reference.reachabilityFence(view.storage());
    }
  }

  /**
   * Writes a part of a row, rounded to the type.
   *
   * @param row which
   * @param from its first element
   * @param to behind its last
   * @param values where they are, at the same places
   */
  void set(long row, int from, int to, double[] values) {
    int count = to - from;
    try {
      if (view.dtype() == DType.F64) {
        MemorySegment.copy(values, from, base, ValueLayout.JAVA_DOUBLE, at(row, from), count);
      } else {
        for (int i = 0; i < count; i++) {
          rounded[i] = (float) values[from + i];
        }
        MemorySegment.copy(rounded, 0, base, ValueLayout.JAVA_FLOAT, at(row, from), count);
      }
    } finally {
      view.storage().written();
      Reference.reachabilityFence(view.storage());
    }
  }
}
