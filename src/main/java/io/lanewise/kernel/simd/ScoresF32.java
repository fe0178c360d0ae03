package io.lanewise.kernel.simd;

import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LT;

import io.lanewise.kernel.ScoresKernel;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Panels of scores, a vector of columns at a time. {@code max} of two vectors, which has to look
 * for NaN and signs of zero, takes three times the operations of a comparison and a selection.
 */
final class ScoresF32 implements ScoresKernel<float[]> {
  private static final VectorSpecies<Float> SPECIES = FloatVectorMath.SPECIES;
  private static final int LANES = SPECIES.length();

  @Override
  public void largest(float[] panels, int at, int rows, int columns, double scale, int largest) {
    for (int j = 0; j < columns; j += LANES) {
      largestOfVectors(panels, at + j, rows, columns, (float) scale, largest + j);
    }
  }

  /** Four rows at a time: each maximum would wait for the one before. */
  private static void largestOfVectors(
      float[] panels, int at, int rows, int columns, float scale, int largest) {
    FloatVector m0 = FloatVector.fromArray(SPECIES, panels, largest);
    FloatVector m1 = m0;
    FloatVector m2 = m0;
    FloatVector m3 = m0;
    int fours = rows & ~3;
    for (int i = 0; i < fours; i += 4) {
      int row = at + i * columns;
      FloatVector v0 = FloatVector.fromArray(SPECIES, panels, row).mul(scale);
      v0.intoArray(panels, row);
      m0 = m0.blend(v0, v0.compare(GT, m0));
      FloatVector v1 = FloatVector.fromArray(SPECIES, panels, row + columns).mul(scale);
      v1.intoArray(panels, row + columns);
      m1 = m1.blend(v1, v1.compare(GT, m1));
      FloatVector v2 = FloatVector.fromArray(SPECIES, panels, row + 2 * columns).mul(scale);
      v2.intoArray(panels, row + 2 * columns);
      m2 = m2.blend(v2, v2.compare(GT, m2));
      FloatVector v3 = FloatVector.fromArray(SPECIES, panels, row + 3 * columns).mul(scale);
      v3.intoArray(panels, row + 3 * columns);
      m3 = m3.blend(v3, v3.compare(GT, m3));
    }
    for (int i = fours; i < rows; i++) {
      int row = at + i * columns;
      FloatVector v0 = FloatVector.fromArray(SPECIES, panels, row).mul(scale);
      v0.intoArray(panels, row);
      m0 = m0.blend(v0, v0.compare(GT, m0));
    }
    m0 = m0.blend(m1, m1.compare(GT, m0));
    m2 = m2.blend(m3, m3.compare(GT, m2));
    m0.blend(m2, m2.compare(GT, m0)).intoArray(panels, largest);
  }

  @Override
  public void add(float[] panels, int at, int rows, int columns, int mask) {
    for (int i = 0; i < rows * columns; i += LANES) {
      FloatVector.fromArray(SPECIES, panels, at + i)
          .add(FloatVector.fromArray(SPECIES, panels, mask + i))
          .intoArray(panels, at + i);
    }
  }

  @Override
  public void exclude(float[] panels, int at, int rows, int columns, int mask) {
    for (int i = 0; i < rows * columns; i += LANES) {
      FloatVector.fromArray(SPECIES, panels, at + i)
          .blend(
              Float.NEGATIVE_INFINITY,
              FloatVector.fromArray(SPECIES, panels, mask + i).compare(LT, 0f))
          .intoArray(panels, at + i);
    }
  }

  @Override
  public void weights(
      float[] panels,
      int at,
      int rows,
      int columns,
      int shift,
      int total,
      MemorySegment scratch,
      long scratchAt) {
    for (int j = 0; j < columns; j += LANES) {
      FloatVectorMath.weights(
          panels, at + j, rows, columns, shift + j, total + j, scratch, scratchAt);
    }
  }

  @Override
  public void advance(float[] panels, int at, int rows, int columns, int factor, int more) {
    for (int j = 0; j < columns; j += LANES) {
      advanceVectors(panels, at + j, rows, columns, factor + j, more + j);
    }
  }

  private static void advanceVectors(
      float[] panels, int at, int rows, int columns, int factor, int more) {
    FloatVector f = FloatVector.fromArray(SPECIES, panels, factor);
    for (int i = 0; i < rows; i++) {
      int row = i * columns;
      FloatVector.fromArray(SPECIES, panels, at + row)
          .fma(f, FloatVector.fromArray(SPECIES, panels, more + row))
          .intoArray(panels, at + row);
    }
  }

  @Override
  public void multiply(float[] panels, int at, int rows, int columns, int factor) {
    for (int j = 0; j < columns; j += LANES) {
      multiplyVectors(panels, at + j, rows, columns, factor + j);
    }
  }

  private static void multiplyVectors(float[] panels, int at, int rows, int columns, int factor) {
    FloatVector f = FloatVector.fromArray(SPECIES, panels, factor);
    for (int i = 0; i < rows; i++) {
      int row = at + i * columns;
      FloatVector.fromArray(SPECIES, panels, row).mul(f).intoArray(panels, row);
    }
  }
}
