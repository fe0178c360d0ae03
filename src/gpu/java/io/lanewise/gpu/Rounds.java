package io.lanewise.gpu;

/**
 * Who meets whom in a round robin of k rows, from the numbers of the step and the pair alone: in
 * step r those rows meet whose sum is r modulo k. So k steps bring all pairs together.
 *
 * <p>A row may be its own partner. Of odd k there is one in each step: pair 0 is that row and row
 * k, which does not exist and should be zeros. Of even k there are two in every other step: pair 0
 * is both of them, which meet once more than they had to.
 */
final class Rounds {
  private Rounds() {}

  /**
   * Whether rows of pair 0 are their own partners. Pairs are counted from such a row, or from
   * between two, outwards.
   */
  private static boolean isAlone(int k, int r) {
    return k % 2 == 1 || r % 2 == 0;
  }

  /** The smaller row of a pair. */
  static int lower(int k, int r, int pair) {
    int x = one(k, r, pair);
    int y = other(k, r, pair);
    int i = x;
    if (y < x) {
      i = y;
    }
    return i;
  }

  /** The larger row of a pair. */
  static int upper(int k, int r, int pair) {
    int x = one(k, r, pair);
    int y = other(k, r, pair);
    int j = y;
    if (y < x) {
      j = x;
    }
    return j;
  }

  private static int middle(int k, int r) {
    int middle = r / 2;
    if (r % 2 == 1 && k % 2 == 1) {
      middle = (r + k) / 2;
    }
    return middle;
  }

  private static int one(int k, int r, int pair) {
    int x = middle(k, r) - pair;
    if (x < 0) {
      x += k;
    }
    return x;
  }

  private static int other(int k, int r, int pair) {
    int y = middle(k, r) + pair;
    if (!isAlone(k, r)) {
      y += 1;
    }
    if (y >= k) {
      y -= k;
    }
    if (pair == 0 && isAlone(k, r)) {
      y = k;
      if (k % 2 == 0) {
        y = middle(k, r) + k / 2;
      }
    }
    return y;
  }
}
