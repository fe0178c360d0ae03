package io.lanewise.cpu.gemm;

import io.lanewise.cpu.Caches;

/**
 * Block sizes of a matrix product, for one element size.
 *
 * <p>The loops, from outside in, are those of Goto and van de Geijn (ACM TOMS 34:3, 2008): a panel
 * of B, {@code KC x nc}, is packed for the third-level cache; a block of A, {@code mc x KC}, is
 * packed for the second; a sliver of B, {@code KC x NR}, stays in the first while the slivers of A
 * stream past it.
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

  /**
   * Sizes for the caches of this machine.
   *
   * @param elementBytes 4 or 8
   * @param mr rows of a tile
   * @param nr columns of a tile
   * @return the sizes, multiples of the tile's
   */
  static Blocking of(int elementBytes, int mr, int nr) {
    // Half of the second level for A: the other half holds what streams by. [TP] Zen 4, 1 MB: 384
    // to 512 rows.
    long mc = Caches.l2() / 2 / (KC * (long) elementBytes);
    // A quarter of the third level for B, which is shared with other cores. [TP]
    long nc = Math.min(Caches.l3() / 4, 8L << 20) / (KC * (long) elementBytes);
    return new Blocking(
        roundUp(Math.clamp(mc, 48, 768), mr), roundUp(Math.clamp(nc, 192, 4096), nr));
  }

  static int roundUp(long size, int tile) {
    return Math.toIntExact((size + tile - 1) / tile * tile);
  }
}
