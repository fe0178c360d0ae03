package io.lanewise.kernel.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The trees over partial sums of f32 in arrays: the halves of the 128 bytes of virtual lanes are
 * added until one number is left.
 *
 * <p>For one run each addition leaves half of the lanes without use. For eight runs at once the
 * halves of two vectors become one, so that eight trees are 7 additions of vectors and not 32.
 */
final class ArrayFoldF32 {
  private static final VectorSpecies<Float> SPECIES = FloatVectorMath.SPECIES;
  private static final int LANES = SPECIES.length();
  private static final VectorShuffle<Float> DOWN_8 = Shuffles.down(SPECIES, 8);
  private static final VectorShuffle<Float> DOWN_4 = Shuffles.down(SPECIES, 4);
  private static final VectorShuffle<Float> DOWN_2 = Shuffles.down(SPECIES, 2);
  private static final VectorShuffle<Float> DOWN_1 = Shuffles.down(SPECIES, 1);

  // Lanes that exchange places when halves, quarters and eighths of vectors are added.
  private static final int HALF = Math.max(1, LANES / 2);
  private static final int QUARTER = Math.max(1, LANES / 4);
  private static final int EIGHTH = Math.max(1, LANES / 8);
  private static final long IN_HALF = lanesWith(HALF);
  private static final long IN_QUARTER = lanesWith(QUARTER);
  private static final long IN_EIGHTH = lanesWith(EIGHTH);
  private static final VectorShuffle<Float> HALVES = Shuffles.exchange(SPECIES, HALF);
  private static final VectorShuffle<Float> QUARTERS = Shuffles.exchange(SPECIES, QUARTER);
  private static final VectorShuffle<Float> EIGHTHS = Shuffles.exchange(SPECIES, EIGHTH);

  /** Puts the sum of each run in the lane with its number. */
  private static final VectorShuffle<Float> IN_ORDER =
      VectorShuffle.fromOp(
          SPECIES, i -> HALF * (i & 1) + QUARTER * (i >> 1 & 1) + EIGHTH * (i >> 2 & 1));

  /** Vectors in the 128 bytes of virtual lanes. */
  private static final int VECTORS = 128 / SPECIES.vectorByteSize();

  private ArrayFoldF32() {}

  /**
   * The tree over the partial sums of one run, where they are 2 or 4 vectors.
   *
   * @param partial array of the sums
   * @param from the first
   * @return their sum
   */
  static float one(float[] partial, int from) {
    return VECTORS == 2 ? oneOfTwo(partial, from) : oneOfFour(partial, from);
  }

  private static float oneOfTwo(float[] partial, int from) {
    FloatVector t =
        FloatVector.fromArray(SPECIES, partial, from)
            .add(FloatVector.fromArray(SPECIES, partial, from + LANES));
    t = LANES > 8 ? t.add(t.rearrange(DOWN_8)) : t;
    t = LANES > 4 ? t.add(t.rearrange(DOWN_4)) : t;
    t = LANES > 2 ? t.add(t.rearrange(DOWN_2)) : t;
    return t.add(t.rearrange(DOWN_1)).lane(0);
  }

  private static float oneOfFour(float[] partial, int from) {
    FloatVector s0 = FloatVector.fromArray(SPECIES, partial, from);
    FloatVector s1 = FloatVector.fromArray(SPECIES, partial, from + LANES);
    FloatVector s2 = FloatVector.fromArray(SPECIES, partial, from + 2 * LANES);
    FloatVector s3 = FloatVector.fromArray(SPECIES, partial, from + 3 * LANES);
    FloatVector t = s0.add(s2).add(s1.add(s3));
    t = LANES > 8 ? t.add(t.rearrange(DOWN_8)) : t;
    t = LANES > 4 ? t.add(t.rearrange(DOWN_4)) : t;
    t = LANES > 2 ? t.add(t.rearrange(DOWN_2)) : t;
    return t.add(t.rearrange(DOWN_1)).lane(0);
  }

  /**
   * Whether {@link #eight} may be called.
   *
   * @return true where the partial sums of a run are two vectors of at least 8 lanes
   */
  static boolean takesEight() {
    return VECTORS == 2 && LANES >= 8;
  }

  /**
   * The trees over the partial sums of eight runs, each with the bits of {@link #one}.
   *
   * @param partial array of the sums, those of one run behind those of the other
   * @param from the first
   * @param to where the results go, and with them what fills up a vector
   */
  static void eight(float[] partial, int from, int to) {
    VectorMask<Float> half = VectorMask.fromLong(SPECIES, IN_HALF);
    FloatVector t01 = pair(both(partial, from, 0), both(partial, from, 1), HALVES, half);
    FloatVector t23 = pair(both(partial, from, 2), both(partial, from, 3), HALVES, half);
    FloatVector t45 = pair(both(partial, from, 4), both(partial, from, 5), HALVES, half);
    FloatVector t67 = pair(both(partial, from, 6), both(partial, from, 7), HALVES, half);
    VectorMask<Float> quarter = VectorMask.fromLong(SPECIES, IN_QUARTER);
    FloatVector t0123 = pair(t01, t23, QUARTERS, quarter);
    FloatVector t4567 = pair(t45, t67, QUARTERS, quarter);
    VectorMask<Float> eighth = VectorMask.fromLong(SPECIES, IN_EIGHTH);
    FloatVector t = pair(t0123, t4567, EIGHTHS, eighth);
    t = LANES > 8 ? t.add(t.rearrange(DOWN_1)) : t;
    t.rearrange(IN_ORDER).intoArray(partial, to);
  }

  /** The sum of the two vectors of a run. */
  private static FloatVector both(float[] partial, int from, int run) {
    int at = from + run * 2 * LANES;
    return FloatVector.fromArray(SPECIES, partial, at)
        .add(FloatVector.fromArray(SPECIES, partial, at + LANES));
  }

  /** Sums of lanes of x whose numbers differ in a bit, where it is 0; where it is 1, those of y. */
  private static FloatVector pair(
      FloatVector x, FloatVector y, VectorShuffle<Float> exchanged, VectorMask<Float> with) {
    FloatVector low = x.blend(y.rearrange(exchanged), with);
    FloatVector high = x.rearrange(exchanged).blend(y, with);
    return low.add(high);
  }

  private static long lanesWith(int bit) {
    long lanes = 0;
    for (int i = 0; i < LANES; i++) {
      lanes |= (i & bit) != 0 ? 1L << i : 0;
    }
    return lanes;
  }
}
