package io.lanewise.cpu.jacobi;

import io.lanewise.DType;
import io.lanewise.memory.HostMemory;
import io.lanewise.memory.View;

/** Reading one orthogonal matrix of a batch. */
final class Rotations {
  private Rotations() {}

  /**
   * Reads.
   *
   * @param rotations shape (pairs, k, k)
   * @param memory where they are
   * @param pair which
   * @param q row-major target; of a plane rotation (k = 2) only cosine and sine, its first row
   * @return whether it is exactly the identity
   */
  static boolean read(View rotations, HostMemory memory, long pair, double[] q) {
    int order = (int) rotations.size(1);
    long[] steps = rotations.strides();
    if (order == 2) { // a plane rotation: its first row says all
      long at = rotations.offset() + pair * steps[0];
      q[0] = Elements.get(memory, rotations.dtype(), at);
      q[1] = Elements.get(memory, rotations.dtype(), at + steps[2]);
      return q[0] == 1 && q[1] == 0;
    }
    boolean identity = true;
    for (int r = 0; r < order; r++) {
      long at = rotations.offset() + pair * steps[0] + r * steps[1];
      for (int c = 0; c < order; c++) {
        double value = Elements.get(memory, rotations.dtype(), at + c * steps[2]);
        q[r * order + c] = value;
        identity &= value == (r == c ? 1 : 0);
      }
    }
    return identity;
  }

  /** Writes the matrix that was read to memory of ours, rounded to the type, row-major. */
  static void store(double[] q, int order, DType dtype, HostMemory target) {
    for (int i = 0; i < order * order; i++) {
      Elements.set(target, dtype, i, q[i]);
    }
  }
}
