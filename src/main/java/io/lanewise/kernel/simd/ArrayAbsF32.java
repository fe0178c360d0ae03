package io.lanewise.kernel.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Absolute values of f32 in arrays: the sums of {@link SumF32}, and the search for a value. Sums go
 * through an array between the loop and what follows it, as in {@link ArrayDotsF32}.
 */
final class ArrayAbsF32 {
  private static final VectorSpecies<Float> SPECIES = FloatVectorMath.SPECIES;
  private static final int LANES = SPECIES.length();

  /** Vectors in the 128 bytes of virtual lanes. */
  private static final int VECTORS = 128 / SPECIES.vectorByteSize();

  private static final ReduceHeapF32 REDUCE = new ReduceHeapF32();

  private ArrayAbsF32() {}

  /**
   * Whether there is a loop for these vectors.
   *
   * @return false where values must be copied to be summed
   */
  static boolean sums() {
    return VECTORS == 2 || VECTORS == 4;
  }

  /**
   * The sum of absolute values.
   *
   * @param x array
   * @param at first element
   * @param n number of elements
   * @return the sum in the order of {@link io.lanewise.kernel.ReduceKernel}
   */
  static double sum(float[] x, int at, int n) {
    float[] partial = new float[VECTORS * LANES];
    if (VECTORS == 2) {
      two(x, at, n, partial);
    } else {
      four(x, at, n, partial);
    }
    // The order of the partial sums is that of a run of as many numbers.
    return REDUCE.sum(partial, 0, VECTORS * LANES);
  }

  private static void two(float[] x, int at, int n, float[] partial) {
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = FloatVector.zero(SPECIES);
    int i = 0;
    for (; i <= n - 2 * LANES; i += 2 * LANES) {
      s0 = FloatVector.fromArray(SPECIES, x, at + i).abs().add(s0);
      s1 = FloatVector.fromArray(SPECIES, x, at + i + LANES).abs().add(s1);
    }
    if (i < n) {
      VectorMask<Float> m0 = SPECIES.indexInRange(i, n);
      s0 = FloatVector.fromArray(SPECIES, x, at + i, m0).abs().add(s0);
      VectorMask<Float> m1 = SPECIES.indexInRange(i + LANES, n);
      s1 = FloatVector.fromArray(SPECIES, x, at + i + LANES, m1).abs().add(s1);
    }
    s0.intoArray(partial, 0);
    s1.intoArray(partial, LANES);
  }

  private static void four(float[] x, int at, int n, float[] partial) {
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = FloatVector.zero(SPECIES);
    FloatVector s2 = FloatVector.zero(SPECIES);
    FloatVector s3 = FloatVector.zero(SPECIES);
    int i = 0;
    for (; i <= n - 4 * LANES; i += 4 * LANES) {
      s0 = FloatVector.fromArray(SPECIES, x, at + i).abs().add(s0);
      s1 = FloatVector.fromArray(SPECIES, x, at + i + LANES).abs().add(s1);
      s2 = FloatVector.fromArray(SPECIES, x, at + i + 2 * LANES).abs().add(s2);
      s3 = FloatVector.fromArray(SPECIES, x, at + i + 3 * LANES).abs().add(s3);
    }
    if (i < n) {
      VectorMask<Float> m0 = SPECIES.indexInRange(i, n);
      s0 = FloatVector.fromArray(SPECIES, x, at + i, m0).abs().add(s0);
      VectorMask<Float> m1 = SPECIES.indexInRange(i + LANES, n);
      s1 = FloatVector.fromArray(SPECIES, x, at + i + LANES, m1).abs().add(s1);
      VectorMask<Float> m2 = SPECIES.indexInRange(i + 2 * LANES, n);
      s2 = FloatVector.fromArray(SPECIES, x, at + i + 2 * LANES, m2).abs().add(s2);
      VectorMask<Float> m3 = SPECIES.indexInRange(i + 3 * LANES, n);
      s3 = FloatVector.fromArray(SPECIES, x, at + i + 3 * LANES, m3).abs().add(s3);
    }
    s0.intoArray(partial, 0);
    s1.intoArray(partial, LANES);
    s2.intoArray(partial, 2 * LANES);
    s3.intoArray(partial, 3 * LANES);
  }

  /**
   * The first element with an absolute value.
   *
   * @param x array
   * @param at first element
   * @param n number of elements, one of which has it
   * @param value the absolute value, no NaN
   * @return its number, from 0
   */
  static int find(float[] x, int at, int n, float value) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      VectorMask<Float> found =
          FloatVector.fromArray(SPECIES, x, at + i).abs().compare(VectorOperators.EQ, value);
      if (found.anyTrue()) {
        return i + found.firstTrue();
      }
    }
    while (Math.abs(x[at + i]) != value) {
      i++;
    }
    return i;
  }
}
