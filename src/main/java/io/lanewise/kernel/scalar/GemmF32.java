package io.lanewise.kernel.scalar;

import io.lanewise.kernel.Fma;
import io.lanewise.kernel.PackingF32;

/**
 * A tile of 4 x 3 numbers in registers: 12 accumulators leave room for 3 of B and one of A among
 * 16.
 */
final class GemmF32 extends PackingF32 {
  private static final int MR = 4;
  private static final int NR = 3;

  @Override
  public int mr() {
    return MR;
  }

  @Override
  public int nr() {
    return NR;
  }

  @Override
  public int rowStep() {
    return MR;
  }

  @Override
  public int columnStep() {
    return NR;
  }

  @Override
  protected boolean pairs() {
    return false;
  }

  @Override
  public void tile(int rows, int columns, int k, float[] panels, int aTo, int bTo, int to) {
    float c00 = 0f;
    float c01 = 0f;
    float c02 = 0f;
    float c10 = 0f;
    float c11 = 0f;
    float c12 = 0f;
    float c20 = 0f;
    float c21 = 0f;
    float c22 = 0f;
    float c30 = 0f;
    float c31 = 0f;
    float c32 = 0f;
    for (int p = 0; p < k; p++) {
      int ia = aTo + p * MR;
      int ib = bTo + p * NR;
      float b0 = panels[ib];
      float b1 = panels[ib + 1];
      float b2 = panels[ib + 2];
      float a0 = panels[ia];
      c00 = Fma.fma(a0, b0, c00);
      c01 = Fma.fma(a0, b1, c01);
      c02 = Fma.fma(a0, b2, c02);
      float a1 = panels[ia + 1];
      c10 = Fma.fma(a1, b0, c10);
      c11 = Fma.fma(a1, b1, c11);
      c12 = Fma.fma(a1, b2, c12);
      float a2 = panels[ia + 2];
      c20 = Fma.fma(a2, b0, c20);
      c21 = Fma.fma(a2, b1, c21);
      c22 = Fma.fma(a2, b2, c22);
      float a3 = panels[ia + 3];
      c30 = Fma.fma(a3, b0, c30);
      c31 = Fma.fma(a3, b1, c31);
      c32 = Fma.fma(a3, b2, c32);
    }
    panels[to] = c00;
    panels[to + 1] = c01;
    panels[to + 2] = c02;
    panels[to + 3] = c10;
    panels[to + 4] = c11;
    panels[to + 5] = c12;
    panels[to + 6] = c20;
    panels[to + 7] = c21;
    panels[to + 8] = c22;
    panels[to + 9] = c30;
    panels[to + 10] = c31;
    panels[to + 11] = c32;
  }
}
