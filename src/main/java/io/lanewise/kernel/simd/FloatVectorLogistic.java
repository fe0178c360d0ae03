package io.lanewise.kernel.simd;

import static io.lanewise.kernel.scalar.FloatLogistic.LOW;
import static io.lanewise.kernel.scalar.FloatMath.E0;
import static io.lanewise.kernel.scalar.FloatMath.E1;
import static io.lanewise.kernel.scalar.FloatMath.E2;
import static io.lanewise.kernel.scalar.FloatMath.E3;
import static io.lanewise.kernel.scalar.FloatMath.E4;
import static io.lanewise.kernel.scalar.FloatMath.E5;
import static io.lanewise.kernel.scalar.FloatMath.FRACTION_BITS;
import static io.lanewise.kernel.scalar.FloatMath.LN2_HIGH;
import static io.lanewise.kernel.scalar.FloatMath.LN2_LOW;
import static io.lanewise.kernel.scalar.FloatMath.LOG2_E;
import static io.lanewise.kernel.scalar.FloatMath.ROUNDER;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;

import io.lanewise.kernel.scalar.FloatLogistic;
import io.lanewise.memory.Base;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * Logistic functions of runs: line by line what {@link FloatLogistic} does, with selection in place
 * of branches, so with the same bits. {@link FloatVectorMath} tells why each is one method, why
 * bits go through memory, and how the tail is done.
 *
 * <p>Not generated: {@link DoubleVectorLogistic} has the same methods with polynomials of a higher
 * degree.
 */
final class FloatVectorLogistic {
  private static final VectorSpecies<Float> SPECIES = FloatVectorMath.SPECIES;
  private static final VectorSpecies<Integer> BITS =
      VectorSpecies.of(int.class, SPECIES.vectorShape());
  private static final int LANES = SPECIES.length();
  private static final ByteOrder NATIVE = ByteOrder.nativeOrder();

  private FloatVectorLogistic() {}

  /**
   * {@code y[i] = 1 / (1 + e^-x[i])} or {@code x[i]} times it: see {@link FloatLogistic#sigmoid}.
   *
   * @param times whether to multiply with x
   * @param n number of elements, at least one vector
   */
  static void logistic(boolean times, MemorySegment x, long xAt, MemorySegment y, long yAt, int n) {
    x = Base.of(x);
    y = Base.of(y);
    long end = (long) (n - LANES) * Float.BYTES;
    FloatVector last = FloatVector.fromMemorySegment(SPECIES, x, xAt + end, NATIVE);
    int whole = n - n % LANES;
    logisticVectors(times, x, xAt, y, yAt, whole);
    if (whole < n) {
      last.intoMemorySegment(y, yAt + end, NATIVE);
      logisticVectors(times, y, yAt + end, y, yAt + end, LANES);
    }
  }

  private static void logisticVectors(
      boolean times, MemorySegment x, long xAt, MemorySegment y, long yAt, int n) {
    x = Base.of(x);
    y = Base.of(y);
    VectorMask<Float> one = SPECIES.maskAll(!times);
    for (int i = 0; i < n; i += LANES) {
      long at = (long) i * Float.BYTES;
      FloatVector u = FloatVector.fromMemorySegment(SPECIES, x, xAt + at, NATIVE);
      FloatVector v = u.abs().neg();
      v = v.blend(LOW, v.compare(LT, LOW));
      FloatVector slopeed = v.fma(broadcast(SPECIES, LOG2_E), broadcast(SPECIES, ROUNDER));
      FloatVector whole = slopeed.sub(ROUNDER);
      FloatVector r = whole.fma(broadcast(SPECIES, -LN2_HIGH), v);
      r = whole.fma(broadcast(SPECIES, -LN2_LOW), r);
      FloatVector q = r.fma(broadcast(SPECIES, E5), broadcast(SPECIES, E4));
      q = q.fma(r, broadcast(SPECIES, E3));
      q = q.fma(r, broadcast(SPECIES, E2));
      q = q.fma(r, broadcast(SPECIES, E1));
      q = q.fma(r, broadcast(SPECIES, E0));
      FloatVector half =
          whole.fma(broadcast(SPECIES, 0.5f), broadcast(SPECIES, -0.25f)).add(ROUNDER);
      half.add(127).intoMemorySegment(y, yAt + at, NATIVE);
      IntVector exponent = IntVector.fromMemorySegment(BITS, y, yAt + at, NATIVE);
      exponent.lanewise(LSHL, FRACTION_BITS).intoMemorySegment(y, yAt + at, NATIVE);
      FloatVector power = FloatVector.fromMemorySegment(SPECIES, y, yAt + at, NATIVE);
      FloatVector odd = half.sub(ROUNDER).fma(broadcast(SPECIES, -2.0f), whole.add(1.0f));
      FloatVector rest = power.mul(odd);
      FloatVector p = r.mul(r).fma(q, r);
      FloatVector both = power.mul(rest);
      FloatVector e = both.fma(p, both);
      FloatVector d = e.add(1.0f);
      FloatVector inverse = broadcast(SPECIES, 1.0f).div(d);
      FloatVector missing = d.neg().fma(inverse, broadcast(SPECIES, 1.0f));
      missing = d.sub(1.0f).sub(e).fma(inverse, missing);
      FloatVector factor = u.blend(1.0f, one);
      FloatVector finite = u.blend(LOW, u.compare(LT, LOW)).blend(1.0f, one);
      FloatVector share = finite.mul(inverse);
      share = share.fma(p.fma(missing, missing).add(p), share).mul(power).mul(rest);
      factor = factor.mul(inverse.fma(missing, inverse));
      factor.blend(share, u.compare(LT, 0.0f)).intoMemorySegment(y, yAt + at, NATIVE);
    }
  }
}
