package io.lanewise.cpu.gemm;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;

import io.lanewise.DType;
import io.lanewise.cpu.Workspace;
import io.lanewise.cpu.elementwise.Elements;
import io.lanewise.kernel.SmallKernel;
import io.lanewise.memory.HostMemory;
import java.lang.foreign.MemorySegment;

/**
 * Operands of a small type (BF16, F16, I8) in products of F32: a few kilobytes at a time are
 * widened into scratch memory, where packing or an inner product reads them from the first cache.
 * So memory is read at their size, and there is never a wide copy of the matrix.
 */
final class Small {
  private Small() {}

  /**
   * Lines of a matrix, each element as F32.
   *
   * @param workspace scratch memory
   * @param slot of it that may be used
   * @param kernel widens
   * @param type of the elements
   * @param base segment
   * @param at byte offset of the first element
   * @param line bytes from one line to the next
   * @param step bytes from one element of a line to the next
   * @param lines how many
   * @param length elements of a line
   * @return the elements, line by line without gaps; good until the slot is asked for again
   */
  static HostMemory widened(
      Workspace workspace,
      int slot,
      SmallKernel kernel,
      DType type,
      MemorySegment base,
      long at,
      long line,
      long step,
      int lines,
      int length) {
    long lineBytes = (long) length * Float.BYTES;
    HostMemory wide = workspace.bytes(slot, lines * lineBytes);
    if (step == type.bytes()) {
      kernel.widen(type, base, at, line, wide.base(), wide.origin(), lines, length);
      return wide;
    }
    for (int i = 0; i < lines; i++) {
      long from = at + i * line;
      long to = wide.origin() + i * lineBytes;
      for (int j = 0; j < length; j++) {
        float value = (float) Elements.get(type, base, from + j * step);
        wide.base().set(JAVA_FLOAT_UNALIGNED, to + (long) j * Float.BYTES, value);
      }
    }
    return wide;
  }
}
