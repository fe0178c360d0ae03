package io.lanewise.kernel.simd;

import static io.lanewise.kernel.scalar.FloatErf.A0;
import static io.lanewise.kernel.scalar.FloatErf.A1;
import static io.lanewise.kernel.scalar.FloatErf.A2;
import static io.lanewise.kernel.scalar.FloatErf.A3;
import static io.lanewise.kernel.scalar.FloatErf.A4;
import static io.lanewise.kernel.scalar.FloatErf.A5;
import static io.lanewise.kernel.scalar.FloatErf.B0;
import static io.lanewise.kernel.scalar.FloatErf.B1;
import static io.lanewise.kernel.scalar.FloatErf.B2;
import static io.lanewise.kernel.scalar.FloatErf.B3;
import static io.lanewise.kernel.scalar.FloatErf.B4;
import static io.lanewise.kernel.scalar.FloatErf.B5;
import static io.lanewise.kernel.scalar.FloatErf.B6;
import static io.lanewise.kernel.scalar.FloatErf.CENTRE;
import static io.lanewise.kernel.scalar.FloatErf.ERF_HIGH;
import static io.lanewise.kernel.scalar.FloatErf.GELU_HIGH;
import static io.lanewise.kernel.scalar.FloatErf.V0;
import static io.lanewise.kernel.scalar.FloatErf.V1;
import static io.lanewise.kernel.scalar.FloatErf.V10;
import static io.lanewise.kernel.scalar.FloatErf.V2;
import static io.lanewise.kernel.scalar.FloatErf.V3;
import static io.lanewise.kernel.scalar.FloatErf.V4;
import static io.lanewise.kernel.scalar.FloatErf.V5;
import static io.lanewise.kernel.scalar.FloatErf.V6;
import static io.lanewise.kernel.scalar.FloatErf.V7;
import static io.lanewise.kernel.scalar.FloatErf.V8;
import static io.lanewise.kernel.scalar.FloatErf.V9;
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
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;

import io.lanewise.kernel.scalar.FloatErf;
import io.lanewise.memory.Base;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * erf and GELU of runs: line by line what {@link FloatErf} does, with selection in place of
 * branches, so with the same bits. {@link FloatVectorMath} tells why each is one method, why bits
 * go through memory, and how the tail is done.
 *
 * <p>Not generated: {@link DoubleVectorErf} has the same methods with polynomials of a higher
 * degree.
 */
final class FloatVectorErf {
  private static final VectorSpecies<Float> SPECIES = FloatVectorMath.SPECIES;
  private static final VectorSpecies<Integer> BITS =
      VectorSpecies.of(int.class, SPECIES.vectorShape());
  private static final int LANES = SPECIES.length();
  private static final ByteOrder NATIVE = ByteOrder.nativeOrder();

  private FloatVectorErf() {}

  /**
   * {@code y[i] = erf(x[i])}: see {@link FloatErf#erf}.
   *
   * @param n number of elements, at least one vector
   */
  static void erf(MemorySegment x, long xAt, MemorySegment y, long yAt, int n) {
    x = Base.of(x);
    y = Base.of(y);
    long end = (long) (n - LANES) * Float.BYTES;
    FloatVector last = FloatVector.fromMemorySegment(SPECIES, x, xAt + end, NATIVE);
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
      long at = (long) i * Float.BYTES;
      FloatVector u = FloatVector.fromMemorySegment(SPECIES, x, xAt + at, NATIVE);
      FloatVector v = u.abs();
      VectorMask<Float> small = v.compare(LT, 1.0f);
      v = v.blend(ERF_HIGH, v.compare(GT, ERF_HIGH));
      FloatVector z = v.mul(v);
      FloatVector a = z.fma(broadcast(SPECIES, A5), broadcast(SPECIES, A4));
      a = a.fma(z, broadcast(SPECIES, A3));
      a = a.fma(z, broadcast(SPECIES, A2));
      a = a.fma(z, broadcast(SPECIES, A1));
      a = a.fma(z, broadcast(SPECIES, A0));
      a = a.fma(u, u);
      FloatVector b = v.fma(broadcast(SPECIES, B6), broadcast(SPECIES, B5));
      b = b.fma(v, broadcast(SPECIES, B4));
      b = b.fma(v, broadcast(SPECIES, B3));
      b = b.fma(v, broadcast(SPECIES, B2));
      b = b.fma(v, broadcast(SPECIES, B1));
      b = b.fma(v, broadcast(SPECIES, B0));
      v = b.neg();
      FloatVector slopeed = v.fma(broadcast(SPECIES, LOG2_E), broadcast(SPECIES, ROUNDER));
      FloatVector whole = slopeed.sub(ROUNDER);
      FloatVector r = whole.fma(broadcast(SPECIES, -LN2_HIGH), v);
      r = whole.fma(broadcast(SPECIES, -LN2_LOW), r);
      FloatVector q = r.fma(broadcast(SPECIES, E5), broadcast(SPECIES, E4));
      q = q.fma(r, broadcast(SPECIES, E3));
      q = q.fma(r, broadcast(SPECIES, E2));
      q = q.fma(r, broadcast(SPECIES, E1));
      q = q.fma(r, broadcast(SPECIES, E0));
      slopeed.add(127).intoMemorySegment(y, yAt + at, NATIVE);
      IntVector exponent = IntVector.fromMemorySegment(BITS, y, yAt + at, NATIVE);
      exponent.lanewise(LSHL, FRACTION_BITS).intoMemorySegment(y, yAt + at, NATIVE);
      FloatVector power = FloatVector.fromMemorySegment(SPECIES, y, yAt + at, NATIVE);
      FloatVector e = r.mul(r).fma(q, r).neg();
      e = power.fma(e, power.neg().add(1.0f));
      e = e.blend(e.neg(), u.compare(LT, 0.0f)).blend(a, small);
      e.intoMemorySegment(y, yAt + at, NATIVE);
    }
  }

  /**
   * {@code y[i] = gelu(x[i])}: see {@link FloatErf#gelu}.
   *
   * @param n number of elements, at least one vector
   */
  static void gelu(MemorySegment x, long xAt, MemorySegment y, long yAt, int n) {
    x = Base.of(x);
    y = Base.of(y);
    long end = (long) (n - LANES) * Float.BYTES;
    FloatVector last = FloatVector.fromMemorySegment(SPECIES, x, xAt + end, NATIVE);
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
      long at = (long) i * Float.BYTES;
      FloatVector u = FloatVector.fromMemorySegment(SPECIES, x, xAt + at, NATIVE);
      FloatVector a = u.abs();
      a = a.blend(GELU_HIGH, a.compare(GT, GELU_HIGH));
      FloatVector d = a.fma(broadcast(SPECIES, 0.25f), broadcast(SPECIES, 1.0f));
      FloatVector lost = d.neg().add(1.0f);
      lost = a.fma(broadcast(SPECIES, 0.25f), lost);
      FloatVector w = a.div(d);
      FloatVector slope = w.mul(-0.25f).add(1.0f);
      FloatVector c = w.sub(CENTRE);
      FloatVector t = c.fma(broadcast(SPECIES, V10), broadcast(SPECIES, V9));
      t = t.fma(c, broadcast(SPECIES, V8));
      t = t.fma(c, broadcast(SPECIES, V7));
      t = t.fma(c, broadcast(SPECIES, V6));
      t = t.fma(c, broadcast(SPECIES, V5));
      t = t.fma(c, broadcast(SPECIES, V4));
      t = t.fma(c, broadcast(SPECIES, V3));
      t = t.fma(c, broadcast(SPECIES, V2));
      t = t.fma(c, broadcast(SPECIES, V1));
      FloatVector sum = c.fma(t, broadcast(SPECIES, V0));
      FloatVector g = w.mul(sum);
      FloatVector lowest = c.fma(t, sum.neg().add(V0));
      lowest = w.fma(lowest, w.fma(sum, g.neg()));
      d = w.neg().fma(lost, w.neg().fma(d, a));
      lowest = sum.mul(slope).mul(slope).fma(d, lowest);
      FloatVector minus = a.mul(-0.5f);
      FloatVector v = minus.mul(a);
      FloatVector low = minus.fma(a, v.neg());
      FloatVector slopeed = v.fma(broadcast(SPECIES, LOG2_E), broadcast(SPECIES, ROUNDER));
      FloatVector whole = slopeed.sub(ROUNDER);
      FloatVector r = whole.fma(broadcast(SPECIES, -LN2_HIGH), v);
      r = r.add(whole.fma(broadcast(SPECIES, -LN2_LOW), low));
      FloatVector q = r.fma(broadcast(SPECIES, E5), broadcast(SPECIES, E4));
      q = q.fma(r, broadcast(SPECIES, E3));
      q = q.fma(r, broadcast(SPECIES, E2));
      q = q.fma(r, broadcast(SPECIES, E1));
      q = q.fma(r, broadcast(SPECIES, E0));
      FloatVector p = r.mul(r).fma(q, r);
      FloatVector half =
          whole.fma(broadcast(SPECIES, 0.5f), broadcast(SPECIES, -0.25f)).add(ROUNDER);
      half.add(127).intoMemorySegment(y, yAt + at, NATIVE);
      IntVector exponent = IntVector.fromMemorySegment(BITS, y, yAt + at, NATIVE);
      exponent.lanewise(LSHL, FRACTION_BITS).intoMemorySegment(y, yAt + at, NATIVE);
      FloatVector power = FloatVector.fromMemorySegment(SPECIES, y, yAt + at, NATIVE);
      FloatVector odd = half.sub(ROUNDER).fma(broadcast(SPECIES, -2.0f), whole.add(1.0f));
      FloatVector rest = power.mul(odd);
      t = g.fma(p, lowest.fma(p, lowest)).add(g).mul(power).mul(rest);
      u.sub(t).blend(t.neg(), u.compare(LT, 0.0f)).intoMemorySegment(y, yAt + at, NATIVE);
    }
  }
}
