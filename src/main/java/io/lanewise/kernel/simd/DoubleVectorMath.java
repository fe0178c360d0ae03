package io.lanewise.kernel.simd;

import io.lanewise.kernel.scalar.DoubleMath;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Elementary functions of vectors: line by line what {@link DoubleMath} does, with selection in place of branches, so with the same
 * bits. ({@code lanewise(EXP)} would call a library once compiled and {@code StrictMath} before.)
 *
 * <p>Not generated: {@link FloatVectorMath} has the same methods with polynomials of a lower degree.
 */
final class DoubleVectorMath {
  /** The vectors of all kernels but the matrix product's: at most 64 bytes, half of the virtual lanes. */
  static final VectorSpecies<Double> SPECIES =
      DoubleVector.SPECIES_PREFERRED.vectorByteSize() <= 64
          ? DoubleVector.SPECIES_PREFERRED
          : VectorSpecies.of(double.class, VectorShape.S_512_BIT);

  private DoubleVectorMath() {}

  private static DoubleVector fma(DoubleVector a, DoubleVector b, double c) {
    return a.fma(b, DoubleVector.broadcast(SPECIES, c));
  }

  /** {@code (e^r - 1 - r) / r^2} for |r| up to ln(2)/2. */
  private static DoubleVector series(DoubleVector r) {
    DoubleVector q = r.fma(DoubleMath.E10, DoubleMath.E9);
    q = fma(q, r, DoubleMath.E8);
    q = fma(q, r, DoubleMath.E7);
    q = fma(q, r, DoubleMath.E6);
    q = fma(q, r, DoubleMath.E5);
    q = fma(q, r, DoubleMath.E4);
    q = fma(q, r, DoubleMath.E3);
    q = fma(q, r, DoubleMath.E2);
    q = fma(q, r, DoubleMath.E1);
    return fma(q, r, DoubleMath.E0);
  }

  /** {@code x - n ln 2}. */
  private static DoubleVector reduce(DoubleVector x, DoubleVector n) {
    DoubleVector high = DoubleVector.broadcast(SPECIES, -DoubleMath.LN2_HIGH);
    DoubleVector low = DoubleVector.broadcast(SPECIES, -DoubleMath.LN2_LOW);
    return n.fma(low, n.fma(high, x));
  }

  /** See {@link DoubleMath#exp}. */
  static DoubleVector exp(DoubleVector x) {
    DoubleVector in = x.blend(DoubleMath.EXP_HIGH, x.compare(VectorOperators.GT, DoubleMath.EXP_HIGH));
    in = in.blend(DoubleMath.EXP_LOW, in.compare(VectorOperators.LT, DoubleMath.EXP_LOW));
    DoubleVector shifted = in.fma(DoubleMath.LOG2_E, DoubleMath.ROUNDER);
    DoubleVector r = reduce(in, shifted.sub(DoubleMath.ROUNDER));
    DoubleVector e = r.mul(r).fma(series(r), r).add(1.0);
    LongVector exponents = shifted.reinterpretAsLongs().sub(DoubleMath.ROUNDER_BITS);
    LongVector half = exponents.lanewise(VectorOperators.LSHR, 1);
    LongVector rest = exponents.sub(half);
    return e.mul(power(half)).mul(power(rest));
  }

  private static DoubleVector power(LongVector exponent) {
    return exponent
        .lanewise(VectorOperators.LSHL, DoubleMath.FRACTION_BITS)
        .reinterpretAsDoubles();
  }

  /** See {@link DoubleMath#log}. */
  static DoubleVector log(DoubleVector x) {
    VectorMask<Double> subnormal = x.compare(VectorOperators.LT, Double.MIN_NORMAL);
    LongVector bits =
        x.blend(x.mul(DoubleMath.NORMALISER), subnormal)
            .reinterpretAsLongs()
            .add(DoubleMath.ONE_BITS - DoubleMath.SQRT_HALF_BITS);
    DoubleVector shift =
        DoubleVector.broadcast(SPECIES, DoubleMath.ROUNDER + 1023).blend(DoubleMath.ROUNDER + 1023 + 54, subnormal);
    DoubleVector k =
        bits.lanewise(VectorOperators.LSHR, DoubleMath.FRACTION_BITS)
            .add(DoubleMath.ROUNDER_BITS + 2046)
            .reinterpretAsDoubles()
            .sub(shift);
    DoubleVector f =
        bits.and(DoubleMath.FRACTION_MASK)
            .add(DoubleMath.SQRT_HALF_BITS)
            .reinterpretAsDoubles()
            .sub(1.0);
    DoubleVector s = f.div(f.add(2.0));
    DoubleVector z = s.mul(s);
    DoubleVector series = z.fma(DoubleMath.L6, DoubleMath.L5);
    series = fma(series, z, DoubleMath.L4);
    series = fma(series, z, DoubleMath.L3);
    series = fma(series, z, DoubleMath.L2);
    series = fma(series, z, DoubleMath.L1);
    series = fma(series, z, DoubleMath.L0);
    DoubleVector half = f.mul(0.5).mul(f);
    DoubleVector low = s.fma(series.fma(z, half), k.mul(DoubleMath.LN2_LOW));
    DoubleVector high = DoubleVector.broadcast(SPECIES, DoubleMath.LN2_HIGH);
    return special(x, k.fma(high, f.sub(half.sub(low))));
  }

  /** The logarithm where x is 0, negative, infinite or NaN. */
  private static DoubleVector special(DoubleVector x, DoubleVector log) {
    DoubleVector y = log.blend(Double.NEGATIVE_INFINITY, x.compare(VectorOperators.EQ, 0.0));
    y = y.blend(Double.NaN, x.compare(VectorOperators.LT, 0.0));
    VectorMask<Double> finite = x.compare(VectorOperators.LT, Double.POSITIVE_INFINITY);
    return x.blend(y, finite);
  }

  /** See {@link DoubleMath#tanh}. */
  static DoubleVector tanh(DoubleVector x) {
    DoubleVector y = x.abs();
    y = y.blend(DoubleMath.TANH_HIGH, y.compare(VectorOperators.GT, DoubleMath.TANH_HIGH));
    y = y.add(y);
    DoubleVector shifted = y.fma(DoubleMath.LOG2_E, DoubleMath.ROUNDER);
    DoubleVector r = reduce(y, shifted.sub(DoubleMath.ROUNDER));
    DoubleVector power = power(shifted.reinterpretAsLongs().sub(DoubleMath.ROUNDER_BITS + 1023));
    DoubleVector e = power.fma(r.mul(r).mul(series(r)), power.fma(r, power.sub(1.0)));
    DoubleVector d = e.add(2.0);
    DoubleVector t = e.div(d);
    DoubleVector excess = d.sub(2.0).sub(e).blend(0.0, e.compare(VectorOperators.GT, 4.0));
    DoubleVector rest = t.fma(-0.5, 0.5);
    LongVector sign = x.reinterpretAsLongs().and(Long.MIN_VALUE);
    return t.mul(excess).fma(rest, t).reinterpretAsLongs().or(sign).reinterpretAsDoubles();
  }
}
