package io.lanewise.kernel.simd;

import static io.lanewise.kernel.scalar.DoubleMath.ROUNDER;
import static io.lanewise.kernel.scalar.DoubleTrig.C0;
import static io.lanewise.kernel.scalar.DoubleTrig.C1;
import static io.lanewise.kernel.scalar.DoubleTrig.C2;
import static io.lanewise.kernel.scalar.DoubleTrig.C3;
import static io.lanewise.kernel.scalar.DoubleTrig.C4;
import static io.lanewise.kernel.scalar.DoubleTrig.C5;
import static io.lanewise.kernel.scalar.DoubleTrig.LIMIT;
import static io.lanewise.kernel.scalar.DoubleTrig.PI1;
import static io.lanewise.kernel.scalar.DoubleTrig.PI2;
import static io.lanewise.kernel.scalar.DoubleTrig.PI3;
import static io.lanewise.kernel.scalar.DoubleTrig.S0;
import static io.lanewise.kernel.scalar.DoubleTrig.S1;
import static io.lanewise.kernel.scalar.DoubleTrig.S2;
import static io.lanewise.kernel.scalar.DoubleTrig.S3;
import static io.lanewise.kernel.scalar.DoubleTrig.S4;
import static io.lanewise.kernel.scalar.DoubleTrig.S5;
import static io.lanewise.kernel.scalar.DoubleTrig.TWO_OVER_PI;
import static jdk.incubator.vector.DoubleVector.broadcast;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.GT;

import io.lanewise.kernel.scalar.DoubleTrig;
import io.lanewise.memory.Base;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sine and cosine of runs: line by line what {@link DoubleTrig} does, with selection in place of
 * branches, so with the same bits. {@link DoubleVectorMath} tells why each is one method, why bits
 * go through memory, and how the tail is done.
 *
 * <p>Not generated: {@link FloatVectorTrig} has the same methods with polynomials of a lower
 * degree.
 */
final class DoubleVectorTrig {
  private static final VectorSpecies<Double> SPECIES = DoubleVectorMath.SPECIES;
  private static final ValueLayout.OfDouble LAYOUT = ValueLayout.JAVA_DOUBLE_UNALIGNED;
  private static final int LANES = SPECIES.length();
  private static final ByteOrder NATIVE = ByteOrder.nativeOrder();

  private DoubleVectorTrig() {}

  /**
   * {@code y[i] = sin(x[i] + more pi/2)}: see {@link DoubleTrig#sin}.
   *
   * @param more 0 for the sine, 1 for the cosine
   * @param n number of elements, at least one vector
   */
  static void trig(double more, MemorySegment x, long xAt, MemorySegment y, long yAt, int n) {
    x = Base.of(x);
    y = Base.of(y);
    long end = (long) (n - LANES) * Double.BYTES;
    DoubleVector last = DoubleVector.fromMemorySegment(SPECIES, x, xAt + end, NATIVE);
    int whole = n - n % LANES;
    trigVectors(more, x, xAt, y, yAt, whole);
    if (whole < n) {
      last.intoMemorySegment(y, yAt + end, NATIVE);
      trigVectors(more, y, yAt + end, y, yAt + end, LANES);
    }
  }

  private static void trigVectors(
      double more, MemorySegment x, long xAt, MemorySegment y, long yAt, int n) {
    x = Base.of(x);
    y = Base.of(y);
    for (int i = 0; i < n; i += LANES) {
      long at = (long) i * Double.BYTES;
      DoubleVector u = DoubleVector.fromMemorySegment(SPECIES, x, xAt + at, NATIVE);
      if (u.abs().compare(GT, LIMIT).anyTrue()) {
        far(more, x, xAt + at, y, yAt + at);
        continue;
      }
      DoubleVector n0 =
          u.fma(broadcast(SPECIES, TWO_OVER_PI), broadcast(SPECIES, ROUNDER)).sub(ROUNDER);
      DoubleVector r = n0.fma(broadcast(SPECIES, -PI1), u);
      r = n0.fma(broadcast(SPECIES, -PI2), r);
      r = n0.fma(broadcast(SPECIES, -PI3), r);
      DoubleVector z = r.mul(r);
      DoubleVector s = z.fma(broadcast(SPECIES, S5), broadcast(SPECIES, S4));
      s = s.fma(z, broadcast(SPECIES, S3));
      s = s.fma(z, broadcast(SPECIES, S2));
      s = s.fma(z, broadcast(SPECIES, S1));
      s = s.fma(z, broadcast(SPECIES, S0));
      DoubleVector c = z.fma(broadcast(SPECIES, C5), broadcast(SPECIES, C4));
      c = c.fma(z, broadcast(SPECIES, C3));
      c = c.fma(z, broadcast(SPECIES, C2));
      c = c.fma(z, broadcast(SPECIES, C1));
      c = c.fma(z, broadcast(SPECIES, C0));
      DoubleVector sine = z.mul(r).fma(s, r);
      c = z.fma(c, broadcast(SPECIES, -0.5));
      c = z.fma(c, broadcast(SPECIES, 1.0));
      DoubleVector quarter = n0.add(more);
      DoubleVector half =
          quarter.fma(broadcast(SPECIES, 0.5), broadcast(SPECIES, -0.25)).add(ROUNDER).sub(ROUNDER);
      DoubleVector turn =
          half.fma(broadcast(SPECIES, 0.5), broadcast(SPECIES, -0.25)).add(ROUNDER).sub(ROUNDER);
      DoubleVector odd = half.fma(broadcast(SPECIES, -2.0), quarter);
      DoubleVector sign = turn.fma(broadcast(SPECIES, -2.0), half);
      sign = sign.fma(broadcast(SPECIES, -2.0), broadcast(SPECIES, 1.0));
      VectorMask<Double> isCosine = odd.compare(EQ, 1.0);
      DoubleVector value = sine.blend(c, isCosine).mul(sign);
      value = value.blend(u, u.compare(EQ, 0.0).andNot(isCosine));
      value.intoMemorySegment(y, yAt + at, NATIVE);
    }
  }

  /** A vector with an element beyond the limit, one by one. */
  private static void far(double more, MemorySegment x, long xAt, MemorySegment y, long yAt) {
    for (int i = 0; i < LANES; i++) {
      long at = (long) i * Double.BYTES;
      double v = x.get(LAYOUT, xAt + at);
      y.set(LAYOUT, yAt + at, more == 0 ? DoubleTrig.sin(v) : DoubleTrig.cos(v));
    }
  }
}
