package io.lanewise.cpu.jacobi;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The order in which the columns of small matrices meet, all pairs once: by blocks of columns, so
 * that those of two blocks stay in the first-level cache while their pairs are rotated.
 *
 * <p>Blocks go row by row, a cyclic order like any other. Pairs of a round have no column in
 * common, so that their angles are found together: each is a chain of slow operations.
 */
final class BlockOrder {
  /** Columns of a block: 2 x 8 of 32 elements of 64 bytes are 32 KB. [TP] */
  private static final int BLOCK = 8;

  private BlockOrder() {}

  /**
   * The pairs, in rounds of at most 8 that have no column in common.
   *
   * @param n columns
   * @return for each round first and second member of each pair in turn, the smaller number first
   */
  static int[][] rounds(int n) {
    List<int[]> rounds = new ArrayList<>();
    for (int first = 0; first < n; first += BLOCK) {
      int size = Math.min(BLOCK, n - first);
      for (int r = 0; r < size; r++) {
        int from = first;
        int sum = r;
        int[] round =
            IntStream.range(0, size)
                .filter(i -> i < (sum - i + size) % size)
                .flatMap(i -> IntStream.of(from + i, from + (sum - i + size) % size))
                .toArray();
        if (round.length > 0) {
          rounds.add(round);
        }
      }
      for (int second = first + size; second < n; second += BLOCK) {
        int others = Math.min(BLOCK, n - second);
        for (int r = 0; r < size; r++) {
          int[] round = new int[2 * others];
          for (int j = 0; j < others; j++) {
            round[2 * j] = first + (j + r) % size;
            round[2 * j + 1] = second + j;
          }
          rounds.add(round);
        }
      }
    }
    return rounds.toArray(int[][]::new);
  }
}
