package io.lanewise.cpu.factor;

import io.lanewise.cpu.Batch;
import io.lanewise.cpu.Threads;
import io.lanewise.cpu.Workspace;

/**
 * A symmetric matrix times a vector, of which the upper triangle is read: each element once, and
 * used twice while it is in the first cache. So it takes half as long as a product with the whole
 * matrix where memory is the limit.
 *
 * <p>A few rows at a time, their inner products with the vector give elements of the result, and
 * their multiples are added to what follows. Ranges of rows have sums of their own, as many as the
 * size asks for whatever the threads, which are added up in their order.
 *
 * <p>Cost: {@code 2 n^2} flops.
 */
final class SymmetricProduct {
  /** Sums at most. */
  static final int GROUPS = 8;

  /** Rows of a range at least. [TP] */
  private static final int LEAST = 256;

  /** Rows that are taken together. [TP] */
  private static final int TOGETHER = 4;

  private final Threads threads;
  private final Rows matrix;
  private final Rows vectors;
  private final Rows sums;
  private final double[] ones = new double[GROUPS];

  /**
   * Products with one matrix.
   *
   * @param threads the engine's threads
   * @param matrix n rows
   * @param vectors rows of length n: factors and results
   * @param sums scratch, {@link #GROUPS} rows of length n
   */
  SymmetricProduct(Threads threads, Rows matrix, Rows vectors, Rows sums) {
    this.threads = threads;
    this.matrix = matrix;
    this.vectors = vectors;
    this.sums = sums;
    java.util.Arrays.fill(ones, 1);
  }

  /**
   * Multiplies the trailing block.
   *
   * @param from its first row and column
   * @param x row of the vectors that is multiplied
   * @param y row of the vectors for the result: its elements from there on are zeros
   */
  void multiply(int from, long x, long y) {
    int n = Math.toIntExact(matrix.length());
    int groups = Math.clamp((n - from) / LEAST, 1, GROUPS);
    new Ranges(from, n, groups, x)
        .start(threads, groups, (long) (n - from) * (n - from) / groups / 2);
    for (int group = 0; group < groups; group++) {
      sums.addTo(group, 1, ones, vectors, y, from);
    }
  }

  private final class Ranges extends Batch {
    private final int first;
    private final int n;
    private final int groups;
    private final long x;

    Ranges(int first, int n, int groups, long x) {
      this.first = first;
      this.n = n;
      this.groups = groups;
      this.x = x;
    }

    @Override
    protected void range(long from, long to, Workspace workspace) {
      double[] products = new double[TOGETHER];
      double[] factors = new double[TOGETHER];
      for (long group = from; group < to; group++) {
        sums.zero(group, first);
        // rows are dealt out in turns, since they become shorter
        for (int row = first + (int) group * TOGETHER; row < n; row += groups * TOGETHER) {
          rows(group, row, Math.min(TOGETHER, n - row), products, factors);
        }
      }
    }

    private void rows(long group, int row, int count, double[] products, double[] factors) {
      int behind = row + count;
      for (int i = 0; i < count; i++) {
        factors[i] = vectors.get(x, row + i);
        products[i] = behind < n ? matrix.dot(row + i, vectors, x, behind) : 0;
      }
      if (behind < n) {
        matrix.addTo(row, count, factors, sums, group, behind);
      }
      for (int i = 0; i < count; i++) {
        products[i] += matrix.get(row + i, row + i) * factors[i];
        for (int j = i + 1; j < count; j++) {
          double element = matrix.get(row + i, row + j);
          products[i] += element * factors[j];
          products[j] += element * factors[i];
        }
      }
      for (int i = 0; i < count; i++) {
        sums.set(group, row + i, sums.get(group, row + i) + products[i]);
      }
    }
  }
}
