package io.lanewise.linalg;

import io.lanewise.Slice;
import io.lanewise.Tensor;
import io.lanewise.backend.Backend;
import io.lanewise.backend.Epilogue;
import io.lanewise.memory.View;

/**
 * Triangular systems of any size: halves, and a matrix product between them, down to blocks that
 * the backend solves. An upper triangle is a lower one read from its end.
 */
final class Triangles {
  /** Order of a block. [TP] */
  private static final int BLOCK = 64;

  private Triangles() {}

  /**
   * Replaces B by {@code L^-1 B}.
   *
   * @param l shape (n, n): its lower triangle is read
   * @param unit whether the diagonal is taken as ones and not read
   * @param b shape (n, k), changed
   * @param backend what computes
   */
  static void solveLower(View l, boolean unit, View b, Backend backend) {
    long n = l.size(0);
    if (n == 0 || b.size(1) == 0) {
      return;
    }
    if (n <= BLOCK) {
      backend.solveLower(l, unit, b);
      return;
    }
    long half = (n / 2 + BLOCK - 1) / BLOCK * BLOCK;
    long rest = n - half;
    View first = b.block(0, half, 0, b.size(1));
    View second = b.block(half, rest, 0, b.size(1));
    solveLower(l.block(0, half, 0, half), unit, first, backend);
    backend.gemm(-1, l.block(half, rest, 0, half), first, 1, second, Epilogue.NONE);
    solveLower(l.block(half, rest, half, rest), unit, second, backend);
  }

  /**
   * Replaces B by {@code U^-1 B}.
   *
   * @param u shape (n, n): its upper triangle is read
   * @param unit whether the diagonal is taken as ones and not read
   * @param b shape (n, k), changed
   * @param backend what computes
   */
  static void solveUpper(View u, boolean unit, View b, Backend backend) {
    solveLower(fromEnd(u, true), unit, fromEnd(b, false), backend);
  }

  private static View fromEnd(View a, boolean columnsToo) {
    long[] steps = a.strides().clone();
    long offset = a.offset() + Math.max(0, a.size(0) - 1) * steps[0];
    steps[0] = -steps[0];
    if (columnsToo) {
      offset += Math.max(0, a.size(1) - 1) * steps[1];
      steps[1] = -steps[1];
    }
    return new View(a.storage(), a.dtype(), offset, a.shape(), steps);
  }

  /** Sets to zero what is below the diagonal. */
  static Tensor clearLower(Tensor a) {
    for (long i = 1; i < a.size(0); i++) {
      a.slice(Slice.at(i), Slice.to(Math.min(i, a.size(1)))).fill(0);
    }
    return a;
  }

  /** Sets to zero what is above the diagonal. */
  static Tensor clearUpper(Tensor a) {
    for (long i = 0; i < Math.min(a.size(0), a.size(1) - 1); i++) {
      a.slice(Slice.at(i), Slice.from(i + 1)).fill(0);
    }
    return a;
  }
}
