package io.lanewise.jmh.library;

import io.lanewise.DType;
import io.lanewise.Tensor;
import io.lanewise.internal.Internal;
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
