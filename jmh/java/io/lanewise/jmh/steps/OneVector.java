package io.lanewise.jmh.steps;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Worklog page 8: as many sums as a vector has lanes, in one register. */
final class OneVector {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  private OneVector() {}

  /** C = A B; n is a multiple of the lanes. */
  static void product(int n, float[] a, float[] b, float[] c) {
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j += LANES) {
        FloatVector sum = FloatVector.zero(SPECIES);
        for (int p = 0; p < n; p++) {
          FloatVector row = FloatVector.fromArray(SPECIES, b, p * n + j);
          sum = FloatVector.broadcast(SPECIES, a[i * n + p]).fma(row, sum);
        }
        sum.intoArray(c, i * n + j);
      }
    }
  }
}
