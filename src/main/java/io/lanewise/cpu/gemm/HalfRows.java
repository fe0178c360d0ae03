package io.lanewise.cpu.gemm;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import io.lanewise.cpu.Workspace;
import io.lanewise.kernel.HeapReduceKernel;
import io.lanewise.memory.Base;
import java.lang.foreign.MemorySegment;

/**
 * Inner products of rows of F16 with a vector of F32, with the bits of a wide copy.
 *
 * <p>Vectors of the module have no conversion from F16, and one made of integer operations takes
 * seven for 16 numbers. But C2 makes the processor's own of a plain loop, if its results go to a
 * heap array: one operation. So a row goes through an array in the first cache.
 */
final class HalfRows {
  /** Longest row. [TP] Shorter ones lose in the ends of the loop what they gain in cache. */
  static final int MOST = 4096;

  private final float[] row = new float[MOST];
  private final float[] vector = new float[MOST];

  private HalfRows() {}

  /**
   * The arrays of a workspace.
   *
   * @param workspace of the calling thread
   * @return its arrays
   */
  static HalfRows of(Workspace workspace) {
    return workspace.object(HalfRows.class, HalfRows::new);
  }

  /**
   * Inner products.
   *
   * @param kernel multiplies
   * @param a segment of the rows
   * @param aAt byte offset of the first
   * @param stride bytes from one row to the next
   * @param x segment of the vector
   * @param xAt byte offset
   * @param n elements of a row
   * @param sums where the results go
   * @param to index of the first
   * @param rows how many
   */
  void dots(
      HeapReduceKernel<float[]> kernel,
      MemorySegment a,
      long aAt,
      long stride,
      MemorySegment x,
      long xAt,
      int n,
      double[] sums,
      int to,
      int rows) {
    MemorySegment.copy(x, JAVA_FLOAT_UNALIGNED, xAt, vector, 0, n);
    for (int i = 0; i < rows; i++) {
      widen(a, aAt + i * stride, row, n);
      sums[to + i] = kernel.dot(row, 0, vector, 0, n);
    }
  }

  /** A method of its own and nothing else in it, for the compiler's sake. */
  private static void widen(MemorySegment x, long at, float[] y, int n) {
    x = Base.of(x);
    for (int i = 0; i < n; i++) {
      y[i] = Float.float16ToFloat(x.get(JAVA_SHORT_UNALIGNED, at + (long) i * Short.BYTES));
    }
  }
}
