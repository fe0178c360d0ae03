package io.lanewise.kernel.simd;

import static io.lanewise.kernel.scalar.FloatMath.BIASED_ROUNDER;
import static io.lanewise.kernel.scalar.FloatMath.E0;
import static io.lanewise.kernel.scalar.FloatMath.E1;
import static io.lanewise.kernel.scalar.FloatMath.E2;
import static io.lanewise.kernel.scalar.FloatMath.E3;
import static io.lanewise.kernel.scalar.FloatMath.E4;
import static io.lanewise.kernel.scalar.FloatMath.E5;
import static io.lanewise.kernel.scalar.FloatMath.EXP_HIGH;
import static io.lanewise.kernel.scalar.FloatMath.EXP_LOW;
import static io.lanewise.kernel.scalar.FloatMath.FRACTION_BITS;
import static io.lanewise.kernel.scalar.FloatMath.FRACTION_MASK;
import static io.lanewise.kernel.scalar.FloatMath.L0;
import static io.lanewise.kernel.scalar.FloatMath.L1;
import static io.lanewise.kernel.scalar.FloatMath.L2;
import static io.lanewise.kernel.scalar.FloatMath.L3;
import static io.lanewise.kernel.scalar.FloatMath.LN2_HIGH;
import static io.lanewise.kernel.scalar.FloatMath.LN2_LOW;
import static io.lanewise.kernel.scalar.FloatMath.LOG2_E;
import static io.lanewise.kernel.scalar.FloatMath.NORMALISER;
import static io.lanewise.kernel.scalar.FloatMath.ONE_BITS;
import static io.lanewise.kernel.scalar.FloatMath.ROUNDER;
import static io.lanewise.kernel.scalar.FloatMath.ROUNDER_BITS;
import static io.lanewise.kernel.scalar.FloatMath.SQRT_HALF_BITS;
import static io.lanewise.kernel.scalar.FloatMath.TANH_HIGH;
import static io.lanewise.kernel.scalar.FloatMath.WEIGHT_LEAST;
import static io.lanewise.kernel.scalar.FloatMath.WEIGHT_ZERO;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.LT;

import io.lanewise.kernel.scalar.FloatMath;
import io.lanewise.memory.Base;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Elementary functions of runs: line by line what {@link FloatMath} does, with selection in place
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
 * <p>Not generated: {@link DoubleVectorMath} has the same methods with polynomials of a higher
 * degree.
 */
final class FloatVectorMath {
  /**
   * The vectors of all kernels but the matrix product's: at most 64 bytes, half of the virtual
   * lanes.
   */
  static final VectorSpecies<Float> SPECIES =
      FloatVector.SPECIES_PREFERRED.vectorByteSize() <= 64
          ? FloatVector.SPECIES_PREFERRED
          : VectorSpecies.of(float.class, VectorShape.S_512_BIT);

  private static final VectorSpecies<Integer> BITS =
      VectorSpecies.of(int.class, SPECIES.vectorShape());
  private static final int LANES = SPECIES.length();
  private static final ByteOrder NATIVE = ByteOrder.nativeOrder();

  private FloatVectorMath() {}

  /**
   * {@code y[i] = e^(x[i] - shift)}: see {@link FloatMath#exp}.
   *
   * @param n number of elements, at least one vector
   */
  static void exp(MemorySegment x, long xAt, float shift, MemorySegment y, long yAt, int n) {
    x = Base.of(x);
    y = Base.of(y);
    long end = (long) (n - LANES) * Float.BYTES;
    FloatVector last = FloatVector.fromMemorySegment(SPECIES, x, xAt + end, NATIVE);
    int whole = n - n % LANES;
    expVectors(x, xAt, shift, y, yAt, whole);
    if (whole < n) {
      last.intoMemorySegment(y, yAt + end, NATIVE);
      expVectors(y, yAt + end, shift, y, yAt + end, LANES);
    }
  }

  private static void expVectors(
      MemorySegment x, long xAt, float shift, MemorySegment y, long yAt, int n) {
    x = Base.of(x);
    y = Base.of(y);
    for (int i = 0; i < n; i += LANES) {
      long at = (long) i * Float.BYTES;
      FloatVector v = FloatVector.fromMemorySegment(SPECIES, x, xAt + at, NATIVE).sub(shift);
      v = v.blend(EXP_HIGH, v.compare(GT, EXP_HIGH));
      v = v.blend(EXP_LOW, v.compare(LT, EXP_LOW));
      FloatVector shifted = v.fma(broadcast(SPECIES, LOG2_E), broadcast(SPECIES, ROUNDER));
      FloatVector whole = shifted.sub(ROUNDER);
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
      FloatVector odd = half.sub(ROUNDER).fma(broadcast(SPECIES, -2f), whole.add(1f));
      FloatVector e = r.mul(r).fma(q, r).add(1f);
      e.mul(power).mul(power.mul(odd)).intoMemorySegment(y, yAt + at, NATIVE);
    }
  }

  /**
   * {@code a[i] = e^(a[i] - shift)} for vectors below each other in a panel, and their sum: see
   * {@link FloatMath#weight}. Bits go through scratch memory, since a panel is a heap array.
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
      float[] panels,
      int at,
      int rows,
      int columns,
      int shift,
      int total,
      MemorySegment scratch,
      long scratchAt) {
    scratch = Base.of(scratch);
    FloatVector largest = FloatVector.fromArray(SPECIES, panels, shift);
    FloatVector sum = FloatVector.fromArray(SPECIES, panels, total);
    for (int i = 0; i < rows; i++) {
      int row = at + i * columns;
      FloatVector v = FloatVector.fromArray(SPECIES, panels, row).sub(largest);
      v = v.blend(WEIGHT_ZERO, v.compare(LT, WEIGHT_LEAST));
      FloatVector shifted = v.fma(broadcast(SPECIES, LOG2_E), broadcast(SPECIES, BIASED_ROUNDER));
      shifted.intoMemorySegment(scratch, scratchAt, NATIVE);
      IntVector exponent = IntVector.fromMemorySegment(BITS, scratch, scratchAt, NATIVE);
      exponent.lanewise(LSHL, FRACTION_BITS).intoMemorySegment(scratch, scratchAt, NATIVE);
      FloatVector power = FloatVector.fromMemorySegment(SPECIES, scratch, scratchAt, NATIVE);
      FloatVector whole = shifted.sub(BIASED_ROUNDER);
      FloatVector r = whole.fma(broadcast(SPECIES, -LN2_HIGH), v);
      r = whole.fma(broadcast(SPECIES, -LN2_LOW), r);
      FloatVector q = r.fma(broadcast(SPECIES, E5), broadcast(SPECIES, E4));
      q = q.fma(r, broadcast(SPECIES, E3));
      q = q.fma(r, broadcast(SPECIES, E2));
      q = q.fma(r, broadcast(SPECIES, E1));
      q = q.fma(r, broadcast(SPECIES, E0));
      q = q.fma(r, broadcast(SPECIES, 1f));
      FloatVector weight = q.fma(r, broadcast(SPECIES, 1f)).mul(power);
      weight.intoArray(panels, row);
      sum = sum.add(weight);
    }
    sum.intoArray(panels, total);
  }

  /**
   * {@code y[i] = log(x[i])}: see {@link FloatMath#log}.
   *
   * @param n number of elements, at least one vector
   */
  static void log(MemorySegment x, long xAt, MemorySegment y, long yAt, int n) {
    x = Base.of(x);
    y = Base.of(y);
    long end = (long) (n - LANES) * Float.BYTES;
    FloatVector last = FloatVector.fromMemorySegment(SPECIES, x, xAt + end, NATIVE);
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
      long at = (long) i * Float.BYTES;
      FloatVector v = FloatVector.fromMemorySegment(SPECIES, x, xAt + at, NATIVE);
      VectorMask<Float> subnormal = v.compare(LT, Float.MIN_NORMAL);
      v.blend(v.mul(NORMALISER), subnormal).intoMemorySegment(y, yAt + at, NATIVE);
      IntVector bits = IntVector.fromMemorySegment(BITS, y, yAt + at, NATIVE);
      bits = bits.add(ONE_BITS - SQRT_HALF_BITS);
      IntVector fraction = bits.and(FRACTION_MASK).add(SQRT_HALF_BITS);
      fraction.intoMemorySegment(y, yAt + at, NATIVE);
      FloatVector f = FloatVector.fromMemorySegment(SPECIES, y, yAt + at, NATIVE).sub(1f);
      IntVector exponent = bits.lanewise(LSHR, FRACTION_BITS).add(ROUNDER_BITS + 254);
      exponent.intoMemorySegment(y, yAt + at, NATIVE);
      FloatVector bias = broadcast(SPECIES, ROUNDER + 127).blend(ROUNDER + 127 + 23, subnormal);
      FloatVector k = FloatVector.fromMemorySegment(SPECIES, y, yAt + at, NATIVE).sub(bias);
      FloatVector s = f.div(f.add(2f));
      FloatVector z = s.mul(s);
      FloatVector series = z.fma(broadcast(SPECIES, L3), broadcast(SPECIES, L2));
      series = series.fma(z, broadcast(SPECIES, L1));
      series = series.fma(z, broadcast(SPECIES, L0));
      FloatVector half = f.mul(0.5f).mul(f);
      FloatVector low = s.fma(series.fma(z, half), k.mul(LN2_LOW));
      FloatVector log = k.fma(broadcast(SPECIES, LN2_HIGH), f.sub(half.sub(low)));
      log = log.blend(Float.NEGATIVE_INFINITY, v.compare(EQ, 0f));
      log = log.blend(Float.NaN, v.compare(LT, 0f));
      log = v.blend(log, v.compare(LT, Float.POSITIVE_INFINITY));
      log.intoMemorySegment(y, yAt + at, NATIVE);
    }
  }

  /**
   * {@code y[i] = tanh(x[i])}: see {@link FloatMath#tanh}.
   *
   * @param n number of elements, at least one vector
   */
  static void tanh(MemorySegment x, long xAt, MemorySegment y, long yAt, int n) {
    x = Base.of(x);
    y = Base.of(y);
    long end = (long) (n - LANES) * Float.BYTES;
    FloatVector last = FloatVector.fromMemorySegment(SPECIES, x, xAt + end, NATIVE);
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
      long at = (long) i * Float.BYTES;
      FloatVector u = FloatVector.fromMemorySegment(SPECIES, x, xAt + at, NATIVE);
      FloatVector v = u.abs();
      v = v.blend(TANH_HIGH, v.compare(GT, TANH_HIGH));
      v = v.add(v);
      FloatVector shifted = v.fma(broadcast(SPECIES, LOG2_E), broadcast(SPECIES, ROUNDER));
      FloatVector whole = shifted.sub(ROUNDER);
      FloatVector r = whole.fma(broadcast(SPECIES, -LN2_HIGH), v);
      r = whole.fma(broadcast(SPECIES, -LN2_LOW), r);
      FloatVector q = r.fma(broadcast(SPECIES, E5), broadcast(SPECIES, E4));
      q = q.fma(r, broadcast(SPECIES, E3));
      q = q.fma(r, broadcast(SPECIES, E2));
      q = q.fma(r, broadcast(SPECIES, E1));
      q = q.fma(r, broadcast(SPECIES, E0));
      shifted.add(127).intoMemorySegment(y, yAt + at, NATIVE);
      IntVector exponent = IntVector.fromMemorySegment(BITS, y, yAt + at, NATIVE);
      exponent.lanewise(LSHL, FRACTION_BITS).intoMemorySegment(y, yAt + at, NATIVE);
      FloatVector power = FloatVector.fromMemorySegment(SPECIES, y, yAt + at, NATIVE);
      FloatVector e = power.fma(r.mul(r).mul(q), power.fma(r, power.sub(1f)));
      FloatVector d = e.add(2f);
      FloatVector t = e.div(d);
      FloatVector excess = d.sub(2f).sub(e).blend(0f, e.compare(GT, 4f));
      FloatVector rest = t.fma(broadcast(SPECIES, -0.5f), broadcast(SPECIES, 0.5f));
      t = t.mul(excess).fma(rest, t);
      t = t.blend(t.neg(), u.compare(LT, 0f)).blend(u, u.compare(EQ, 0f));
      t.intoMemorySegment(y, yAt + at, NATIVE);
    }
  }
}
