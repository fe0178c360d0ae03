package io.lanewise.cpu.reduce;

import io.lanewise.kernel.ReduceKernel;
import java.lang.foreign.MemorySegment;

/** What is computed of each block, and how two results become one. */
enum Kind {
  SUM,
  DOT,
  SQUARES,
  MAX,
  MIN,
  MAX_ABS;

  /** The result of one block; b is for DOT alone, scale for SQUARES. */
  double block(
      ReduceKernel kernel,
      MemorySegment a,
      long aAt,
      MemorySegment b,
      long bAt,
      int n,
      double scale) {
    return switch (this) {
      case SUM -> kernel.sum(a, aAt, n);
      case DOT -> kernel.dot(a, aAt, b, bAt, n);
      case SQUARES -> kernel.sumOfSquares(a, aAt, n, scale);
      case MAX -> kernel.max(a, aAt, n);
      case MIN -> kernel.min(a, aAt, n);
      case MAX_ABS -> kernel.maxAbs(a, aAt, n);
    };
  }

  /** Two results as one. */
  double combine(double left, double right) {
    return switch (this) {
      case SUM, DOT, SQUARES -> left + right;
      case MAX, MAX_ABS -> Math.max(left, right);
      case MIN -> Math.min(left, right);
    };
  }
}
