package io.lanewise.jmh.steps;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Worklog page 12: as {@link Tile3x3Masked}, in a loop without a counter: C2 leaves its body alone.
 */
final class Tile3x3Uncounted {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final ByteOrder NATIVE = ByteOrder.nativeOrder();
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
  private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

  /** No address has more bits. */
  private static final long MASK = (1L << 56) - 1;

  private static final long COLUMN = SPECIES.vectorByteSize();
  private static final long STEP = 3 * COLUMN;

  private Tile3x3Uncounted() {}

  /** C = C + A B for one tile, from panels in native memory. */
  static void tile(int k, long aStart, long bStart, float[] c, int cTo, int ldc) {
    long aAt = aStart & MASK;
    long bAt = bStart & MASK;
    FloatVector c00 = FloatVector.zero(SPECIES);
    FloatVector c01 = FloatVector.zero(SPECIES);
    FloatVector c02 = FloatVector.zero(SPECIES);
    FloatVector c10 = FloatVector.zero(SPECIES);
    FloatVector c11 = FloatVector.zero(SPECIES);
    FloatVector c12 = FloatVector.zero(SPECIES);
    FloatVector c20 = FloatVector.zero(SPECIES);
    FloatVector c21 = FloatVector.zero(SPECIES);
    FloatVector c22 = FloatVector.zero(SPECIES);
    long end = bAt + k * STEP;
    while (bAt < end) {
      FloatVector b0 = FloatVector.fromMemorySegment(SPECIES, ALL, bAt, NATIVE);
      FloatVector b1 = FloatVector.fromMemorySegment(SPECIES, ALL, bAt + COLUMN, NATIVE);
      FloatVector b2 = FloatVector.fromMemorySegment(SPECIES, ALL, bAt + 2 * COLUMN, NATIVE);
      FloatVector a0 = FloatVector.broadcast(SPECIES, ALL.get(FLOAT, aAt));
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      c02 = a0.fma(b2, c02);
      FloatVector a1 = FloatVector.broadcast(SPECIES, ALL.get(FLOAT, aAt + 4));
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      c12 = a1.fma(b2, c12);
      FloatVector a2 = FloatVector.broadcast(SPECIES, ALL.get(FLOAT, aAt + 8));
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      c22 = a2.fma(b2, c22);
      aAt = (aAt + 3 * Float.BYTES) & MASK;
      bAt = (bAt + STEP) & MASK;
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
