package io.lanewise.gpu;

import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * What {@link ManyQrF32} leaves for {@link ManySvdF32} besides the matrix: m numbers of rows in
 * their new order, n numbers of columns, the diagonal of R, the first elements of Householder's
 * vectors, 2 over the squares of those, and three more: two factors of scaling and the most sweeps,
 * 0 of a matrix that is not finite.
 */
final class Tail {
  private Tail() {}

  /** How many numbers for a matrix. */
  static int size(int m, int n) {
    return scales(m, n) + 3;
  }

  /** Where those of a matrix begin. */
  static int of(IntArray p, int item) {
    return p.get(21) + item * size(p.get(0), p.get(1));
  }

  static int rows() {
    return 0;
  }

  static int columns(int m) {
    return m;
  }

  static int diagonal(int m, int n) {
    return m + n;
  }

  static int heads(int m, int n) {
    return m + 2 * n;
  }

  static int factors(int m, int n) {
    return m + 3 * n;
  }

  static int scales(int m, int n) {
    return m + 4 * n;
  }
}
