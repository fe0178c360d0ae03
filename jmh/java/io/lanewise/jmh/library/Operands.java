package io.lanewise.jmh.library;

import io.lanewise.DType;
import io.lanewise.Slice;
import io.lanewise.Tensor;
import io.lanewise.internal.Internal;
import io.lanewise.jmh.problem.Operand;
import io.lanewise.memory.HostMemory;
import io.lanewise.memory.Storage;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Operands in Lanewise's memory. Native libraries get theirs there too: huge pages where the system
 * has them, so that nobody wins by them.
 */
public final class Operands {
  private static final List<Tensor> KEPT = new ArrayList<>();

  private Operands() {}

  /**
   * A new tensor.
   *
   * @param values elements, row-major
   * @param dtype element type
   * @param shape its shape
   * @return the tensor
   */
  public static Tensor tensor(double[] values, DType dtype, long... shape) {
    Tensor tensor = Tensor.empty(dtype, shape);
    Tensor.wrap(values, shape).castInto(tensor);
    return tensor;
  }

  /**
   * A matrix, or a batch of them, in a new tensor that holds them as they are described.
   *
   * @param operand what it looks like
   * @param dtype element type
   * @return the tensor, or a view of it
   */
  public static Tensor view(Operand operand, DType dtype) {
    double[] values = operand.values();
    int rows = operand.rows();
    int columns = operand.columns();
    if (operand.isSlice()) {
      Tensor whole = tensor(values, dtype, values.length / operand.leading(), operand.leading());
      int border = Operand.BORDER;
      return whole.slice(Slice.range(border, border + rows), Slice.range(border, border + columns));
    }
    if (operand.transposed()) {
      return tensor(values, dtype, columns, rows).transpose();
    }
    return operand.stride() == 0
        ? tensor(values, dtype, rows, columns)
        : tensor(values, dtype, values.length / (rows * columns), rows, columns);
  }

  /**
   * A matrix in an array on the heap.
   *
   * @param operand rows one behind the other
   * @param dtype element type
   * @return the array, wrapped
   */
  static Tensor wrapped(Operand operand, DType dtype) {
    double[] values = operand.values();
    return dtype == DType.F32
        ? Tensor.wrap(Convert.floats(values), operand.rows(), operand.columns())
        : Tensor.wrap(Convert.doubles(values), operand.rows(), operand.columns());
  }

  /**
   * The memory of a new tensor, which stays allocated as long as the JVM runs: addresses of it are
   * given to native code.
   *
   * @param tensor from {@link #tensor} or {@code Tensor.zeros}
   * @return its elements
   */
  public static MemorySegment memory(Tensor tensor) {
    KEPT.add(tensor);
    Storage storage = Internal.view(tensor).storage();
    HostMemory host = storage.host();
    return host.base().asSlice(host.origin(), storage.bytes());
  }

  /**
   * The same as a buffer.
   *
   * @param tensor of less than 2 GiB
   * @return its elements, in native byte order
   */
  public static ByteBuffer buffer(Tensor tensor) {
    return memory(tensor).asByteBuffer().order(ByteOrder.nativeOrder());
  }
}
