package io.lanewise.jmh.steps;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * Worklog page 9: A and B are copied into panels, block by block, in the order in which the tile
 * reads them. The sizes of blocks can be set, for page 14: {@code -J-Ddepth=384 -J-Dheight=480}.
 */
final class Packed {
  private static final int LANES = FloatVector.SPECIES_PREFERRED.length();
  private static final int MR = 4;
  private static final int NR = 2 * LANES;

  /** Rows of B in a block: a panel of B, DEPTH x NR, is in the first-level cache. */
  private static final int DEPTH = Integer.getInteger("depth", 192);

  /** Rows of A in a block: 96 x 192 numbers are 72 KiB of the second-level cache. */
  private static final int HEIGHT = Integer.getInteger("height", 96);

  private final int n;
  private final float[] left = new float[HotPanels.LARGE];
  private final float[] right = new float[HotPanels.LARGE];

  Packed(int n) {
    this.n = n;
  }

  /** C = A B; n is a multiple of the height of blocks. */
  void product(float[] a, float[] b, float[] c) {
    Arrays.fill(c, 0);
    for (int p = 0; p < n; p += DEPTH) {
      int depth = Math.min(DEPTH, n - p);
      packRight(b, p, depth);
      for (int i = 0; i < n; i += HEIGHT) {
        packLeft(a, i, p, depth);
        tiles(c, i, depth);
      }
    }
  }

  private void tiles(float[] c, int i, int depth) {
    for (int j = 0; j < n; j += NR) {
      for (int row = 0; row < HEIGHT; row += MR) {
        int a = HotPanels.FIRST + row * depth;
        int b = HotPanels.FIRST + j * depth;
        Tile4x2.tile(depth, left, a, right, b, c, (i + row) * n + j, n);
      }
    }
  }

  /** Panels of NR columns, one behind the other. */
  private void packRight(float[] b, int p, int depth) {
    int to = HotPanels.FIRST;
    for (int j = 0; j < n; j += NR) {
      for (int row = 0; row < depth; row++) {
        System.arraycopy(b, (p + row) * n + j, right, to, NR);
        to += NR;
      }
    }
  }

  /** Panels of MR rows, one behind the other; in a panel MR numbers of a column are neighbours. */
  private void packLeft(float[] a, int i, int p, int depth) {
    int to = HotPanels.FIRST;
    for (int top = i; top < i + HEIGHT; top += MR) {
      for (int column = p; column < p + depth; column++) {
        for (int row = 0; row < MR; row++) {
          left[to++] = a[(top + row) * n + column];
        }
      }
    }
  }
}
