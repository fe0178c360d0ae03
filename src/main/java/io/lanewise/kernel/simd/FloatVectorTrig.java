package io.lanewise.kernel.simd;

import static io.lanewise.kernel.scalar.FloatMath.ROUNDER;
import static io.lanewise.kernel.scalar.FloatTrig.C0;
import static io.lanewise.kernel.scalar.FloatTrig.C1;
import static io.lanewise.kernel.scalar.FloatTrig.C2;
import static io.lanewise.kernel.scalar.FloatTrig.LIMIT;
import static io.lanewise.kernel.scalar.FloatTrig.PI1;
import static io.lanewise.kernel.scalar.FloatTrig.PI2;
import static io.lanewise.kernel.scalar.FloatTrig.PI3;
import static io.lanewise.kernel.scalar.FloatTrig.S0;
import static io.lanewise.kernel.scalar.FloatTrig.S1;
import static io.lanewise.kernel.scalar.FloatTrig.S2;
import static io.lanewise.kernel.scalar.FloatTrig.TWO_OVER_PI;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.GT;

import io.lanewise.kernel.scalar.FloatTrig;
import io.lanewise.memory.Base;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sine and cosine of runs: line by line what {@link FloatTrig} does, with selection in place of
 * branches, so with the same bits. {@link FloatVectorMath} tells why each is one method, why bits
 * go through memory, and how the tail is done.
 *
 * <p>Not generated: {@link DoubleVectorTrig} has the same methods with polynomials of a higher
 * degree.
 */
final class FloatVectorTrig {
  private static final VectorSpecies<Float> SPECIES = FloatVectorMath.SPECIES;
  private static final ValueLayout.OfFloat LAYOUT = ValueLayout.JAVA_FLOAT_UNALIGNED;
  private static final int LANES = SPECIES.length();
  private static final ByteOrder NATIVE = ByteOrder.nativeOrder();

  private FloatVectorTrig() {}

  /**
   * {@code y[i] = sin(x[i] + more pi/2)}: see {@link FloatTrig#sin}.
   *
   * @param more 0 for the sine, 1 for the cosine
   * @param n number of elements, at least one vector
   */
  static void trig(float more, MemorySegment x, long xAt, MemorySegment y, long yAt, int n) {
    x = Base.of(x);
    y = Base.of(y);
    long end = (long) (n - LANES) * Float.BYTES;
    FloatVector last = FloatVector.fromMemorySegment(SPECIES, x, xAt + end, NATIVE);
    int whole = n - n % LANES;
    trigVectors(more, x, xAt, y, yAt, whole);
    if (whole < n) {
      last.intoMemorySegment(y, yAt + end, NATIVE);
      trigVectors(more, y, yAt + end, y, yAt + end, LANES);
    }
  }

  private static void trigVectors(
      float more, MemorySegment x, long xAt, MemorySegment y, long yAt, int n) {
    x = Base.of(x);
    y = Base.of(y);
    for (int i = 0; i < n; i += LANES) {
      long at = (long) i * Float.BYTES;
      FloatVector u = FloatVector.fromMemorySegment(SPECIES, x, xAt + at, NATIVE);
      if (u.abs().compare(GT, LIMIT).anyTrue()) {
        far(more, x, xAt + at, y, yAt + at);
        continue;
      }
      FloatVector n0 =
          u.fma(broadcast(SPECIES, TWO_OVER_PI), broadcast(SPECIES, ROUNDER)).sub(ROUNDER);
      FloatVector r = n0.fma(broadcast(SPECIES, -PI1), u);
      r = n0.fma(broadcast(SPECIES, -PI2), r);
      r = n0.fma(broadcast(SPECIES, -PI3), r);
      FloatVector z = r.mul(r);
      FloatVector s = z.fma(broadcast(SPECIES, S2), broadcast(SPECIES, S1));
      s = s.fma(z, broadcast(SPECIES, S0));
      FloatVector c = z.fma(broadcast(SPECIES, C2), broadcast(SPECIES, C1));
      c = c.fma(z, broadcast(SPECIES, C0));
      FloatVector sine = z.mul(r).fma(s, r);
      c = z.fma(c, broadcast(SPECIES, -0.5f));
      c = z.fma(c, broadcast(SPECIES, 1.0f));
      FloatVector quarter = n0.add(more);
      FloatVector half =
          quarter
              .fma(broadcast(SPECIES, 0.5f), broadcast(SPECIES, -0.25f))
              .add(ROUNDER)
              .sub(ROUNDER);
      FloatVector turn =
          half.fma(broadcast(SPECIES, 0.5f), broadcast(SPECIES, -0.25f)).add(ROUNDER).sub(ROUNDER);
      FloatVector odd = half.fma(broadcast(SPECIES, -2.0f), quarter);
      FloatVector sign = turn.fma(broadcast(SPECIES, -2.0f), half);
      sign = sign.fma(broadcast(SPECIES, -2.0f), broadcast(SPECIES, 1.0f));
      VectorMask<Float> isCosine = odd.compare(EQ, 1.0f);
      FloatVector value = sine.blend(c, isCosine).mul(sign);
      value = value.blend(u, u.compare(EQ, 0.0f).andNot(isCosine));
      value.intoMemorySegment(y, yAt + at, NATIVE);
    }
  }

  /** A vector with an element beyond the limit, one by one. */
  private static void far(float more, MemorySegment x, long xAt, MemorySegment y, long yAt) {
    for (int i = 0; i < LANES; i++) {
      long at = (long) i * Float.BYTES;
      float v = x.get(LAYOUT, xAt + at);
      y.set(LAYOUT, yAt + at, more == 0 ? FloatTrig.sin(v) : FloatTrig.cos(v));
    }
  }
}
