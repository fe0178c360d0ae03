package io.lanewise.kernel.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * Inner products of several runs of f32 with a common one, in arrays: the sums of {@link DotF32}.
 *
 * <p>The partial sums go through an array between the loop and what follows it. In one method both
 * are too much for the first compiler ("out of virtual registers"); where that happens to a loop
 * that is being replaced while it runs, the method is never compiled by the second one, and every
 * vector is an object (a tenth of the speed, in two JVMs of three).
 */
final class ArrayDotsF32 {
  private static final VectorSpecies<Float> SPECIES = FloatVectorMath.SPECIES;
  private static final int LANES = SPECIES.length();

  /** Vectors in the 128 bytes of virtual lanes. */
  private static final int VECTORS = 128 / SPECIES.vectorByteSize();

  private ArrayDotsF32() {}

  /**
   * How many runs go together.
   *
   * @return 4, 2, or 0 where each is summed alone
   */
  static int together() {
    return VECTORS == 2 || VECTORS == 4 ? 8 / VECTORS : 0;
  }

  /**
   * Adds as many inner products as go together.
   *
   * @param a array of the runs
   * @param aAt first element of the first
   * @param stride elements from one run to the next
   * @param b array of the common run
   * @param bAt its first element
   * @param n number of elements in a run
   * @param sums where the results are added
   * @param to index of the first
   * @param partial scratch memory
   */
  static void add(
      float[] a,
      int aAt,
      int stride,
      float[] b,
      int bAt,
      int n,
      double[] sums,
      int to,
      float[] partial) {
    int done = n - n % (VECTORS * LANES);
    if (VECTORS == 2) {
      fourByTwo(a, aAt, stride, b, bAt, done, partial);
    } else {
      twoByFour(a, aAt, stride, b, bAt, done, partial);
    }
    rest(8 / VECTORS, a, aAt, stride, b, bAt, done, n, partial);
    for (int r = 0; r < 8 / VECTORS; r++) {
      sums[to + r] += ArrayFoldF32.one(partial, r * VECTORS * LANES);
    }
  }

  /**
   * Adds as many inner products as {@link ArrayFoldF32#eight} takes; see {@link #add}.
   *
   * @param a array of the runs
   * @param aAt first element of the first
   * @param stride elements from one run to the next
   * @param b array of the common run
   * @param bAt its first element
   * @param n number of elements in a run
   * @param sums where the results are added
   * @param to index of the first
   * @param partial scratch memory
   */
  static void addEight(
      float[] a,
      int aAt,
      int stride,
      float[] b,
      int bAt,
      int n,
      double[] sums,
      int to,
      float[] partial) {
    int done = n - n % (VECTORS * LANES);
    eightByTwo(a, aAt, stride, b, bAt, done, partial);
    rest(8, a, aAt, stride, b, bAt, done, n, partial);
    int results = 8 * VECTORS * LANES;
    ArrayFoldF32.eight(partial, 0, results);
    for (int r = 0; r < 8; r++) {
      sums[to + r] += partial[results + r];
    }
  }

  private static void eightByTwo(
      float[] a, int aAt, int stride, float[] b, int bAt, int n, float[] partial) {
    FloatVector s00 = FloatVector.zero(SPECIES);
    FloatVector s01 = FloatVector.zero(SPECIES);
    FloatVector s10 = FloatVector.zero(SPECIES);
    FloatVector s11 = FloatVector.zero(SPECIES);
    FloatVector s20 = FloatVector.zero(SPECIES);
    FloatVector s21 = FloatVector.zero(SPECIES);
    FloatVector s30 = FloatVector.zero(SPECIES);
    FloatVector s31 = FloatVector.zero(SPECIES);
    FloatVector s40 = FloatVector.zero(SPECIES);
    FloatVector s41 = FloatVector.zero(SPECIES);
    FloatVector s50 = FloatVector.zero(SPECIES);
    FloatVector s51 = FloatVector.zero(SPECIES);
    FloatVector s60 = FloatVector.zero(SPECIES);
    FloatVector s61 = FloatVector.zero(SPECIES);
    FloatVector s70 = FloatVector.zero(SPECIES);
    FloatVector s71 = FloatVector.zero(SPECIES);
    int a1 = aAt + stride;
    int a2 = a1 + stride;
    int a3 = a2 + stride;
    int a4 = a3 + stride;
    int a5 = a4 + stride;
    int a6 = a5 + stride;
    int a7 = a6 + stride;
    for (int i = 0; i < n; i += 2 * LANES) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bAt + i);
      s00 = FloatVector.fromArray(SPECIES, a, aAt + i).fma(b0, s00);
      s10 = FloatVector.fromArray(SPECIES, a, a1 + i).fma(b0, s10);
      s20 = FloatVector.fromArray(SPECIES, a, a2 + i).fma(b0, s20);
      s30 = FloatVector.fromArray(SPECIES, a, a3 + i).fma(b0, s30);
      s40 = FloatVector.fromArray(SPECIES, a, a4 + i).fma(b0, s40);
      s50 = FloatVector.fromArray(SPECIES, a, a5 + i).fma(b0, s50);
      s60 = FloatVector.fromArray(SPECIES, a, a6 + i).fma(b0, s60);
      s70 = FloatVector.fromArray(SPECIES, a, a7 + i).fma(b0, s70);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, bAt + i + LANES);
      s01 = FloatVector.fromArray(SPECIES, a, aAt + i + LANES).fma(b1, s01);
      s11 = FloatVector.fromArray(SPECIES, a, a1 + i + LANES).fma(b1, s11);
      s21 = FloatVector.fromArray(SPECIES, a, a2 + i + LANES).fma(b1, s21);
      s31 = FloatVector.fromArray(SPECIES, a, a3 + i + LANES).fma(b1, s31);
      s41 = FloatVector.fromArray(SPECIES, a, a4 + i + LANES).fma(b1, s41);
      s51 = FloatVector.fromArray(SPECIES, a, a5 + i + LANES).fma(b1, s51);
      s61 = FloatVector.fromArray(SPECIES, a, a6 + i + LANES).fma(b1, s61);
      s71 = FloatVector.fromArray(SPECIES, a, a7 + i + LANES).fma(b1, s71);
    }
    s00.intoArray(partial, 0);
    s01.intoArray(partial, LANES);
    s10.intoArray(partial, 2 * LANES);
    s11.intoArray(partial, 3 * LANES);
    s20.intoArray(partial, 4 * LANES);
    s21.intoArray(partial, 5 * LANES);
    s30.intoArray(partial, 6 * LANES);
    s31.intoArray(partial, 7 * LANES);
    s40.intoArray(partial, 8 * LANES);
    s41.intoArray(partial, 9 * LANES);
    s50.intoArray(partial, 10 * LANES);
    s51.intoArray(partial, 11 * LANES);
    s60.intoArray(partial, 12 * LANES);
    s61.intoArray(partial, 13 * LANES);
    s70.intoArray(partial, 14 * LANES);
    s71.intoArray(partial, 15 * LANES);
  }

  private static void fourByTwo(
      float[] a, int aAt, int stride, float[] b, int bAt, int n, float[] partial) {
    FloatVector s00 = FloatVector.zero(SPECIES);
    FloatVector s01 = FloatVector.zero(SPECIES);
    FloatVector s10 = FloatVector.zero(SPECIES);
    FloatVector s11 = FloatVector.zero(SPECIES);
    FloatVector s20 = FloatVector.zero(SPECIES);
    FloatVector s21 = FloatVector.zero(SPECIES);
    FloatVector s30 = FloatVector.zero(SPECIES);
    FloatVector s31 = FloatVector.zero(SPECIES);
    int a1 = aAt + stride;
    int a2 = a1 + stride;
    int a3 = a2 + stride;
    for (int i = 0; i < n; i += 2 * LANES) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bAt + i);
      s00 = FloatVector.fromArray(SPECIES, a, aAt + i).fma(b0, s00);
      s10 = FloatVector.fromArray(SPECIES, a, a1 + i).fma(b0, s10);
      s20 = FloatVector.fromArray(SPECIES, a, a2 + i).fma(b0, s20);
      s30 = FloatVector.fromArray(SPECIES, a, a3 + i).fma(b0, s30);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, bAt + i + LANES);
      s01 = FloatVector.fromArray(SPECIES, a, aAt + i + LANES).fma(b1, s01);
      s11 = FloatVector.fromArray(SPECIES, a, a1 + i + LANES).fma(b1, s11);
      s21 = FloatVector.fromArray(SPECIES, a, a2 + i + LANES).fma(b1, s21);
      s31 = FloatVector.fromArray(SPECIES, a, a3 + i + LANES).fma(b1, s31);
    }
    s00.intoArray(partial, 0);
    s01.intoArray(partial, LANES);
    s10.intoArray(partial, 2 * LANES);
    s11.intoArray(partial, 3 * LANES);
    s20.intoArray(partial, 4 * LANES);
    s21.intoArray(partial, 5 * LANES);
    s30.intoArray(partial, 6 * LANES);
    s31.intoArray(partial, 7 * LANES);
  }

  private static void twoByFour(
      float[] a, int aAt, int stride, float[] b, int bAt, int n, float[] partial) {
    FloatVector s00 = FloatVector.zero(SPECIES);
    FloatVector s01 = FloatVector.zero(SPECIES);
    FloatVector s02 = FloatVector.zero(SPECIES);
    FloatVector s03 = FloatVector.zero(SPECIES);
    FloatVector s10 = FloatVector.zero(SPECIES);
    FloatVector s11 = FloatVector.zero(SPECIES);
    FloatVector s12 = FloatVector.zero(SPECIES);
    FloatVector s13 = FloatVector.zero(SPECIES);
    int a1 = aAt + stride;
    for (int i = 0; i < n; i += 4 * LANES) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bAt + i);
      s00 = FloatVector.fromArray(SPECIES, a, aAt + i).fma(b0, s00);
      s10 = FloatVector.fromArray(SPECIES, a, a1 + i).fma(b0, s10);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, bAt + i + LANES);
      s01 = FloatVector.fromArray(SPECIES, a, aAt + i + LANES).fma(b1, s01);
      s11 = FloatVector.fromArray(SPECIES, a, a1 + i + LANES).fma(b1, s11);
      FloatVector b2 = FloatVector.fromArray(SPECIES, b, bAt + i + 2 * LANES);
      s02 = FloatVector.fromArray(SPECIES, a, aAt + i + 2 * LANES).fma(b2, s02);
      s12 = FloatVector.fromArray(SPECIES, a, a1 + i + 2 * LANES).fma(b2, s12);
      FloatVector b3 = FloatVector.fromArray(SPECIES, b, bAt + i + 3 * LANES);
      s03 = FloatVector.fromArray(SPECIES, a, aAt + i + 3 * LANES).fma(b3, s03);
      s13 = FloatVector.fromArray(SPECIES, a, a1 + i + 3 * LANES).fma(b3, s13);
    }
    s00.intoArray(partial, 0);
    s01.intoArray(partial, LANES);
    s02.intoArray(partial, 2 * LANES);
    s03.intoArray(partial, 3 * LANES);
    s10.intoArray(partial, 4 * LANES);
    s11.intoArray(partial, 5 * LANES);
    s12.intoArray(partial, 6 * LANES);
    s13.intoArray(partial, 7 * LANES);
  }

  /** What is left of some runs. */
  private static void rest(
      int runs,
      float[] a,
      int aAt,
      int stride,
      float[] b,
      int bAt,
      int done,
      int n,
      float[] partial) {
    for (int v = 0; v < VECTORS && done + v * LANES < n; v++) {
      int i = done + v * LANES;
      for (int r = 0; r < runs; r++) {
        int to = (r * VECTORS + v) * LANES;
        rest(a, aAt + r * stride + i, b, bAt + i, n - i, partial, to);
      }
    }
  }

  /** One vector of what is left: zeros where the run has ended change no partial sum. */
  private static void rest(
      float[] a, int u, float[] b, int v, int left, float[] partial, int from) {
    VectorMask<Float> some = SPECIES.indexInRange(0, left);
    FloatVector common = FloatVector.fromArray(SPECIES, b, v, some);
    FloatVector sum = FloatVector.fromArray(SPECIES, partial, from);
    FloatVector.fromArray(SPECIES, a, u, some).fma(common, sum).intoArray(partial, from);
  }
}
