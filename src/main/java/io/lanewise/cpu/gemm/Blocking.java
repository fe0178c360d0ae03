package io.lanewise.cpu.gemm;

import io.lanewise.cpu.Caches;

/**
 * Block sizes of a matrix product, for one element size.
 *
 * <p>The loops, from outside in, are those of Goto and van de Geijn (ACM TOMS 34:3, 2008) with the
 * two innermost exchanged: a panel of B, {@code KC x nc}, is packed for the second-level cache; a
 * block of A, {@code mc x KC}, is packed beside it; a sliver of A, {@code MR x KC}, stays in the
 * first while the slivers of B stream past it. So consecutive tiles lie side by side in rows of C,
 * which are runs in memory, and the processor fetches ahead: Java has no instruction that would.
 *
 * @param mc rows of a packed block of A
 * @param nc columns of a packed panel of B
 */
record Blocking(int mc, int nc) {
  /**
   * Length of the k range that is summed in registers. It decides the order of every sum, and with
   * it the bits, so it is the same on every machine: 256 numbers, so that the sliver of B is at
   * most 32 KB. [TP]
   */
  static final int KC = 256;

  /** Rows of a block of A. [TP] Sapphire Rapids: 768 and 2048 lose 5 to 10 %. */
  private static final int MC = 192;

  /**
   * Sizes for the caches of this machine.
   *
   * @param elementBytes 4 or 8
   * @param mr rows of a tile
   * @param nr columns of a tile
   * @return the sizes, multiples of the tile's
   */
  static Blocking of(int elementBytes, int mr, int nr) {
    // Half of the second level for B: the other half holds what streams by. [TP] Sapphire Rapids,
    // 2 MB: 480 columns of F64 beat 240 and 720.
    long nc = Caches.l2() / 2 / (KC * (long) elementBytes);
    return new Blocking(roundUp(MC, mr), Math.max(nr, Math.clamp(nc, 96, 1024) / nr * nr));
  }

  static int roundUp(long size, int tile) {
    return Math.toIntExact((size + tile - 1) / tile * tile);
  }
}
