package io.lanewise.kernel.simd;

import static io.lanewise.kernel.scalar.DoubleErf.A0;
import static io.lanewise.kernel.scalar.DoubleErf.A1;
import static io.lanewise.kernel.scalar.DoubleErf.A10;
import static io.lanewise.kernel.scalar.DoubleErf.A11;
import static io.lanewise.kernel.scalar.DoubleErf.A12;
import static io.lanewise.kernel.scalar.DoubleErf.A2;
import static io.lanewise.kernel.scalar.DoubleErf.A3;
import static io.lanewise.kernel.scalar.DoubleErf.A4;
import static io.lanewise.kernel.scalar.DoubleErf.A5;
import static io.lanewise.kernel.scalar.DoubleErf.A6;
import static io.lanewise.kernel.scalar.DoubleErf.A7;
import static io.lanewise.kernel.scalar.DoubleErf.A8;
import static io.lanewise.kernel.scalar.DoubleErf.A9;
import static io.lanewise.kernel.scalar.DoubleErf.B0;
import static io.lanewise.kernel.scalar.DoubleErf.B1;
import static io.lanewise.kernel.scalar.DoubleErf.B10;
import static io.lanewise.kernel.scalar.DoubleErf.B11;
import static io.lanewise.kernel.scalar.DoubleErf.B12;
import static io.lanewise.kernel.scalar.DoubleErf.B13;
import static io.lanewise.kernel.scalar.DoubleErf.B14;
import static io.lanewise.kernel.scalar.DoubleErf.B15;
import static io.lanewise.kernel.scalar.DoubleErf.B16;
import static io.lanewise.kernel.scalar.DoubleErf.B17;
import static io.lanewise.kernel.scalar.DoubleErf.B2;
import static io.lanewise.kernel.scalar.DoubleErf.B3;
import static io.lanewise.kernel.scalar.DoubleErf.B4;
import static io.lanewise.kernel.scalar.DoubleErf.B5;
import static io.lanewise.kernel.scalar.DoubleErf.B6;
import static io.lanewise.kernel.scalar.DoubleErf.B7;
import static io.lanewise.kernel.scalar.DoubleErf.B8;
import static io.lanewise.kernel.scalar.DoubleErf.B9;
import static io.lanewise.kernel.scalar.DoubleErf.CENTRE;
import static io.lanewise.kernel.scalar.DoubleErf.ERF_HIGH;
import static io.lanewise.kernel.scalar.DoubleErf.GELU_HIGH;
import static io.lanewise.kernel.scalar.DoubleErf.V0;
import static io.lanewise.kernel.scalar.DoubleErf.V1;
import static io.lanewise.kernel.scalar.DoubleErf.V10;
import static io.lanewise.kernel.scalar.DoubleErf.V11;
import static io.lanewise.kernel.scalar.DoubleErf.V12;
import static io.lanewise.kernel.scalar.DoubleErf.V13;
import static io.lanewise.kernel.scalar.DoubleErf.V14;
import static io.lanewise.kernel.scalar.DoubleErf.V15;
import static io.lanewise.kernel.scalar.DoubleErf.V16;
import static io.lanewise.kernel.scalar.DoubleErf.V17;
import static io.lanewise.kernel.scalar.DoubleErf.V18;
import static io.lanewise.kernel.scalar.DoubleErf.V19;
import static io.lanewise.kernel.scalar.DoubleErf.V2;
import static io.lanewise.kernel.scalar.DoubleErf.V20;
import static io.lanewise.kernel.scalar.DoubleErf.V21;
import static io.lanewise.kernel.scalar.DoubleErf.V22;
import static io.lanewise.kernel.scalar.DoubleErf.V23;
import static io.lanewise.kernel.scalar.DoubleErf.V3;
import static io.lanewise.kernel.scalar.DoubleErf.V4;
import static io.lanewise.kernel.scalar.DoubleErf.V5;
import static io.lanewise.kernel.scalar.DoubleErf.V6;
import static io.lanewise.kernel.scalar.DoubleErf.V7;
import static io.lanewise.kernel.scalar.DoubleErf.V8;
import static io.lanewise.kernel.scalar.DoubleErf.V9;
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
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;

import io.lanewise.kernel.scalar.DoubleErf;
import io.lanewise.memory.Base;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * erf and GELU of runs: line by line what {@link DoubleErf} does, with selection in place of
 * branches, so with the same bits. {@link DoubleVectorMath} tells why each is one method, why bits
 * go through memory, and how the tail is done.
 *
 * <p>Not generated: {@link FloatVectorErf} has the same methods with polynomials of a lower degree.
 */
final class DoubleVectorErf {
  private static final VectorSpecies<Double> SPECIES = DoubleVectorMath.SPECIES;
  private static final VectorSpecies<Long> BITS =
      VectorSpecies.of(long.class, SPECIES.vectorShape());
  private static final int LANES = SPECIES.length();
  private static final ByteOrder NATIVE = ByteOrder.nativeOrder();

  private DoubleVectorErf() {}

  /**
   * {@code y[i] = erf(x[i])}: see {@link DoubleErf#erf}.
   *
   * @param n number of elements, at least one vector
   */
  static void erf(MemorySegment x, long xAt, MemorySegment y, long yAt, int n) {
    x = Base.of(x);
    y = Base.of(y);
    long end = (long) (n - LANES) * Double.BYTES;
    DoubleVector last = DoubleVector.fromMemorySegment(SPECIES, x, xAt + end, NATIVE);
    int whole = n - n % LANES;
    erfVectors(x, xAt, y, yAt, whole);
    if (whole < n) {
      last.intoMemorySegment(y, yAt + end, NATIVE);
      erfVectors(y, yAt + end, y, yAt + end, LANES);
    }
  }

  private static void erfVectors(MemorySegment x, long xAt, MemorySegment y, long yAt, int n) {
    x = Base.of(x);
    y = Base.of(y);
    for (int i = 0; i < n; i += LANES) {
      long at = (long) i * Double.BYTES;
      DoubleVector u = DoubleVector.fromMemorySegment(SPECIES, x, xAt + at, NATIVE);
      DoubleVector v = u.abs();
      VectorMask<Double> small = v.compare(LT, 1.0);
      v = v.blend(ERF_HIGH, v.compare(GT, ERF_HIGH));
      DoubleVector z = v.mul(v);
      DoubleVector a = z.fma(broadcast(SPECIES, A12), broadcast(SPECIES, A11));
      a = a.fma(z, broadcast(SPECIES, A10));
      a = a.fma(z, broadcast(SPECIES, A9));
      a = a.fma(z, broadcast(SPECIES, A8));
      a = a.fma(z, broadcast(SPECIES, A7));
      a = a.fma(z, broadcast(SPECIES, A6));
      a = a.fma(z, broadcast(SPECIES, A5));
      a = a.fma(z, broadcast(SPECIES, A4));
      a = a.fma(z, broadcast(SPECIES, A3));
      a = a.fma(z, broadcast(SPECIES, A2));
      a = a.fma(z, broadcast(SPECIES, A1));
      a = a.fma(z, broadcast(SPECIES, A0));
      a = a.fma(u, u);
      DoubleVector b = v.fma(broadcast(SPECIES, B17), broadcast(SPECIES, B16));
      b = b.fma(v, broadcast(SPECIES, B15));
      b = b.fma(v, broadcast(SPECIES, B14));
      b = b.fma(v, broadcast(SPECIES, B13));
      b = b.fma(v, broadcast(SPECIES, B12));
      b = b.fma(v, broadcast(SPECIES, B11));
      b = b.fma(v, broadcast(SPECIES, B10));
      b = b.fma(v, broadcast(SPECIES, B9));
      b = b.fma(v, broadcast(SPECIES, B8));
      b = b.fma(v, broadcast(SPECIES, B7));
      b = b.fma(v, broadcast(SPECIES, B6));
      b = b.fma(v, broadcast(SPECIES, B5));
      b = b.fma(v, broadcast(SPECIES, B4));
      b = b.fma(v, broadcast(SPECIES, B3));
      b = b.fma(v, broadcast(SPECIES, B2));
      b = b.fma(v, broadcast(SPECIES, B1));
      b = b.fma(v, broadcast(SPECIES, B0));
      v = b.neg();
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
      slopeed.add(1023).intoMemorySegment(y, yAt + at, NATIVE);
      LongVector exponent = LongVector.fromMemorySegment(BITS, y, yAt + at, NATIVE);
      exponent.lanewise(LSHL, FRACTION_BITS).intoMemorySegment(y, yAt + at, NATIVE);
      DoubleVector power = DoubleVector.fromMemorySegment(SPECIES, y, yAt + at, NATIVE);
      DoubleVector e = r.mul(r).fma(q, r).neg();
      e = power.fma(e, power.neg().add(1.0));
      e = e.blend(e.neg(), u.compare(LT, 0.0)).blend(a, small);
      e.intoMemorySegment(y, yAt + at, NATIVE);
    }
  }

  /**
   * {@code y[i] = gelu(x[i])}: see {@link DoubleErf#gelu}.
   *
   * @param n number of elements, at least one vector
   */
  static void gelu(MemorySegment x, long xAt, MemorySegment y, long yAt, int n) {
    x = Base.of(x);
    y = Base.of(y);
    long end = (long) (n - LANES) * Double.BYTES;
    DoubleVector last = DoubleVector.fromMemorySegment(SPECIES, x, xAt + end, NATIVE);
    int whole = n - n % LANES;
    geluVectors(x, xAt, y, yAt, whole);
    if (whole < n) {
      last.intoMemorySegment(y, yAt + end, NATIVE);
      geluVectors(y, yAt + end, y, yAt + end, LANES);
    }
  }

  private static void geluVectors(MemorySegment x, long xAt, MemorySegment y, long yAt, int n) {
    x = Base.of(x);
    y = Base.of(y);
    for (int i = 0; i < n; i += LANES) {
      long at = (long) i * Double.BYTES;
      DoubleVector u = DoubleVector.fromMemorySegment(SPECIES, x, xAt + at, NATIVE);
      DoubleVector a = u.abs();
      a = a.blend(GELU_HIGH, a.compare(GT, GELU_HIGH));
      DoubleVector d = a.fma(broadcast(SPECIES, 0.25), broadcast(SPECIES, 1.0));
      DoubleVector lost = d.neg().add(1.0);
      lost = a.fma(broadcast(SPECIES, 0.25), lost);
      DoubleVector w = a.div(d);
      DoubleVector slope = w.mul(-0.25).add(1.0);
      DoubleVector c = w.sub(CENTRE);
      DoubleVector t = c.fma(broadcast(SPECIES, V23), broadcast(SPECIES, V22));
      t = t.fma(c, broadcast(SPECIES, V21));
      t = t.fma(c, broadcast(SPECIES, V20));
      t = t.fma(c, broadcast(SPECIES, V19));
      t = t.fma(c, broadcast(SPECIES, V18));
      t = t.fma(c, broadcast(SPECIES, V17));
      t = t.fma(c, broadcast(SPECIES, V16));
      t = t.fma(c, broadcast(SPECIES, V15));
      t = t.fma(c, broadcast(SPECIES, V14));
      t = t.fma(c, broadcast(SPECIES, V13));
      t = t.fma(c, broadcast(SPECIES, V12));
      t = t.fma(c, broadcast(SPECIES, V11));
      t = t.fma(c, broadcast(SPECIES, V10));
      t = t.fma(c, broadcast(SPECIES, V9));
      t = t.fma(c, broadcast(SPECIES, V8));
      t = t.fma(c, broadcast(SPECIES, V7));
      t = t.fma(c, broadcast(SPECIES, V6));
      t = t.fma(c, broadcast(SPECIES, V5));
      t = t.fma(c, broadcast(SPECIES, V4));
      t = t.fma(c, broadcast(SPECIES, V3));
      t = t.fma(c, broadcast(SPECIES, V2));
      t = t.fma(c, broadcast(SPECIES, V1));
      DoubleVector sum = c.fma(t, broadcast(SPECIES, V0));
      DoubleVector g = w.mul(sum);
      DoubleVector lowest = c.fma(t, sum.neg().add(V0));
      lowest = w.fma(lowest, w.fma(sum, g.neg()));
      d = w.neg().fma(lost, w.neg().fma(d, a));
      lowest = sum.mul(slope).mul(slope).fma(d, lowest);
      DoubleVector minus = a.mul(-0.5);
      DoubleVector v = minus.mul(a);
      DoubleVector low = minus.fma(a, v.neg());
      DoubleVector slopeed = v.fma(broadcast(SPECIES, LOG2_E), broadcast(SPECIES, ROUNDER));
      DoubleVector whole = slopeed.sub(ROUNDER);
      DoubleVector r = whole.fma(broadcast(SPECIES, -LN2_HIGH), v);
      r = r.add(whole.fma(broadcast(SPECIES, -LN2_LOW), low));
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
      DoubleVector p = r.mul(r).fma(q, r);
      DoubleVector half =
          whole.fma(broadcast(SPECIES, 0.5), broadcast(SPECIES, -0.25)).add(ROUNDER);
      half.add(1023).intoMemorySegment(y, yAt + at, NATIVE);
      LongVector exponent = LongVector.fromMemorySegment(BITS, y, yAt + at, NATIVE);
      exponent.lanewise(LSHL, FRACTION_BITS).intoMemorySegment(y, yAt + at, NATIVE);
      DoubleVector power = DoubleVector.fromMemorySegment(SPECIES, y, yAt + at, NATIVE);
      DoubleVector odd = half.sub(ROUNDER).fma(broadcast(SPECIES, -2.0), whole.add(1.0));
      DoubleVector rest = power.mul(odd);
      t = g.fma(p, lowest.fma(p, lowest)).add(g).mul(power).mul(rest);
      u.sub(t).blend(t.neg(), u.compare(LT, 0.0)).intoMemorySegment(y, yAt + at, NATIVE);
    }
  }
}
