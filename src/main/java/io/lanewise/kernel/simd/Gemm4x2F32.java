package io.lanewise.kernel.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Tiles of 4 rows by one or two vectors, for processors with 16 vector registers: 8 accumulators, 2
 * vectors of B and up to 4 broadcasts of A fit without a spill. Larger tiles fit on paper, and
 * spill.
 */
class Gemm4x2F32 extends VectorPackingF32 {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final int ROWS = 4;

  @Override
  public int mr() {
    return ROWS;
  }

  @Override
  public final int nr() {
    return 2 * LANES;
  }

  @Override
  public final int rowStep() {
    return ROWS;
  }

  @Override
  public final int columnStep() {
    return LANES;
  }

  @Override
  public void tile(
      int rows, int columns, int k, float[] panels, int aTo, int bTo, int to) {
    if (columns == LANES) {
      fourByOne(k, panels, aTo, bTo, to);
    } else {
      fourByTwo(k, panels, aTo, bTo, to);
    }
  }

  private static void fourByTwo(int k, float[] panels, int aTo, int bTo, int to) {
    FloatVector c0 = FloatVector.zero(SPECIES);
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector c1 = FloatVector.zero(SPECIES);
    FloatVector s1 = FloatVector.zero(SPECIES);
    FloatVector c2 = FloatVector.zero(SPECIES);
    FloatVector s2 = FloatVector.zero(SPECIES);
    FloatVector c3 = FloatVector.zero(SPECIES);
    FloatVector s3 = FloatVector.zero(SPECIES);
    for (int p = 0; p < k; p += 2) {
      int ia = aTo + p * 4;
      int ib = bTo + p * 2 * LANES;
      FloatVector b0 = FloatVector.fromArray(SPECIES, panels, ib);
      FloatVector b1 = FloatVector.fromArray(SPECIES, panels, ib + LANES);
      FloatVector a0 = FloatVector.broadcast(SPECIES, panels[ia]);
      c0 = a0.fma(b0, c0);
      s0 = a0.fma(b1, s0);
      FloatVector a1 = FloatVector.broadcast(SPECIES, panels[ia + 2]);
      c1 = a1.fma(b0, c1);
      s1 = a1.fma(b1, s1);
      FloatVector a2 = FloatVector.broadcast(SPECIES, panels[ia + 4]);
      c2 = a2.fma(b0, c2);
      s2 = a2.fma(b1, s2);
      FloatVector a3 = FloatVector.broadcast(SPECIES, panels[ia + 6]);
      c3 = a3.fma(b0, c3);
      s3 = a3.fma(b1, s3);
      FloatVector d0 = FloatVector.fromArray(SPECIES, panels, ib + 2 * LANES);
      FloatVector d1 = FloatVector.fromArray(SPECIES, panels, ib + 3 * LANES);
      FloatVector e0 = FloatVector.broadcast(SPECIES, panels[ia + 1]);
      c0 = e0.fma(d0, c0);
      s0 = e0.fma(d1, s0);
      FloatVector e1 = FloatVector.broadcast(SPECIES, panels[ia + 3]);
      c1 = e1.fma(d0, c1);
      s1 = e1.fma(d1, s1);
      FloatVector e2 = FloatVector.broadcast(SPECIES, panels[ia + 5]);
      c2 = e2.fma(d0, c2);
      s2 = e2.fma(d1, s2);
      FloatVector e3 = FloatVector.broadcast(SPECIES, panels[ia + 7]);
      c3 = e3.fma(d0, c3);
      s3 = e3.fma(d1, s3);
    }
    c0.intoArray(panels, to);
    s0.intoArray(panels, to + LANES);
    c1.intoArray(panels, to + 2 * LANES);
    s1.intoArray(panels, to + 3 * LANES);
    c2.intoArray(panels, to + 4 * LANES);
    s2.intoArray(panels, to + 5 * LANES);
    c3.intoArray(panels, to + 6 * LANES);
    s3.intoArray(panels, to + 7 * LANES);
  }

  private static void fourByOne(int k, float[] panels, int aTo, int bTo, int to) {
    FloatVector c0 = FloatVector.zero(SPECIES);
    FloatVector c1 = FloatVector.zero(SPECIES);
    FloatVector c2 = FloatVector.zero(SPECIES);
    FloatVector c3 = FloatVector.zero(SPECIES);
    for (int p = 0; p < k; p += 2) {
      int ia = aTo + p * 4;
      int ib = bTo + p * LANES;
      FloatVector b0 = FloatVector.fromArray(SPECIES, panels, ib);
      FloatVector a0 = FloatVector.broadcast(SPECIES, panels[ia]);
      c0 = a0.fma(b0, c0);
      FloatVector a1 = FloatVector.broadcast(SPECIES, panels[ia + 2]);
      c1 = a1.fma(b0, c1);
      FloatVector a2 = FloatVector.broadcast(SPECIES, panels[ia + 4]);
      c2 = a2.fma(b0, c2);
      FloatVector a3 = FloatVector.broadcast(SPECIES, panels[ia + 6]);
      c3 = a3.fma(b0, c3);
      FloatVector d0 = FloatVector.fromArray(SPECIES, panels, ib + LANES);
      FloatVector e0 = FloatVector.broadcast(SPECIES, panels[ia + 1]);
      c0 = e0.fma(d0, c0);
      FloatVector e1 = FloatVector.broadcast(SPECIES, panels[ia + 3]);
      c1 = e1.fma(d0, c1);
      FloatVector e2 = FloatVector.broadcast(SPECIES, panels[ia + 5]);
      c2 = e2.fma(d0, c2);
      FloatVector e3 = FloatVector.broadcast(SPECIES, panels[ia + 7]);
      c3 = e3.fma(d0, c3);
    }
    c0.intoArray(panels, to);
    c1.intoArray(panels, to + LANES);
    c2.intoArray(panels, to + 2 * LANES);
    c3.intoArray(panels, to + 3 * LANES);
  }
}
