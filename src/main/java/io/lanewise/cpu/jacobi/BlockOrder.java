package io.lanewise.cpu.jacobi;

/**
 * The order in which the columns of small matrices meet, all pairs once: by blocks of columns, so
 * that those of two blocks stay in the first-level cache while their pairs are rotated.
 *
 * <p>Blocks go row by row, a cyclic order like any other. Within two blocks neighbouring pairs have
 * no column in common, so that a processor can begin with one while the angle of the other is
 * computed.
 */
final class BlockOrder {
  /** Columns of a block: 2 x 8 of 32 elements of 64 bytes are 32 KB. [TP] */
  private static final int BLOCK = 8;

  private BlockOrder() {}

  /**
   * The pairs.
   *
   * @param n columns
   * @return first and second member of each in turn, the smaller number first
   */
  static int[] pairs(int n) {
    int[] pairs = new int[n * (n - 1)];
    int at = 0;
    for (int first = 0; first < n; first += BLOCK) {
      int size = Math.min(BLOCK, n - first);
      for (int r = 0; r < size; r++) {
        for (int i = 0; i < size; i++) {
          int j = (r - i + size) % size;
          if (i < j) {
            pairs[at++] = first + i;
            pairs[at++] = first + j;
          }
        }
      }
      for (int second = first + size; second < n; second += BLOCK) {
        int others = Math.min(BLOCK, n - second);
        for (int r = 0; r < size; r++) {
          for (int j = 0; j < others; j++) {
            pairs[at++] = first + (j + r) % size;
            pairs[at++] = second + j;
          }
        }
      }
    }
    return pairs;
  }
}
