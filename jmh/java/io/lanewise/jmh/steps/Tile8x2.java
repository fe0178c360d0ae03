package io.lanewise.jmh.steps;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Worklog page 10: eight rows of two vectors; 16 sums, 2 vectors of B, 8 broadcasts: 26 registers.
 */
final class Tile8x2 {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final int MR = 8;
  private static final int NR = 2 * LANES;

  private Tile8x2() {}

  /** C = C + A B for one tile, from panels. */
  static void tile(int k, float[] a, int aTo, float[] b, int bTo, float[] c, int cTo, int ldc) {
    FloatVector c00 = FloatVector.zero(SPECIES);
    FloatVector c01 = FloatVector.zero(SPECIES);
    FloatVector c10 = FloatVector.zero(SPECIES);
    FloatVector c11 = FloatVector.zero(SPECIES);
    FloatVector c20 = FloatVector.zero(SPECIES);
    FloatVector c21 = FloatVector.zero(SPECIES);
    FloatVector c30 = FloatVector.zero(SPECIES);
    FloatVector c31 = FloatVector.zero(SPECIES);
    FloatVector c40 = FloatVector.zero(SPECIES);
    FloatVector c41 = FloatVector.zero(SPECIES);
    FloatVector c50 = FloatVector.zero(SPECIES);
    FloatVector c51 = FloatVector.zero(SPECIES);
    FloatVector c60 = FloatVector.zero(SPECIES);
    FloatVector c61 = FloatVector.zero(SPECIES);
    FloatVector c70 = FloatVector.zero(SPECIES);
    FloatVector c71 = FloatVector.zero(SPECIES);
    for (int p = 0; p < k; p++) {
      int ia = aTo + p * MR;
      int ib = bTo + p * NR;
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, ib);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, ib + LANES);
      FloatVector a0 = FloatVector.broadcast(SPECIES, a[ia + 0]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      FloatVector a1 = FloatVector.broadcast(SPECIES, a[ia + 1]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      FloatVector a2 = FloatVector.broadcast(SPECIES, a[ia + 2]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      FloatVector a3 = FloatVector.broadcast(SPECIES, a[ia + 3]);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
      FloatVector a4 = FloatVector.broadcast(SPECIES, a[ia + 4]);
      c40 = a4.fma(b0, c40);
      c41 = a4.fma(b1, c41);
      FloatVector a5 = FloatVector.broadcast(SPECIES, a[ia + 5]);
      c50 = a5.fma(b0, c50);
      c51 = a5.fma(b1, c51);
      FloatVector a6 = FloatVector.broadcast(SPECIES, a[ia + 6]);
      c60 = a6.fma(b0, c60);
      c61 = a6.fma(b1, c61);
      FloatVector a7 = FloatVector.broadcast(SPECIES, a[ia + 7]);
      c70 = a7.fma(b0, c70);
      c71 = a7.fma(b1, c71);
    }
    c00.add(FloatVector.fromArray(SPECIES, c, cTo + 0 * ldc)).intoArray(c, cTo + 0 * ldc);
    c01.add(FloatVector.fromArray(SPECIES, c, cTo + 0 * ldc + LANES))
        .intoArray(c, cTo + 0 * ldc + LANES);
    c10.add(FloatVector.fromArray(SPECIES, c, cTo + 1 * ldc)).intoArray(c, cTo + 1 * ldc);
    c11.add(FloatVector.fromArray(SPECIES, c, cTo + 1 * ldc + LANES))
        .intoArray(c, cTo + 1 * ldc + LANES);
    c20.add(FloatVector.fromArray(SPECIES, c, cTo + 2 * ldc)).intoArray(c, cTo + 2 * ldc);
    c21.add(FloatVector.fromArray(SPECIES, c, cTo + 2 * ldc + LANES))
        .intoArray(c, cTo + 2 * ldc + LANES);
    c30.add(FloatVector.fromArray(SPECIES, c, cTo + 3 * ldc)).intoArray(c, cTo + 3 * ldc);
    c31.add(FloatVector.fromArray(SPECIES, c, cTo + 3 * ldc + LANES))
        .intoArray(c, cTo + 3 * ldc + LANES);
    c40.add(FloatVector.fromArray(SPECIES, c, cTo + 4 * ldc)).intoArray(c, cTo + 4 * ldc);
    c41.add(FloatVector.fromArray(SPECIES, c, cTo + 4 * ldc + LANES))
        .intoArray(c, cTo + 4 * ldc + LANES);
    c50.add(FloatVector.fromArray(SPECIES, c, cTo + 5 * ldc)).intoArray(c, cTo + 5 * ldc);
    c51.add(FloatVector.fromArray(SPECIES, c, cTo + 5 * ldc + LANES))
        .intoArray(c, cTo + 5 * ldc + LANES);
    c60.add(FloatVector.fromArray(SPECIES, c, cTo + 6 * ldc)).intoArray(c, cTo + 6 * ldc);
    c61.add(FloatVector.fromArray(SPECIES, c, cTo + 6 * ldc + LANES))
        .intoArray(c, cTo + 6 * ldc + LANES);
    c70.add(FloatVector.fromArray(SPECIES, c, cTo + 7 * ldc)).intoArray(c, cTo + 7 * ldc);
    c71.add(FloatVector.fromArray(SPECIES, c, cTo + 7 * ldc + LANES))
        .intoArray(c, cTo + 7 * ldc + LANES);
  }
}
