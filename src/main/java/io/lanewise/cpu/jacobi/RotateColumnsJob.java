package io.lanewise.cpu.jacobi;

import io.lanewise.DType;
import io.lanewise.cpu.Workspace;
import io.lanewise.kernel.RotateKernel;
import io.lanewise.memory.HostMemory;
import io.lanewise.memory.View;
import java.lang.foreign.MemorySegment;

/**
 * Plane rotations of rows whose elements lie side by side in memory: the columns of a row-major
 * matrix.
 *
 * <p>Each row of memory meets all pairs of the batch while it is in the first-level cache. In a
 * step of the round-robin schedule the pairs are {@code (i, r - i)}: first members ascend while
 * second ones descend, so the batch falls into two stretches that SIMD can take; any other order of
 * pairs gives stretches of one.
 */
final class RotateColumnsJob extends Jacobi.Batch {
  private final RotateKernel kernel;
  private final View a;
  private final View pairs;
  private final View rotations;

  RotateColumnsJob(RotateKernel kernel, View a, View pairs, View rotations) {
    this.kernel = kernel;
    this.a = a;
    this.pairs = pairs;
    this.rotations = rotations;
  }

  @Override
  void range(long from, long to, Workspace workspace) {
    int count = (int) pairs.size(0);
    DType dtype = a.dtype();
    long bytes = dtype.bytes();
    HostMemory angles = workspace.bytes(0, 2L * count * bytes);
    Scratch scratch = Scratch.of(workspace);
    int[] stretches = scratch.numbers(3 * count);
    int found = stretches(count, angles, stretches, scratch.first(4));

    HostMemory matrix = a.storage().host();
    MemorySegment base = matrix.base();
    for (long line = from; line < to; line++) {
      long at = matrix.origin() + bytes * (a.offset() + line * a.stride(1));
      long cosines = angles.origin();
      for (int i = 0; i < found; i++) {
        int length = stretches[3 * i + 2];
        long x = at + bytes * stretches[3 * i];
        long y = at + bytes * stretches[3 * i + 1];
        kernel.rotateFacing(base, x, y, length, angles.base(), cosines, cosines + count * bytes);
        cosines += length * bytes;
      }
    }
  }

  /**
   * Finds the stretches: triples of first row, second row, length. Pairs that are not rotated
   * belong to none.
   *
   * @return how many there are
   */
  private int stretches(int count, HostMemory angles, int[] stretches, double[] q) {
    HostMemory numbers = pairs.storage().host();
    HostMemory memory = rotations.storage().host();
    DType dtype = a.dtype();
    int rotated = 0;
    int found = 0;
    for (int pair = 0; pair < count; pair++) {
      if (Rotations.read(rotations, memory, pair, q)) {
        continue;
      }
      int first = Elements.block(pairs, numbers, pair, 0);
      int second = Elements.block(pairs, numbers, pair, 1);
      int last = 3 * (found - 1);
      if (found > 0
          && first == stretches[last] + stretches[last + 2]
          && second == stretches[last + 1] - stretches[last + 2]) {
        stretches[last + 2]++;
      } else {
        stretches[3 * found] = first;
        stretches[3 * found + 1] = second;
        stretches[3 * found + 2] = 1;
        found++;
      }
      Elements.set(angles, dtype, rotated, q[0]);
      Elements.set(angles, dtype, (long) count + rotated, q[1]);
      rotated++;
    }
    return found;
  }
}
