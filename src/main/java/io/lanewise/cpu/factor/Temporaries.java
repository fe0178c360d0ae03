package io.lanewise.cpu.factor;

import io.lanewise.DType;
import io.lanewise.Shape;
import io.lanewise.cpu.elementwise.Elements;
import io.lanewise.memory.HostMemory;
import io.lanewise.memory.NativeMemory;
import io.lanewise.memory.Storage;
import io.lanewise.memory.View;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Small matrices that a factorisation needs on its way; kept by a workspace, so they only grow. */
final class Temporaries {
  private @Nullable Storage[] storages = new Storage[0];

  /**
   * A row-major matrix with arbitrary contents.
   *
   * @param slot a small number: another slot is other memory
   * @param dtype element type
   * @param rows how many
   * @param columns how many
   * @return the matrix, valid until the slot is taken again
   */
  View take(int slot, DType dtype, long rows, long columns) {
    if (slot >= storages.length) {
      storages = Arrays.copyOf(storages, slot + 1);
    }
    long bytes = rows * columns * dtype.bytes();
    Storage storage = storages[slot];
    if (storage == null || storage.bytes() < bytes) {
      storage = NativeMemory.system().allocate(null, Math.max(bytes, 4096), false);
      storages[slot] = storage;
    }
    return View.contiguous(storage, dtype, Shape.of(rows, columns));
  }

  /** Reads an element of a small matrix. */
  static double get(View matrix, long row, long column) {
    HostMemory host = matrix.storage().host();
    return Elements.get(matrix.dtype(), host.base(), host.origin() + at(matrix, row, column));
  }

  /** Writes an element of a small matrix. */
  static void set(View matrix, long row, long column, double value) {
    HostMemory host = matrix.storage().host();
    Elements.set(matrix.dtype(), host.base(), host.origin() + at(matrix, row, column), value);
  }

  /** Reads an element of a vector. */
  static double get(View vector, long index) {
    HostMemory host = vector.storage().host();
    return Elements.get(vector.dtype(), host.base(), host.origin() + at(vector, index));
  }

  /** Writes an element of a vector. */
  static void set(View vector, long index, double value) {
    HostMemory host = vector.storage().host();
    Elements.set(vector.dtype(), host.base(), host.origin() + at(vector, index), value);
  }

  private static long at(View vector, long index) {
    return (vector.offset() + index * vector.strides()[0]) * vector.dtype().bytes();
  }

  private static long at(View matrix, long row, long column) {
    long[] strides = matrix.strides();
    return (matrix.offset() + row * strides[0] + column * strides[1]) * matrix.dtype().bytes();
  }
}
