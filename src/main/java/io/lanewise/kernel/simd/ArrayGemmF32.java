package io.lanewise.kernel.simd;

import io.lanewise.kernel.GemmKernel;

/** Products of arrays: packing and storing for them, around the tiles of all products. */
final class ArrayGemmF32 extends VectorPackingHeapF32 {
  private final GemmKernel<float[]> tiles;

  /**
   * Products of arrays.
   *
   * @param tiles computes tiles, which are arrays anyway
   */
  ArrayGemmF32(GemmKernel<float[]> tiles) {
    this.tiles = tiles;
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
