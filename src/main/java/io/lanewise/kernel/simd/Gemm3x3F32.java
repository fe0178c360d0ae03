package io.lanewise.kernel.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * A tile of 3 rows by 3 vectors, for processors with 16 vector registers: 9 accumulators, 3 vectors
 * of B and 3 broadcasts of A make 15. C2 moves the loads of so small a loop body to its top, so
 * that 6 x 2 or 4 x 3, which fit on paper, would spill.
 */
final class Gemm3x3F32 extends DirectTilesF32 {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final int ROWS = 3;
  private static final int COLUMNS = 3 * LANES;

  @Override
  public int mr() {
    return ROWS;
  }

  @Override
  public int nr() {
    return COLUMNS;
  }

  @Override
  public int rowStep() {
    return ROWS;
  }

  @Override
  public int columnStep() {
    return COLUMNS;
  }

  @Override
  protected boolean pairs() {
    return false;
  }

  @Override
  public void tile(int rows, int columns, int k, float[] panels, int aTo, int bTo, int to) {
    threeByThree(k, panels, aTo, bTo, to);
  }

  private static void threeByThree(int k, float[] panels, int aTo, int bTo, int to) {
    FloatVector c0 = FloatVector.zero(SPECIES);
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector u0 = FloatVector.zero(SPECIES);
    FloatVector c1 = FloatVector.zero(SPECIES);
    FloatVector s1 = FloatVector.zero(SPECIES);
    FloatVector u1 = FloatVector.zero(SPECIES);
    FloatVector c2 = FloatVector.zero(SPECIES);
    FloatVector s2 = FloatVector.zero(SPECIES);
    FloatVector u2 = FloatVector.zero(SPECIES);
    for (int p = 0; p < k; p++) {
      int ia = aTo + p * 3;
      int ib = bTo + p * 3 * LANES;
      FloatVector b0 = FloatVector.fromArray(SPECIES, panels, ib);
      FloatVector b1 = FloatVector.fromArray(SPECIES, panels, ib + LANES);
      FloatVector b2 = FloatVector.fromArray(SPECIES, panels, ib + 2 * LANES);
      FloatVector a0 = FloatVector.broadcast(SPECIES, panels[ia]);
      c0 = a0.fma(b0, c0);
      s0 = a0.fma(b1, s0);
      u0 = a0.fma(b2, u0);
      FloatVector a1 = FloatVector.broadcast(SPECIES, panels[ia + 1]);
      c1 = a1.fma(b0, c1);
      s1 = a1.fma(b1, s1);
      u1 = a1.fma(b2, u1);
      FloatVector a2 = FloatVector.broadcast(SPECIES, panels[ia + 2]);
      c2 = a2.fma(b0, c2);
      s2 = a2.fma(b1, s2);
      u2 = a2.fma(b2, u2);
    }
    c0.intoArray(panels, to);
    s0.intoArray(panels, to + LANES);
    u0.intoArray(panels, to + 2 * LANES);
    c1.intoArray(panels, to + 3 * LANES);
    s1.intoArray(panels, to + 4 * LANES);
    u1.intoArray(panels, to + 5 * LANES);
    c2.intoArray(panels, to + 6 * LANES);
    s2.intoArray(panels, to + 7 * LANES);
    u2.intoArray(panels, to + 8 * LANES);
  }
}
