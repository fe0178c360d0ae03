package io.lanewise.kernel.simd;

import static io.lanewise.kernel.scalar.DoubleMath.BIASED_ROUNDER;
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
import static io.lanewise.kernel.scalar.DoubleMath.EXP_HIGH;
import static io.lanewise.kernel.scalar.DoubleMath.EXP_LOW;
import static io.lanewise.kernel.scalar.DoubleMath.FRACTION_BITS;
import static io.lanewise.kernel.scalar.DoubleMath.FRACTION_MASK;
import static io.lanewise.kernel.scalar.DoubleMath.L0;
import static io.lanewise.kernel.scalar.DoubleMath.L1;
import static io.lanewise.kernel.scalar.DoubleMath.L2;
import static io.lanewise.kernel.scalar.DoubleMath.L3;
import static io.lanewise.kernel.scalar.DoubleMath.L4;
import static io.lanewise.kernel.scalar.DoubleMath.L5;
import static io.lanewise.kernel.scalar.DoubleMath.L6;
import static io.lanewise.kernel.scalar.DoubleMath.LN2_HIGH;
import static io.lanewise.kernel.scalar.DoubleMath.LN2_LOW;
import static io.lanewise.kernel.scalar.DoubleMath.LOG2_E;
import static io.lanewise.kernel.scalar.DoubleMath.NORMALISER;
import static io.lanewise.kernel.scalar.DoubleMath.ONE_BITS;
import static io.lanewise.kernel.scalar.DoubleMath.ROUNDER;
import static io.lanewise.kernel.scalar.DoubleMath.ROUNDER_BITS;
import static io.lanewise.kernel.scalar.DoubleMath.SQRT_HALF_BITS;
import static io.lanewise.kernel.scalar.DoubleMath.TANH_HIGH;
import static io.lanewise.kernel.scalar.DoubleMath.WEIGHT_LEAST;
import static io.lanewise.kernel.scalar.DoubleMath.WEIGHT_ZERO;
import static jdk.incubator.vector.DoubleVector.broadcast;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.LT;

import io.lanewise.kernel.scalar.DoubleMath;
import io.lanewise.memory.Base;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Elementary functions of runs: line by line what {@link DoubleMath} does, with selection in place
 * of branches, so with the same bits. ({@code lanewise(EXP)} would call a library once compiled,
 * and {@code StrictMath} before.)
 *
 * <p>Each function is one method without helpers: C2 does not inline a method that it has already
 * compiled to much code, and then boxes every vector that goes in or out, at forty times the cost.
 *
 * <p>Bits of floating-point vectors go through memory, where the result will be: stored as numbers,
 * loaded as integers. {@code reinterpretAsInts()} is one instruction once it is compiled, but
 * before that it stores to a heap array, and from then on every store of a vector to native memory,
 * in any kernel of the process, has to ask which of the two it is.
 *
 * <p>The tail is the last full vector of the run, which overlaps the one before: its arguments are
 * saved first, since a run may be its own destination, put where the results belong, and the same
 * loop runs over them.
 *
 * <p>Not generated: {@link FloatVectorMath} has the same methods with polynomials of a lower
 * degree.
 */
final class DoubleVectorMath {
  /**
   * The vectors of all kernels but the matrix product's: at most 64 bytes, half of the virtual
   * lanes.
   */
  static final VectorSpecies<Double> SPECIES =
      DoubleVector.SPECIES_PREFERRED.vectorByteSize() <= 64
          ? DoubleVector.SPECIES_PREFERRED
          : VectorSpecies.of(double.class, VectorShape.S_512_BIT);

  private static final VectorSpecies<Long> BITS =
      VectorSpecies.of(long.class, SPECIES.vectorShape());
  private static final int LANES = SPECIES.length();
  private static final ByteOrder NATIVE = ByteOrder.nativeOrder();

  private DoubleVectorMath() {}

  /**
   * {@code y[i] = e^(x[i] - shift)}: see {@link DoubleMath#exp}.
   *
   * @param n number of elements, at least one vector
   */
  static void exp(MemorySegment x, long xAt, double shift, MemorySegment y, long yAt, int n) {
    x = Base.of(x);
    y = Base.of(y);
    long end = (long) (n - LANES) * Double.BYTES;
    DoubleVector last = DoubleVector.fromMemorySegment(SPECIES, x, xAt + end, NATIVE);
    int whole = n - n % LANES;
    expVectors(x, xAt, shift, y, yAt, whole);
    if (whole < n) {
      last.intoMemorySegment(y, yAt + end, NATIVE);
      expVectors(y, yAt + end, shift, y, yAt + end, LANES);
    }
  }

  private static void expVectors(
      MemorySegment x, long xAt, double shift, MemorySegment y, long yAt, int n) {
    x = Base.of(x);
    y = Base.of(y);
    for (int i = 0; i < n; i += LANES) {
      long at = (long) i * Double.BYTES;
      DoubleVector v = DoubleVector.fromMemorySegment(SPECIES, x, xAt + at, NATIVE).sub(shift);
      v = v.blend(EXP_HIGH, v.compare(GT, EXP_HIGH));
      v = v.blend(EXP_LOW, v.compare(LT, EXP_LOW));
      DoubleVector shifted = v.fma(broadcast(SPECIES, LOG2_E), broadcast(SPECIES, ROUNDER));
      DoubleVector whole = shifted.sub(ROUNDER);
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
      DoubleVector e = r.mul(r).fma(q, r).add(1.0);
      e.mul(power).mul(power.mul(odd)).intoMemorySegment(y, yAt + at, NATIVE);
    }
  }

  /**
   * {@code a[i] = e^(a[i] - shift)} for vectors below each other in a panel, and their sum: see
   * {@link DoubleMath#weight}. Bits go through scratch memory, since a panel is a heap array.
   *
   * @param panels holds all
   * @param at index of the first vector
   * @param rows how many vectors
   * @param columns from one to the next
   * @param shift index of what is subtracted
   * @param total index of the sums
   * @param scratch segment of room for one vector
   * @param scratchAt byte offset of it
   */
  static void weights(
      double[] panels,
      int at,
      int rows,
      int columns,
      int shift,
      int total,
      MemorySegment scratch,
      long scratchAt) {
    scratch = Base.of(scratch);
    DoubleVector largest = DoubleVector.fromArray(SPECIES, panels, shift);
    DoubleVector sum = DoubleVector.fromArray(SPECIES, panels, total);
    for (int i = 0; i < rows; i++) {
      int row = at + i * columns;
      DoubleVector v = DoubleVector.fromArray(SPECIES, panels, row).sub(largest);
      v = v.blend(WEIGHT_ZERO, v.compare(LT, WEIGHT_LEAST));
      DoubleVector shifted = v.fma(broadcast(SPECIES, LOG2_E), broadcast(SPECIES, BIASED_ROUNDER));
      shifted.intoMemorySegment(scratch, scratchAt, NATIVE);
      LongVector exponent = LongVector.fromMemorySegment(BITS, scratch, scratchAt, NATIVE);
      exponent.lanewise(LSHL, FRACTION_BITS).intoMemorySegment(scratch, scratchAt, NATIVE);
      DoubleVector power = DoubleVector.fromMemorySegment(SPECIES, scratch, scratchAt, NATIVE);
      DoubleVector whole = shifted.sub(BIASED_ROUNDER);
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
      q = q.fma(r, broadcast(SPECIES, 1.0));
      DoubleVector weight = q.fma(r, broadcast(SPECIES, 1.0)).mul(power);
      weight.intoArray(panels, row);
      sum = sum.add(weight);
    }
    sum.intoArray(panels, total);
  }

  /**
   * {@code y[i] = log(x[i])}: see {@link DoubleMath#log}.
   *
   * @param n number of elements, at least one vector
   */
  static void log(MemorySegment x, long xAt, MemorySegment y, long yAt, int n) {
    x = Base.of(x);
    y = Base.of(y);
    long end = (long) (n - LANES) * Double.BYTES;
    DoubleVector last = DoubleVector.fromMemorySegment(SPECIES, x, xAt + end, NATIVE);
    int whole = n - n % LANES;
    logVectors(x, xAt, y, yAt, whole);
    if (whole < n) {
      last.intoMemorySegment(y, yAt + end, NATIVE);
      logVectors(y, yAt + end, y, yAt + end, LANES);
    }
  }

  private static void logVectors(MemorySegment x, long xAt, MemorySegment y, long yAt, int n) {
    x = Base.of(x);
    y = Base.of(y);
    for (int i = 0; i < n; i += LANES) {
      long at = (long) i * Double.BYTES;
      DoubleVector v = DoubleVector.fromMemorySegment(SPECIES, x, xAt + at, NATIVE);
      VectorMask<Double> subnormal = v.compare(LT, Double.MIN_NORMAL);
      v.blend(v.mul(NORMALISER), subnormal).intoMemorySegment(y, yAt + at, NATIVE);
      LongVector bits = LongVector.fromMemorySegment(BITS, y, yAt + at, NATIVE);
      bits = bits.add(ONE_BITS - SQRT_HALF_BITS);
      LongVector fraction = bits.and(FRACTION_MASK).add(SQRT_HALF_BITS);
      fraction.intoMemorySegment(y, yAt + at, NATIVE);
      DoubleVector f = DoubleVector.fromMemorySegment(SPECIES, y, yAt + at, NATIVE).sub(1.0);
      LongVector exponent = bits.lanewise(LSHR, FRACTION_BITS).add(ROUNDER_BITS + 2046);
      exponent.intoMemorySegment(y, yAt + at, NATIVE);
      DoubleVector bias = broadcast(SPECIES, ROUNDER + 1023).blend(ROUNDER + 1023 + 54, subnormal);
      DoubleVector k = DoubleVector.fromMemorySegment(SPECIES, y, yAt + at, NATIVE).sub(bias);
      DoubleVector s = f.div(f.add(2.0));
      DoubleVector z = s.mul(s);
      DoubleVector series = z.fma(broadcast(SPECIES, L6), broadcast(SPECIES, L5));
      series = series.fma(z, broadcast(SPECIES, L4));
      series = series.fma(z, broadcast(SPECIES, L3));
      series = series.fma(z, broadcast(SPECIES, L2));
      series = series.fma(z, broadcast(SPECIES, L1));
      series = series.fma(z, broadcast(SPECIES, L0));
      DoubleVector half = f.mul(0.5).mul(f);
      DoubleVector low = s.fma(series.fma(z, half), k.mul(LN2_LOW));
      DoubleVector log = k.fma(broadcast(SPECIES, LN2_HIGH), f.sub(half.sub(low)));
      log = log.blend(Double.NEGATIVE_INFINITY, v.compare(EQ, 0.0));
      log = log.blend(Double.NaN, v.compare(LT, 0.0));
      log = v.blend(log, v.compare(LT, Double.POSITIVE_INFINITY));
      log.intoMemorySegment(y, yAt + at, NATIVE);
    }
  }

  /**
   * {@code y[i] = tanh(x[i])}: see {@link DoubleMath#tanh}.
   *
   * @param n number of elements, at least one vector
   */
  static void tanh(MemorySegment x, long xAt, MemorySegment y, long yAt, int n) {
    x = Base.of(x);
    y = Base.of(y);
    long end = (long) (n - LANES) * Double.BYTES;
    DoubleVector last = DoubleVector.fromMemorySegment(SPECIES, x, xAt + end, NATIVE);
    int whole = n - n % LANES;
    tanhVectors(x, xAt, y, yAt, whole);
    if (whole < n) {
      last.intoMemorySegment(y, yAt + end, NATIVE);
      tanhVectors(y, yAt + end, y, yAt + end, LANES);
    }
  }

  private static void tanhVectors(MemorySegment x, long xAt, MemorySegment y, long yAt, int n) {
    x = Base.of(x);
    y = Base.of(y);
    for (int i = 0; i < n; i += LANES) {
      long at = (long) i * Double.BYTES;
      DoubleVector u = DoubleVector.fromMemorySegment(SPECIES, x, xAt + at, NATIVE);
      DoubleVector v = u.abs();
      v = v.blend(TANH_HIGH, v.compare(GT, TANH_HIGH));
      v = v.add(v);
      DoubleVector shifted = v.fma(broadcast(SPECIES, LOG2_E), broadcast(SPECIES, ROUNDER));
      DoubleVector whole = shifted.sub(ROUNDER);
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
      shifted.add(1023).intoMemorySegment(y, yAt + at, NATIVE);
      LongVector exponent = LongVector.fromMemorySegment(BITS, y, yAt + at, NATIVE);
      exponent.lanewise(LSHL, FRACTION_BITS).intoMemorySegment(y, yAt + at, NATIVE);
      DoubleVector power = DoubleVector.fromMemorySegment(SPECIES, y, yAt + at, NATIVE);
      DoubleVector e = power.fma(r.mul(r).mul(q), power.fma(r, power.sub(1.0)));
      DoubleVector d = e.add(2.0);
      DoubleVector t = e.div(d);
      DoubleVector excess = d.sub(2.0).sub(e).blend(0.0, e.compare(GT, 4.0));
      DoubleVector rest = t.fma(broadcast(SPECIES, -0.5), broadcast(SPECIES, 0.5));
      t = t.mul(excess).fma(rest, t);
      t = t.blend(t.neg(), u.compare(LT, 0.0)).blend(u, u.compare(EQ, 0.0));
      t.intoMemorySegment(y, yAt + at, NATIVE);
    }
  }
}
