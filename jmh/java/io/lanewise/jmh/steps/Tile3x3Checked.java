package io.lanewise.jmh.steps;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Worklog page 11: as {@link Tile3x3}, with an index that C2 does not see through. */
final class Tile3x3Checked {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final int MR = 3;

  private Tile3x3Checked() {}

  /** C = C + A B for one tile, from panels. */
  static void tile(int k, float[] a, int aTo, float[] b, int bTo, float[] c, int cTo, int ldc) {
    FloatVector c00 = FloatVector.zero(SPECIES);
    FloatVector c01 = FloatVector.zero(SPECIES);
    FloatVector c02 = FloatVector.zero(SPECIES);
    FloatVector c10 = FloatVector.zero(SPECIES);
    FloatVector c11 = FloatVector.zero(SPECIES);
    FloatVector c12 = FloatVector.zero(SPECIES);
    FloatVector c20 = FloatVector.zero(SPECIES);
    FloatVector c21 = FloatVector.zero(SPECIES);
    FloatVector c22 = FloatVector.zero(SPECIES);
    for (int p = 0; p < k; p++) {
      int ia = aTo + p * MR;
      int ib = bTo + p * 3 * LANES;
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, ib);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, ib + LANES);
      FloatVector b2 = FloatVector.fromArray(SPECIES, b, ib + 2 * LANES);
      FloatVector a0 = FloatVector.broadcast(SPECIES, a[ia + 0]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      c02 = a0.fma(b2, c02);
      FloatVector a1 = FloatVector.broadcast(SPECIES, a[ia + 1]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      c12 = a1.fma(b2, c12);
      FloatVector a2 = FloatVector.broadcast(SPECIES, a[ia + 2]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      c22 = a2.fma(b2, c22);
    }
    c00.add(FloatVector.fromArray(SPECIES, c, cTo + 0 * ldc)).intoArray(c, cTo + 0 * ldc);
    c01.add(FloatVector.fromArray(SPECIES, c, cTo + 0 * ldc + LANES))
        .intoArray(c, cTo + 0 * ldc + LANES);
    c02.add(FloatVector.fromArray(SPECIES, c, cTo + 0 * ldc + 2 * LANES))
        .intoArray(c, cTo + 0 * ldc + 2 * LANES);
    c10.add(FloatVector.fromArray(SPECIES, c, cTo + 1 * ldc)).intoArray(c, cTo + 1 * ldc);
    c11.add(FloatVector.fromArray(SPECIES, c, cTo + 1 * ldc + LANES))
        .intoArray(c, cTo + 1 * ldc + LANES);
    c12.add(FloatVector.fromArray(SPECIES, c, cTo + 1 * ldc + 2 * LANES))
        .intoArray(c, cTo + 1 * ldc + 2 * LANES);
    c20.add(FloatVector.fromArray(SPECIES, c, cTo + 2 * ldc)).intoArray(c, cTo + 2 * ldc);
    c21.add(FloatVector.fromArray(SPECIES, c, cTo + 2 * ldc + LANES))
        .intoArray(c, cTo + 2 * ldc + LANES);
    c22.add(FloatVector.fromArray(SPECIES, c, cTo + 2 * ldc + 2 * LANES))
        .intoArray(c, cTo + 2 * ldc + 2 * LANES);
  }
}
