package io.lanewise.nn;

import static io.lanewise.Slice.range;

import io.lanewise.Tensor;

/**
 * Chains of elementwise operations over a part of the rows at a time, so that what passes between
 * them stays in cache: a chain of ten operations then reads and writes memory once, not ten times.
 */
final class RowBlocks {
  /** [TP] Elements of a block: with what a chain has beside it, some 200 KB in F32. */
  private static final long BLOCK = 1 << 14;

  /** What is done with rows {@code from} to {@code to - 1}. */
  interface Chain {
    void on(long from, long to);
  }

  private RowBlocks() {}

  static void run(long rows, long columns, Chain chain) {
    long step = Math.max(1, BLOCK / Math.max(1, columns));
    for (long from = 0; from < rows; from += step) {
      chain.on(from, Math.min(rows, from + step));
    }
  }

  /** Any shape as rows of its last axis. */
  static Tensor rows(Tensor x) {
    return x.contiguous().reshape(x.elements() == 0 ? 0 : x.elements() / x.size(-1), x.size(-1));
  }

  static Tensor part(Tensor rows, long from, long to) {
    return rows.slice(range(from, to));
  }
}
