package io.lanewise.cpu.reduce;

/**
 * Combines the results of blocks pairwise: blocks 2i and 2i + 1 first, then pairs of pairs, a block
 * without a partner passing through. Which numbers meet depends on their number alone, so the
 * result has the same bits however the blocks were computed. Partial results of complete subtrees
 * stand on a stack, like the digits of a binary counter.
 */
final class Tree {
  private final double[] stack = new double[64];
  private Kind kind = Kind.SUM;
  private int height;
  private long count;

  /** Starts anew. */
  Tree begin(Kind of) {
    kind = of;
    height = 0;
    count = 0;
    return this;
  }

  /** Adds the next block's result. */
  void add(double value) {
    double sum = value;
    for (long full = count; (full & 1) != 0; full >>= 1) {
      sum = kind.combine(stack[--height], sum);
    }
    stack[height++] = sum;
    count++;
  }

  /** The result of all blocks, of which there must be one. */
  double result() {
    double sum = stack[height - 1];
    for (int level = height - 2; level >= 0; level--) {
      sum = kind.combine(stack[level], sum);
    }
    return sum;
  }
}
