package io.lanewise.cpu.jacobi;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;

import io.lanewise.memory.HostMemory;
import io.lanewise.memory.View;
import java.lang.foreign.MemorySegment;

/** Moves f32 matrices between tensors and the lanes of a group. */
final class LanesF32 {
  private LanesF32() {}

  /**
   * Reads a matrix by columns.
   *
   * @param source shape (count, rows, columns), any strides
   * @param item which matrix
   * @param order of the rows, from an index on; or an empty array for the order that they have
   * @param from that index
   * @param target columns of interleaved elements
   * @param lane which
   * @param lanes how many
   */
  static void read(
      View source, long item, int[] order, int from, float[] target, int lane, int lanes) {
    HostMemory memory = source.storage().host();
    MemorySegment base = memory.base();
    int rows = (int) source.size(1);
    int columns = (int) source.size(2);
    long start = memory.origin() + (source.offset() + item * source.stride(0)) * (long) Float.BYTES;
    long down = source.stride(1) * Float.BYTES;
    long across = source.stride(2) * Float.BYTES;
    for (int i = 0; i < rows; i++) {
      long row = start + (order.length == 0 ? i : order[from + i]) * down;
      int at = i * lanes + lane;
      for (int j = 0; j < columns; j++) {
        target[at + j * rows * lanes] = base.get(JAVA_FLOAT_UNALIGNED, row + j * across);
      }
    }
  }

  /**
   * Writes a matrix.
   *
   * @param source columns of interleaved elements
   * @param rows their length
   * @param rowOrder where each row belongs, from an index on; or an empty array
   * @param rowsFrom that index
   * @param order which column comes next
   * @param signs elements by which each column is multiplied
   * @param target shape (count, rows, columns), any strides
   * @param item which matrix
   * @param lane which
   * @param lanes how many
   */
  static void write(
      float[] source,
      int rows,
      int[] rowOrder,
      int rowsFrom,
      int[] order,
      float[] signs,
      View target,
      long item,
      int lane,
      int lanes) {
    HostMemory memory = target.storage().host();
    MemorySegment base = memory.base();
    int columns = (int) target.size(2);
    long start = memory.origin() + (target.offset() + item * target.stride(0)) * (long) Float.BYTES;
    long down = target.stride(1) * Float.BYTES;
    long across = target.stride(2) * Float.BYTES;
    for (int j = 0; j < columns; j++) {
      int at = order[j] * rows * lanes + lane;
      float sign = signs[order[j] * lanes + lane];
      long column = start + j * across;
      for (int i = 0; i < rows; i++) {
        long row = rowOrder.length == 0 ? i : rowOrder[rowsFrom + i];
        // neighbours in a group may have been rotated more often, which turns -0 into 0
        float value = source[at + i * lanes] * sign + 0f;
        base.set(JAVA_FLOAT_UNALIGNED, column + row * down, value);
      }
    }
  }

  /**
   * Sorts indices by falling value; equal ones stay in their order.
   *
   * @param values elements
   * @param n how many
   * @param order the result, from an index on
   * @param from that index
   * @param lane which
   * @param lanes how many
   */
  static void descending(float[] values, int n, int[] order, int from, int lane, int lanes) {
    for (int i = 0; i < n; i++) {
      float value = values[i * lanes + lane];
      int at = i;
      for (; at > 0 && values[order[from + at - 1] * lanes + lane] < value; at--) {
        order[from + at] = order[from + at - 1];
      }
      order[from + at] = i;
    }
  }

  /** Exchanges two runs of elements in one lane. */
  static void swap(float[] a, int first, int second, int rows, int lane, int lanes) {
    for (int r = 0; r < rows; r++) {
      int x = first + r * lanes + lane;
      int y = second + r * lanes + lane;
      float kept = a[x];
      a[x] = a[y];
      a[y] = kept;
    }
  }

  /** Row-major and column-major exchanged: element (i, j) of a square matrix, all lanes. */
  static void transposeLower(float[] from, int stride, float[] to, int n, int lanes) {
    for (int j = 0; j < n; j++) {
      for (int i = j; i < n; i++) {
        System.arraycopy(from, i * stride + j * lanes, to, (j * n + i) * lanes, lanes);
      }
    }
  }

  /**
   * Ends a sweep: lanes that met nothing to rotate are done.
   *
   * @param active not 0 in lanes that take part; set to 0 in those that are done
   * @param unfinished not 0 in lanes that met something
   * @param sweeps where the number of the sweep is set for lanes that are done
   * @param count that number
   * @return whether any lane goes on
   */
  static boolean finish(float[] active, float[] unfinished, int[] sweeps, int count) {
    boolean any = false;
    for (int lane = 0; lane < active.length; lane++) {
      if (active[lane] != 0 && unfinished[lane] == 0) {
        active[lane] = 0;
        sweeps[lane] = count;
      }
      any |= active[lane] != 0;
    }
    return any;
  }

  /** Sets one number in a tensor of rank 2. */
  static void set(View target, long item, int index, float value) {
    HostMemory memory = target.storage().host();
    long at = target.offset() + item * target.stride(0) + index * target.stride(1);
    memory.base().set(JAVA_FLOAT_UNALIGNED, memory.origin() + at * Float.BYTES, value);
  }

  /** The exponent e with {@code 2^e <= value < 2^(e+1)}, of subnormal numbers, too. */
  static int exponent(float value) {
    return value < Float.MIN_NORMAL
        ? Math.getExponent(value * 0x1p60f) - 60
        : Math.getExponent(value);
  }
}
