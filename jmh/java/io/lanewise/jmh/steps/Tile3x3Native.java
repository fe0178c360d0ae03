package io.lanewise.jmh.steps;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Worklog page 12: panels in native memory; addresses come from the number of the step. */
final class Tile3x3Native {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final ByteOrder NATIVE = ByteOrder.nativeOrder();
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
  private static final long COLUMN = SPECIES.vectorByteSize();
  private static final long STEP = 3 * COLUMN;

  private Tile3x3Native() {}

  /** C = C + A B for one tile, from panels in native memory. */
  static void tile(int k, MemorySegment memory, long aAt, long bAt, float[] c, int cTo, int ldc) {
    FloatVector c00 = FloatVector.zero(SPECIES);
    FloatVector c01 = FloatVector.zero(SPECIES);
    FloatVector c02 = FloatVector.zero(SPECIES);
    FloatVector c10 = FloatVector.zero(SPECIES);
    FloatVector c11 = FloatVector.zero(SPECIES);
    FloatVector c12 = FloatVector.zero(SPECIES);
    FloatVector c20 = FloatVector.zero(SPECIES);
    FloatVector c21 = FloatVector.zero(SPECIES);
    FloatVector c22 = FloatVector.zero(SPECIES);
    // Sums that C2 can see through: one part that never changes, one that is a multiple of p.
    long bAt0 = bAt;
    long bAt1 = bAt + COLUMN;
    long bAt2 = bAt + 2 * COLUMN;
    long aAt0 = aAt;
    long aAt1 = aAt + Float.BYTES;
    long aAt2 = aAt + 2 * Float.BYTES;
    for (int p = 0; p < k; p++) {
      long ia = (long) p * (3 * Float.BYTES);
      long ib = (long) p * STEP;
      FloatVector b0 = FloatVector.fromMemorySegment(SPECIES, memory, bAt0 + ib, NATIVE);
      FloatVector b1 = FloatVector.fromMemorySegment(SPECIES, memory, bAt1 + ib, NATIVE);
      FloatVector b2 = FloatVector.fromMemorySegment(SPECIES, memory, bAt2 + ib, NATIVE);
      FloatVector a0 = FloatVector.broadcast(SPECIES, memory.get(FLOAT, aAt0 + ia));
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      c02 = a0.fma(b2, c02);
      FloatVector a1 = FloatVector.broadcast(SPECIES, memory.get(FLOAT, aAt1 + ia));
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      c12 = a1.fma(b2, c12);
      FloatVector a2 = FloatVector.broadcast(SPECIES, memory.get(FLOAT, aAt2 + ia));
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
