package io.lanewise.jmh.steps;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Worklog page 8: a tile of four rows and two vectors, straight from A and B. */
final class VectorTile {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  private VectorTile() {}

  /** C = A B; n is a multiple of four and of twice the lanes. */
  static void product(int n, float[] a, float[] b, float[] c) {
    for (int j = 0; j < n; j += 2 * LANES) {
      for (int i = 0; i < n; i += 4) {
        tile(n, a, i * n, b, j, c, i * n + j);
      }
    }
  }

  private static void tile(int n, float[] a, int aTo, float[] b, int bTo, float[] c, int cTo) {
    FloatVector c00 = FloatVector.zero(SPECIES);
    FloatVector c01 = FloatVector.zero(SPECIES);
    FloatVector c10 = FloatVector.zero(SPECIES);
    FloatVector c11 = FloatVector.zero(SPECIES);
    FloatVector c20 = FloatVector.zero(SPECIES);
    FloatVector c21 = FloatVector.zero(SPECIES);
    FloatVector c30 = FloatVector.zero(SPECIES);
    FloatVector c31 = FloatVector.zero(SPECIES);
    for (int p = 0; p < n; p++) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bTo + p * n);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, bTo + p * n + LANES);
      FloatVector a0 = FloatVector.broadcast(SPECIES, a[aTo + 0 * n + p]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      FloatVector a1 = FloatVector.broadcast(SPECIES, a[aTo + 1 * n + p]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      FloatVector a2 = FloatVector.broadcast(SPECIES, a[aTo + 2 * n + p]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      FloatVector a3 = FloatVector.broadcast(SPECIES, a[aTo + 3 * n + p]);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
    }
    c00.intoArray(c, cTo + 0 * n);
    c01.intoArray(c, cTo + 0 * n + LANES);
    c10.intoArray(c, cTo + 1 * n);
    c11.intoArray(c, cTo + 1 * n + LANES);
    c20.intoArray(c, cTo + 2 * n);
    c21.intoArray(c, cTo + 2 * n + LANES);
    c30.intoArray(c, cTo + 3 * n);
    c31.intoArray(c, cTo + 3 * n + LANES);
  }
}
