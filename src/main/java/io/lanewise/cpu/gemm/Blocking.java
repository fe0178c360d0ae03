package io.lanewise.cpu.gemm;

import io.lanewise.cpu.Caches;
import io.lanewise.kernel.GemmKernel;

/**
 * Block sizes of a matrix product, for one element size.
 *
 * <p>The loops, from outside in, are those of Goto and van de Geijn (ACM TOMS 34:3, 2008) with the
 * roles of A and B exchanged: a panel of A, {@code mc x KC}, is packed for the third-level cache; a
 * block of B, {@code KC x nc}, is packed for the second; a sliver of A, {@code MR x KC}, stays in
 * the first while the slivers of B stream past it. So consecutive tiles lie side by side in rows of
 * C, which are runs in memory, and the processor fetches ahead: Java has no instruction that would.
 *
 * @param mc rows of a packed panel of A
 * @param nc columns of a packed block of B
 */
record Blocking(int mc, int nc) {
  /** Bytes of a panel of A: what a thread may take of the third level. [TP] */
  private static final long PANEL = 2L << 20;

  /**
   * Sizes for the caches of this machine.
   *
   * @param elementBytes 4 or 8
   * @param mr rows of a tile
   * @param nr columns of a tile
   * @return the sizes, multiples of the tile's
   */
  static Blocking of(int elementBytes, int mr, int nr) {
    long column = GemmKernel.KC * (long) elementBytes;
    // Half of the second level for B: the other half holds what streams by. [TP] Sapphire Rapids,
    // 2 MB: 480 columns of F64 beat 240 and 720.
    long nc = Math.clamp(Caches.l2() / 2 / column, 96, 1024);
    return new Blocking((int) (PANEL / column / mr * mr), (int) Math.max(nr, nc / nr * nr));
  }
}
