package io.lanewise.cpu.gemm;

import io.lanewise.cpu.Caches;
import io.lanewise.kernel.GemmKernel;

/** How blocked products are cut: for threads, for caches, and at the edges. */
public final class Partition {
  /** Multiplications that are worth a task of their own: some 20 microseconds. [TP] */
  public static final long TASK = 1L << 20;

  /**
   * Tiles along a side from which on the last ones are whole ones too, and waste a few per cent.
   * Smaller tiles are other methods, which would be needed too rarely to be compiled soon: until
   * then they are so slow that they take most of the time. [TP]
   */
  public static final long MANY = 8;

  /** Fewest and most columns of a block: a panel of A is used for each tile of them. [TP] */
  private static final int LEAST = 96;

  private static final int MOST = 1024;

  private Partition() {}

  /**
   * Columns of a packed block of B.
   *
   * @param elementBytes 4 or 8
   * @param nr columns of a tile
   * @return a multiple of them
   */
  public static int blockColumns(int elementBytes, int nr) {
    // Half of the second level for B: the other half holds what streams by. [TP] Emerald Rapids,
    // 2 MB: 480 columns of F64 beat 240 and 720.
    long columns = Caches.l2() / 2 / (GemmKernel.KC * (long) elementBytes);
    return Math.max(1, Math.clamp(columns, LEAST, MOST) / nr) * nr;
  }

  /**
   * Columns of a packed block of B, where all blocks are to have about as many: for each block the
   * whole of A is packed again, also for one of a few columns.
   *
   * @param columns in all
   * @param most of one block, see {@link #blockColumns}; up to an eighth more is taken
   * @param nr columns of a tile
   * @return a multiple of them
   */
  public static int balancedColumns(long columns, int most, int nr) {
    long blocks = Math.max(1, Math.ceilDiv(columns, most + most / 8));
    return Math.toIntExact(Math.ceilDiv(Math.ceilDiv(columns, blocks), nr) * nr);
  }

  /**
   * Pieces that the rows of a matrix are cut into, where rows and columns together make the largest
   * power of two of them that is allowed: the longer side of the rectangles is cut first.
   *
   * @param m rows
   * @param n columns
   * @param pieces most pieces, at least 1
   * @return a power of two
   */
  public static int rowCuts(long m, long n, int pieces) {
    int rows = 1;
    int columns = 1;
    while (rows * columns * 2 <= pieces) {
      if (m / rows >= n / columns) {
        rows *= 2;
      } else {
        columns *= 2;
      }
    }
    return rows;
  }

  /**
   * Pieces that the columns are cut into.
   *
   * @param pieces as for {@link #rowCuts}
   * @param rowCuts its result
   * @return a power of two
   */
  public static int columnCuts(int pieces, int rowCuts) {
    return Integer.highestOneBit(pieces) / rowCuts;
  }

  /**
   * Where a piece of a side begins, and so where the one before it ends.
   *
   * @param size of the side
   * @param piece number of the piece, up to {@code pieces}
   * @param pieces how many
   * @param tile pieces begin at multiples of it
   * @return from 0 to {@code size}
   */
  public static long cut(long size, int piece, int pieces, int tile) {
    return piece == pieces ? size : size * piece / pieces / tile * tile;
  }
}
