package io.lanewise.kernel.simd;

import static io.lanewise.kernel.scalar.DoubleLogistic.LOW;
import static io.lanewise.kernel.scalar.DoubleMath.E0;
import static io.lanewise.kernel.scalar.DoubleMath.E1;
import static io.lanewise.kernel.scalar.DoubleMath.E10;
import static io.lanewise.kernel.scalar.DoubleMath.E2;
import static io.lanewise.kernel.scalar.DoubleMath.E3;
import static io.lanewise.kernel.scalar.DoubleMath.E4;
import static io.lanewise.kernel.scalar.DoubleMath.E5;
import static io.lanewise.kernel.scalar.DoubleMath.E6;
import static io.lanewise.kernel.scalar.DoubleMath.E7;
import static io.lanewise.kernel.scalar.DoubleMath.E8;
import static io.lanewise.kernel.scalar.DoubleMath.E9;
import static io.lanewise.kernel.scalar.DoubleMath.FRACTION_BITS;
import static io.lanewise.kernel.scalar.DoubleMath.LN2_HIGH;
import static io.lanewise.kernel.scalar.DoubleMath.LN2_LOW;
import static io.lanewise.kernel.scalar.DoubleMath.LOG2_E;
import static io.lanewise.kernel.scalar.DoubleMath.ROUNDER;
import static jdk.incubator.vector.DoubleVector.broadcast;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;

import io.lanewise.kernel.scalar.DoubleLogistic;
import io.lanewise.memory.Base;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * Logistic functions of runs: line by line what {@link DoubleLogistic} does, with selection in
 * place of branches, so with the same bits. {@link DoubleVectorMath} tells why each is one method,
 * why bits go through memory, and how the tail is done.
 *
 * <p>Not generated: {@link FloatVectorLogistic} has the same methods with polynomials of a lower
 * degree.
 */
final class DoubleVectorLogistic {
  private static final VectorSpecies<Double> SPECIES = DoubleVectorMath.SPECIES;
  private static final VectorSpecies<Long> BITS =
      VectorSpecies.of(long.class, SPECIES.vectorShape());
  private static final int LANES = SPECIES.length();
  private static final ByteOrder NATIVE = ByteOrder.nativeOrder();

  private DoubleVectorLogistic() {}

  /**
   * {@code y[i] = 1 / (1 + e^-x[i])} or {@code x[i]} times it: see {@link DoubleLogistic#sigmoid}.
   *
   * @param times whether to multiply with x
   * @param n number of elements, at least one vector
   */
  static void logistic(boolean times, MemorySegment x, long xAt, MemorySegment y, long yAt, int n) {
    x = Base.of(x);
    y = Base.of(y);
    long end = (long) (n - LANES) * Double.BYTES;
    DoubleVector last = DoubleVector.fromMemorySegment(SPECIES, x, xAt + end, NATIVE);
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
    VectorMask<Double> one = SPECIES.maskAll(!times);
    for (int i = 0; i < n; i += LANES) {
      long at = (long) i * Double.BYTES;
      DoubleVector u = DoubleVector.fromMemorySegment(SPECIES, x, xAt + at, NATIVE);
      DoubleVector v = u.abs().neg();
      v = v.blend(LOW, v.compare(LT, LOW));
      DoubleVector slopeed = v.fma(broadcast(SPECIES, LOG2_E), broadcast(SPECIES, ROUNDER));
      DoubleVector whole = slopeed.sub(ROUNDER);
      DoubleVector r = whole.fma(broadcast(SPECIES, -LN2_HIGH), v);
      r = whole.fma(broadcast(SPECIES, -LN2_LOW), r);
      DoubleVector q = r.fma(broadcast(SPECIES, E10), broadcast(SPECIES, E9));
      q = q.fma(r, broadcast(SPECIES, E8));
      q = q.fma(r, broadcast(SPECIES, E7));
      q = q.fma(r, broadcast(SPECIES, E6));
      q = q.fma(r, broadcast(SPECIES, E5));
      q = q.fma(r, broadcast(SPECIES, E4));
      q = q.fma(r, broadcast(SPECIES, E3));
      q = q.fma(r, broadcast(SPECIES, E2));
      q = q.fma(r, broadcast(SPECIES, E1));
      q = q.fma(r, broadcast(SPECIES, E0));
      DoubleVector half =
          whole.fma(broadcast(SPECIES, 0.5), broadcast(SPECIES, -0.25)).add(ROUNDER);
      half.add(1023).intoMemorySegment(y, yAt + at, NATIVE);
      LongVector exponent = LongVector.fromMemorySegment(BITS, y, yAt + at, NATIVE);
      exponent.lanewise(LSHL, FRACTION_BITS).intoMemorySegment(y, yAt + at, NATIVE);
      DoubleVector power = DoubleVector.fromMemorySegment(SPECIES, y, yAt + at, NATIVE);
      DoubleVector odd = half.sub(ROUNDER).fma(broadcast(SPECIES, -2.0), whole.add(1.0));
      DoubleVector rest = power.mul(odd);
      DoubleVector p = r.mul(r).fma(q, r);
      DoubleVector both = power.mul(rest);
      DoubleVector e = both.fma(p, both);
      DoubleVector d = e.add(1.0);
      DoubleVector inverse = broadcast(SPECIES, 1.0).div(d);
      DoubleVector missing = d.neg().fma(inverse, broadcast(SPECIES, 1.0));
      missing = d.sub(1.0).sub(e).fma(inverse, missing);
      DoubleVector factor = u.blend(1.0, one);
      DoubleVector finite = u.blend(LOW, u.compare(LT, LOW)).blend(1.0, one);
      DoubleVector share = finite.mul(inverse);
      share = share.fma(p.fma(missing, missing).add(p), share).mul(power).mul(rest);
      factor = factor.mul(inverse.fma(missing, inverse));
      factor.blend(share, u.compare(LT, 0.0)).intoMemorySegment(y, yAt + at, NATIVE);
    }
  }
}
