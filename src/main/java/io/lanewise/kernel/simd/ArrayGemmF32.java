package io.lanewise.kernel.simd;

import io.lanewise.kernel.GemmKernel;

/** Products of arrays: packing and storing for them, around the tiles of all products. */
final class ArrayGemmF32 extends VectorPackingHeapF32 {
  private final GemmKernel<float[]> tiles;
  private final boolean pairs;

  /**
   * Products of arrays.
   *
   * @param tiles computes tiles, which are arrays anyway
   * @param pairs how it wants panels of A
   */
  ArrayGemmF32(GemmKernel<float[]> tiles, boolean pairs) {
    this.tiles = tiles;
    this.pairs = pairs;
  }

  @Override
  protected boolean pairs() {
    return pairs;
  }

  @Override
  public int mr() {
    return tiles.mr();
  }

  @Override
  public int nr() {
    return tiles.nr();
  }

  @Override
  public int rowStep() {
    return tiles.rowStep();
  }

  @Override
  public int columnStep() {
    return tiles.columnStep();
  }

  @Override
  public void tile(int rows, int columns, int k, float[] panels, int aTo, int bTo, int to) {
    tiles.tile(rows, columns, k, panels, aTo, bTo, to);
  }
}
